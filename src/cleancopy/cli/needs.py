"""What a command needs beyond the base install."""

from importlib.util import find_spec

import click

_CORPUS = ("pyarrow", "rich", "brotli", "rensa")
_FETCH = ("httpx2", "httpcore2", "brotli")
_SERVE = ("starlette", "uvicorn", "prometheus_client", *_FETCH)


class _MissingError(click.ClickException):
    exit_code = 2


def need_corpus() -> None:
    """End with a message that says what to install, unless the extra ``corpus`` is there."""
    _need("corpus", _CORPUS)


def need_ray() -> None:
    """End with a message that says what to install, unless the extra ``ray`` is there."""
    _need("ray", ("ray",))


def need_fetch() -> None:
    """End with a message that says what to install, unless the extra ``fetch`` is there."""
    _need("fetch", _FETCH)


def need_serve() -> None:
    """End with a message that says what to install, unless the extra ``serve`` is there."""
    _need("serve", _SERVE)


def _need(extra: str, modules: tuple[str, ...]) -> None:
    if missing := [name for name in modules if find_spec(name) is None]:
        raise _MissingError(f"this needs {', '.join(missing)}: pip install 'cleancopy[{extra}]'")
