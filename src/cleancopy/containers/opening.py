"""Opens a container: finds out which one an input is, and returns its pages."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from cleancopy.article import Article
from cleancopy.containers.contained_page import MAX_MEMBERS, ContainedPage, make_unreadable
from cleancopy.containers.formats import ContainerFormat, detect_container
from cleancopy.flags import Flag
from cleancopy.options import ContainerMetadata, Options


class _MultiPageFormat(NamedTuple):
    """A format that holds several pages.

    flag   of each page
    name   for messages
    """

    flag: str
    name: str


_SINGLE_PAGE_FORMATS: Final[frozenset[ContainerFormat]] = frozenset({"mail", "webarchive"})
_MULTI_PAGE_FORMATS: Final[dict[ContainerFormat, _MultiPageFormat]] = {
    "epub": _MultiPageFormat(Flag.BOOK, "an EPUB book: each of its chapters"),
    "feed": _MultiPageFormat(Flag.FEED, "a feed: each of its entries"),
    "jsonfeed": _MultiPageFormat(Flag.FEED, "a feed: each of its entries"),
    "mbox": _MultiPageFormat(Flag.MAILBOX, "a mailbox: each of its messages"),
}
_SITEMAP_MESSAGE = "this is a sitemap: it lists addresses and has no text; fetch the pages that it names"


def is_container(page: bytes | str, options: Options, name: str = "") -> bool:
    """Return whether an input holds several pages.

    name   of its file: it decides if the contents leave a doubt
    """
    return _detect_format(page, options, name) in _MULTI_PAGE_FORMATS


def open_pages(page: bytes | str, options: Options, name: str = "") -> list[tuple[bytes | str, Options]]:
    """Return the pages that an input holds, each with the options to extract it with; any other input is one page.

    If `options` say that the input is HTML or text, it is not opened. A page that cannot be read is empty, and its
    options have a message that says why.
    """
    detected = _detect_format(page, options, name)
    if detected not in _MULTI_PAGE_FORMATS:
        return [single_page(page, options, name)]
    from cleancopy.containers.readers import MULTI_PAGE_READERS  # noqa: PLC0415 - a page needs none of them

    pages = list(islice(MULTI_PAGE_READERS[detected](_to_bytes(page), options.limits), MAX_MEMBERS + 1))
    if len(pages) > MAX_MEMBERS:
        message = f"more than {MAX_MEMBERS:,} pages are in the file: the rest was not read"
        pages[MAX_MEMBERS:] = [make_unreadable(message, Flag.UNREADABLE, Flag.TRUNCATED)]
    flag = _MULTI_PAGE_FORMATS[detected].flag
    return [(member.page, _build_options(member, options, flag)) for member in _name_pages(pages)]


def single_page(page: bytes | str, options: Options, name: str = "") -> tuple[bytes | str, Options]:
    """Return the page that a mail or a saved page holds. Of an input with several pages, return a message instead."""
    detected = _detect_format(page, options, name)
    if detected in _SINGLE_PAGE_FORMATS:
        from cleancopy.containers.readers import SINGLE_PAGE_READERS  # noqa: PLC0415 - as in `open_pages`

        inner = SINGLE_PAGE_READERS[detected](_to_bytes(page))
        return inner.page, _build_options(inner, options)
    if detected in _MULTI_PAGE_FORMATS:
        multi = _MULTI_PAGE_FORMATS[detected]
        message = f"this is {multi.name} is a page of its own: read it by extract_each, or the command line"
        return b"", replace(options, container=ContainerMetadata(flags=frozenset({multi.flag}), message=message))
    if detected == "sitemap":
        return b"", replace(
            options, container=ContainerMetadata(flags=frozenset({Flag.SITEMAP}), message=_SITEMAP_MESSAGE)
        )
    return page, options


def with_container_metadata(article: Article, container: ContainerMetadata) -> Article:
    """Return the article with the metadata of its file added."""
    flags = article.flags | container.flags
    return replace(
        article,
        member=container.member,
        title=container.title or article.title,
        authors=container.authors or article.authors,
        published=container.published or article.published,
        flags=flags - {Flag.EMPTY_INPUT} if container.message else flags,
        message=container.message or article.message,
    )


def _detect_format(page: bytes | str, options: Options, name: str) -> ContainerFormat | None:
    if options.container is not None or options.kind != "auto":
        return None
    return detect_container(page, name)


def _to_bytes(page: bytes | str) -> bytes:
    return page if isinstance(page, bytes) else page.encode("utf-8", "replace")


def _build_options(member: ContainedPage, outer: Options, *flags: str) -> Options:
    """Return the options for a page in a container: its metadata first, then the options of the caller."""
    return replace(
        outer,
        url=member.url if flags else outer.url or member.url,
        kind=member.kind,
        charset=member.charset,
        fetch_date=outer.fetch_date or member.fetch_date,
        container=replace(member.container, flags=member.container.flags.union(flags)),
    )


def _name_pages(pages: list[ContainedPage]) -> Iterator[ContainedPage]:
    """Yield the pages with unique names. A page without a name gets its number, from 1."""
    used_names: set[str] = set()
    for number, page in enumerate(pages, 1):
        name = page.container.member or str(number)
        if name in used_names:
            name = f"{name}#{number}"
        used_names.add(name)
        yield page._replace(container=replace(page.container, member=name))
