"""The ledger: what was done, an entry for each shard, written when its file is whole."""

import hashlib
import json
import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

from cleancopy import __version__
from cleancopy.classify.artifact import digest
from cleancopy.corpus.files import is_address
from cleancopy.corpus.folder import Folder, Written
from cleancopy.corpus.notable import Doubtful, SiteWork
from cleancopy.corpus.record import Damage
from cleancopy.corpus.settings import Settings
from cleancopy.corpus.sources import Source, digest_of
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
    stamp       when the source was last written, as `Place` has it
    digest      of the source, as `digest_of` has it
    read        bytes of the source that the shard stands for; over all its shards they are its size
    written     the files, by their names in the output folder, with their sizes and sha256
    skipped     names of files that are no pages, with the reason
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
    stamp: str = ""
    digest: str = ""
    read: int = 0
    written: dict[str, Written] = field(default_factory=dict)
    skipped: tuple[tuple[str, str], ...] = ()

    @property
    def records(self) -> int:
        """Records that were read."""
        return sum(sum(reasons.values()) for reasons in self.counts.values())


FOLDER = "_run"
"""Beside the data: readers of Parquet folders pass over names that begin with an underscore."""
DROPPED = "_dropped"
"""What `Settings.keep` leaves out, if it is to be written."""
_UNKNOWN = "nobody knows its settings: put the file back, or write to another folder"


SKIPPED = "skipped.jsonl"
"""Beside the ledger: a line of JSON for each file that is no page: `source`, `path` and `reason`."""


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
        begun = self._run.size("run.json") is not None
        if not self._has_work():  # whatever was asked for before, nothing was done
            for name in self._entries.names():
                self._entries.remove(name)
            self._run.write("run.json", json.dumps(ours, indent=1).encode())
        elif not begun:
            raise CorpusError(f"{self._run.address} has a ledger, but no run.json: {_UNKNOWN}")
        theirs = self._settings()
        if differing := sorted(key for key in ours | theirs if ours.get(key) != theirs.get(key)):
            raise CorpusError(
                f"{self._run.address} has a run with other {', '.join(differing)}: "
                "run it with the same, or write to another folder"
            )
        self._output.clear()

    def _has_work(self) -> bool:
        """Whether an entry has more to tell than that a source could not be read."""
        entries = (_from_json(self._entries.read(name), name) for name in self._entries.names())
        return any(entry is None or entry.records or entry.error is None for entry in entries)

    def _settings(self) -> dict[str, object]:
        try:
            settings = json.loads(self._run.read("run.json"))
        except (ValueError, RecursionError):
            settings = None
        if not isinstance(settings, dict):
            raise CorpusError(f"{self._run.address}/run.json is damaged: {_UNKNOWN}")
        return settings

    def write(self, entry: Entry) -> None:
        """Add an entry, or replace it."""
        self._entries.write(f"{shard_name(entry.source, entry.shard)}.json", _to_json(entry))

    def entries(self, sources: Collection[str], known: Container[str] = ()) -> Iterator[tuple[str, Entry]]:
        """The entries of some sources with their names, in order; those that are known are not read again.

        Damaged ones are left out: `resume` names them.
        """
        for name, entry in self._read(sources, known):
            if entry is not None:
                yield name, entry

    def _read(self, sources: Collection[str], known: Container[str] = ()) -> Iterator[tuple[str, Entry | None]]:
        stems = {_stem(source) for source in sources}
        for name in self._entries.names():
            if name not in known and name.endswith(".json") and name.rpartition("-")[0] in stems:
                yield name, _from_json(self._entries.read(name), name)

    def done(self, sources: Collection[Source]) -> dict[str, "Done"]:
        """What is done of each source. Raises `CorpusError` where one has changed since."""
        sums = _Sums(sources)
        for _, entry in self.entries(sums.sources):
            sums.add(entry)
        return sums.done()

    def resume(self, sources: Collection[Source]) -> tuple[dict[str, "Done"], tuple[str, ...]]:
        """What is done of each source, and in words what has to be made again.

        An entry that is damaged is taken away, and so is one whose files are not as they were written: then its shard
        is one that nobody has made. Files here are compared by size and sha256, those in a store by size: it keeps
        checksums itself, and reading costs requests.

        Raises `CorpusError` where a source has changed since.
        """
        sums, sizes, wrong = _Sums(sources), self._file_sizes(), {}
        for name, entry in self._read(sums.sources):
            reason = "its entry in the ledger is damaged" if entry is None else self._reason_against(entry, sizes)
            if reason is not None:
                wrong[name] = reason
            if entry is not None:
                sums.add(entry, counts=reason is None)
        for name in wrong:
            self._entries.remove(name)
        notices = (f"{name.removesuffix('.json')}: {reason}: made again" for name, reason in wrong.items())
        return sums.done(), tuple(notices)

    def _file_sizes(self) -> dict[str, int]:
        dropped = self._output.within(DROPPED).sizes() if self._output.has_folder(DROPPED) else {}
        return self._output.sizes() | {f"{DROPPED}/{name}": size for name, size in dropped.items()}

    def _reason_against(self, entry: Entry, sizes: Mapping[str, int]) -> str | None:
        """What is wrong with the files of an entry."""
        for name, written in entry.written.items():
            if name not in sizes:
                return f"{name} is missing"
            if sizes[name] != written.size:
                return f"{name} has {sizes[name]:,} bytes where {written.size:,} were written"
            if self._output.local and self._output.digest(name) != written.digest:
                return f"{name} has other bytes than were written"
        return None

    def seconds(self) -> float:
        """What earlier runs took, as the last report has it."""
        try:
            return float(json.loads(self._run.read("report.json"))["seconds"]) if self._run.size("report.json") else 0.0
        except (ValueError, LookupError, TypeError, RecursionError):
            return 0.0

    def publish(self, name: str, data: str) -> None:
        """Write a report beside the ledger."""
        self._run.write(name, data.encode("utf-8", "replace"))

    def publish_lines(self, name: str, fill: Callable[[IO[bytes]], object]) -> None:
        """Have `fill` write a file beside the ledger."""
        self._run.write_whole(name, fill, lambda _: None)


