"""The report of a run, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cleancopy.corpus.ledger import UncertainPage
from cleancopy.corpus.record import Damage
from cleancopy.corpus.settings import Settings

RunState = Literal["finished", "stopped"]


@dataclass(frozen=True, slots=True)
class Step:
    """Pages with a value from `low` up to, but not including, `below`; a confidence of 1 is in the last step."""

    low: float
    below: float
    pages: int


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of a source.

    state    ``complete`` where it was read to its end, ``error`` where an error ended it, ``incomplete`` where the run
             was stopped before
    size     bytes
    damage   its stretches that could not be read, in order
    """

    path: str
    state: Literal["complete", "error", "incomplete"]
    records: int
    shards: int
    size: int
    error: str | None = None
    damage: tuple[Damage, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A host with its pages and the seconds of work that they took: at least, as each shard lists its slowest hosts.

    median_seconds    of a page, None where it is not known
    slowest_seconds   of its slowest page
    slowest_page      address or name of that page
    reason            why to look at the host, "" where there is no reason
    """

    host: str
    pages: int
    seconds: float
    median_seconds: float | None = None
    slowest_seconds: float = 0.0
    slowest_page: str = ""
    reason: str = ""

    @property
    def seconds_per_page(self) -> float:
        """Mean seconds of a page."""
        return self.seconds / max(1, self.pages)


@dataclass(frozen=True, slots=True)
class SiteRankings:
    """Hosts whose pages take long.

    slowest            hosts that took longest
    slowest_per_page   hosts with the slowest pages, on average
    to_check           hosts with a reason to look at them, those that took longest first
    """

    slowest: tuple[Site, ...] = ()
    slowest_per_page: tuple[Site, ...] = ()
    to_check: tuple[Site, ...] = ()


@dataclass(frozen=True, slots=True)
class TypicalPage:
    """Median and mean words of a page and seconds of work on it; None where there is no page.

    Medians are rounded to two digits.
    """

    median_words: int | None = None
    mean_words: float | None = None
    median_seconds: float | None = None
    mean_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A run, summed up.

    seconds             that the run took, by the clock
    outcomes            records by outcome (all of `OUTCOMES`) and reason, the most frequent first
    rows, files         numbers of rows and files that were written
    bytes_in            bytes of the pages, decoded from transfer and content coding
    work_seconds        of work on pages, summed over workers
    sources             in the order of their entries
    confidence_steps, word_steps, millisecond_steps   pages by confidence, words and milliseconds, without a gap
    languages           pages by language, "" where none was detected; like `flags` the most frequent first
    imbalances          accounts that do not balance, in words
    uncertain_pages     pages with text that have the least confidence
    skipped_files       the first files that are no pages, with the reason; ``skipped.jsonl`` has all
    skipped_file_count  number of files that are no pages
    """

    state: RunState
    settings: Settings
    seconds: float
    outcomes: Mapping[str, Mapping[str, int]]
    rows: int
    files: int
    bytes_in: int
    work_seconds: float
    sources: tuple[SourceReport, ...]
    confidence_steps: tuple[Step, ...]
    word_steps: tuple[Step, ...]
    millisecond_steps: tuple[Step, ...]
    languages: Mapping[str, int]
    flags: Mapping[str, int]
    sites: SiteRankings
    imbalances: tuple[str, ...]
    uncertain_pages: tuple[UncertainPage, ...] = ()
    typical_page: TypicalPage = TypicalPage()
    skipped_files: tuple[tuple[str, str], ...] = ()
    skipped_file_count: int = 0

    @property
    def records(self) -> int:
        """Number of records that were read: the sum of all outcomes."""
        return sum(map(self.count_outcome, self.outcomes))

    @property
    def pages(self) -> int:
        """Number of pages that were worked on, whatever became of them."""
        return sum(step.pages for step in self.millisecond_steps)

    @property
    def pages_per_second(self) -> float | None:
        """Pages per second by the clock; None for a run of no time."""
        return self.pages / self.seconds if self.seconds > 0 else None

    @property
    def bytes_per_second(self) -> float | None:
        """Bytes of pages per second by the clock; None for a run of no time."""
        return self.bytes_in / self.seconds if self.seconds > 0 else None

    def count_outcome(self, name: str) -> int:
        """Count the records of an outcome."""
        return sum(self.outcomes[name].values())
