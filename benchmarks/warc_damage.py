"""Measures the reading of damaged web archives, and the speed on intact ones: `python -m benchmarks.warc_damage NAME`.

    damage   archives of about 50 records, each damaged once (a bit flipped, 512 bytes zeroed, the tail cut off, 300
             bytes cut out): how many records outside the damage are recovered, whether false records appear, and
             whether each loss is listed with its byte range (or the record has a flag), and each cut
    speed    records and bytes per second of processor time, compared with FastWARC and warcio

Archives are made from labelled pages (CLEANCOPY_BENCH); `--archives` names a folder with more archives (*.warc.gz).
All figures except the counts depend on the machine.
"""

import argparse
import gzip
import io
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from backports import zstd
from fastwarc.warc import ArchiveIterator as Fast
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleancopy.corpus.archives import read_warc
from cleancopy.corpus.record import Damage, Item, Record, SkippedRecord
from labelled import read_set

SEED = 20_261_125
PAIRS = 25  # of a request and a response in an archive
BASES = 20
ZEROED, CUT_OUT = 512, 300  # bytes


@dataclass(frozen=True)
class Archive:
    """An intact archive, the span of each of its records, and its items."""

    data: bytes
    spans: list[tuple[int, int]]
    items: list[Item]


# ── archives ──────────────────────────────────────────────────────────────────────────────────────


@cache
def read_pages() -> tuple[bytes, ...]:
    return tuple(row["html"] for row in read_set("wcxb"))