@dataclass(frozen=True, slots=True)
class Done:
    """The shards of a source that are done, whether these are all of it, and the bytes that they stand for."""

    shards: frozenset[int] = frozenset()
    whole: bool = False
    read: int = 0


class _Sums:
    """What entries say of sources, one after the other."""

    def __init__(self, sources: Collection[Source]) -> None:
        self.sources = {source.path: source for source in sources}
        self._same: dict[tuple[str, str, str], bool] = {}
        self._shards: dict[str, set[int]] = defaultdict(set)
        self._read: Counter[str] = Counter()
        self._last: dict[str, int] = {}

    def add(self, entry: Entry, *, counts: bool = True) -> None:
        """Add an entry; one that does not count says only what its source was."""
        if entry.error is not None:
            return
        source = self.sources[entry.source]
        self._check(entry, source)
        if counts:
            self._shards[entry.source].add(entry.shard)
            self._read[entry.source] += entry.read
            if entry.last:
                self._last[entry.source] = entry.shard + 1

    def done(self) -> dict[str, Done]:
        """What is done of each source."""
        return {
            path: Done(frozenset(self._shards[path]), len(self._shards[path]) == self._last.get(path), self._read[path])
            for path in self.sources
        }

    def _check(self, entry: Entry, source: Source) -> None:
        if entry.size != source.size:
            had = f"had {entry.size:,} bytes when this run began, and has {source.size:,}"
            raise CorpusError(f"{entry.source} {had}: put it back, or write to another folder")
        known = entry.source, entry.stamp, entry.digest
        if known not in self._same:
            self._same[known] = entry.stamp == source.stamp or bool(entry.digest and entry.digest == digest_of(source))
        if not self._same[known]:
            raise CorpusError(f"{entry.source} was written to since this run began: {_remedy(entry, source)}")


def _remedy(entry: Entry, source: Source) -> str:
    if is_address(source.path) or source.kind in ("folder", "pages"):
        return "put it back with its times, or write to another folder"
    back = f"touch -d @{entry.stamp} {shlex.quote(source.path)}"
    return f"put it back, or write to another folder; if its bytes are the same, give it its time back: {back}"


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


def _to_json(entry: Entry) -> bytes:
    """An entry with a checksum, which any damage shows in."""
    contents = _encoded(asdict(entry))
    return _encoded({"sha256": hashlib.sha256(contents).hexdigest(), "entry": json.loads(contents)})


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _from_json(data: bytes, name: str) -> Entry | None:
    """An entry, None where it is damaged or not the one that its name tells."""
    try:
        told = json.loads(data)
        contents = told["entry"]
        if told["sha256"] != hashlib.sha256(_encoded(contents)).hexdigest():
            return None
        entry = _entry(contents)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # no JSON, or JSON of another form
        return None
    return entry if name == f"{shard_name(entry.source, entry.shard)}.json" else None


def _entry(told: dict[str, Any]) -> Entry:
    losses = tuple(Damage(**loss) for loss in told.pop("losses"))
    sites = {host: SiteWork(*work) for host, work in told.pop("sites").items()}
    doubtful = tuple(Doubtful(*page) for page in told.pop("doubtful"))
    written = {name: Written(*file) for name, file in told.pop("written").items()}
    skipped = tuple((name, reason) for name, reason in told.pop("skipped"))
    return Entry(**told, losses=losses, sites=sites, doubtful=doubtful, written=written, skipped=skipped)
