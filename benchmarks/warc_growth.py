"""Measures how time grows with hostile archives: `python -m benchmarks.warc_growth [SHAPE…]`.

Archives have 0.25 to 16 MB, each twice the size of the one before. For each shape it prints the processor time by size,
and the k of time ~ size^k over the sizes whose time is not mostly fixed cost. After an archive that took a minute,
larger ones are not measured. All figures depend on the machine.
"""

import argparse
import contextlib
import gzip
import io
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from backports import zstd

from benchmarks.speed.figures import fit_growth, time_job
from cleancopy.corpus.archives import read_warc
from cleancopy.errors import CorpusError

SIZES = tuple(250_000 * 2**step for step in range(7))
MAX_SECONDS = 60.0  # seconds
N_ROUNDS = 3  # the fastest counts
RECORD = (
    "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032}>\r\n"
    "WARC-Target-URI: http://example.org/{number}\r\nContent-Length: {length}\r\n\r\n"
)
BROKEN = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1\r\nWARC-Re\0\0\0"
ARC_LINE = b"http://x.example/ 192.0.2.1 20260301111213 text/html 99\n"
MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


def make_record(block: bytes, number: int = 0, length: int | None = None) -> bytes:
    head = RECORD.format(number=number, length=len(block) if length is None else length)
    return head.encode() + block + b"\r\n\r\n"


