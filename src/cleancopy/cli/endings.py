"""How a command ends when its output cannot be written, or when somebody presses Ctrl-C."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

import click

LOSSES = 1
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it
_CLEAR_LINE = "\r\x1b[K"


class Program(click.Command):
    """A command that ends as its users expect: quietly where nobody reads on, with one line and a code else.

    going_on   what to do after Ctrl-C
    """

    def __init__(self, *args: Any, going_on: str = "nothing was changed", **options: Any) -> None:
        super().__init__(*args, **options)
        self._going_on = going_on

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the command line; it may write help or the version."""
        with output_errors():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            note(f"cleancopy: stopped by Ctrl-C: {self._going_on}")
            raise SystemExit(INTERRUPTED) from None


def write(message: str | bytes, *, nl: bool = True, color: bool | None = None) -> None:
    """Write to standard output, or end the program: with 0 where nobody reads on, else with 1 and one line."""
    if sys.stdout is None:
        note("cleancopy: standard output is closed: nothing can be written there")
        raise SystemExit(LOSSES)
    with output_errors():
        click.echo(message, nl=nl, color=color)


def note(message: str) -> None:
    """Say something on standard error; where that cannot be written, the work goes on."""
    clear = _CLEAR_LINE if has_terminal(sys.stderr) else ""  # a progress bar may stand there
    try:
        click.echo(clear + message, err=True)
    except OSError:
        _silence(sys.stderr)


def has_terminal(stream: IO[str] | None) -> bool:
    """Whether a stream is a terminal that can go back on its line."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def output_errors() -> Iterator[None]:
    """End the program where standard output cannot be written."""
    try:
        yield
    except BrokenPipeError:
        _silence(sys.stdout)
        raise SystemExit(0) from None
    except OSError as error:
        note(f"cleancopy: standard output cannot be written: {error.strerror or error}")
        _silence(sys.stdout)
        raise SystemExit(LOSSES) from None


def _silence(stream: IO[str]) -> None:
    """Have what a stream still holds go nowhere: Python writes it when it ends, and would fail again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
