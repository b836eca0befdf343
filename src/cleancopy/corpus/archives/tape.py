"""The contents of an archive as one run after the other, in which records are read.

A run is what belongs together: it ends where a member begins with a record, at a gap, and at the end. In an archive
with a member for each record it is one record; in one that is not compressed, or as a whole, it is everything.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import takewhile
from operator import attrgetter
from typing import Literal, NamedTuple

from cleancopy.corpus.archives.heads import is_start
from cleancopy.corpus.archives.members import Gap, Piece

_MOST_MARKS = 4096  # of what is held; beyond them members, which may have a byte each, are not told apart


class _Mark(NamedTuple):
    """Where contents came from: `size` bytes from `begun` on, of a piece of the archive."""

    begun: int
    size: int
    start: int
    last: bool
    exact: bool

    @property
    def stop(self) -> int:
        return self.begun + self.size


class Tape:
    """A run, from the record that is being read on: `data` from `at` on.

    stop   why no more can be had of this run: a gap, the next member (seam), the end; None while more may come
    """

    def __init__(self, pieces: Iterator[Piece | Gap]) -> None:
        self._pieces = pieces
        self._next: Piece | None = None
        self._base = 0  # of `data` in the contents, in bytes
        self._marks: list[_Mark] = []  # in order, without a break
        self._reached = 0
        self.data = b""
        self.at = 0
        self.stop: Gap | Literal["seam", "end"] | None = "seam"

    def next_run(self) -> bool:
        """Go to the next run, and tell whether there may be one."""
        if self.stop == "end":
            return False
        self._base += len(self.data)
        self.data, self.at, self.stop = b"", 0, None
        self._marks.clear()
        return True

    def need(self, size: int) -> bool:
        """Whether the run has so many bytes from `at` on. They are held then; so is all that there is, if not."""
        held = len(self.data) - self.at
        if held >= size or self.stop is not None:
            return held >= size
        parts = [self.data[self.at :]]
        self._base += self.at
        # What is held is copied each time: a part more each time keeps the copies in proportion to what is read.
        enough = max(size, held + held // 4)
        while held < enough and (piece := self._pull()):
            self._mark(piece, self._base + held)
            parts.append(piece.data)
            held += len(piece.data)
        self.data, self.at = b"".join(parts), 0
        del self._marks[: self._mark_at(self._base)]
        return held >= size

    def skip(self, size: int) -> int:
        """Go on by so many bytes without holding them. Gives how many there were."""
        skipped = 0
        while skipped < size and self.need(1):
            step = min(size - skipped, len(self.data) - self.at)
            self.at += step
            skipped += step
        return skipped

    def offset(self, ahead: int = 0) -> int:
        """Where in the archive the byte stands that is so far ahead of `at`, or the piece that it came from."""
        place = self._base + self.at + ahead
        if self._marks and place < (mark := self._marks[self._mark_at(place)]).stop:
            return mark.start + place - mark.begun if mark.exact else mark.start
        return self._next.start if self._next else self._reached

    def _mark_at(self, place: int) -> int:
        """Which mark has a byte of the contents; the last one for what is behind them."""
        return max(bisect_right(self._marks, place, key=attrgetter("begun")) - 1, 0)

    def is_seam(self, ahead: int) -> bool:
        """Whether a member that was whole ends so far ahead of `at`."""
        place = self._base + self.at + ahead
        first = bisect_left(self._marks, place, key=attrgetter("stop"))
        behind = map(self._marks.__getitem__, range(first, len(self._marks)))
        return any(mark.last for mark in takewhile(lambda mark: mark.stop == place, behind))

    def is_doubtful(self, ahead: int) -> bool:
        """Whether a member that turned out to be damaged has a part in what is held up to there.

        All of it may be wrong: a checksum stands at the end.
        """
        if not isinstance(self.stop, Gap):
            return False
        sound = next((mark.stop for mark in reversed(self._marks) if mark.last), 0)
        return self._base + self.at + ahead > sound

    def ends_whole(self) -> bool:
        """Whether the run has ended, and with a member that was whole: then nothing is missing in it."""
        return self.stop is not None and self.is_seam(len(self.data) - self.at)

    def _mark(self, piece: Piece, begun: int) -> None:
        mark = _Mark(begun, len(piece.data), piece.start, piece.last, piece.exact)
        if len(self._marks) >= _MOST_MARKS:
            before = self._marks.pop()
            mark = mark._replace(begun=before.begun, size=before.size + mark.size, start=before.start)
        self._marks.append(mark)

    def _pull(self) -> Piece | None:
        """The next piece of this run."""
        if self.stop is not None:
            return None
        found = self._next or next(self._pieces, None)
        self._next = None
        if found is None:
            self.stop = "end"
        elif isinstance(found, Gap):
            self.stop, self._reached = found, found.start
        elif found.first and self._marks and is_start(found.data):
            self.stop, self._next = "seam", found
        else:
            self._reached = found.end
            return found
        return None
