"""The door of the package: which container an input is, and its pages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from cleancopy.article import Article
from cleancopy.containers.epub import read_epub
from cleancopy.containers.feeds import read_feed
from cleancopy.containers.formats import Format, format_of
from cleancopy.containers.found import BOOK, FEED, MAILBOX, MOST_MEMBERS, SITEMAP, UNREADABLE, Found, not_read
from cleancopy.containers.jsonfeed import read_json_feed
from cleancopy.containers.mail import read_mail
from cleancopy.containers.mbox import read_mbox
from cleancopy.containers.webarchive import read_webarchive
from cleancopy.decode import EMPTY_INPUT
from cleancopy.limits import TRUNCATED, Limits
from cleancopy.options import Known, Options

Reader = Callable[[bytes, Limits], Iterator[Found]]


class _Many(NamedTuple):
    """A format that holds several pages: its reader, the flag of its pages, and what it is called."""

    read: Reader
    flag: str
    name: str


_SINGLE: Final[dict[Format, Callable[[bytes], Found]]] = {"mail": read_mail, "webarchive": read_webarchive}
_MANY: Final[dict[Format, _Many]] = {
    "epub": _Many(read_epub, BOOK, "an EPUB book: each of its chapters"),
    "feed": _Many(read_feed, FEED, "a feed: each of its entries"),
    "jsonfeed": _Many(read_json_feed, FEED, "a feed: each of its entries"),
    "mbox": _Many(read_mbox, MAILBOX, "a mailbox: each of its messages"),
}
_SITEMAP_MESSAGE = "this is a sitemap: it lists addresses and has no text; fetch the pages that it names"


def is_container(page: bytes | str, options: Options, name: str = "") -> bool:
    """Tell whether an input holds several pages.

    name   of its file: it decides where the contents leave a doubt
    """
    return _format(page, options, name) in _MANY


def open_pages(page: bytes | str, options: Options, name: str = "") -> list[tuple[bytes | str, Options]]:
    """Give the pages that an input holds, each with the options to read it with; any other input is one page.

    What `options` say of the kind is believed: an input that is said to be HTML or text is not opened. A page that
    cannot be read is there too, and its options have a message that says why.
    """
    found = _format(page, options, name)
    if found not in _MANY:
        return [single_page(page, options, name)]
    many = _MANY[found]
    read = list(islice(many.read(_as_bytes(page), options.limits), MOST_MEMBERS + 1))
    if len(read) > MOST_MEMBERS:
        left_out = f"more than {MOST_MEMBERS:,} pages are in the file: the rest was not read"
        read[MOST_MEMBERS:] = [not_read(left_out, UNREADABLE, TRUNCATED)]
    return [(each.page, _options(each, options, many.flag)) for each in _named(read)]


def single_page(page: bytes | str, options: Options, name: str = "") -> tuple[bytes | str, Options]:
    """Give the page that a mail or a saved page holds. An input that holds several gives none, and a message."""
    found = _format(page, options, name)
    if found in _SINGLE:
        inner = _SINGLE[found](_as_bytes(page))
        return inner.page, _options(inner, options)
    if found in _MANY:
        many = _MANY[found]
        message = f"this is {many.name} is a page of its own: read it by extract_each, or the command line"
        return b"", replace(options, known=Known(flags=frozenset({many.flag}), message=message))
    if found == "sitemap":
        return b"", replace(options, known=Known(flags=frozenset({SITEMAP}), message=_SITEMAP_MESSAGE))
    return page, options


def with_known(article: Article, known: Known) -> Article:
    """Give the article with what its file says of it."""
    flags = article.flags | known.flags
    return replace(
        article,
        member=known.member,
        title=known.title or article.title,
        authors=known.authors or article.authors,
        published=known.published or article.published,
        flags=flags - {EMPTY_INPUT} if known.message else flags,
        message=known.message or article.message,
    )


def _format(page: bytes | str, options: Options, name: str) -> Format | None:
    if options.known is not None or options.kind != "auto":
        return None
    return format_of(page, name)


def _as_bytes(page: bytes | str) -> bytes:
    return page if isinstance(page, bytes) else page.encode("utf-8", "replace")


def _options(found: Found, outer: Options, *flags: str) -> Options:
    """The options to read a page of a container with: what the container says of it, then what the caller says."""
    return replace(
        outer,
        url=found.url if flags else outer.url or found.url,
        kind=found.kind,
        charset=found.charset,
        fetched=outer.fetched or found.fetched,
        known=replace(found.known, flags=found.known.flags.union(flags)),
    )


def _named(found: list[Found]) -> Iterator[Found]:
    """The pages with names that no two of them share: one without a name of its own has its number, from 1."""
    seen: set[str] = set()
    for number, each in enumerate(found, 1):
        name = each.known.member or str(number)
        if name in seen:
            name = f"{name}#{number}"
        seen.add(name)
        yield each._replace(known=replace(each.known, member=name))
