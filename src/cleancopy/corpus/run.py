"""A run: sources in, an output folder with rows, ledger and report out. It goes on where it stopped."""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Literal, NamedTuple

from cleancopy.corpus.columns import check_tables
from cleancopy.corpus.folder import Folder
from cleancopy.corpus.keep import parse_expression
from cleancopy.corpus.ledger import FOLDER, SKIPPED, Entry, Ledger
from cleancopy.corpus.picture import draw
from cleancopy.corpus.report import Report, summarise, to_json
from cleancopy.corpus.rows import row_schema
from cleancopy.corpus.settings import SETTINGS, Settings
from cleancopy.corpus.shards import Part, Work
from cleancopy.corpus.sources import Source, find_sources
from cleancopy.errors import CorpusError

Engine = Literal["local", "ray"]
State = Literal["finished", "stopped"]
Tick = Callable[[Entry], None]


class Plan(NamedTuple):
    """What a run will do.

    parts       of the sources, those that are done left out
    notices     what earlier runs made and has to be made again, in words
    size        bytes of all sources
    done_size   of what of them is done
    """

    sources: tuple[Source, ...]
    parts: tuple[Part, ...]
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
        return self.size - sum(part.source.size - part.done.read for part in self.parts)


def prepare(inputs: Sequence[str], output: str, settings: Settings = SETTINGS) -> Plan:
    """Find out what is to be done, and open the output folder.

    inputs   files, folders, patterns, ``@lists`` and addresses, as `find_sources` has them
    output   a folder: a path, or an address that pyarrow knows

    Raises `ColumnError` where a table lacks a column, and `CorpusError` where an input is not there, the output cannot
    be written to, or holds another run.
    """
    parse_expression(settings.keep.expression, row_schema(roles=settings.roles).names)
    sources = find_sources(inputs)
    check_tables(sources, settings.columns)
    folder = Folder(output)
    with _alone(folder):
        ledger = Ledger(folder)
        ledger.begin(settings)
        done, notices = ledger.resume(sources)
    parts = tuple(Part(source, done[source.path]) for source in sources if not done[source.path].whole)
    return Plan(tuple(sources), parts, output, settings, notices)


def run(plan: Plan, engine: Engine = "local", workers: int | None = None, tick: Tick = lambda _: None) -> Report:
    """Do what is planned, and report what happened to each record of all sources.

    engine    ``local`` for processes of this machine, ``ray`` for the cluster that RAY_ADDRESS names, or one of its own
    workers   processes, or tasks of Ray at a time; None for as many as there are processors, here or in the cluster
    tick      is called with every entry of the ledger that is written

    The bytes of the files depend on sources and settings alone: not on engine, workers, or where a run was stopped.

    Raises `CorpusError` where the output cannot be written to. The same command goes on from there.
    """
    folder = Folder(plan.output)
    began = time.monotonic()
    state: State = "stopped"
    with _alone(folder):
        ledger = Ledger(folder)
        before = ledger.seconds()
        try:
            _do(plan, folder, engine, workers, tick)
            state = "finished"
        finally:
            report = _publish(ledger, plan, before + time.monotonic() - began, state)
    return report


def _do(plan: Plan, folder: Folder, engine: Engine, workers: int | None, tick: Tick) -> None:
    if not plan.parts:
        return
    if engine == "local":
        Work(folder, plan.settings, workers or os.cpu_count() or 1, tick).do(plan.parts)
        return
    from cleancopy.corpus.cluster import do_on_ray  # noqa: PLC0415 - an extra of its own

    do_on_ray(list(plan.parts), folder.address, plan.settings, workers, tick)


def _publish(ledger: Ledger, plan: Plan, seconds: float, state: State) -> Report:
    entries = (entry for _, entry in ledger.entries([source.path for source in plan.sources]))
    reports: list[Report] = []
    ledger.publish_lines(
        SKIPPED,  # made on the way: the ledger need not fit in memory, nor be read twice
        lambda lines: reports.append(
            summarise(_noting(entries, lines), plan.settings, seconds, state, plan.sources),
        ),
    )
    report = reports[0]
    ledger.publish("report.json", to_json(report))
    ledger.publish("report.html", draw(report))
    return report


def _noting(entries: Iterable[Entry], lines: IO[bytes]) -> Iterator[Entry]:
    """Pass entries on, and write a line of JSON for each file that they name as skipped."""
    for entry in entries:
        for name, reason in entry.skipped:
            line = {"source": entry.source, "path": name, "reason": reason}
            lines.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        yield entry


@contextmanager
def _alone(folder: Folder) -> Iterator[None]:
    """Keep a second run out of a folder of this machine."""
    if folder.local is None:
        yield
        return
    try:
        with folder.within(FOLDER).lock("lock"):
            yield
    except BlockingIOError as error:
        raise CorpusError(f"{folder.address}: another run is writing here; wait for it or stop it") from error
