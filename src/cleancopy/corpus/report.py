"""What became of a run: its ledger summed up, checked, and told to machines."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from cleancopy.corpus import accounts
from cleancopy.corpus.accounts import OUTCOMES
from cleancopy.corpus.ledger import Entry
from cleancopy.corpus.notable import (
    DOUBTFUL,
    SITES,
    Doubtful,
    Site,
    SiteWork,
    least_certain,
    mean,
    median,
    merged,
    site_of,
)
from cleancopy.corpus.record import Damage
from cleancopy.corpus.settings import Settings
from cleancopy.corpus.sources import Source
from cleancopy.guard.terms import FAULTS

VERSION = 1
"""Of the form of `to_json`. Keys are only added within a version."""

SKIPPED_NAMES = 200
"""Files that are no pages and are named; `skipped.jsonl` names all."""

CONFIDENCE_STEPS = 20

State = Literal["finished", "stopped"]


@dataclass(frozen=True, slots=True)
class Step:
    """Pages with a value from `low` up to, and not with, `below`; a confidence of 1 is in the last step."""

    low: float
    below: float
    pages: int


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of a source.

    state    ``whole`` where it was read to its end, ``error`` where it ended before, ``open`` where the run did
    size     bytes
    damage   its stretches that could not be read, in order
    """

    path: str
    state: Literal["whole", "error", "open"]
    records: int
    shards: int
    size: int
    error: str | None = None
    damage: tuple[Damage, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A run, summed up.

    seconds       of the run, by the clock on the wall
    outcomes      records by outcome (all of `OUTCOMES`) and reason, the most frequent first
    rows, files   that were written
    bytes_in      of the pages, decoded from transfer and content coding
    work          seconds on pages, summed over workers
    sources       in the order in which they were met
    confidence, words, times   pages by confidence, by words and by milliseconds, without a gap between steps
    languages     pages by language, "" where nothing is told; like flags the most frequent first
    slowest       sites that took longest
    slowest_per_page   sites whose pages took longest
    imbalances    accounts that do not balance, in words
    notable       sites with a reason to look at them, those that took longest first
    doubtful      pages with text that have the least confidence
    usual_words, mean_words     of a page, to two digits; None where there is none
    usual_seconds, mean_seconds the same of the time that a page took
    skipped_files   the first that were no pages, with the reason; ``skipped.jsonl`` has all
    skipped_number  how many there are of them
    """

    state: State
    settings: Settings
    seconds: float
    outcomes: Mapping[str, Mapping[str, int]]
    rows: int
    files: int
    bytes_in: int
    work: float
    sources: tuple[SourceReport, ...]
    confidence: tuple[Step, ...]
    words: tuple[Step, ...]
    times: tuple[Step, ...]
    languages: Mapping[str, int]
    flags: Mapping[str, int]
    slowest: tuple[Site, ...]
    slowest_per_page: tuple[Site, ...]
    imbalances: tuple[str, ...]
    notable: tuple[Site, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    usual_words: int | None = None
    mean_words: float | None = None
    usual_seconds: float | None = None
    mean_seconds: float | None = None
    skipped_files: tuple[tuple[str, str], ...] = ()
    skipped_number: int = 0

    @property
    def records(self) -> int:
        """Records that were read: the sum of all outcomes."""
        return sum(map(self.outcome, self.outcomes))

    @property
    def pages(self) -> int:
        """Pages that were worked on, whatever became of them: those that have a time."""
        return sum(step.pages for step in self.times)

    @property
    def pages_per_second(self) -> float | None:
        """By the clock on the wall; None where it stood still."""
        return self.pages / self.seconds if self.seconds > 0 else None

    @property
    def bytes_per_second(self) -> float | None:
        """Of pages, by the clock on the wall; None where it stood still."""
        return self.bytes_in / self.seconds if self.seconds > 0 else None

    def outcome(self, name: str) -> int:
        """Records of an outcome."""
        return sum(self.outcomes[name].values())


def summarise(
    entries: Iterable[Entry],
    settings: Settings,
    seconds: float,
    state: State,
    sources: Sequence[Source] = (),
    rows: Mapping[str, int] | None = None,
) -> Report:
    """Sum up a run.

    entries   are looked at once, in any order
    seconds   in which they came about; a run that goes on with an earlier one adds the time of that
    sources   that were to be read, where the caller knows
    rows      rows by file, counted in the files of the output; None where nobody counted
    """
    sums = _Sums(settings.items)
    for entry in entries:
        sums.add(entry)
    finished = state == "finished"
    wrong = [*sums.imbalances(finished), *(accounts.of_files(sums.rows, rows) if rows is not None else ())]
    if finished:
        wrong += accounts.of_inputs((source.path for source in sources), sums.shards)
    usual = median(sums.durations)
    usual_seconds = None if usual is None else usual / 1000
    sites = [site_of(host, work, sums.work, usual_seconds) for host, work in sums.sites.items()]
    return Report(
        state,
        settings,
        seconds,
        outcomes={outcome: _ranked(sums.counts.get(outcome, Counter())) for outcome in (*OUTCOMES, *sums.unknown())},
        rows=sum(sums.rows.values()),
        files=len(sums.rows),
        bytes_in=sums.bytes_in,
        work=sums.work,
        sources=tuple(sums.source_reports(sources)),
        confidence=_even_steps(sums.confidence),
        words=_doubled_steps(sums.words),
        times=_doubled_steps(sums.times),
        languages=_ranked(sums.languages),
        flags=_ranked(sums.flags),
        slowest=_slowest(sites, lambda site: site.seconds),
        slowest_per_page=_slowest(sites, lambda site: site.per_page),
        imbalances=tuple(wrong),
        notable=_slowest([site for site in sites if site.reason], lambda site: site.seconds),
        doubtful=least_certain(sums.doubtful, 2 * DOUBTFUL),
        usual_words=median(sums.lengths),
        mean_words=mean(sums.lengths),
        usual_seconds=usual_seconds,
        mean_seconds=None if usual is None else sums.work / sum(sums.durations.values()),
        skipped_files=tuple(sums.skipped_files),
        skipped_number=sums.skipped_number,
    )


def losses(report: Report) -> dict[str, int]:
    """What of the input is not in the output though it should be, by kind; empty where all is.

    failed        records that could not be read
    damage        stretches of sources that gave no records
    errors        sources that ended before their end
    open          sources that the run did not read to their end, as it was stopped
    stopped       1 where it was stopped
    imbalances    accounts that do not balance
    timed_out, out_of_memory, crashed   pages of which only the beginning was read, or nothing; the latter have failed

    What is refused, left out or cut by a limit is what the settings ask for, and no loss.
    """
    found = {
        "failed": report.outcome("failed"),
        "damage": sum(len(source.damage) for source in report.sources),
        "errors": sum(source.state == "error" for source in report.sources),
        "open": sum(source.state == "open" for source in report.sources),
        "stopped": int(report.state == "stopped"),
        "imbalances": len(report.imbalances),
        **{flag: report.flags.get(flag, 0) for flag in sorted(FAULTS)},
    }
    return {kind: number for kind, number in found.items() if number}


def exit_code(report: Report) -> int:
    """0 where all is done, 1 where there are `losses`."""
    return 1 if losses(report) else 0


def to_json(report: Report) -> str:
    """Give the report as JSON (``report.json``), in ASCII whatever is in its names.

    Keys are those of `Report` with its properties, of `SourceReport` and of `Site`, and: ``version``; ``exit_code``;
    ``losses``, see there; of a step ``from``, ``below`` and ``pages``; of damage ``start`` and ``end`` in bytes,
    ``what`` and ``detail``.
    """
    told = {
        "version": VERSION,
        "state": report.state,
        "exit_code": exit_code(report),
        "records": report.records,
        "outcomes": report.outcomes,
        "losses": losses(report),
        "imbalances": report.imbalances,
        "skipped_files": [{"path": path, "reason": reason} for path, reason in report.skipped_files],
        "pages": report.pages,
        "rows": report.rows,
        "files": report.files,
        "bytes_in": report.bytes_in,
        "seconds": round(report.seconds, 3),
        "work": round(report.work, 3),
        "pages_per_second": report.pages_per_second and round(report.pages_per_second, 3),
        "bytes_per_second": report.bytes_per_second and round(report.bytes_per_second),
        **{name: _told_steps(getattr(report, name)) for name in ("confidence", "words", "times")},
        "languages": report.languages,
        "flags": report.flags,
        **{name: [asdict(s) for s in getattr(report, name)] for name in ("slowest", "slowest_per_page", "notable")},
        "doubtful": [page._asdict() for page in report.doubtful],
        "usual_words": report.usual_words,
        "mean_words": report.mean_words and round(report.mean_words),
        "usual_seconds": report.usual_seconds,
        "mean_seconds": report.mean_seconds and round(report.mean_seconds, 4),
        "skipped_number": report.skipped_number,
        "sources": [asdict(source) for source in report.sources],
        "settings": asdict(report.settings),
    }
    return json.dumps(told, indent=1) + "\n"


def _told_steps(steps: tuple[Step, ...]) -> list[dict[str, float]]:
    return [{"from": step.low, "below": step.below, "pages": step.pages} for step in steps]


class _Sums:
    """The sums over entries, one after the other: a ledger need not fit in memory."""

    def __init__(self, items: int) -> None:
        self.items = items
        self.counts: dict[str, Counter[str]] = {}
        self.shards: dict[str, accounts.Shards] = {}
        self.records: Counter[str] = Counter()
        self.sizes: dict[str, int] = {}
        self.errors: dict[str, str] = {}
        self.damage: dict[str, list[Damage]] = {}
        self.rows: Counter[str] = Counter()
        self.bytes_in = 0
        self.work = 0.0
        self.confidence: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.times: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.flags: Counter[str] = Counter()
        self.lengths: Counter[str] = Counter()
        self.durations: Counter[str] = Counter()
        self.sites: dict[str, SiteWork] = {}
        self.doubtful: tuple[Doubtful, ...] = ()
        self.wrong: list[str] = []
        self.skipped_files: list[tuple[str, str]] = []
        self.skipped_number = 0

    def add(self, entry: Entry) -> None:
        self.wrong += accounts.of_entry(entry, self.items)
        for outcome, reasons in entry.counts.items():
            self.counts.setdefault(outcome, Counter()).update(reasons)
        self._add_source(entry)
        if entry.file is not None:
            self.rows[entry.file] += entry.rows
        self.skipped_files += entry.skipped[: SKIPPED_NAMES - len(self.skipped_files)]
        self.skipped_number += len(entry.skipped)
        self.bytes_in += entry.bytes_in
        self.work += entry.seconds
        for name in ("confidence", "words", "times", "languages", "flags", "lengths", "durations"):
            getattr(self, name).update(getattr(entry, name))
        self.doubtful = least_certain((*self.doubtful, *entry.doubtful), 2 * DOUBTFUL)
        for host, work in entry.sites.items():
            known = SiteWork(*work)
            self.sites[host] = merged(self.sites[host], known) if host in self.sites else known

    def _add_source(self, entry: Entry) -> None:
        self.shards.setdefault(entry.source, accounts.Shards()).add(entry)
        self.records[entry.source] += entry.records
        self.sizes[entry.source] = entry.size
        self.damage.setdefault(entry.source, []).extend(entry.losses)
        if entry.error is not None:
            self.errors[entry.source] = entry.error

    def unknown(self) -> list[str]:
        """Outcomes that should not be: what is counted stays counted."""
        return sorted(self.counts.keys() - set(OUTCOMES))

    def imbalances(self, finished: bool) -> Iterator[str]:
        yield from self.wrong
        for path, shards in self.shards.items():
            yield from accounts.of_source(path, shards, error=path in self.errors, finished=finished)

    def source_reports(self, expected: Sequence[Source]) -> Iterator[SourceReport]:
        """Give those that were met, then those of which there is no entry."""
        for path, shards in self.shards.items():
            error = self.errors.get(path)
            yield SourceReport(
                path,
                "error" if error is not None else "whole" if shards.whole else "open",
                self.records[path],
                len(shards.numbers),
                self.sizes[path],
                error,
                tuple(sorted(self.damage[path], key=lambda loss: (loss.start, loss.end))),
            )
        for source in expected:
            if source.path not in self.shards:
                yield SourceReport(source.path, "open", 0, 0, source.size)


def _ranked(counter: Mapping[str, int]) -> dict[str, int]:
    """The most frequent first, and no zeros."""
    return {name: n for name, n in sorted(counter.items(), key=lambda item: (-item[1], item[0])) if n}


def _slowest(sites: Sequence[Site], by: Callable[[Site], float]) -> tuple[Site, ...]:
    return tuple(sorted(sites, key=lambda site: (-by(site), site.host))[:SITES])


def _even_steps(pages: Mapping[str, int]) -> tuple[Step, ...]:
    """Steps that the ledger names by their lower end: ``0.85``."""
    by_step = _by_step(pages, lambda key: round(float(key) * CONFIDENCE_STEPS))
    return tuple(Step(i / CONFIDENCE_STEPS, (i + 1) / CONFIDENCE_STEPS, by_step[i]) for i in range(CONFIDENCE_STEPS))


def _doubled_steps(pages: Mapping[str, int]) -> tuple[Step, ...]:
    """0, 1, 2 to 3 and so on, which the ledger names by binary digits: from the first with pages to the last."""
    by_step = _by_step(pages, int)
    if not by_step:
        return ()
    return tuple(Step(1 << i >> 1, 1 << i, by_step[i]) for i in range(min(by_step), max(by_step) + 1))


def _by_step(pages: Mapping[str, int], index: Callable[[str], int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for key, number in pages.items():
        if number:
            found[index(key)] += number
    return found
