"""Read pages from files, standard input and the web, with the options that all commands share."""

import errno
import math
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import reduce
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, TypeVar, get_args

import click

from cleancopy.article import Article
from cleancopy.cli.console import print_message
from cleancopy.cli.extras import require_fetch
from cleancopy.cli.terminal import escape_controls
from cleancopy.errors import CleancopyError, CompressionError, FetchError, TableError, TooLargeError
from cleancopy.flags import Flag
from cleancopy.input import MAX_DECOMPRESSED_BYTES, Decompressed, decompress, refuse_table
from cleancopy.limits import LIMITS, Truncation, truncation_flags
from cleancopy.options import Kind, Mode

STDIN = "-"
USAGE_ERROR = 2
_FIRST_READ_BYTES = 1_000_000
"""Bytes read before the first attempt to decompress; each further attempt reads twice as many."""
_WEB_SCHEMES = ("http://", "https://")

READ_ERRORS: Final = (OSError, CompressionError, FetchError, TableError)
"""Exceptions for an input that cannot be read."""

_Function = TypeVar("_Function", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--mode",
        type=click.Choice(get_args(Mode)),
        default="balanced",
        show_default=True,
        help="precision keeps only certain running text, recall also keeps uncertain text.",
    ),
    click.option(
        "--kind",
        type=click.Choice(get_args(Kind)),
        default="auto",
        show_default=True,
        help="Kind of page: HTML, or text that was already flattened.",
    ),
    click.option("--url", metavar="URL", help="URL of the page; passed through to the output."),
)

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_RESERVED_HEADERS = frozenset(
    {"host", "connection", "accept-encoding", "content-length", "transfer-encoding", "te", "upgrade"}
)
"""Headers of the transport, which the HTTP client sets itself."""
_MAX_TIMEOUT = 86_400.0  # seconds


