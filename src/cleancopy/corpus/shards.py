"""The work: items of sources through guarded workers to rows, and these to files, shard by shard.

A shard is so many items of a source, one after the other, so that what stands in its file does not depend on who wrote
it, on how many work, or on what was there before.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleancopy.corpus.aside import read_aside
from cleancopy.corpus.folder import Folder, Written
from cleancopy.corpus.keep import parse_expression, reason_against
from cleancopy.corpus.ledger import DROPPED, Done, Entry, Ledger, shard_name
from cleancopy.corpus.members import take_apart
from cleancopy.corpus.notable import ADDRESS, BEGINNING, DOUBTFUL, Doubtful, SiteWork, least_certain, merged, rounded
from cleancopy.corpus.record import Damage, Item, Passed, Record
from cleancopy.corpus.rows import article_columns, page_row, passed_row, row_schema
from cleancopy.corpus.settings import Settings
from cleancopy.corpus.sources import Source, change_in, digest_of, read_source
from cleancopy.corpus.writers import check_file, fill_with, suffix
from cleancopy.errors import CorpusError
from cleancopy.guard import Guard
from cleancopy.options import Options

SITES = 50
"""So many hosts of a shard are told with their times: those that took longest."""


class Lane(NamedTuple):
    """A part of a source: every `of`-th shard from `number` on. What lies between is read, but not worked on."""

    number: int = 0
    of: int = 1


class Part(NamedTuple):
    """A source to work on, and what of it is done."""

    source: Source
    done: Done = Done()
    lane: Lane = Lane()


class _Unit(NamedTuple):
    """An item to work on, or the end of a source.

    digest   of the source, as `digest_of` has it
    read     bytes of the source since the item before
    """

    source: Source
    shard: int
    item: Item | None
    digest: str = ""
    read: int = 0
    last: bool = False
    error: str | None = None


class _Result(NamedTuple):
    """What became of a unit: a row, or None; `seconds` and `size` are those of a page, in bytes or characters."""

    unit: _Unit
    row: dict[str, Any] | None = None
    status: str = ""
    reason: str = ""
    seconds: float = 0.0
    size: int = 0


class Work:
    """Working on parts of sources.

    output    where the files go
    tick      is called with every entry that is written
    """

    def __init__(
        self, output: Folder, settings: Settings, workers: int, tick: Callable[[Entry], None] = lambda _: None
    ) -> None:
        self._output, self._settings, self._workers, self._tick = output, settings, workers, tick
        self._ledger = Ledger(output)
        self._schema = row_schema(roles=settings.roles)
        self._expression = parse_expression(settings.keep.expression, self._schema.names)

    def do(self, parts: Iterable[Part]) -> None:
        """Work on the parts in order. Raises `CorpusError` if the output cannot be written."""
        with Guard(self._settings.limits, self._workers) as guard:
            units = (unit for part in parts for unit in _units_of(part, self._settings, guard))
            results = guard.map(partial(self._process, guard), units)
            for _, shard in groupby(results, key=lambda result: (result.unit.source.path, result.unit.shard)):
                self._close(list(shard))

    def _process(self, guard: Guard, unit: _Unit) -> _Result:
        item = unit.item
        bare = unit._replace(item=None if isinstance(item, Record) else item)  # its page is not held any longer
        if isinstance(item, Passed):
            row = None
            if item.status != "skipped":
                row = passed_row(item, unit.source.path, roles=self._settings.roles)
            return _Result(bare, row, item.status, item.reason)
        if not isinstance(item, Record):
            return _Result(bare)
        began = time.perf_counter()
        settings = self._settings
        options = Options(item.url, item.kind, settings.mode, item.fetched, settings.limits, item.charset, item.known)
        columns = guard.read(item.page, options, partial(article_columns, roles=settings.roles))
        row = page_row(item, unit.source.path, columns)
        seconds = time.perf_counter() - began
        reason = (row["error"] or "").partition(": ")[0]
        return _Result(bare, row, row["status"], reason, seconds, len(item.page))

    def _close(self, results: list[_Result]) -> None:
        """Write what a shard gave, then say that it is done."""
        unit = results[-1].unit
        judged = [self._judged(result) for result in results]
        rows = [r.row for r in judged if r.row is not None and r.status != "skipped"]
        name = f"{shard_name(unit.source.path, unit.shard)}.{suffix(self._settings.format)}"
        written = {}
        if rows:
            written[name] = self._write(self._output, name, rows)
        if self._settings.dropped and (dropped := [r.row for r in judged if r.row and r.status == "skipped"]):
            written[f"{DROPPED}/{name}"] = self._write(self._output.within(DROPPED), name, dropped)
        entry = replace(_entry(judged, len(rows), name if rows else None), written=written)
        self._ledger.write(entry)
        self._tick(entry)

    def _judged(self, result: _Result) -> _Result:
        """The result as the conditions on what is kept have it: a row that is not is skipped."""
        if result.row is None or result.status != "ok":
            return result
        reason = reason_against(result.row, self._settings.keep, self._expression)
        if reason is None:
            return result
        return result._replace(status="skipped", reason=reason, row={**result.row, "error": reason})

    def _write(self, folder: Folder, name: str, rows: list[dict[str, Any]]) -> Written:
        output = self._settings.format
        return folder.write_whole(name, fill_with(rows, self._schema, output), check_file(len(rows), output))


def _units_of(part: Part, settings: Settings, guard: Guard) -> Iterator[_Unit]:
    """The units of a source that are still to be done, with the end of each shard told by the next item or none."""
    source, shard, digest = part.source, 0, digest_of(part.source)
    read = read_aside if source.kind == "parquet" else read_source
    error: str | None = None
    before: _Unit | None = None
    way = _Way(source.size)
    try:
        items = read(source, settings.columns, settings.kind, way.advance)
        for number, item in enumerate(take_apart(items, guard)):
            if before is not None and _is_due(before, part):
                yield before
            shard = number // settings.items
            before = _Unit(source, shard, item, digest, way.take())
    except CorpusError as raised:
        error = str(raised)
    way.advance(source.size)
    end = before or _Unit(source, shard, None, digest)
    end = end._replace(read=end.read + way.take(), last=True, error=error or change_in(source))
    if _is_due(end, part):
        yield end


class _Way:
    """How far a source was read, and how much of that is new. It never goes back, nor beyond the source's size."""

    def __init__(self, size: int) -> None:
        self._size, self._taken, self._read = size, 0, 0

    def advance(self, position: int) -> None:
        """Be told a position."""
        self._read = min(max(position, self._read), self._size)

    def take(self) -> int:
        """The bytes since this was last asked."""
        new, self._taken = self._read - self._taken, self._read
        return new


