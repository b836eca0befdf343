"""The ledger: what was done, an entry for each shard, written when its file is complete."""

import json
import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import IO

from cleancopy import __version__
from cleancopy.classify import compute_artifact_digest
from cleancopy.corpus.inputs import Source, compute_source_digest
from cleancopy.corpus.ledger.entry import Entry, decode_entry, encode_entry, make_shard_name, make_source_name
from cleancopy.corpus.output import OutputFolder
from cleancopy.corpus.paths import is_address
from cleancopy.corpus.settings import Settings
from cleancopy.errors import CorpusError

VERSION = 2
"""Version of the form of entries. A run with entries of another version is refused."""
RUN_FOLDER = "_run"
"""Folder beside the data: readers of Parquet folders skip names that begin with an underscore."""
DROPPED_FOLDER = "_dropped"
"""Folder of the pages that `Settings.page_filter` drops, if they are to be written."""
SKIPPED_FILE = "skipped.jsonl"
"""File beside the ledger with a line of JSON for each file that is no page: `source`, `path` and `reason`."""
_UNKNOWN_SETTINGS = "its settings are unknown: put the file back, or write to another folder"


class Ledger:
    """The ledger of an output folder. Several processes may write to it, each its own shards."""

    def __init__(self, output: OutputFolder) -> None:
        self._output = output
        self._run_folder = output.open_subfolder(RUN_FOLDER)
        self._entries = self._run_folder.open_subfolder("ledger")

    def begin(self, settings: Settings) -> None:
        """Begin a run, or continue one. Raises `CorpusError` where the folder has a run with other settings."""
        # Through JSON, to compare them with what was written.
        ours = json.loads(json.dumps(_describe_run(settings)))
        has_settings = self._run_folder.get_size("run.json") is not None
        if not self._has_work():  # earlier settings do not matter: nothing was done with them
            for name in self._entries.list_names():
                self._entries.remove(name)
            self._run_folder.write("run.json", json.dumps(ours, indent=1).encode())
        elif not has_settings:
            raise CorpusError(f"{self._run_folder.address} has a ledger, but no run.json: {_UNKNOWN_SETTINGS}")
        theirs = self._load_settings()
        if differing := sorted(key for key in ours | theirs if ours.get(key) != theirs.get(key)):
            raise CorpusError(
                f"{self._run_folder.address}: the output folder was created with different settings "
                f"({', '.join(differing)}); use the same settings or a new folder"
            )
        self._output.remove_temporary_files()

    def _has_work(self) -> bool:
        """Whether any entry says more than that a source could not be read."""
        entries = (decode_entry(self._entries.read(name), name) for name in self._entries.list_names())
        return any(entry is None or entry.records or entry.error is None for entry in entries)

    def _load_settings(self) -> dict[str, object]:
        try:
            settings = json.loads(self._run_folder.read("run.json"))
        except (ValueError, RecursionError):
            settings = None
        if not isinstance(settings, dict):
            raise CorpusError(f"{self._run_folder.address}/run.json is damaged: {_UNKNOWN_SETTINGS}")
        return settings

    def write(self, entry: Entry) -> None:
        """Add an entry, or replace it."""
        self._entries.write(f"{make_shard_name(entry.source, entry.shard)}.json", encode_entry(entry))

    def read_entries(self, sources: Collection[str], known: Container[str] = ()) -> Iterator[tuple[str, Entry]]:
        """Read the entries of some sources with their names, in order; entries named in `known` are not read again.

        Damaged entries are left out: `resume` names them.
        """
        for name, entry in self._read_all(sources, known):
            if entry is not None:
                yield name, entry

    def _read_all(self, sources: Collection[str], known: Container[str] = ()) -> Iterator[tuple[str, Entry | None]]:
        source_names = {make_source_name(source) for source in sources}
        for name in self._entries.list_names():
            if name not in known and name.endswith(".json") and name.rpartition("-")[0] in source_names:
                yield name, decode_entry(self._entries.read(name), name)

    def load_progress(self, sources: Collection[Source]) -> dict[str, "SourceProgress"]:
        """Load what is done of each source. Raises `CorpusError` where a source has changed since."""
        sums = _ProgressSums(sources)
        for _, entry in self.read_entries(sums.sources):
            sums.add(entry)
        return sums.make_progress()

    def resume(self, sources: Collection[Source]) -> tuple[dict[str, "SourceProgress"], tuple[str, ...]]:
        """Find what is done of each source, and describe what has to be made again.

        A damaged entry is removed, and so is an entry whose files are not as they were written: their shards then
        count as not done. Local files are compared by size and sha256, files in an object store by size: the store
        keeps checksums itself, and reading costs requests.

        Raises `CorpusError` where a source has changed since.
        """
        sums, sizes, wrong = _ProgressSums(sources), self._list_file_sizes(), {}
        for name, entry in self._read_all(sums.sources):
            reason = "its entry in the ledger is damaged" if entry is None else self._find_file_fault(entry, sizes)
            if reason is not None:
                wrong[name] = reason
            if entry is not None:
                sums.add(entry, counts=reason is None)
        for name in wrong:
            self._entries.remove(name)
        notices = (f"{name.removesuffix('.json')}: {reason}: made again" for name, reason in wrong.items())
        return sums.make_progress(), tuple(notices)

    def _list_file_sizes(self) -> dict[str, int]:
        has_dropped = self._output.has_subfolder(DROPPED_FOLDER)
        dropped = self._output.open_subfolder(DROPPED_FOLDER).list_sizes() if has_dropped else {}
        return self._output.list_sizes() | {f"{DROPPED_FOLDER}/{name}": size for name, size in dropped.items()}

    def _find_file_fault(self, entry: Entry, sizes: Mapping[str, int]) -> str | None:
        """Find what is wrong with the files of an entry, in words."""
        for name, written in entry.written_files.items():
            if name not in sizes:
                return f"{name} is missing"
            if sizes[name] != written.size:
                return f"{name} has {sizes[name]:,} bytes where {written.size:,} were written"
            if self._output.local_path and self._output.compute_digest(name) != written.digest:
                return f"{name} has other bytes than were written"
        return None

    def load_seconds(self) -> float:
        """Load the seconds that earlier runs took, from the last report."""
        try:
            has_report = self._run_folder.get_size("report.json")
            return float(json.loads(self._run_folder.read("report.json"))["seconds"]) if has_report else 0.0
        except (ValueError, LookupError, TypeError, RecursionError):
            return 0.0

    def write_report(self, name: str, data: str) -> None:
        """Write a report beside the ledger."""
        self._run_folder.write(name, data.encode("utf-8", "replace"))

    def write_report_lines(self, name: str, fill: Callable[[IO[bytes]], object]) -> None:
        """Write a file beside the ledger with `fill`."""
        self._run_folder.write_atomically(name, fill, lambda _: None)


