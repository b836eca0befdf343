"""No command reads more of its input than its limit, and what was not read is reported."""

import gzip
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cleancopy.cli.inputs import read_limited
from cleancopy.errors import TooLargeError
from cleancopy.limits import LIMITS, Truncation
from tests.compressed import gzipped

MOST = LIMITS.input_bytes
ENDLESS = "32,000,000 of at least 32,000,001 input_bytes"
PAGE = b"<p>The ferry to the outer islands will sail twice a day from May on, the harbour office said.</p>\n"
# The kernel counts what a process held since it began to run this program.
MEASURED = """
import sys
from cleancopy.cli.main import main
try:
    main()
finally:
    print("peak", open("/proc/self/status").read().partition("VmHWM:")[2].split()[0], file=sys.stderr)
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


class Endless(io.RawIOBase):
    """The same bytes again and again; it counts those that are taken."""

    def __init__(self, piece: bytes) -> None:
        self.piece, self.taken = piece * 2, 0
        self.length = len(piece)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        begin = self.taken % self.length
        piece = self.piece[begin : begin + min(len(buffer), self.length)]
        buffer[: len(piece)] = piece
        self.taken += len(piece)
        return len(piece)


@pytest.mark.parametrize("most", [1, 999_999, 1_000_000, 1_000_001, 5_000_000])
def test_a_stream_is_read_up_to_its_bound(most):
    source = Endless(b"<p>x\n")
    page, truncations = read_limited(io.BufferedReader(source, 1), most)
    assert (len(page.data), truncations) == (most, (Truncation("input_bytes", most + 1, most),))
    assert source.taken == most + 1


@pytest.mark.parametrize("size", [0, 1, 999_999, 1_000_000, 1_000_001, 2_000_000])
def test_a_stream_that_ends_within_it_is_whole(size):
    page, truncations = read_limited(io.BytesIO(b"x" * size), 2_000_000)
    assert (page.data, truncations) == (b"x" * size, ())


def test_a_bomb_is_refused_before_all_of_it_has_come():
    source = Endless(gzipped(bytes(10_000_000)))
    with pytest.raises(TooLargeError):
        read_limited(io.BufferedReader(source, 1), MOST)
    assert source.taken <= 1_000_000


def test_compressed_input_that_does_not_end_is_cut():
    packed = gzip.compress(os.urandom(3_000_000))
    page, truncations = read_limited(io.BytesIO(packed), 2_000_000)
    assert truncations == (Truncation("input_bytes", 2_000_001, 2_000_000),)
    assert page.flags == {"body_cut"}


def test_of_a_file_all_that_was_not_read_is_counted(tmp_path):
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.write(PAGE)
        file.truncate(MOST + 1000)
    with path.open("rb") as file:
        assert read_limited(file, MOST)[1] == (Truncation("input_bytes", MOST + 1000, MOST),)


@linux
@pytest.mark.parametrize("line", ["<p>x", "<p>\U0001f600", "word word"])
def test_standard_input_without_end_takes_little_memory(line):
    with subprocess.Popen(["yes", line], stdout=subprocess.PIPE) as source:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, "-o", "json"], stdin=source.stdout, capture_output=True, check=True
        )
        source.kill()
    result = json.loads(done.stdout)
    assert "truncated" in result["flags"]
    assert result["truncations"][0] == {"limit": "input_bytes", "total": MOST + 1, "kept": MOST}
    words, _, peak = done.stderr.decode().rpartition("peak ")
    assert ENDLESS in words
    assert int(peak) <= 300_000


@linux
@pytest.mark.parametrize("command", [[], ["explain"]])
def test_a_device_without_end_is_read_up_to_the_limit(command):
    done = subprocess.run(
        [sys.executable, "-m", "cleancopy", *command, "/dev/zero"], capture_output=True, text=True, check=True
    )
    assert f"(not_text, truncated; {ENDLESS})" in done.stderr


def test_a_pipe_with_a_name_is_read_up_to_the_limit(tmp_path):
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    ended = threading.Event()
    threading.Thread(target=pour, args=(pipe, ended)).start()
    done = subprocess.run([sys.executable, "-m", "cleancopy", pipe], capture_output=True, text=True, check=True)
    assert ENDLESS in done.stderr
    ended.wait()


def pour(pipe: Path, ended: threading.Event) -> None:
    try:
        with pipe.open("wb", 0) as file:
            while True:
                file.write(PAGE * 100)
    except BrokenPipeError:
        ended.set()
