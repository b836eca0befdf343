"""A stream that is read once, from its beginning on, and of which the latest part can be read again."""

from typing import BinaryIO

_READ = 256 * 1024  # bytes of the stream at a time


class Window:
    """A stream by offsets.

    Nothing is asked of the stream but `read`: object stores and pipes cannot go back, and resynchronising must.
    What is held grows until `forget` is told that it will not be asked for again.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = bytearray()
        self._begin = 0
        self._ended = False

    def read(self, at: int, size: int) -> bytes:
        """So many bytes from the offset `at` on, fewer only where the stream ends."""
        self._reach(at + size)
        start = at - self._begin
        return bytes(memoryview(self._held)[start : start + size])

    def forget(self, before: int) -> None:
        """Let go of all before an offset."""
        if before > self._begin:
            del self._held[: before - self._begin]
            self._begin = before

    def find(self, wanted: bytes, at: int) -> int | None:
        """The first offset from `at` on where `wanted` stands. Lets go of what was searched in vain."""
        while True:
            self._reach(at + _READ)
            found = self._held.find(wanted, at - self._begin)
            if found >= 0:
                return found + self._begin
            if self._ended:
                return None
            at = max(at, self.end - len(wanted) + 1)
            self.forget(at)

    @property
    def begin(self) -> int:
        """The first offset that is still held."""
        return self._begin

    @property
    def end(self) -> int:
        """The offset up to which the stream has been read."""
        return self._begin + len(self._held)

    def _reach(self, offset: int) -> None:
        while not self._ended and self.end < offset:
            data = self._stream.read(max(_READ, offset - self.end))
            self._held += data
            self._ended = not data
