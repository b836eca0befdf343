"""A stream that is read once, from its beginning to its end, and whose latest part can be read again."""

from typing import Protocol

_READ_BYTES = 256 * 1024  # of the stream at a time


class Readable(Protocol):
    """What can be read from its beginning to its end."""

    def read(self, size: int = -1, /) -> bytes:
        """Read at most `size` bytes; b"" at the end."""
        ...


class LookbackStream:
    """A stream by offsets.

    It calls nothing but `read` of the stream: object stores and pipes cannot go back, and resynchronising must.
    The part in memory grows until `discard_before` is called.
    """

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._buffer = bytearray()
        self._start = 0
        self._ended = False

    def read(self, at: int, size: int) -> bytes:
        """Read `size` bytes from the offset `at` on, fewer only where the stream ends."""
        self._read_until(at + size)
        start = at - self._start
        return bytes(memoryview(self._buffer)[start : start + size])

    def discard_before(self, offset: int) -> None:
        """Free the memory of everything before an offset, which cannot be read again then."""
        if offset > self._start:
            del self._buffer[: offset - self._start]
            self._start = offset

    def find(self, pattern: bytes, at: int) -> int | None:
        """Find the first offset from `at` on where `pattern` occurs. Discards the bytes before it."""
        while True:
            self._read_until(at + _READ_BYTES)
            found = self._buffer.find(pattern, at - self._start)
            if found >= 0:
                return found + self._start
            if self._ended:
                return None
            at = max(at, self.end - len(pattern) + 1)
            self.discard_before(at)

    @property
    def start(self) -> int:
        """The first offset that is still in memory."""
        return self._start

    @property
    def end(self) -> int:
        """The offset up to which the stream was read."""
        return self._start + len(self._buffer)

    def _read_until(self, offset: int) -> None:
        while not self._ended and self.end < offset:
            data = self._stream.read(max(_READ_BYTES, offset - self.end))
            self._buffer += data
            self._ended = not data
