"""What a command needs beyond the base install."""

from importlib.util import find_spec

import click

_CORPUS = ("pyarrow", "rich", "brotli", "rensa")


def need_corpus() -> None:
    """End with a message that says what to install, unless the extra ``corpus`` is there."""
    if missing := [name for name in _CORPUS if find_spec(name) is None]:
        raise click.ClickException(f"this needs {', '.join(missing)}: pip install 'cleancopy[corpus]'")
