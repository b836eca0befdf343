"""Check that the optional packages of a command are installed."""

from importlib.util import find_spec

import click

_CORPUS_MODULES = ("pyarrow", "rich", "brotli", "rensa")
_FETCH_MODULES = ("httpx2", "httpcore2", "brotli")
_SERVE_MODULES = ("starlette", "uvicorn", "prometheus_client", *_FETCH_MODULES)


class _MissingExtraError(click.ClickException):
    exit_code = 2


def require_corpus() -> None:
    """End with a message about what to install, unless the extra ``corpus`` is installed."""
    _require("corpus", _CORPUS_MODULES)


def require_ray() -> None:
    """End with a message about what to install, unless the extra ``ray`` is installed."""
    _require("ray", ("ray",))


def require_fetch() -> None:
    """End with a message about what to install, unless the extra ``fetch`` is installed."""
    _require("fetch", _FETCH_MODULES)


def require_serve() -> None:
    """End with a message about what to install, unless the extra ``serve`` is installed."""
    _require("serve", _SERVE_MODULES)


def _require(extra: str, modules: tuple[str, ...]) -> None:
    if missing := [name for name in modules if find_spec(name) is None]:
        raise _MissingExtraError(f"this command needs {', '.join(missing)}: pip install 'cleancopy[{extra}]'")
