"""Bodies made to fill the memory: each is refused at the cap, and the memory stays within it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.compressed import GZIP, RAW, ZLIB, brotlied, deflated, gzipped, zstded

MIB = 1024**2
CAP = 64 * MIB
ALLOWANCE = 32 * MIB  # over the base of the process: windows and buffers of the decoders


def zeros(size: int) -> Iterator[bytes]:
    return (bytes(MIB) for _ in range(size // MIB))


@cache
def gibibyte() -> bytes:
    return deflated(zeros(1024 * MIB), GZIP)


def crowd(member: bytes) -> bytes:
    """Empty members, of which a few hundred bytes hold thousands: no output to count, only work."""
    return gzipped(member * (30 * MIB // len(member)))


BOMBS: dict[str, tuple[Callable[[], bytes], str | None, int, str]] = {
    # name: (the body, its codings, at most how many bytes of it, what is raised)
    "gzip, 1 GiB": (gibibyte, "gzip", 1100_000, "TooLargeError"),
    "zlib, 256 MiB": (lambda: deflated(zeros(256 * MIB), ZLIB), "deflate", 270_000, "TooLargeError"),
    "raw deflate, 256 MiB": (lambda: deflated(zeros(256 * MIB), RAW), "deflate", 270_000, "TooLargeError"),
    "brotli, 256 MiB": (lambda: brotlied(zeros(256 * MIB)), "br", 500, "TooLargeError"),
    "zstd, 256 MiB": (lambda: zstded(zeros(256 * MIB)), "zstd", 10_000, "TooLargeError"),
    "gzip of gzip, guessed": (lambda: gzipped(gibibyte()), None, 10_000, "TooLargeError"),
    "gzip in brotli": (lambda: brotlied([gibibyte()]), "gzip, br", 10_000, "TooLargeError"),
    "256 members of 1 MiB": (lambda: deflated(zeros(MIB), GZIP) * 256, None, 300_000, "TooLargeError"),
    "256 frames of 1 MiB": (lambda: zstded(zeros(MIB)) * 256, None, 300_000, "TooLargeError"),
    "a window of 128 MiB": (lambda: zstded(zeros(256 * MIB), 27), "zstd", 10_000, "CompressionError"),
    "1.5 million empty members": (lambda: crowd(gzipped()), None, 200_000, "CompressionError"),
    "3.5 million empty frames": (lambda: crowd(zstded([])), None, 200_000, "CompressionError"),
}

# As large as the cap lets through: a result must not be copied to be given.
HONEST: dict[str, tuple[Callable[[], bytes], str]] = {
    "gzip": (lambda: deflated(zeros(CAP), GZIP), "gzip"),
    "deflate": (lambda: deflated(zeros(CAP), RAW), "deflate"),
    "brotli": (lambda: brotlied(zeros(CAP)), "br"),
    "zstd": (lambda: zstded(zeros(CAP), 23), "zstd"),
}

# A fresh process, as the peak of this one would be that of the tests before. And one between: Linux counts the memory
# of who starts a program in the program's peak. Loading the decoders belongs to the base.
BETWEEN = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"
CHILD = """
import json, resource, sys
from pathlib import Path
from cleancopy.input import decompress
from cleancopy.errors import CompressionError
body, codings = Path(sys.argv[1]).read_bytes(), json.loads(sys.argv[2])
for coding in ("br", "zstd"):
    try:
        decompress(b"\\0", coding)
    except CompressionError:
        pass
unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes there, KiB elsewhere
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    outcome = len(decompress(body, codings).data)
except CompressionError as error:
    outcome = type(error).__name__
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([outcome, (peak - base) * unit]))
"""


def decode_apart(body: bytes, codings: str | None, folder: Path) -> tuple[str | int, int]:
    """What comes of a body in a process of its own, and by how many bytes its memory grew."""
    path = folder / "body"
    path.write_bytes(body)
    command = (sys.executable, "-c", BETWEEN, sys.executable, "-c", CHILD, str(path), json.dumps(codings))
    outcome, growth = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return outcome, growth


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_the_memory_of_the_cap(name: str, tmp_path: Path) -> None:
    make, codings, size, error = BOMBS[name]
    body = make()
    assert len(body) <= size
    outcome, growth = decode_apart(body, codings, tmp_path)
    assert outcome == error
    assert growth <= CAP + ALLOWANCE


@pytest.mark.parametrize("name", HONEST)
def test_a_body_as_large_as_the_cap_is_given_within_the_same_memory(name: str, tmp_path: Path) -> None:
    make, codings = HONEST[name]
    outcome, growth = decode_apart(make(), codings, tmp_path)
    assert outcome == CAP
    assert growth <= CAP + ALLOWANCE
