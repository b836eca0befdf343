"""Prepares and runs the work on sources, and writes the report. A run continues where an earlier one stopped."""

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Literal, NamedTuple

from cleancopy.corpus.inputs import Source, check_tables, find_sources
from cleancopy.corpus.ledger import RUN_FOLDER, SKIPPED_FILE, Entry, Ledger
from cleancopy.corpus.output import OutputFolder, parse_expression
from cleancopy.corpus.report import Report, RunState, render_html, summarise, to_json
from cleancopy.corpus.rows import make_layout
from cleancopy.corpus.run.shard_runner import ShardCallback, ShardRunner, SourceTask
from cleancopy.corpus.settings import DEFAULT_SETTINGS, Settings
from cleancopy.errors import CorpusError

Engine = Literal["local", "ray"]


class Plan(NamedTuple):
    """What a run will do.

    tasks     the sources that are not complete
    notices   what earlier runs made and must be made again, in words
    """

    sources: tuple[Source, ...]
    tasks: tuple[SourceTask, ...]
    output: str
    settings: Settings
    notices: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all sources."""
        return sum(source.size for source in self.sources)

    @property
    def done_size(self) -> int:
        """Bytes of the sources that are done."""
        return self.size - sum(task.source.size - task.progress.bytes_read for task in self.tasks)


def prepare(inputs: Sequence[str], output: str, settings: Settings = DEFAULT_SETTINGS) -> Plan:
    """Find what is to be done, and open the output folder.

    inputs   files, folders, patterns, ``@lists`` and addresses, as for `find_sources`
    output   a folder: a path, or an address that pyarrow knows

    Raises `ColumnError` where a table lacks a column, and `CorpusError` where an input is missing, the output cannot
    be written to, or the output holds another run.
    """
    _check_filter(settings)
    sources = find_sources(inputs)
    check_tables(sources, settings.columns)
    folder = OutputFolder(output)
    with _lock_output(folder):
        ledger = Ledger(folder)
        ledger.begin(settings)
        progress, notices = ledger.resume(sources)
    incomplete = (source for source in sources if not progress[source.path].is_complete)
    tasks = tuple(SourceTask(source, progress[source.path]) for source in incomplete)
    return Plan(tuple(sources), tasks, output, settings, notices)


def _check_filter(settings: Settings) -> None:
    """Raise `CorpusError` where the pages are chosen by a column that the output does not have."""
    columns = make_layout(roles=settings.roles, fields=settings.fields).schema.names
    parse_expression(settings.page_filter.expression, columns)
    if settings.page_filter.languages and "language" not in columns:
        raise CorpusError("--language needs the field language: add it to --fields")


def run(
    plan: Plan, engine: Engine = "local", workers: int | None = None, on_shard_done: ShardCallback = lambda _: None
) -> Report:
    """Do what is planned, and report what happened to each record of all sources.

    engine          ``local`` for processes of this machine, ``ray`` for the cluster that RAY_ADDRESS names, or for a
                    new one on this machine
    workers         processes, or tasks of Ray at a time; None for as many as there are processors
    on_shard_done   is called with each entry of the ledger that is written

    The bytes of the files depend on sources and settings alone: not on engine, workers, or where a run was stopped.

    Raises `CorpusError` where the output cannot be written to. The same command continues from there.
    """
    folder = OutputFolder(plan.output)
    start = time.monotonic()
    state: RunState = "stopped"
    with _lock_output(folder):
        ledger = Ledger(folder)
        earlier_seconds = ledger.load_seconds()
        try:
            _run_tasks(plan, folder, engine, workers, on_shard_done)
            state = "finished"
        finally:
            report = _write_report(ledger, plan, earlier_seconds + time.monotonic() - start, state)
    return report


def _run_tasks(
    plan: Plan, folder: OutputFolder, engine: Engine, workers: int | None, on_shard_done: ShardCallback
) -> None:
    if not plan.tasks:
        return
    if engine == "local":
        ShardRunner(folder, plan.settings, workers or os.cpu_count() or 1, on_shard_done).run(plan.tasks)
        return
    from cleancopy.corpus.run.ray_tasks import run_on_ray  # noqa: PLC0415 - needs the extra ray

    run_on_ray(list(plan.tasks), folder.address, plan.settings, workers, on_shard_done)


def _write_report(ledger: Ledger, plan: Plan, seconds: float, state: RunState) -> Report:
    entries = (entry for _, entry in ledger.read_entries([source.path for source in plan.sources]))
    reports: list[Report] = []
    ledger.write_report_lines(
        SKIPPED_FILE,  # written in the same pass: the ledger need not fit in memory, nor be read twice
        lambda lines: reports.append(
            summarise(_write_skipped_files(entries, lines), plan.settings, seconds, state, plan.sources),
        ),
    )
    report = reports[0]
    ledger.write_report("report.json", to_json(report))
    ledger.write_report("report.html", render_html(report))
    return report


def _write_skipped_files(entries: Iterable[Entry], lines: IO[bytes]) -> Iterator[Entry]:
    """Pass entries on, and write a line of JSON for each skipped file in them."""
    for entry in entries:
        for name, reason in entry.skipped_files:
            line = {"source": entry.source, "path": name, "reason": reason}
            lines.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        yield entry


@contextmanager
def _lock_output(folder: OutputFolder) -> Iterator[None]:
    """Lock out a second run in a folder of this machine."""
    if folder.local_path is None:
        yield
        return
    try:
        with folder.open_subfolder(RUN_FOLDER).lock("lock"):
            yield
    except BlockingIOError as error:
        raise CorpusError(f"{folder.address}: another run is writing here; wait for it or stop it") from error