def _check_headers(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(map(_parse_header, values))


def _parse_header(value: str) -> tuple[str, str]:
    name, colon, content = value.partition(":")
    if not (colon and _TOKEN.fullmatch(name)):
        raise click.BadParameter(f"{value!r} is not a header: write 'Name: value'")
    if _CONTROL.search(content):
        raise click.BadParameter(f"the value of {name} contains a line break or another control character")
    if name.lower() in _RESERVED_HEADERS:
        raise click.BadParameter(f"{name} cannot be set: the HTTP client sets it itself")
    return name, content.strip()


def _check_user_agent(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    return None if value is None else _parse_header(f"User-Agent:{value}")[1]


def _check_timeout(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    if value is not None and not (math.isfinite(value) and 0 < value <= _MAX_TIMEOUT):
        raise click.BadParameter(f"{value} is not valid: give seconds above 0, at most {_MAX_TIMEOUT:,.0f}")
    return value


_FETCH_OPTIONS = (
    click.option(
        "--user-agent", callback=_check_user_agent, metavar="NAME", help="Send this User-Agent when fetching pages."
    ),
    click.option(
        "--header",
        "headers",
        multiple=True,
        callback=_check_headers,
        metavar="'NAME: VALUE'",
        help="Send a header with each request; may be repeated. Not sent to other hosts after a redirect.",
    ),
    click.option(
        "--timeout",
        type=float,
        callback=_check_timeout,
        metavar="SECONDS",
        help="Time limit for fetching a page.  [default: 20]",
    ),
)

# What is wrong and what to do, for each type of error.
_REMEDIES = (
    (FileNotFoundError, "no such file: check the path, or give - to read standard input"),
    (IsADirectoryError, "this is a folder: give the pages in it"),
    (PermissionError, "no permission to read it: check the permissions of the file"),
    (
        TooLargeError,
        f"more than {MAX_DECOMPRESSED_BYTES:,} bytes when decompressed: decompress it yourself if you trust it",
    ),
)


def add_page_options(function: _Function) -> _Function:
    """Add the options that all commands for pages share."""
    return reduce(lambda decorated, option: option(decorated), reversed((*_OPTIONS, *_FETCH_OPTIONS)), function)


def is_input_missing(files: tuple[str, ...]) -> bool:
    """Return whether no page is given and standard input is a terminal."""
    return not files and sys.stdin is not None and sys.stdin.isatty()


class FetchOptions(NamedTuple):
    """Options of fetching a page.

    headers   added to the default headers, or replacing them
    seconds   time limit of a page, None for the default
    """

    headers: tuple[tuple[str, str], ...] = ()
    seconds: float | None = None


def make_fetch_options(
    user_agent: str | None, headers: tuple[tuple[str, str], ...], timeout: float | None
) -> FetchOptions:
    """Build the fetch options from the command-line options."""
    if user_agent is None:
        return FetchOptions(headers, timeout)
    if any(name.lower() == "user-agent" for name, _ in headers):
        raise click.UsageError("--user-agent and --header both set the User-Agent: give only one of them")
    return FetchOptions((("User-Agent", user_agent), *headers), timeout)


class InputPage(NamedTuple):
    """A page as read, and what is known about it.

    url          the final URL of a fetched page
    charset      of the HTTP header ``Content-Type``
    fetch_date   the day of the fetch, ISO 8601
    truncations  the limits that cut the input
    """

    data: bytes
    url: str | None = None
    charset: str | None = None
    fetch_date: str | None = None
    truncations: tuple[Truncation, ...] = ()


def is_web_url(name: str) -> bool:
    """Return whether a name is an http(s) URL."""
    return name.lower().startswith(_WEB_SCHEMES)


def read_page(name: str, fetch_options: FetchOptions) -> InputPage:
    """Read a file, standard input for ``-``, or a URL, and decompress it.

    gzip and zstd are recognised by their magic numbers. brotli has none, so its files are recognised by the suffix
    ``.br``. At most `Limits.input_bytes` are read. Raises `OSError`, `CompressionError`, `FetchError`, and `TableError`
    for a table of pages.
    """
    if is_web_url(name):
        return _fetch_page(name, fetch_options)
    with open_input(name) as stream:
        page, truncations = read_limited(stream, LIMITS.input_bytes, "br" if name.lower().endswith(".br") else None)
    refuse_table(page.data, name)
    _report_flags(name, page.flags)
    return InputPage(page.data, truncations=truncations)


def open_input(name: str) -> AbstractContextManager[BinaryIO]:
    """Open a file, or standard input for ``-``. Raises `OSError`."""
    if name != STDIN:
        return Path(name).open("rb")
    if sys.stdin is None:
        raise OSError(errno.EBADF, "standard input is closed")
    return nullcontext(sys.stdin.buffer)


def read_limited(
    stream: BinaryIO, max_bytes: int, coding: str | None = None
) -> tuple[Decompressed, tuple[Truncation, ...]]:
    """Read at most `max_bytes`, and decompress them.

    Compressed input is decompressed while it is read, so that a decompression bomb is rejected early.
    """
    data, size = BytesIO(), min(_FIRST_READ_BYTES, max_bytes)
    while True:
        data.write(stream.read(size - data.tell()))
        page = decompress(data.getvalue(), coding)
        if data.tell() < size or size == max_bytes:
            break
        size = min(2 * size, max_bytes)
    if data.tell() < max_bytes or not stream.read(1):
        return page, ()
    return page, (Truncation("input_bytes", max(max_bytes + 1, _get_file_size(stream)), max_bytes),)


def _get_file_size(stream: BinaryIO) -> int:
    """Return the size of a file in bytes; 0 for streams without a size, such as a pipe."""
    try:
        state = os.fstat(stream.fileno())
    except OSError:  # a stream without a file
        return 0
    return state.st_size if stat.S_ISREG(state.st_mode) else 0


def add_truncations(article: Article, truncations: tuple[Truncation, ...]) -> Article:
    """Add the truncations of the input to an article."""
    if not truncations:
        return article
    return replace(
        article, flags=article.flags | truncation_flags(truncations), truncations=(*truncations, *article.truncations)
    )


def report_losses(name: str, article: Article) -> None:
    """Report on standard error if a page has no text or was not read completely."""
    if article.member:
        name = f"{name}#{article.member}"
    flags = ", ".join(sorted(article.flags))
    truncations = "".join(f"; {_format_truncation(cut)}" for cut in article.truncations)
    if article.message:
        report(name, f"{escape_controls(article.message)} ({flags}{truncations})")
    elif not article.text:
        report(name, f"no running text ({flags}{truncations})")
    elif article.flags & _INCOMPLETE_FLAGS:
        report(name, f"not read completely ({flags}{truncations})")


_INCOMPLETE_FLAGS = frozenset({Flag.TRUNCATED, Flag.DEGRADED, Flag.UNCLOSED_TAIL, Flag.BODY_CUT, Flag.BODY_CORRUPT})


def _format_truncation(cut: Truncation) -> str:
    # A pipe is not read to its end: all that is known is that it has at least one more byte.
    least = "at least " if cut.limit == "input_bytes" and cut.total == cut.kept + 1 else ""
    return f"{cut.kept:,} of {least}{cut.total:,} {cut.limit}"


def _fetch_page(url: str, fetch_options: FetchOptions) -> InputPage:
    require_fetch()
    from cleancopy.fetch import TRUSTED_RULES, fetch  # noqa: PLC0415 - needs the extra

    rules = replace(TRUSTED_RULES, headers=fetch_options.headers)
    seconds = fetch_options.seconds
    if seconds is not None:
        rules = replace(rules, seconds=seconds, read_seconds=seconds, connect_seconds=seconds)
    page = fetch(url, rules)
    _report_flags(url, page.flags)
    return InputPage(page.page, page.url, page.charset, page.fetch_date)


def _report_flags(name: str, flags: frozenset[str]) -> None:
    if flags:
        message = "partly decompressed: the data are damaged or mislabelled"
        report(name, f"{message} ({', '.join(sorted(flags))})")


def report_unreadable(name: str, error: Exception) -> None:
    """Report on standard error which input could not be read, why, and what to do."""
    remedies = (remedy for kind, remedy in _REMEDIES if isinstance(error, kind))
    reason = error.strerror if isinstance(error, OSError) else None
    report(name, next(remedies, f"cannot be read: {reason or error}"))


@contextmanager
def exit_on_errors() -> Iterator[None]:
    """End the program with a one-line message on an error of cleancopy, such as a damaged installation."""
    try:
        yield
    except CleancopyError as error:
        print_message(f"cleancopy: {error}")
        raise SystemExit(USAGE_ERROR) from error


def report(name: str, message: str) -> None:
    """Print a message about an input to standard error."""
    shown = "standard input" if name == STDIN else click.format_filename(name)
    print_message(f"cleancopy: {shown}: {message}")
