"""The contents of an archive, segment by segment: a buffer from which records are read.

A segment is contents that belong together: it ends where a member begins with a record, at a gap, and at the end. In
an archive with a member for each record, a segment is one record; in an archive that is not compressed, or compressed
as a whole, it is everything.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import takewhile
from operator import attrgetter
from typing import Literal, NamedTuple

from cleancopy.corpus.archives.dialects import is_start
from cleancopy.corpus.archives.members import Gap, Piece

_MAX_ORIGINS = 4096  # beyond them members, which may have a byte each, are merged


class _Origin(NamedTuple):
    """Where contents came from: `size` bytes of contents from `begin` on are of one piece of the archive.

    start   offset of the piece in the archive
    last    whether a whole member ends with the piece
    exact   whether the archive has the contents as they are
    """

    begin: int
    size: int
    start: int
    last: bool
    exact: bool

    @property
    def end(self) -> int:
        return self.begin + self.size


class RecordBuffer:
    """The current segment from the current record on: `data` from `position` on.

    end_reason   why the segment has no more bytes: a gap, the boundary to the next member, or the end of the
                 archive; None while more may come
    """

    def __init__(self, pieces: Iterator[Piece | Gap]) -> None:
        self._pieces = pieces
        self._next: Piece | None = None
        self._base = 0  # of `data` in the contents, in bytes
        self._origins: list[_Origin] = []  # in order, without a gap
        self._read_end = 0
        self.data = b""
        self.position = 0
        self.end_reason: Gap | Literal["member_boundary", "end"] | None = "member_boundary"

    def start_next_segment(self) -> bool:
        """Go to the next segment, and return whether there may be one."""
        if self.end_reason == "end":
            return False
        self._base += len(self.data)
        self.data, self.position, self.end_reason = b"", 0, None
        self._origins.clear()
        return True

    def fill(self, size: int) -> bool:
        """Read until there are `size` bytes from `position` on, and return whether the segment has as many."""
        available = len(self.data) - self.position
        if available >= size or self.end_reason is not None:
            return available >= size
        parts = [self.data[self.position :]]
        self._base += self.position
        # Each call copies what is there: reading a quarter more keeps the copies in proportion to what is read.
        enough = max(size, available + available // 4)
        while available < enough and (piece := self._read_piece()):
            self._add_origin(piece, self._base + available)
            parts.append(piece.data)
            available += len(piece.data)
        self.data, self.position = b"".join(parts), 0
        del self._origins[: self._find_origin(self._base)]
        return available >= size

    def skip(self, size: int) -> int:
        """Skip `size` bytes without holding them. Returns how many there were."""
        skipped = 0
        while skipped < size and self.fill(1):
            step = min(size - skipped, len(self.data) - self.position)
            self.position += step
            skipped += step
        return skipped

    def get_offset(self, ahead: int = 0) -> int:
        """Compute the archive offset of the byte `ahead` of `position`, or the offset of the piece that it is from."""
        at = self._base + self.position + ahead
        if self._origins and at < (origin := self._origins[self._find_origin(at)]).end:
            return origin.start + at - origin.begin if origin.exact else origin.start
        return self._next.start if self._next else self._read_end

    def _find_origin(self, at: int) -> int:
        """Find the index of the origin of a byte of the contents; the last index for bytes behind all origins."""
        return max(bisect_right(self._origins, at, key=attrgetter("begin")) - 1, 0)

    def is_member_end(self, ahead: int) -> bool:
        """Whether a whole member ends `ahead` bytes behind `position`."""
        at = self._base + self.position + ahead
        first = bisect_left(self._origins, at, key=attrgetter("end"))
        behind = map(self._origins.__getitem__, range(first, len(self._origins)))
        return any(origin.last for origin in takewhile(lambda origin: origin.end == at, behind))

    def may_be_damaged(self, ahead: int) -> bool:
        """Whether some bytes up to `ahead` are of a member that turned out to be damaged.

        All its bytes may be wrong: its checksum is at its end.
        """
        if not isinstance(self.end_reason, Gap):
            return False
        intact_end = next((origin.end for origin in reversed(self._origins) if origin.last), 0)
        return self._base + self.position + ahead > intact_end

    def ends_complete(self) -> bool:
        """Whether the segment has ended, with a whole member: then nothing is missing in it."""
        return self.end_reason is not None and self.is_member_end(len(self.data) - self.position)

    def _add_origin(self, piece: Piece, begin: int) -> None:
        origin = _Origin(begin, len(piece.data), piece.start, piece.last, piece.exact)
        if len(self._origins) >= _MAX_ORIGINS:
            before = self._origins.pop()
            origin = origin._replace(begin=before.begin, size=before.size + origin.size, start=before.start)
        self._origins.append(origin)

    def _read_piece(self) -> Piece | None:
        """Read the next piece of this segment; None where the segment ends."""
        if self.end_reason is not None:
            return None
        found = self._next or next(self._pieces, None)
        self._next = None
        if found is None:
            self.end_reason = "end"
        elif isinstance(found, Gap):
            self.end_reason, self._read_end = found, found.start
        elif found.first and self._origins and is_start(found.data):
            self.end_reason, self._next = "member_boundary", found
        else:
            self._read_end = found.end
            return found
        return None