def _is_due(unit: _Unit, part: Part) -> bool:
    return unit.shard not in part.done.shards and unit.shard % part.lane.of == part.lane.number


def _entry(results: list[_Result], rows: int, file: str | None) -> Entry:
    unit = results[-1].unit
    counts: dict[str, Counter[str]] = {}
    for result in results:
        if result.status:
            counts.setdefault(result.status, Counter())[result.reason] += 1
    pages = [r for r in results if r.row is not None and r.seconds]
    return Entry(
        source=unit.source.path,
        size=unit.source.size,
        shard=unit.shard,
        last=unit.last,
        counts={status: dict(sorted(reasons.items())) for status, reasons in sorted(counts.items())},
        rows=rows,
        file=file,
        bytes_in=sum(r.size for r in pages),
        seconds=round(sum(r.seconds for r in pages), 3),
        losses=tuple(r.unit.item for r in results if isinstance(r.unit.item, Damage)),
        error=unit.error,
        confidence=_counted(f"{min(int(row['confidence'] * 20), 19) / 20:.2f}" for row in _rows(pages)),
        words=_counted(str(row["words"].bit_length()) for row in _rows(pages)),
        languages=_counted(row["language"] or "" for row in _rows(pages)),
        times=_counted(str(int(r.seconds * 1000).bit_length()) for r in pages),
        sites=_sites(pages),
        lengths=_counted(rounded(row["words"]) for row in _rows(pages)),
        durations=_counted(rounded(int(r.seconds * 1000)) for r in pages),
        doubtful=least_certain((_doubtful(row) for row in _rows(pages) if row["status"] == "ok"), DOUBTFUL),
        flags=_counted(flag for row in _rows(pages) for flag in row["flags"]),
        stamp=unit.source.stamp,
        digest=unit.digest,
        read=sum(r.unit.read for r in results),
        skipped=tuple(_skipped_files(results)),
    )


def _skipped_files(results: list[_Result]) -> Iterator[tuple[str, str]]:
    """Files that are no pages. What an archive has beside pages is counted, not named."""
    for result in results:
        item = result.unit.item
        if result.unit.source.kind == "folder" and isinstance(item, Passed) and item.status == "skipped":
            yield item.id, item.detail or item.reason


def _rows(pages: list[_Result]) -> Iterator[dict[str, Any]]:
    return (page.row for page in pages if page.row is not None)


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _doubtful(row: dict[str, Any]) -> Doubtful:
    url = row["url"] and row["url"][:ADDRESS]
    begins = " ".join(row["text"][: 4 * BEGINNING].split())[:BEGINNING]
    confidence = round(row["confidence"], 3)
    return Doubtful(confidence, row["id"][:ADDRESS], row["source"][:ADDRESS], url, row["words"], begins)


def _sites(pages: list[_Result]) -> dict[str, SiteWork]:
    work: dict[str, SiteWork] = {}
    for page in pages:
        row = page.row or {}
        took = round(page.seconds, 3)
        name = str(row.get("url") or row.get("id") or "")[:ADDRESS]
        one = SiteWork(1, took, took, name, {rounded(int(page.seconds * 1000)): 1})
        host = _host(row.get("url"))
        work[host] = merged(work[host], one) if host in work else one
    slowest = sorted(work.items(), key=lambda item: -item[1].seconds)[:SITES]
    return {host: told._replace(seconds=round(told.seconds, 3)) for host, told in slowest}


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
