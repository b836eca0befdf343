"""What the commands share: the options that say how a page is to be read, and the reading."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar, get_args

import click

from cleancopy.cli.needs import need_fetch
from cleancopy.compression import LIMIT, decompress
from cleancopy.errors import CleancopyError, CompressionError, FetchError, TableError, TooLargeError
from cleancopy.media import refuse_table
from cleancopy.options import Kind, Mode

STDIN = "-"
WRONG_USE = 2
_WEB = ("http://", "https://")

UNREADABLE: Final = (OSError, CompressionError, FetchError, TableError)
"""What is raised for an input that cannot be read."""

_Function = TypeVar("_Function", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--mode",
        type=click.Choice(get_args(Mode)),
        default="balanced",
        show_default=True,
        help="Keep only what is surely running text (precision), or also what may be (recall).",
    ),
    click.option(
        "--kind",
        type=click.Choice(get_args(Kind)),
        default="auto",
        show_default=True,
        help="What a page is: HTML, or text that somebody already flattened.",
    ),
    click.option("--url", metavar="URL", help="Where the page came from; passed through to the answer."),
)

# What was wrong and what to do, for the errors that an input can give.
_REMEDIES = (
    (FileNotFoundError, "no such file: check the path, or give - to read standard input"),
    (IsADirectoryError, "this is a folder: name the pages in it"),
    (PermissionError, "not readable by you: check the permissions of the file"),
    (TooLargeError, f"more than {LIMIT:,} bytes when decompressed: decompress it yourself if you trust it"),
)


def page_options(function: _Function) -> _Function:
    """Add the options of every command that reads pages."""
    return reduce(lambda decorated, option: option(decorated), reversed(_OPTIONS), function)


def nothing_given(files: tuple[str, ...]) -> bool:
    """Tell whether nobody named a page and nobody pipes one in."""
    return not files and sys.stdin.isatty()


class Input(NamedTuple):
    """A page, and what is known of it besides: where it was fetched, with which charset, on which day."""

    page: bytes
    url: str | None = None
    charset: str | None = None
    fetched: str | None = None


def read_page(name: str) -> Input:
    """Read a file, standard input for ``-``, or what stands at an address of the web, decompressed.

    gzip and zstd are told by how the data begin. brotli has no mark, so its files are told by their name. Raises
    `OSError`, `CompressionError`, `FetchError`, and `TableError` for a table of pages.
    """
    if name.startswith(_WEB):
        return _fetched(name)
    data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    refuse_table(data, name)
    page = decompress(data, "br" if name.lower().endswith(".br") else None)
    _note_flags(name, page.flags)
    return Input(page.data)


def _fetched(address: str) -> Input:
    need_fetch()
    from cleancopy.fetch import OWN, fetch  # noqa: PLC0415 - needs the extra

    page = fetch(address, OWN)
    _note_flags(address, page.flags)
    return Input(page.page, page.url, page.charset, page.fetched)


def _note_flags(name: str, flags: frozenset[str]) -> None:
    if flags:
        report(name, f"read as well as its compression allows ({', '.join(sorted(flags))})")


def report_unreadable(name: str, error: Exception) -> None:
    """Say on standard error which input could not be read, why, and what to do."""
    known = (remedy for kind, remedy in _REMEDIES if isinstance(error, kind))
    reason = error.strerror if isinstance(error, OSError) else None
    report(name, next(known, f"cannot be read: {reason or error}"))


@contextmanager
def plain_errors() -> Iterator[None]:
    """End the program with a plain message where the installation itself is at fault."""
    try:
        yield
    except CleancopyError as error:
        click.echo(f"cleancopy: {error}", err=True)
        raise SystemExit(WRONG_USE) from error


def report(name: str, message: str) -> None:
    """Say something about an input on standard error."""
    shown = "standard input" if name == STDIN else click.format_filename(name)
    click.echo(f"cleancopy: {shown}: {message}", err=True)
