"""Write to the console, and end a command properly on output errors and Ctrl-C."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

import click

PARTIAL_FAILURE = 1
INTERRUPTED = 130  # 128 plus the number of SIGINT, the convention of shells
_CLEAR_LINE = "\r\x1b[K"


class ConsoleCommand(click.Command):
    """A command without tracebacks: a closed pipe ends it silently, other output errors and Ctrl-C with one line.

    resume_hint   printed after Ctrl-C: what remains, and how to go on
    """

    def __init__(self, *args: Any, resume_hint: str = "nothing was changed", **options: Any) -> None:
        super().__init__(*args, **options)
        self._resume_hint = resume_hint

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Parse the command line, which may print the help or the version."""
        with handle_output_errors():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print_message(f"cleancopy: stopped by Ctrl-C: {self._resume_hint}")
            raise SystemExit(INTERRUPTED) from None


def write(message: str | bytes, *, nl: bool = True, color: bool | None = None) -> None:
    """Write to standard output. On an error the program ends: with code 0 if the reader is gone, else with 1."""
    if sys.stdout is None:
        print_message("cleancopy: standard output is closed: nothing can be written")
        raise SystemExit(PARTIAL_FAILURE)
    with handle_output_errors():
        click.echo(message, nl=nl, color=color)


def print_message(message: str) -> None:
    """Print a message to standard error. An error there is ignored."""
    clear = _CLEAR_LINE if has_terminal(sys.stderr) else ""  # removes a progress bar
    try:
        click.echo(clear + message, err=True)
    except OSError:
        _silence(sys.stderr)


def has_terminal(stream: IO[str] | None) -> bool:
    """Return whether a stream is a terminal that can overwrite its current line."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def handle_output_errors() -> Iterator[None]:
    """End the program if standard output cannot be written."""
    try:
        yield
    except BrokenPipeError:
        _silence(sys.stdout)
        raise SystemExit(0) from None
    except OSError as error:
        print_message(f"cleancopy: standard output cannot be written: {error.strerror or error}")
        _silence(sys.stdout)
        raise SystemExit(PARTIAL_FAILURE) from None


def _silence(stream: IO[str]) -> None:
    """Discard the buffered output of a stream: Python flushes it at exit and would fail again."""
    with suppress(OSError, ValueError):
        null_device = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null_device, stream.fileno())
        os.close(null_device)
