"""Whether the accounts of a run balance: every record that was read became one thing, and every row is in its file.

An account that does not balance is a fault of this program or of the folder, never of a page.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cleancopy.corpus.ledger import Entry

OUTCOMES = ("ok", "empty", "skipped", "refused", "failed")
"""What becomes of a record: its page has text or none; it was no page, none for us, or could not be read."""


@dataclass(slots=True)
class Shards:
    """The shards of a source, as entries name them, and the one that is its last."""

    numbers: set[int] = field(default_factory=set)
    twice: set[int] = field(default_factory=set)
    last: int | None = None

    def add(self, entry: Entry) -> None:
        """Note an entry."""
        (self.twice if entry.shard in self.numbers else self.numbers).add(entry.shard)
        if entry.last:
            self.last = max(entry.shard, self.last or 0)

    @property
    def whole(self) -> bool:
        """Whether all are there, from the first to the last."""
        return self.last is not None and len(self.numbers) == self.last + 1


def of_entry(entry: Entry, items: int) -> Iterator[str]:
    """What is wrong with an entry.

    items   of a full shard: records, and stretches of damage between them
    """
    name = f"{entry.source}: shard {entry.shard}"
    if unknown := entry.counts.keys() - set(OUTCOMES):
        yield f"{name} counts unknown outcomes: {', '.join(sorted(unknown))}"
    found = entry.records + len(entry.losses)
    if found > items or (found < items and not entry.last):
        yield f"{name} accounts for {found:,} items of {items:,}"
    rows = entry.records - sum(entry.counts.get("skipped", {}).values())
    if entry.rows != rows:
        yield f"{name} has {entry.rows:,} rows for {rows:,} records that were not skipped"
    if bool(entry.rows) != (entry.file is not None):
        yield f"{name} has {entry.rows:,} rows and {'no' if entry.file is None else 'a'} file"


def of_source(path: str, shards: Shards, *, error: bool, finished: bool) -> Iterator[str]:
    """What is wrong with the entries of a source. A run that was stopped, or met an error, may lack some."""
    for number in sorted(shards.twice):
        yield f"{path}: shard {number} stands there twice"
    if error or not finished:
        return
    most = max(shards.numbers)
    if shards.last is None:
        yield f"{path}: no shard is its last"
    elif shards.last < most:
        yield f"{path}: shard {most} follows the last, {shards.last}"
    if missing := most + 1 - len(shards.numbers):
        yield f"{path}: {missing:,} of {most + 1:,} shards are missing"


def of_files(told: Mapping[str, int], found: Mapping[str, int]) -> Iterator[str]:
    """What is wrong with the files of the output.

    told    rows by file, of the entries
    found   rows by file, counted in the files
    """
    for name in sorted(told.keys() | found.keys()):
        if name not in found:
            yield f"{name}: the file is missing"
        elif name not in told:
            yield f"{name}: no entry knows the file"
        elif told[name] != found[name]:
            yield f"{name}: {found[name]:,} rows where {told[name]:,} were written"


def of_inputs(expected: Iterable[str], read: Iterable[str]) -> Iterator[str]:
    """Which sources of a run that finished have no entry."""
    known = set(read)
    yield from (f"{path}: no entry knows the source" for path in expected if path not in known)
