"""Records that hold several pages (books, feeds, mailboxes), taken apart: a record a page."""

from collections.abc import Iterable, Iterator

from cleancopy.containers import is_container, open_pages
from cleancopy.corpus.record import Item, Passed, Record
from cleancopy.errors import GaveUpError
from cleancopy.guard import Guard
from cleancopy.options import Options

SECONDS = 60.0
"""A file may take so long to be taken apart. The largest takes some seconds: it must come out the same every time."""


def take_apart(items: Iterable[Item], guard: Guard) -> Iterator[Item]:
    """Give the items, and instead of each record that holds several pages these, named ``record#page``.

    A guarded worker takes it apart. Where that takes too much, the record is ``failed`` for what it took.
    """
    for item in items:
        if isinstance(item, Record) and is_container(item.page, _options(item), item.id):
            yield from _members(item, guard)
        else:
            yield item


def _members(record: Record, guard: Guard) -> Iterator[Record | Passed]:
    try:
        pages = guard.call(open_pages, record.page, _options(record), record.id, seconds=SECONDS)
    except GaveUpError as error:
        yield Passed(record.id, "failed", error.reason, record.url, "the file takes too much to be taken apart")
        return
    for page, options in pages:
        name = options.known.member if options.known else ""
        yield Record(
            f"{record.id}#{name}",
            page,
            options.url,
            options.kind,
            options.charset,
            options.fetched,
            record.flags,
            options.known,
        )


def _options(record: Record) -> Options:
    return Options(record.url, record.kind, fetched=record.fetched, charset=record.charset)
