"""An entry of the ledger: what became of a shard."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from cleancopy.corpus.output import WrittenFile
from cleancopy.corpus.record import Damage

MAX_UNCERTAIN_PAGES = 5
"""Number of least certain pages that an entry names; a report names twice as many."""
TEXT_START_LENGTH = 80
"""Characters of a page's text that an entry quotes."""
MAX_NAME_LENGTH = 500
"""Characters of an address or a name that an entry quotes."""


class SiteWork(NamedTuple):
    """The time that the pages of a host took.

    seconds              of all its pages
    slowest_seconds      of its slowest page
    slowest_page         address or name of that page
    millisecond_counts   pages by milliseconds, with keys of `make_rounded_key`
    """

    pages: int
    seconds: float
    slowest_seconds: float = 0.0
    slowest_page: str = ""
    millisecond_counts: Mapping[str, int] = {}


class UncertainPage(NamedTuple):
    """A page with text of which the model is not certain.

    text_start   the first characters of its text
    """

    confidence: float
    id: str
    source: str
    url: str | None
    words: int
    text_start: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a shard: `Settings.records_per_file` items of a source, fewer at its end.

    source              the path of the source
    source_size         its bytes
    shard               its number in the source, from 0
    is_last             whether the source ended with it
    outcomes            records by outcome and reason: ``{"ok": {"": 812}, "skipped": {"request": 90}}``
    rows                number of rows that were written
    file                the name of the file in the output folder, None where there is no row to write
    bytes_in            bytes of the pages, decoded from transfer and content coding
    work_seconds        of work on pages, summed over workers
    damage              damage of the source in this shard
    error               why the source could not be read to its end
    confidence_steps    pages by confidence in steps of 0.05, by the lowest confidence: "0.00" to "0.95"
    word_steps          pages by number of words, with keys of `make_step_key`
    languages           pages by language, "" where none was detected
    millisecond_steps   pages by the milliseconds that they took, with keys of `make_step_key`
    sites               work by host, of the fifty slowest hosts
    flags               pages by flag
    word_counts         pages by number of words, with keys of `make_rounded_key`
    millisecond_counts  pages by the milliseconds that they took, with keys of `make_rounded_key`
    uncertain_pages     the pages with text that have the least confidence
    source_stamp        when the source was last written, as `PathInfo` has it
    source_digest       of the source, by `compute_source_digest`
    bytes_read          bytes of the source that the shard stands for; those of all shards add up to the source's size
    written_files       the files by their names in the output folder
    skipped_files       names of files that are no pages, with the reason
    """

    source: str
    source_size: int
    shard: int
    is_last: bool
    outcomes: dict[str, dict[str, int]]
    rows: int = 0
    file: str | None = None
    bytes_in: int = 0
    work_seconds: float = 0.0
    damage: tuple[Damage, ...] = ()
    error: str | None = None
    confidence_steps: dict[str, int] = field(default_factory=dict)
    word_steps: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    millisecond_steps: dict[str, int] = field(default_factory=dict)
    sites: dict[str, SiteWork] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    word_counts: dict[str, int] = field(default_factory=dict)
    millisecond_counts: dict[str, int] = field(default_factory=dict)
    uncertain_pages: tuple[UncertainPage, ...] = ()
    source_stamp: str = ""
    source_digest: str = ""
    bytes_read: int = 0
    written_files: dict[str, WrittenFile] = field(default_factory=dict)
    skipped_files: tuple[tuple[str, str], ...] = ()

    @property
    def records(self) -> int:
        """Number of records that were read."""
        return sum(sum(reasons.values()) for reasons in self.outcomes.values())


def merge_site_work(one: SiteWork, other: SiteWork) -> SiteWork:
    """Merge the work of two shards on a host."""
    slowest_seconds, slowest_page = max(
        (one.slowest_seconds, one.slowest_page), (other.slowest_seconds, other.slowest_page)
    )
    counts = Counter(one.millisecond_counts)
    counts.update(other.millisecond_counts)
    seconds = one.seconds + other.seconds
    return SiteWork(one.pages + other.pages, seconds, slowest_seconds, slowest_page, dict(counts))


def find_least_certain(pages: Iterable[UncertainPage], most: int) -> tuple[UncertainPage, ...]:
    """Find the pages of least confidence, the same ones in whatever order they come."""
    return tuple(sorted(set(pages), key=lambda page: (page.confidence, page.source, page.id))[:most])


def make_shard_name(source: str, shard: int) -> str:
    """Make the name of a shard's files. It depends on the source's path alone, not on other sources of the run."""
    return f"{make_source_name(source)}-{shard:05d}"


def make_source_name(source: str) -> str:
    """Make a name for a source that is safe as a file name and unique."""
    stem = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in PurePosixPath(source).name)[:80]
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{stem.lstrip('._') or 'source'}-{digest}"


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────


def encode_entry(entry: Entry) -> bytes:
    """Encode an entry as JSON, with a checksum that reveals any damage."""
    contents = _encode(asdict(entry))
    return _encode({"sha256": hashlib.sha256(contents).hexdigest(), "entry": json.loads(contents)})


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def decode_entry(data: bytes, name: str) -> Entry | None:
    """Decode the entry in the file `name`; None where it is damaged, or is the entry of another file."""
    try:
        document = json.loads(data)
        contents = document["entry"]
        if document["sha256"] != hashlib.sha256(_encode(contents)).hexdigest():
            return None
        entry = _build_entry(contents)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # no JSON, or JSON of another form
        return None
    return entry if name == f"{make_shard_name(entry.source, entry.shard)}.json" else None


def _build_entry(contents: dict[str, Any]) -> Entry:
    damage = tuple(Damage(**each) for each in contents.pop("damage"))
    sites = {host: SiteWork(*work) for host, work in contents.pop("sites").items()}
    uncertain_pages = tuple(UncertainPage(*page) for page in contents.pop("uncertain_pages"))
    written_files = {name: WrittenFile(*file) for name, file in contents.pop("written_files").items()}
    skipped_files = tuple((name, reason) for name, reason in contents.pop("skipped_files"))
    return Entry(
        **contents,
        damage=damage,
        sites=sites,
        uncertain_pages=uncertain_pages,
        written_files=written_files,
        skipped_files=skipped_files,
    )