def make_records(chosen: list[bytes]) -> list[bytes]:
    """Uncompressed WARC records: a request and a response for each page, with digests."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for number, page in enumerate(chosen):
        url = f"http://example.org/{number}"
        asked = StatusAndHeaders(f"GET /{number} HTTP/1.1", [("Host", "example.org")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=asked))
        given = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(page), http_headers=given))
    data = out.getvalue()
    begins = [begin for begin, _ in find_spans(data)]
    return [data[a:b] for a, b in zip(begins, [*begins[1:], len(data)], strict=True)]


def compress_zstd(record: bytes) -> bytes:
    """Compress with a checksum, like the zstd program. Without it only digests reveal some damage."""
    return zstd.compress(record, options={zstd.CompressionParameter.checksum_flag: 1})


def find_spans(data: bytes) -> Iterator[tuple[int, int]]:
    reader = ArchiveIterator(io.BytesIO(data))
    for _ in reader:
        begin = reader.get_record_offset()
        yield begin, begin + reader.get_record_length()


def build_archive(parts: list[bytes]) -> Archive:
    data, ends = b"".join(parts), list(accumulate(map(len, parts), initial=0))
    return Archive(data, list(pairwise(ends)), list(read_warc(io.BytesIO(data), "whole")))


def load_archive(path: Path) -> Archive:
    """An archive from a file, with its records compressed one by one."""
    data = gzip.decompress(path.read_bytes())
    begins = [begin for begin, _ in find_spans(data)]
    return build_archive([gzip.compress(data[a:b]) for a, b in zip(begins, [*begins[1:], len(data)], strict=True)])


def is_whole(path: Path) -> bool:
    """Whether a file is an undamaged archive of many records."""
    items = list(read_warc(io.BytesIO(path.read_bytes()), path.name))
    return len(items) >= PAIRS and not any(isinstance(item, Damage) for item in items)


def make_archives(layout: str, folder: Path | None) -> list[Archive]:
    rng = random.Random(SEED)
    pack: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "zstd": compress_zstd, "plain": bytes}
    made = [[pack[layout](r) for r in make_records(rng.sample(read_pages(), PAIRS))] for _ in range(BASES)]
    there = [path for path in sorted(folder.glob("*.warc.gz")) if layout == "gzip" and is_whole(path)] if folder else []
    return [build_archive(parts) for parts in made] + [load_archive(path) for path in there]


# ── damage ────────────────────────────────────────────────────────────────────────────────────────


def flip_bit(rng: random.Random, data: bytes) -> tuple[bytes, tuple[int, int]]:
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :], (at, at + 1)


def zero_bytes(rng: random.Random, data: bytes) -> tuple[bytes, tuple[int, int]]:
    at = rng.randrange(len(data) - ZEROED)
    return data[:at] + bytes(ZEROED) + data[at + ZEROED :], (at, at + ZEROED)


def cut_tail(rng: random.Random, data: bytes) -> tuple[bytes, tuple[int, int]]:
    at = rng.randrange(1, len(data))
    return data[:at], (at, len(data))


def cut_middle(rng: random.Random, data: bytes) -> tuple[bytes, tuple[int, int]]:
    at = rng.randrange(len(data) - CUT_OUT)
    return data[:at] + data[at + CUT_OUT :], (at, at + CUT_OUT)


KINDS = {"flip": flip_bit, "zero": zero_bytes, "cut": cut_tail, "cut out": cut_middle}


@dataclass
class Tally:
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, archive: Archive, kind: str, hurt: bytes, hit: tuple[int, int]) -> None:
        given = list(read_warc(io.BytesIO(hurt), "damaged"))
        losses = [item for item in given if isinstance(item, Damage)]
        whole = [item for item in given if not isinstance(item, Damage)]
        spared = [s for s in archive.spans if s[1] <= hit[0] or s[0] >= hit[1]]
        missing = {s: item.id for s, item in zip(archive.spans, archive.items, strict=True) if item not in whole}
        flagged = {item.id for item in whole if isinstance(item, Record) and item.flags}
        self.counts.update(
            {
                "archives": 1,
                "records not hit": len(spared),
                "recovered": len([s for s in spared if s not in missing]),
                "records hit": len(archive.spans) - len(spared),
                "of these recovered": len([s for s in archive.spans if s not in spared and s not in missing]),
            }
        )
        for item in whole:
            if item not in archive.items:
                self.counts[_name_change(item)] += 1
                self.notes.append(f"{kind} at {hit}: {item.id} {getattr(item, 'flags', item)}")
        for (begin, end), name in missing.items():
            if (kind == "cut" and begin >= hit[0]) or name in flagged:
                continue  # nothing is listed behind the end; a flag reports the loss, too
            shift = CUT_OUT if kind == "cut out" and begin > hit[0] else 0
            if not any(loss.start < end - shift and loss.end > begin - shift for loss in losses):
                self.counts["losses not listed"] += 1
                self.notes.append(f"{kind} at {hit}: the loss of {begin}-{end} is not listed")
        if kind == "cut":
            is_between = any(hit[0] == end for _, end in archive.spans)
            is_reported = any(loss.kind == "cut_off" for loss in losses)
            self.counts[
                "cuts between records" if is_between else "cuts reported" if is_reported else "cuts not reported"
            ] += 1


def _name_change(item: Record | SkippedRecord | Damage) -> str:
    if isinstance(item, Record):
        return "changed records with a flag" if item.flags else "FALSE RECORDS"
    return "changed in what is passed over"


def measure_damage(layout: str, archives: int, folder: Path | None) -> None:
    rng = random.Random(SEED)
    archives_of = make_archives(layout, folder)
    tallies = {kind: Tally() for kind in KINDS}
    began = time.perf_counter()
    for number in range(archives):
        kind = list(KINDS)[number % len(KINDS)]
        archive = rng.choice(archives_of)
        tallies[kind].add(archive, kind, *KINDS[kind](rng, archive.data))
    print(f"{layout}: {archives} archives of {len(archives_of)}, {time.perf_counter() - began:.0f} s")
    total: Counter[str] = Counter()
    for kind, tally in tallies.items():
        total += tally.counts
        print(f"  {kind:8}", ", ".join(f"{name} {count:,}" for name, count in tally.counts.items()))
        for note in tally.notes[:20]:
            print("          ", note)
    print(f"  recovered of the records not hit: {total['recovered'] / total['records not hit']:.4%}")


# ── speed ─────────────────────────────────────────────────────────────────────────────────────────


def read_ours(data: bytes) -> tuple[int, int]:
    pages_of = [len(item.page) for item in read_warc(io.BytesIO(data), "speed") if isinstance(item, Record)]
    return len(pages_of), sum(pages_of)


def read_fastwarc(data: bytes) -> tuple[int, int]:
    sizes = [len(r.reader.read()) for r in Fast(io.BytesIO(data), record_types=WarcRecordType.response)]
    return len(sizes), sum(sizes)


def read_fastwarc_checked(data: bytes) -> tuple[int, int]:
    """With a check of digests, like ours."""
    records = Fast(io.BytesIO(data), record_types=WarcRecordType.response, verify_digests=True)
    sizes = [len(r.reader.read()) for r in records]
    return len(sizes), sum(sizes)


def read_warcio(data: bytes) -> tuple[int, int]:
    records = (r for r in ArchiveIterator(io.BytesIO(data)) if r.rec_type == "response")
    sizes = [len(r.content_stream().read()) for r in records]
    return len(sizes), sum(sizes)


def measure_speed() -> None:
    rng = random.Random(SEED)
    parts = make_records(rng.sample(read_pages(), 600))
    for layout, data in (
        ("gzip", b"".join(map(gzip.compress, parts))),
        ("plain", b"".join(parts)),
        ("zstd", b"".join(map(compress_zstd, parts))),
    ):
        print(f"{layout}: {len(parts):,} records, {len(data) / 1e6:.1f} MB")
        for reader in (read_ours, read_fastwarc, read_fastwarc_checked, read_warcio):
            if layout == "zstd" and reader is not read_ours:
                continue
            name = reader.__name__.removeprefix("read_")
            took, (count, size) = min(_time_reader(reader, data) for _ in range(5))
            print(
                f"  {name:16} {len(parts) / took:8,.0f} records/s, {len(data) / took / 1e6:6.1f} MB/s, "
                f"{size / took / 1e6:6.1f} MB/s of pages ({count} pages)"
            )


def _time_reader(reader: Callable[[bytes], tuple[int, int]], data: bytes) -> tuple[float, tuple[int, int]]:
    # Processor time, because the machine may be shared.
    began = time.process_time()
    answer = reader(data)
    return time.process_time() - began, answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["damage", "speed"], nargs="?", default="damage")
    parser.add_argument("--layout", choices=["gzip", "plain", "zstd"], default="gzip")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--archives", type=Path)
    options = parser.parse_args()
    if options.what == "damage":
        measure_damage(options.layout, options.count, options.archives)
    else:
        measure_speed()


if __name__ == "__main__":
    main()
