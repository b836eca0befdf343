"""Checks that the accounts of a run balance: every record has one outcome, and every row is in its file.

An account that does not balance is a fault of this program or of the folder, never of a page.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cleancopy.corpus.ledger import Entry

OUTCOMES = ("ok", "empty", "skipped", "refused", "failed")
"""What becomes of a record: its page has text or none; it is no page, is a page that cleancopy does not take, or
cannot be read."""


@dataclass(slots=True)
class ShardNumbers:
    """The numbers of a source's shards that have entries, those that have two, and the last one."""

    numbers: set[int] = field(default_factory=set)
    duplicates: set[int] = field(default_factory=set)
    last: int | None = None

    def add(self, entry: Entry) -> None:
        """Add an entry."""
        (self.duplicates if entry.shard in self.numbers else self.numbers).add(entry.shard)
        if entry.is_last:
            self.last = max(entry.shard, self.last or 0)

    @property
    def is_complete(self) -> bool:
        """Whether all are there, from the first to the last."""
        return self.last is not None and len(self.numbers) == self.last + 1


def check_entry(entry: Entry, records_per_file: int) -> Iterator[str]:
    """Yield what is wrong with an entry.

    records_per_file   items of a full shard: records, and stretches of damage between them
    """
    name = f"{entry.source}: shard {entry.shard}"
    if unknown := entry.outcomes.keys() - set(OUTCOMES):
        yield f"{name} counts unknown outcomes: {', '.join(sorted(unknown))}"
    found = entry.records + len(entry.damage)
    if found > records_per_file or (found < records_per_file and not entry.is_last):
        yield f"{name} accounts for {found:,} items of {records_per_file:,}"
    rows = entry.records - sum(entry.outcomes.get("skipped", {}).values())
    if entry.rows != rows:
        yield f"{name} has {entry.rows:,} rows for {rows:,} records that were not skipped"
    if bool(entry.rows) != (entry.file is not None):
        yield f"{name} has {entry.rows:,} rows and {'no' if entry.file is None else 'a'} file"


def check_source(path: str, shards: ShardNumbers, *, has_error: bool, finished: bool) -> Iterator[str]:
    """Yield what is wrong with the entries of a source; some may be missing if it has an error or the run stopped."""
    for number in sorted(shards.duplicates):
        yield f"{path}: shard {number} has two entries"
    if has_error or not finished:
        return
    highest = max(shards.numbers)
    if shards.last is None:
        yield f"{path}: no shard is its last"
    elif shards.last < highest:
        yield f"{path}: shard {highest} follows the last, {shards.last}"
    if missing := highest + 1 - len(shards.numbers):
        yield f"{path}: {missing:,} of {highest + 1:,} shards are missing"


def check_files(written: Mapping[str, int], found: Mapping[str, int]) -> Iterator[str]:
    """Yield what is wrong with the files of the output.

    written   rows by file, according to the entries
    found     rows by file, counted in the files
    """
    for name in sorted(written.keys() | found.keys()):
        if name not in found:
            yield f"{name}: the file is missing"
        elif name not in written:
            yield f"{name}: the file has no entry"
        elif written[name] != found[name]:
            yield f"{name}: {found[name]:,} rows where {written[name]:,} were written"


def check_inputs(expected: Iterable[str], read: Iterable[str]) -> Iterator[str]:
    """Yield the sources of a finished run that have no entry."""
    known = set(read)
    yield from (f"{path}: the source has no entry" for path in expected if path not in known)