@dataclass(frozen=True, slots=True)
class SourceProgress:
    """The shards of a source that are done, whether they are all of its shards, and the bytes that they cover."""

    shards: frozenset[int] = frozenset()
    is_complete: bool = False
    bytes_read: int = 0


class _ProgressSums:
    """Sums the progress of sources over entries, one after the other."""

    def __init__(self, sources: Collection[Source]) -> None:
        self.sources = {source.path: source for source in sources}
        self._unchanged: dict[tuple[str, str, str], bool] = {}
        self._shards: dict[str, set[int]] = defaultdict(set)
        self._bytes_read: Counter[str] = Counter()
        self._shard_counts: dict[str, int] = {}

    def add(self, entry: Entry, *, counts: bool = True) -> None:
        """Add an entry; one that does not count only says what its source was."""
        if entry.error is not None:
            return
        source = self.sources[entry.source]
        self._check_source(entry, source)
        if counts:
            self._shards[entry.source].add(entry.shard)
            self._bytes_read[entry.source] += entry.bytes_read
            if entry.is_last:
                self._shard_counts[entry.source] = entry.shard + 1

    def make_progress(self) -> dict[str, SourceProgress]:
        """Make the progress of each source."""
        return {
            path: SourceProgress(
                frozenset(self._shards[path]),
                len(self._shards[path]) == self._shard_counts.get(path),
                self._bytes_read[path],
            )
            for path in self.sources
        }

    def _check_source(self, entry: Entry, source: Source) -> None:
        if entry.source_size != source.size:
            sizes = f"had {entry.source_size:,} bytes when this run began, and has {source.size:,}"
            raise CorpusError(f"{entry.source} {sizes}: put it back, or write to another folder")
        known = entry.source, entry.source_stamp, entry.source_digest
        if known not in self._unchanged:
            same_stamp = entry.source_stamp == source.stamp
            self._unchanged[known] = same_stamp or _has_same_digest(entry, source)
        if not self._unchanged[known]:
            raise CorpusError(f"{entry.source} was written to since this run began: {_suggest_remedy(entry, source)}")


def _has_same_digest(entry: Entry, source: Source) -> bool:
    return bool(entry.source_digest) and entry.source_digest == compute_source_digest(source)


def _suggest_remedy(entry: Entry, source: Source) -> str:
    if is_address(source.path) or source.kind in ("folder", "pages"):
        return "put it back with its times, or write to another folder"
    command = f"touch -d @{entry.source_stamp} {shlex.quote(source.path)}"
    return f"put it back, or write to another folder; if its bytes are the same, restore its time: {command}"


def _describe_run(settings: Settings) -> dict[str, object]:
    """Describe everything that the bytes of an output depend on, except the sources."""
    versions = {
        "cleancopy": __version__,
        "ledger_version": VERSION,
        "models": [compute_artifact_digest("html"), compute_artifact_digest("text")],
    }
    return {**versions, **asdict(settings)}
