"""The work for a record is limited, by a clock that the test sets."""

import io
from collections.abc import Iterator

import pytest

from cleancopy.corpus.archives import reader
from cleancopy.corpus.archives.time_limit import TimedStream
from cleancopy.errors import CorpusError

RECORD = (
    b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://a.example/\r\n"
    b"Content-Type: text/html\r\nContent-Length: 5\r\n\r\n<p>ab\r\n\r\n"
)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_only_work_counts() -> None:
    clock = Clock()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            clock.seconds += 1000  # the network
            return super().read(size)

    stream = TimedStream(Slow(b"abcdef"), "x.warc", 10.0, clock)
    clock.seconds += 6
    assert stream.read(2) == b"ab"
    clock.seconds += 4
    assert stream.read(2) == b"cd"
    clock.seconds += 0.5
    with pytest.raises(CorpusError, match=r"x\.warc is damaged beyond repair at byte 4: .* in 10 s of work"):
        stream.read(2)


def test_a_record_starts_it_anew() -> None:
    clock = Clock()
    stream = TimedStream(io.BytesIO(b"abcdef"), "x.warc", 10.0, clock)
    for _ in range(3):
        clock.seconds += 9
        assert len(stream.read(2)) == 2
        clock.seconds += 9  # the reader of the pages takes its time
        stream.restart()


def test_an_archive_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()

    class Timed(TimedStream):
        def __init__(self, stream: io.BytesIO, name: str) -> None:
            super().__init__(stream, name, 10.0, clock)

        def read(self, size: int = -1) -> bytes:
            clock.seconds += 1  # what each piece costs
            return super().read(size)

    monkeypatch.setattr(reader, "TimedStream", Timed)
    whole = RECORD * 40_000
    assert sum(1 for _ in reader.read_warc(io.BytesIO(whole), "x.warc")) == 40_000
    items: Iterator[object] = reader.read_warc(io.BytesIO(RECORD + b"WARC/1.0\r\n" * 4_000_000), "x.warc")
    assert next(items).page == b"<p>ab"  # type: ignore[attr-defined]
    with pytest.raises(CorpusError, match="damaged beyond repair"):
        list(items)
