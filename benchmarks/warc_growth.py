"""How time grows with an archive that is made to take long: `python -m benchmarks.warc_growth [SHAPE…]`.

Archives of 0.25 to 16 MB, each twice the one before. For each shape: processor time by size, and the k of time ~ size^k
over the sizes that are not mostly the cost of any archive. A shape that took a minute is not measured any further.
Every figure is of the machine that it runs on.
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

from benchmarks.speed.figures import growth, timed
from cleancopy.corpus.archives import read_warc
from cleancopy.errors import CorpusError

SIZES = tuple(250_000 * 2**step for step in range(7))
PATIENCE = 60.0  # seconds
ROUNDS = 3  # of which the fastest counts
RECORD = (
    "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032}>\r\n"
    "WARC-Target-URI: http://example.org/{number}\r\nContent-Length: {length}\r\n\r\n"
)
BROKEN = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1\r\nWARC-Re\0\0\0"
ARC_LINE = b"http://x.example/ 192.0.2.1 20260301111213 text/html 99\n"
MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


def record(block: bytes, number: int = 0, length: int | None = None) -> bytes:
    head = RECORD.format(number=number, length=len(block) if length is None else length)
    return head.encode() + block + b"\r\n\r\n"


def filled(piece: bytes, size: int) -> bytes:
    return (piece * (size // len(piece) + 1))[:size]


def quoted(piece: bytes, size: int) -> bytes:
    """A record with a broken head whose block repeats a piece, between two that are whole."""
    return record(b"one", 1) + BROKEN + filled(piece, size) + b"\r\n\r\n" + record(b"two", 2)


def in_members(make: Callable[[int], bytes], size: int) -> bytes:
    """Members of 64 KiB of contents each."""
    data = make(size)
    return b"".join(gzip.compress(data[at : at + 65536], 1) for at in range(0, len(data), 65536))


def whole_gzip(make: Callable[[int], bytes], size: int) -> bytes:
    return gzip.compress(make(size), 1)


def in_frames(make: Callable[[int], bytes], size: int) -> bytes:
    data = make(size)
    return b"".join(zstd.compress(data[at : at + 65536]) for at in range(0, len(data), 65536))


def numbered(size: int, length: int | None = None) -> bytes:
    one = len(record(b"", 0, length))
    return b"".join(record(b"", number, length) for number in range(size // one))


def names_of_members(size: int) -> bytes:
    """Heads of gzip that are names of files to the heads before them, all with one body that makes much of little."""
    bomb = zlib.compress(bytes(4_000_000), 9)[2:-4]
    block = filled(MAGIC + b"\x08", 16_000 - len(bomb)) + b"\0" + bomb
    return gzip.compress(record(b"one")) + b"\0" + filled(block, size)


SHAPES: Mapping[str, Callable[[int], bytes]] = MappingProxyType(
    {
        "version lines": partial(quoted, b"WARC/1.0\r\n"),
        "version lines, lower case": partial(quoted, b"warc/1.0\r\n"),
        "version lines, not at the start of a line": partial(quoted, b"a WARC/1.0\r\n"),
        "version lines, gzip members": partial(in_members, partial(quoted, b"WARC/1.0\r\n")),
        "version lines, whole gzip": partial(whole_gzip, partial(quoted, b"WARC/1.0\r\n")),
        "version lines, zstd frames": partial(in_frames, partial(quoted, b"WARC/1.0\r\n")),
        "version lines, CR alone": partial(quoted, b"WARC/1.0\r"),
        "marks": partial(quoted, b"WARC/"),
        "heads without a name": partial(quoted, b"WARC/1.1\r\nContent-Length: 2000000\r\n\r\n"),
        "heads with a wrong length": partial(numbered, length=30_000_000),
        "heads with a length beyond all": partial(numbered, length=10**12),
        "heads with a wrong length, whole gzip": partial(whole_gzip, partial(numbered, length=30_000_000)),
        "records without a block": numbered,
        "records far apart": lambda size: b"".join(
            (b"WARC/1.0\r\nContent-Length: 0\r\n\r\n" + b"\n" * 100) for _ in range(size // 134)
        ),
        "lines of ARC in WARC": partial(quoted, ARC_LINE),
        "lines of ARC": partial(filled, ARC_LINE),
        "lines of ARC without line ends": lambda size: ARC_LINE + filled(ARC_LINE[:-1] + b" ", size),
        "heads of HTTP": lambda size: record(filled(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", size)),
        "heads of HTTP without end": lambda size: record(filled(b"HTTP/1.1 200 OK\r\n", size)),
        "a long line in heads": lambda size: filled(
            record(b"x").replace(b"Target-URI: ", b"X: " + b"y" * 200_000), size
        ),
        "folded lines": lambda size: filled(
            record(b"x").replace(b"WARC-Target", b"X: y\r\n" + b" z\r\n" * 200_000), size
        ),
        "repeated fields": lambda size: filled(record(b"x").replace(b"WARC-Target", b"X:y\r\n" * 180_000 + b"Y"), size),
        "line ends": lambda size: record(b"one") + b"\r\n" * (size // 2) + record(b"two"),
        "starts of gzip": lambda size: filled(MAGIC, size),
        "starts of gzip in a plain archive": partial(quoted, MAGIC),
        "starts of gzip behind a member": lambda size: gzip.compress(record(b"one")) + b"\0" + filled(MAGIC, size),
        "names of gzip": lambda size: gzip.compress(record(b"one")) + b"\0" + filled(MAGIC + b"\x08", size),
        "names of gzip before a bomb": names_of_members,
        "members cut short": lambda size: filled(gzip.compress(record(b"one"))[:-1], size),
        "members of a byte": lambda size: gzip.compress(record(b"one")[:60]) + filled(gzip.compress(b"x"), size),
        "members of nothing": lambda size: gzip.compress(record(b"one")) + filled(gzip.compress(b""), size),
        "starts of zstd": lambda size: zstd.compress(record(b"one")) + b"\0" + filled(ZSTD_MAGIC, size),
        "frames cut short": lambda size: filled(zstd.compress(record(b"one"))[:-1], size),
    }
)


def read(data: bytes) -> int:
    """Read an archive to its end. Gives the number of items."""
    with contextlib.suppress(CorpusError):
        return sum(1 for _ in read_warc(io.BytesIO(data), "made"))
    return 0


def course(make: Callable[[int], bytes]) -> tuple[list[float], list[float]]:
    """Sizes in bytes, and the least seconds that each took."""
    sizes: list[float] = []
    seconds: list[float] = []
    for size in SIZES:
        data = make(size)
        once = timed(partial(read, data)).seconds
        rounds = ROUNDS - 1 if once < PATIENCE / 10 else 0
        sizes.append(size)
        seconds.append(min([once, *(timed(partial(read, data)).seconds for _ in range(rounds))]))
        if once > PATIENCE:
            break
    return sizes, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="all, if none is named")
    names = parser.parse_args().shapes or list(SHAPES)
    for name in names:
        sizes, seconds = course(SHAPES[name])
        fitted = growth(sizes, seconds)
        times = " ".join(f"{took:7.3f}" for took in seconds)
        print(f"{name:42} k = {fitted.k:5.2f} of {fitted.sizes} sizes   {times} s", flush=True)


if __name__ == "__main__":
    main()
