"""Splits records that hold several pages (books, feeds, mailboxes) into one record per page."""

from collections.abc import Iterable, Iterator

from cleancopy.containers import is_container, open_pages
from cleancopy.corpus.record import Item, Record, SkippedRecord
from cleancopy.errors import WorkerFailedError
from cleancopy.guard import Guard
from cleancopy.options import Options

CONTAINER_SECONDS = 60.0
"""Time limit for splitting a file. The largest take some seconds; the result must be the same every time."""


def expand_containers(items: Iterable[Item], guard: Guard) -> Iterator[Item]:
    """Yield the items; instead of a record that holds several pages, these pages, with ids ``record#page``.

    A guarded worker splits it. Where that exceeds the limits, the record is ``failed`` with the limit as reason.
    """
    for item in items:
        if isinstance(item, Record) and is_container(item.page, _make_options(item), item.id):
            yield from _read_container(item, guard)
        else:
            yield item


def _read_container(record: Record, guard: Guard) -> Iterator[Record | SkippedRecord]:
    try:
        pages = guard.call(open_pages, record.page, _make_options(record), record.id, seconds=CONTAINER_SECONDS)
    except WorkerFailedError as error:
        yield SkippedRecord(record.id, "failed", error.reason, record.url, "splitting the file exceeded the limits")
        return
    for page, options in pages:
        name = options.container.member if options.container else ""
        yield Record(
            f"{record.id}#{name}",
            page,
            options.url,
            options.kind,
            options.charset,
            options.fetch_date,
            record.flags,
            options.container,
        )


def _make_options(record: Record) -> Options:
    return Options(record.url, record.kind, fetch_date=record.fetch_date, charset=record.charset)