def fill(piece: bytes, size: int) -> bytes:
    return (piece * (size // len(piece) + 1))[:size]


def make_quoted(piece: bytes, size: int) -> bytes:
    """A record with a broken head whose block repeats a piece, between two intact records."""
    return make_record(b"one", 1) + BROKEN + fill(piece, size) + b"\r\n\r\n" + make_record(b"two", 2)


def compress_members(make: Callable[[int], bytes], size: int) -> bytes:
    """Compress in gzip members of 64 KiB of contents each."""
    data = make(size)
    return b"".join(gzip.compress(data[at : at + 65536], 1) for at in range(0, len(data), 65536))


def compress_whole(make: Callable[[int], bytes], size: int) -> bytes:
    return gzip.compress(make(size), 1)


def compress_frames(make: Callable[[int], bytes], size: int) -> bytes:
    data = make(size)
    return b"".join(zstd.compress(data[at : at + 65536]) for at in range(0, len(data), 65536))


def make_records(size: int, length: int | None = None) -> bytes:
    one = len(make_record(b"", 0, length))
    return b"".join(make_record(b"", number, length) for number in range(size // one))


def make_named_members(size: int) -> bytes:
    """Heads of gzip that the heads before them take for names of files, with one body that is a decompression bomb."""
    bomb = zlib.compress(bytes(4_000_000), 9)[2:-4]
    block = fill(MAGIC + b"\x08", 16_000 - len(bomb)) + b"\0" + bomb
    return gzip.compress(make_record(b"one")) + b"\0" + fill(block, size)


SHAPES: Mapping[str, Callable[[int], bytes]] = MappingProxyType(
    {
        "version lines": partial(make_quoted, b"WARC/1.0\r\n"),
        "version lines, lower case": partial(make_quoted, b"warc/1.0\r\n"),
        "version lines, not at the start of a line": partial(make_quoted, b"a WARC/1.0\r\n"),
        "version lines, gzip members": partial(compress_members, partial(make_quoted, b"WARC/1.0\r\n")),
        "version lines, whole gzip": partial(compress_whole, partial(make_quoted, b"WARC/1.0\r\n")),
        "version lines, zstd frames": partial(compress_frames, partial(make_quoted, b"WARC/1.0\r\n")),
        "version lines, CR alone": partial(make_quoted, b"WARC/1.0\r"),
        "marks": partial(make_quoted, b"WARC/"),
        "heads without a name": partial(make_quoted, b"WARC/1.1\r\nContent-Length: 2000000\r\n\r\n"),
        "heads with a wrong length": partial(make_records, length=30_000_000),
        "heads with a length beyond all": partial(make_records, length=10**12),
        "heads with a wrong length, whole gzip": partial(compress_whole, partial(make_records, length=30_000_000)),
        "records without a block": make_records,
        "records far apart": lambda size: b"".join(
            (b"WARC/1.0\r\nContent-Length: 0\r\n\r\n" + b"\n" * 100) for _ in range(size // 134)
        ),
        "lines of ARC in WARC": partial(make_quoted, ARC_LINE),
        "lines of ARC": partial(fill, ARC_LINE),
        "lines of ARC without line ends": lambda size: ARC_LINE + fill(ARC_LINE[:-1] + b" ", size),
        "heads of HTTP": lambda size: make_record(fill(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", size)),
        "heads of HTTP without end": lambda size: make_record(fill(b"HTTP/1.1 200 OK\r\n", size)),
        "a long line in heads": lambda size: fill(
            make_record(b"x").replace(b"Target-URI: ", b"X: " + b"y" * 200_000), size
        ),
        "folded lines": lambda size: fill(
            make_record(b"x").replace(b"WARC-Target", b"X: y\r\n" + b" z\r\n" * 200_000), size
        ),
        "repeated fields": lambda size: fill(
            make_record(b"x").replace(b"WARC-Target", b"X:y\r\n" * 180_000 + b"Y"), size
        ),
        "line ends": lambda size: make_record(b"one") + b"\r\n" * (size // 2) + make_record(b"two"),
        "starts of gzip": lambda size: fill(MAGIC, size),
        "starts of gzip in a plain archive": partial(make_quoted, MAGIC),
        "starts of gzip behind a member": lambda size: gzip.compress(make_record(b"one")) + b"\0" + fill(MAGIC, size),
        "names of gzip": lambda size: gzip.compress(make_record(b"one")) + b"\0" + fill(MAGIC + b"\x08", size),
        "names of gzip before a bomb": make_named_members,
        "members cut short": lambda size: fill(gzip.compress(make_record(b"one"))[:-1], size),
        "members of a byte": lambda size: gzip.compress(make_record(b"one")[:60]) + fill(gzip.compress(b"x"), size),
        "members of nothing": lambda size: gzip.compress(make_record(b"one")) + fill(gzip.compress(b""), size),
        "starts of zstd": lambda size: zstd.compress(make_record(b"one")) + b"\0" + fill(ZSTD_MAGIC, size),
        "frames cut short": lambda size: fill(zstd.compress(make_record(b"one"))[:-1], size),
    }
)


def count_items(data: bytes) -> int:
    """Read an archive to its end. Gives the number of items."""
    with contextlib.suppress(CorpusError):
        return sum(1 for _ in read_warc(io.BytesIO(data), "made"))
    return 0


def measure_shape(make: Callable[[int], bytes]) -> tuple[list[float], list[float]]:
    """Sizes in bytes, and the least seconds for each."""
    sizes: list[float] = []
    seconds: list[float] = []
    for size in SIZES:
        data = make(size)
        once = time_job(partial(count_items, data)).seconds
        rounds = N_ROUNDS - 1 if once < MAX_SECONDS / 10 else 0
        sizes.append(size)
        seconds.append(min([once, *(time_job(partial(count_items, data)).seconds for _ in range(rounds))]))
        if once > MAX_SECONDS:
            break
    return sizes, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="shapes to measure (default: all)")
    names = parser.parse_args().shapes or list(SHAPES)
    for name in names:
        sizes, seconds = measure_shape(SHAPES[name])
        fitted = fit_growth(sizes, seconds)
        times = " ".join(f"{took:7.3f}" for took in seconds)
        print(f"{name:42} k = {fitted.k:5.2f} of {fitted.sizes} sizes   {times} s", flush=True)


if __name__ == "__main__":
    main()
