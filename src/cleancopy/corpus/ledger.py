"""The ledger: what was done, an entry for each shard, written when its file is whole."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Container, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from cleancopy import __version__
from cleancopy.classify.artifact import digest
from cleancopy.corpus.folder import Folder
from cleancopy.corpus.notable import Doubtful, SiteWork
from cleancopy.corpus.record import Damage
from cleancopy.corpus.settings import Settings
from cleancopy.corpus.sources import Source
from cleancopy.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a shard: `Settings.items` items of a source, fewer at its end.

    source      the path of the source, as the run was told it or found it
    size        its bytes
    shard       its number in the source, from 0
    last        whether the source ended with it
    counts      records by outcome and reason: ``{"ok": {"": 812}, "skipped": {"request": 90, "keep:language": 3}}``
    rows        rows that were written
    file        the name of the file in the output folder, None where there is no row to write
    bytes_in    of the pages, decoded from transfer and content coding
    seconds     of work on pages, summed over workers
    losses      damage of the source that was met here
    error       why the source ended before its end, if it did
    confidence  pages by the step of 0.05 that their confidence lies in: "0.00" to "0.95"
    words       pages by the binary digits of their number of words: "0" is 0, "1" 1, "2" 2-3, "3" 4-7, …
    languages   pages by language, "" where nothing is told
    times       pages by the binary digits of the milliseconds that they took
    sites       work by host, of the fifty that took longest
    flags       pages by flag
    lengths     pages by their number of words, to two digits
    durations   pages by the milliseconds that they took, to two digits
    doubtful    the pages with text that have the least confidence
    """

    source: str
    size: int
    shard: int
    last: bool
    counts: dict[str, dict[str, int]]
    rows: int = 0
    file: str | None = None
    bytes_in: int = 0
    seconds: float = 0.0
    losses: tuple[Damage, ...] = ()
    error: str | None = None
    confidence: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    sites: dict[str, SiteWork] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    durations: dict[str, int] = field(default_factory=dict)
    doubtful: tuple[Doubtful, ...] = ()

    @property
    def records(self) -> int:
        """Records that were read."""
        return sum(sum(reasons.values()) for reasons in self.counts.values())


FOLDER = "_run"
"""Beside the data: readers of Parquet folders pass over names that begin with an underscore."""


SKIPPED = "skipped.jsonl"
"""Beside the ledger: a line of JSON for each file that was found and not read: `source` or `path`, and `reason`."""
_MOST_NAMES = 20
_MOST_BYTES = 64_000_000


class Skipped(NamedTuple):
    """Files that were found and not read: names and reasons of the first of them, and how many there are."""

    names: tuple[tuple[str, str], ...] = ()
    number: int = 0


NOTHING_SKIPPED = Skipped()


class Ledger:
    """What was done in an output folder. Several processes may write to it, each its own shards."""

    def __init__(self, output: Folder) -> None:
        self._output = output
        self._run = output.within(FOLDER)
        self._entries = self._run.within("ledger")

    def begin(self, settings: Settings) -> None:
        """Begin a run, or go on with one. Raises `CorpusError` where the folder has a run of other settings."""
        # As JSON has them, to compare with what was written.
        ours = json.loads(json.dumps(_identity(settings)))
        if self._run.size("run.json") is None:
            self._run.write("run.json", json.dumps(ours, indent=1).encode())
        theirs = json.loads(self._run.read("run.json"))
        if differing := sorted(key for key in ours | theirs if ours.get(key) != theirs.get(key)):
            raise CorpusError(
                f"{self._run.address} has a run with other {', '.join(differing)}: "
                "run it with the same, or write to another folder"
            )
        self._output.clear()

    def write(self, entry: Entry) -> None:
        """Add an entry, or replace it."""
        data = json.dumps(asdict(entry), ensure_ascii=False).encode("utf-8", "replace")
        self._entries.write(f"{shard_name(entry.source, entry.shard)}.json", data)

    def entries(self, sources: Collection[str], known: Container[str] = ()) -> Iterator[tuple[str, Entry]]:
        """The entries of some sources with their names, in order; those that are known are not read again."""
        stems = {_stem(source) for source in sources}
        for name in self._entries.names():
            if name not in known and name.endswith(".json") and name.rpartition("-")[0] in stems:
                yield name, _entry(self._entries.read(name))

    def done(self, sources: list[Source]) -> dict[str, "Done"]:
        """What is done of each source. Raises `CorpusError` where one has changed since."""
        sizes = {source.path: source.size for source in sources}
        shards: dict[str, set[int]] = defaultdict(set)
        whole: dict[str, int] = {}
        for _, entry in self.entries(sizes):
            if entry.error is not None:
                continue
            if entry.size != sizes[entry.source]:
                raise CorpusError(
                    f"{entry.source} had {entry.size} bytes when this run began, and has {sizes[entry.source]}: "
                    "put it back, or write to another folder"
                )
            shards[entry.source].add(entry.shard)
            if entry.last:
                whole[entry.source] = entry.shard + 1
        return {path: Done(frozenset(shards[path]), len(shards[path]) == whole.get(path)) for path in sizes}

    def seconds(self) -> float:
        """What earlier runs took, as the last report has it."""
        try:
            return float(json.loads(self._run.read("report.json"))["seconds"]) if self._run.size("report.json") else 0.0
        except (ValueError, KeyError):
            return 0.0

    def skipped(self) -> "Skipped":
        """The names of what was found and not read, as far as `SKIPPED` tells them."""
        size = self._run.size(SKIPPED)
        lines = self._run.read(SKIPPED).splitlines() if size and size <= _MOST_BYTES else []
        names = (_skipped_name(line) for line in lines[:_MOST_NAMES])
        return Skipped(tuple(name for name in names if name), len(lines))

    def publish(self, name: str, data: str) -> None:
        """Write a report beside the ledger."""
        self._run.write(name, data.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Done:
    """The shards of a source that are done, and whether these are all of it."""

    shards: frozenset[int] = frozenset()
    whole: bool = False


def shard_name(source: str, shard: int) -> str:
    """The name of a shard's files: told by the source's path alone, whatever else the run reads."""
    return f"{_stem(source)}-{shard:05d}"


def _stem(source: str) -> str:
    stem = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in PurePosixPath(source).name)[:80]
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{stem.lstrip('._') or 'source'}-{digest}"


def _identity(settings: Settings) -> dict[str, object]:
    """Everything that the bytes of an output depend on, but for the sources."""
    return {"cleancopy": __version__, "models": [digest("html"), digest("text")], **asdict(settings)}


def _skipped_name(line: bytes) -> tuple[str, str] | None:
    try:
        told = json.loads(line)
        return str(told.get("source") or told["path"]), str(told["reason"])
    except (ValueError, KeyError, AttributeError):
        return None


def _entry(data: bytes) -> Entry:
    told = json.loads(data)
    losses = tuple(Damage(**loss) for loss in told.pop("losses"))
    sites = {host: SiteWork(*work) for host, work in told.pop("sites").items()}
    doubtful = tuple(Doubtful(*page) for page in told.pop("doubtful", ()))
    return Entry(**told, losses=losses, sites=sites, doubtful=doubtful)
