"""Runs the items of sources through guarded workers, and writes the rows shard by shard.

A shard is a fixed number of consecutive items of a source, so that the contents of its file do not depend on who wrote
it, on the number of workers, or on what was there before.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from cleancopy.corpus.inputs import (
    Source,
    compute_source_digest,
    expand_containers,
    find_change,
    read_in_subprocess,
    read_source,
)
from cleancopy.corpus.ledger import DROPPED_FOLDER, Entry, Ledger, SourceProgress, make_shard_name
from cleancopy.corpus.output import (
    OutputFolder,
    WrittenFile,
    find_drop_reason,
    get_suffix,
    make_checker,
    make_filler,
    parse_expression,
)
from cleancopy.corpus.record import Item, Record, SkippedRecord
from cleancopy.corpus.rows import make_article_columns, make_layout, make_page_row, make_skipped_row
from cleancopy.corpus.run.shard_entry import WorkItem, WorkResult, make_entry
from cleancopy.corpus.settings import Settings
from cleancopy.errors import CorpusError
from cleancopy.guard import Guard
from cleancopy.options import Options

ShardCallback = Callable[[Entry], None]


class Stride(NamedTuple):
    """Which shards of a source a task works on: every `step`-th from `start` on. Items between are read only."""

    start: int = 0
    step: int = 1


class SourceTask(NamedTuple):
    """A source to work on, and how far earlier runs got."""

    source: Source
    progress: SourceProgress = SourceProgress()
    stride: Stride = Stride()


class ShardRunner:
    """Works on sources.

    output          where the files go
    on_shard_done   is called with each entry that is written
    """

    def __init__(
        self,
        output: OutputFolder,
        settings: Settings,
        workers: int,
        on_shard_done: ShardCallback = lambda _: None,
    ) -> None:
        self._output, self._settings, self._workers, self._on_shard_done = output, settings, workers, on_shard_done
        self._ledger = Ledger(output)
        self._layout = make_layout(roles=settings.roles, fields=settings.fields)
        self._expression = parse_expression(settings.page_filter.expression, self._layout.schema.names)

    def run(self, tasks: Iterable[SourceTask]) -> None:
        """Work on the tasks in order. Raises `CorpusError` if the output cannot be written."""
        with Guard(self._settings.limits, self._workers) as guard:
            work_items = (item for task in tasks for item in _read_work_items(task, self._settings, guard))
            results = guard.map(partial(self._process, guard), work_items)
            for _, shard in groupby(results, key=lambda result: (result.work.source.path, result.work.shard)):
                self._finish_shard(list(shard))

    def _process(self, guard: Guard, work: WorkItem) -> WorkResult:
        item = work.item
        kept_work = work._replace(item=None if isinstance(item, Record) else item)  # frees the memory of the page
        if isinstance(item, SkippedRecord):
            row = None
            if item.status != "skipped":
                row = make_skipped_row(item, work.source.path, self._layout)
            return WorkResult(kept_work, row, item.status, item.reason)
        if not isinstance(item, Record):
            return WorkResult(kept_work)
        start = time.perf_counter()
        settings = self._settings
        options = Options(
            item.url, item.kind, settings.mode, item.fetch_date, settings.limits, item.charset, item.container,
            self._layout.fields,
        )  # fmt: skip
        columns = guard.read(item.page, options, partial(make_article_columns, layout=self._layout))
        row = make_page_row(item, work.source.path, columns)
        seconds = time.perf_counter() - start
        reason = (row["error"] or "").partition(": ")[0]
        return WorkResult(kept_work, row, row["status"], reason, seconds, len(item.page))

    def _finish_shard(self, results: list[WorkResult]) -> None:
        """Write the rows of a shard, then its entry in the ledger."""
        work = results[-1].work
        results = [self._filter(result) for result in results]
        rows = [r.row for r in results if r.row is not None and r.status != "skipped"]
        name = f"{make_shard_name(work.source.path, work.shard)}.{get_suffix(self._settings.format)}"
        written_files = {}
        if rows:
            written_files[name] = self._write_rows(self._output, name, rows)
        if self._settings.write_dropped and (dropped := [r.row for r in results if r.row and r.status == "skipped"]):
            folder = self._output.open_subfolder(DROPPED_FOLDER)
            written_files[f"{DROPPED_FOLDER}/{name}"] = self._write_rows(folder, name, dropped)
        entry = replace(make_entry(results, len(rows), name if rows else None), written_files=written_files)
        self._ledger.write(entry)
        self._on_shard_done(entry)

    def _filter(self, result: WorkResult) -> WorkResult:
        """Apply the page filter: a row that it drops becomes skipped."""
        if result.row is None or result.status != "ok":
            return result
        reason = find_drop_reason(result.row, self._settings.page_filter, self._expression)
        if reason is None:
            return result
        return result._replace(status="skipped", reason=reason, row={**result.row, "error": reason})

    def _write_rows(self, folder: OutputFolder, name: str, rows: list[dict[str, Any]]) -> WrittenFile:
        output = self._settings.format
        return folder.write_atomically(
            name, make_filler(rows, self._layout.schema, output), make_checker(len(rows), output)
        )


def _read_work_items(task: SourceTask, settings: Settings, guard: Guard) -> Iterator[WorkItem]:
    """Read the work items of a source that are still to be done.

    Each is yielded when the next is known, so that the last one of the source can say so.
    """
    source, shard, digest = task.source, 0, compute_source_digest(task.source)
    error: str | None = None
    previous: WorkItem | None = None
    position = _ReadPosition(source.size)
    try:
        for number, item in enumerate(_read_items(source, settings, guard, position)):
            if previous is not None and _is_due(previous, task):
                yield previous
            shard = number // settings.records_per_file
            previous = WorkItem(source, shard, item, digest, position.take_new_bytes())
    except CorpusError as raised:
        error = str(raised)
    position.advance(source.size)
    last = previous or WorkItem(source, shard, None, digest)
    bytes_read = last.bytes_read + position.take_new_bytes()
    last = last._replace(bytes_read=bytes_read, is_last=True, error=error or find_change(source))
    if _is_due(last, task):
        yield last


def _read_items(source: Source, settings: Settings, guard: Guard, position: "_ReadPosition") -> Iterator[Item]:
    read = read_in_subprocess if source.kind == "parquet" else read_source
    return expand_containers(read(source, settings.columns, settings.kind, position.advance), guard)


class _ReadPosition:
    """How far a source was read, and how much of that is new. It never goes back, nor beyond the source's size."""

    def __init__(self, size: int) -> None:
        self._size, self._taken, self._read = size, 0, 0

    def advance(self, position: int) -> None:
        """Go on to a position."""
        self._read = min(max(position, self._read), self._size)

    def take_new_bytes(self) -> int:
        """Return the bytes that were read since the last call."""
        new, self._taken = self._read - self._taken, self._read
        return new


def _is_due(work: WorkItem, task: SourceTask) -> bool:
    return work.shard not in task.progress.shards and work.shard % task.stride.step == task.stride.start
