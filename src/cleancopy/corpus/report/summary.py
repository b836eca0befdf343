"""Sums up a ledger to a report, and checks that the accounts balance."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cleancopy.corpus.inputs import Source
from cleancopy.corpus.ledger import (
    MAX_UNCERTAIN_PAGES,
    Entry,
    SiteWork,
    UncertainPage,
    compute_mean,
    compute_median,
    find_least_certain,
    merge_site_work,
)
from cleancopy.corpus.record import Damage
from cleancopy.corpus.report import reconcile
from cleancopy.corpus.report.data import Report, RunState, SourceReport, Step, TypicalPage
from cleancopy.corpus.report.reconcile import OUTCOMES, ShardNumbers
from cleancopy.corpus.report.sites import rank_sites
from cleancopy.corpus.settings import Settings

MAX_SKIPPED_FILES = 200
"""Number of skipped files that a report names; `skipped.jsonl` names all."""
CONFIDENCE_STEPS = 20
"""Number of steps of a confidence."""


def summarise(
    entries: Iterable[Entry],
    settings: Settings,
    seconds: float,
    state: RunState,
    sources: Sequence[Source] = (),
    rows: Mapping[str, int] | None = None,
) -> Report:
    """Sum up the entries of a run, in one pass and whatever their order.

    seconds   that the run took, with the runs that it continues
    sources   that the run should read, if known
    rows      rows by file, counted in the files of the output; None where they were not counted
    """
    sums = _EntrySums(settings.records_per_file)
    for entry in entries:
        sums.add(entry)
    typical_page = sums.make_typical_page()
    return Report(
        *(state, settings, seconds),
        outcomes=sums.rank_outcomes(),
        rows=sum(sums.rows.values()),
        files=len(sums.rows),
        bytes_in=sums.bytes_in,
        work_seconds=sums.work_seconds,
        sources=tuple(sums.make_source_reports(sources)),
        confidence_steps=_make_even_steps(sums.histograms["confidence_steps"]),
        word_steps=_make_doubling_steps(sums.histograms["word_steps"]),
        millisecond_steps=_make_doubling_steps(sums.histograms["millisecond_steps"]),
        languages=_rank(sums.histograms["languages"]),
        flags=_rank(sums.histograms["flags"]),
        sites=rank_sites(sums.sites, sums.work_seconds, typical_page.median_seconds),
        imbalances=tuple(sums.find_imbalances(state, sources, rows)),
        uncertain_pages=sums.uncertain_pages,
        typical_page=typical_page,
        skipped_files=tuple(sums.skipped_files),
        skipped_file_count=sums.skipped_file_count,
    )


_HISTOGRAMS = (
    "confidence_steps", "word_steps", "millisecond_steps", "languages", "flags", "word_counts", "millisecond_counts",
)  # fmt: skip


class _EntrySums:
    """Sums over entries, one after the other: a ledger need not fit in memory."""

    def __init__(self, records_per_file: int) -> None:
        self.records_per_file = records_per_file
        self.outcomes: dict[str, Counter[str]] = {}
        self.shards: dict[str, ShardNumbers] = {}
        self.records: Counter[str] = Counter()
        self.sizes: dict[str, int] = {}
        self.errors: dict[str, str] = {}
        self.damage: dict[str, list[Damage]] = {}
        self.rows: Counter[str] = Counter()
        self.bytes_in = 0
        self.work_seconds = 0.0
        self.histograms: dict[str, Counter[str]] = {name: Counter() for name in _HISTOGRAMS}
        self.sites: dict[str, SiteWork] = {}
        self.uncertain_pages: tuple[UncertainPage, ...] = ()
        self.entry_faults: list[str] = []
        self.skipped_files: list[tuple[str, str]] = []
        self.skipped_file_count = 0

    def add(self, entry: Entry) -> None:
        self.entry_faults += reconcile.check_entry(entry, self.records_per_file)
        for outcome, reasons in entry.outcomes.items():
            self.outcomes.setdefault(outcome, Counter()).update(reasons)
        self._add_source(entry)
        if entry.file is not None:
            self.rows[entry.file] += entry.rows
        self.skipped_files += entry.skipped_files[: MAX_SKIPPED_FILES - len(self.skipped_files)]
        self.skipped_file_count += len(entry.skipped_files)
        self.bytes_in += entry.bytes_in
        self.work_seconds += entry.work_seconds
        for name, histogram in self.histograms.items():
            histogram.update(getattr(entry, name))
        uncertain_pages = (*self.uncertain_pages, *entry.uncertain_pages)
        self.uncertain_pages = find_least_certain(uncertain_pages, 2 * MAX_UNCERTAIN_PAGES)
        for host, work in entry.sites.items():
            self.sites[host] = merge_site_work(self.sites[host], work) if host in self.sites else work

    def _add_source(self, entry: Entry) -> None:
        self.shards.setdefault(entry.source, ShardNumbers()).add(entry)
        self.records[entry.source] += entry.records
        self.sizes[entry.source] = entry.source_size
        self.damage.setdefault(entry.source, []).extend(entry.damage)
        if entry.error is not None:
            self.errors[entry.source] = entry.error

    def rank_outcomes(self) -> dict[str, dict[str, int]]:
        """Rank the reasons of each outcome. Outcomes that should not exist come last, but are counted."""
        unknown = sorted(self.outcomes.keys() - set(OUTCOMES))
        return {outcome: _rank(self.outcomes.get(outcome, Counter())) for outcome in (*OUTCOMES, *unknown)}

    def make_typical_page(self) -> TypicalPage:
        words, milliseconds = self.histograms["word_counts"], self.histograms["millisecond_counts"]
        median = compute_median(milliseconds)
        if median is None:
            return TypicalPage(compute_median(words), compute_mean(words))
        mean_seconds = self.work_seconds / sum(milliseconds.values())
        return TypicalPage(compute_median(words), compute_mean(words), median / 1000, mean_seconds)

    def find_imbalances(
        self, state: RunState, sources: Sequence[Source], rows: Mapping[str, int] | None
    ) -> Iterator[str]:
        finished = state == "finished"
        yield from self.entry_faults
        for path, shards in self.shards.items():
            yield from reconcile.check_source(path, shards, has_error=path in self.errors, finished=finished)
        if rows is not None:
            yield from reconcile.check_files(self.rows, rows)
        if finished:
            yield from reconcile.check_inputs((source.path for source in sources), self.shards)

    def make_source_reports(self, expected: Sequence[Source]) -> Iterator[SourceReport]:
        """Make the reports of sources with entries, then those of sources without."""
        for path, shards in self.shards.items():
            error = self.errors.get(path)
            yield SourceReport(
                path,
                "error" if error is not None else "complete" if shards.is_complete else "incomplete",
                self.records[path],
                len(shards.numbers),
                self.sizes[path],
                error,
                tuple(sorted(self.damage[path], key=lambda damage: (damage.start, damage.end))),
            )
        for source in expected:
            if source.path not in self.shards:
                yield SourceReport(source.path, "incomplete", 0, 0, source.size)


def _rank(counts: Mapping[str, int]) -> dict[str, int]:
    """Sort counts, the most frequent first, and leave out zeros."""
    return {name: n for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n}


def _make_even_steps(pages: Mapping[str, int]) -> tuple[Step, ...]:
    """Make the steps of a confidence. Keys are their lower ends: ``0.85``."""
    counts = _count_by_index(pages, lambda key: round(float(key) * CONFIDENCE_STEPS))
    return tuple(Step(i / CONFIDENCE_STEPS, (i + 1) / CONFIDENCE_STEPS, counts[i]) for i in range(CONFIDENCE_STEPS))


def _make_doubling_steps(pages: Mapping[str, int]) -> tuple[Step, ...]:
    """Make the steps 0, 1, 2 to 3, 4 to 7 and so on, from the first with pages to the last. Keys are lower ends."""
    counts = _count_by_index(pages, lambda key: int(key).bit_length())
    if not counts:
        return ()
    return tuple(Step(1 << i >> 1, 1 << i, counts[i]) for i in range(min(counts), max(counts) + 1))


def _count_by_index(pages: Mapping[str, int], get_index: Callable[[str], int]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for key, number in pages.items():
        if number:
            counts[get_index(key)] += number
    return counts
