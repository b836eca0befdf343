"""What the commands share: the options that say how a page is to be read, and the reading."""

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
from cleancopy.cli.endings import note
from cleancopy.cli.needs import need_fetch
from cleancopy.cli.show import visible
from cleancopy.compression import BODY_CORRUPT, BODY_CUT, LIMIT, Decompressed, decompress
from cleancopy.errors import CleancopyError, CompressionError, FetchError, TableError, TooLargeError
from cleancopy.flags import UNCLOSED_TAIL
from cleancopy.limits import LIMITS, TRUNCATED, Cut, flags_of
from cleancopy.markup import DEGRADED
from cleancopy.media import refuse_table
from cleancopy.options import Kind, Mode

STDIN = "-"
WRONG_USE = 2
_FIRST_BYTES = 1_000_000
"""Read before the first look at what comes out of compressed input; then twice as many, and so on."""
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

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_OURS = frozenset({"host", "connection", "accept-encoding", "content-length", "transfer-encoding", "te", "upgrade"})
"""Headers that say how a page travels, which the client settles itself."""
_LONGEST_WAIT = 86_400.0  # seconds


def _check_headers(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(map(_header, values))


def _header(value: str) -> tuple[str, str]:
    name, colon, words = value.partition(":")
    if not (colon and _TOKEN.fullmatch(name)):
        raise click.BadParameter(f"{value!r} is no header: write 'Name: value'")
    if _CONTROL.search(words):
        raise click.BadParameter(f"the value of {name} holds a line break or another control character")
    if name.lower() in _OURS:
        raise click.BadParameter(f"{name} cannot be set: it says how a page travels")
    return name, words.strip()


def _check_user_agent(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    return None if value is None else _header(f"User-Agent:{value}")[1]


def _check_timeout(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    if value is not None and not (math.isfinite(value) and 0 < value <= _LONGEST_WAIT):
        raise click.BadParameter(f"{value} is no time: give seconds above 0, {_LONGEST_WAIT:,.0f} at most")
    return value


_FETCH_OPTIONS = (
    click.option("--user-agent", callback=_check_user_agent, metavar="NAME", help="Fetch pages under this name."),
    click.option(
        "--header",
        "headers",
        multiple=True,
        callback=_check_headers,
        metavar="'NAME: VALUE'",
        help="Send a header with each request; may be repeated. Redirects to another host do not get it.",
    ),
    click.option(
        "--timeout", type=float, callback=_check_timeout, metavar="SECONDS", help="Time for a page.  [default: 20]"
    ),
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
    return reduce(lambda decorated, option: option(decorated), reversed((*_OPTIONS, *_FETCH_OPTIONS)), function)


def nothing_given(files: tuple[str, ...]) -> bool:
    """Tell whether nobody named a page and nobody pipes one in."""
    return not files and sys.stdin is not None and sys.stdin.isatty()


class Asking(NamedTuple):
    """How a server is asked for a page.

    headers   besides the usual ones, or instead of them
    seconds   that a page may take, None for the usual time
    """

    headers: tuple[tuple[str, str], ...] = ()
    seconds: float | None = None


def asking(user_agent: str | None, headers: tuple[tuple[str, str], ...], timeout: float | None) -> Asking:
    """Put the options of fetching together."""
    if user_agent is None:
        return Asking(headers, timeout)
    if any(name.lower() == "user-agent" for name, _ in headers):
        raise click.UsageError("--user-agent and --header both give the User-Agent: give one of them")
    return Asking((("User-Agent", user_agent), *headers), timeout)


class Input(NamedTuple):
    """A page, and what is known of it besides: where it was fetched, with which charset, on which day.

    cuts   what was not read of it
    """

    page: bytes
    url: str | None = None
    charset: str | None = None
    fetched: str | None = None
    cuts: tuple[Cut, ...] = ()


def is_address(name: str) -> bool:
    """Tell whether a page is to be fetched from the web."""
    return name.lower().startswith(_WEB)


def read_page(name: str, how: Asking) -> Input:
    """Read a file, standard input for ``-``, or what stands at an address of the web, decompressed.

    gzip and zstd are told by how the data begin. brotli has no mark, so its files are told by their name. No more is
    read than `Limits.input_bytes`. Raises `OSError`, `CompressionError`, `FetchError`, and `TableError` for a table of
    pages.
    """
    if is_address(name):
        return _fetched(name, how)
    with open_input(name) as stream:
        page, cuts = read_within(stream, LIMITS.input_bytes, "br" if name.lower().endswith(".br") else None)
    refuse_table(page.data, name)
    _note_flags(name, page.flags)
    return Input(page.data, cuts=cuts)


def open_input(name: str) -> AbstractContextManager[BinaryIO]:
    """Open a file, or standard input for ``-``. Raises `OSError`."""
    if name != STDIN:
        return Path(name).open("rb")
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return nullcontext(sys.stdin.buffer)


def read_within(stream: BinaryIO, most: int, coding: str | None = None) -> tuple[Decompressed, tuple[Cut, ...]]:
    """Read at most so many bytes, and decompress them.

    What is compressed is decompressed on the way, so that a bomb is refused before all of it has come.
    """
    data, size = BytesIO(), min(_FIRST_BYTES, most)
    while True:
        data.write(stream.read(size - data.tell()))
        page = decompress(data.getvalue(), coding)
        if data.tell() < size or size == most:
            break
        size = min(2 * size, most)
    whole = data.tell() < most or not stream.read(1)
    had = data.tell() if whole else max(most + 1, _size(stream))
    return page, () if whole else (Cut("input_bytes", had, most),)


def _size(stream: BinaryIO) -> int:
    """How many bytes a file has; 0 for what has no size, such as a pipe."""
    try:
        state = os.fstat(stream.fileno())
    except OSError:  # a stream without a file
        return 0
    return state.st_size if stat.S_ISREG(state.st_mode) else 0


def with_cuts(article: Article, cuts: tuple[Cut, ...]) -> Article:
    """The article of a page of which not all was read."""
    if not cuts:
        return article
    return replace(article, flags=article.flags | flags_of(cuts), cuts=(*cuts, *article.cuts))


def note_losses(name: str, article: Article) -> None:
    """Say where there is no text, or not all of the page was read."""
    if article.member:
        name = f"{name}#{article.member}"
    flags = ", ".join(sorted(article.flags))
    cuts = "".join(f"; {_cut_words(cut)}" for cut in article.cuts)
    if article.message:
        report(name, f"{visible(article.message)} ({flags}{cuts})")
    elif not article.text:
        report(name, f"no running text ({flags}{cuts})")
    elif article.flags & _NOT_WHOLE:
        report(name, f"not read as a whole ({flags}{cuts})")


_NOT_WHOLE = frozenset({TRUNCATED, DEGRADED, UNCLOSED_TAIL, BODY_CUT, BODY_CORRUPT})


def _cut_words(cut: Cut) -> str:
    # Nobody counts what comes out of a pipe to its end: all that is known is that there was one byte more.
    least = "at least " if cut.what == "input_bytes" and cut.had == cut.kept + 1 else ""
    return f"{cut.kept:,} of {least}{cut.had:,} {cut.what}"


def _fetched(address: str, how: Asking) -> Input:
    need_fetch()
    from cleancopy.fetch import OWN, fetch  # noqa: PLC0415 - needs the extra

    rules = replace(OWN, headers=how.headers)
    if how.seconds is not None:
        rules = replace(rules, seconds=how.seconds, read_seconds=how.seconds, connect_seconds=how.seconds)
    page = fetch(address, rules)
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
        note(f"cleancopy: {error}")
        raise SystemExit(WRONG_USE) from error


def report(name: str, message: str) -> None:
    """Say something about an input on standard error."""
    shown = "standard input" if name == STDIN else click.format_filename(name)
    note(f"cleancopy: {shown}: {message}")
