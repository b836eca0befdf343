"""Reads archives record by record. Damage costs the records that it hits, and every byte is accounted for."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cleancopy.corpus.archives import arc, warc
from cleancopy.corpus.archives.dialects import BOM, Dialect, detect_dialect, find_next_start, is_start
from cleancopy.corpus.archives.items import RawRecord, has_converted_lines, is_intact, make_item, skip_too_large
from cleancopy.corpus.archives.lookback_stream import LookbackStream
from cleancopy.corpus.archives.members import Gap, read_pieces
from cleancopy.corpus.archives.record_buffer import RecordBuffer
from cleancopy.corpus.archives.record_head import LINE_END, MAX_HEAD, RecordHead
from cleancopy.corpus.archives.time_limit import TimedStream
from cleancopy.corpus.record import Damage, Item
from cleancopy.errors import CorpusError

LIMIT = 32 * 1024**2  # bytes; a hundred times a usual page
_MAX_BYTES_WITHOUT_RECORD = 64 * 1024**2  # after that many an input is no archive
_COMPRESSION_OVERHEAD = 64 * 1024  # bytes that a member may have more than its contents: some data grow a little
_PEEK = 64  # bytes behind a record that are enough to see line ends and what follows, in most archives
_MAX_LINE_ENDS = 1024 * 1024  # bytes of line ends behind a record; more are damage
_SEARCH_BYTES = 2 * MAX_HEAD  # that are searched for the next record at a time, and twice as many each time
_SLIP = 16  # bytes by which writers get a length wrong (wget: one); more is damage


def read_warc(stream: BinaryIO, name: str, limit: int = LIMIT) -> Iterator[Item]:
    """Read the records of a WARC, WET or ARC archive, plain or compressed with gzip or zstd, as its bytes say.

    stream   is read once from its beginning; nothing but its `read` is called
    name     of the archive, for messages
    limit    largest size of a record, stored and as a page, in bytes; larger ones are refused and not held in memory

    Pages are responses, resources and conversions (flattened text, WET) with status 2xx and a type of HTML, XML or
    plain text. `items.make_item` documents the flags, and ``items`` the reasons of skipped records.

    Records come in order. A record of a compressed archive comes when its member proved to be whole or, where a
    member holds several records, when the next one begins. Bytes that give no record come as `Damage`; in an archive
    that is compressed as a whole, with the bounds of the 64 KiB pieces that they are in.

    Raises `CorpusError` where the stream is no archive, or cannot be read, and where the search for the next record
    takes too much time (`time_limit.MAX_SECONDS`).
    """
    try:
        yield from _read_items(stream, name, limit)
    except OSError as error:
        raise CorpusError(f"{name} cannot be read: {error.strerror or error}") from error


def _read_items(stream: BinaryIO, name: str, limit: int) -> Iterator[Item]:
    timed = TimedStream(stream, name)
    buffer = RecordBuffer(read_pieces(LookbackStream(timed), limit + MAX_HEAD + _COMPRESSION_OVERHEAD))
    reader = _RecordReader(buffer, name, limit)
    early: list[Item] = []
    for item in reader.read_items():
        if reader.dialect is None:
            early.append(item)
            continue
        yield from early
        early.clear()
        yield item
        timed.restart()
    if reader.dialect is None and not (early and reader.may_be_archive):
        raise CorpusError(f"{name} is no archive: there is no WARC or ARC record in it")
    yield from early


class _Extent(NamedTuple):
    """Where a block ends, counted from the beginning of its record, and whether its head states another length."""

    end: int
    length_wrong: bool = False


class _RecordReader:
    """Reads the records of a buffer.

    dialect          of the records, None while no record was found
    may_be_archive   whether the bytes so far may be the beginning of an archive
    """

    def __init__(self, buffer: RecordBuffer, name: str, limit: int) -> None:
        self._buffer, self._name, self._limit = buffer, name, limit
        self._last = ("", 0)
        self.dialect: Dialect | None = None
        self.may_be_archive = True

    def read_items(self) -> Iterator[Item]:
        while self._buffer.start_next_segment():
            while self._skip_line_ends():
                yield from self._read_next()
            if isinstance(self._buffer.end_reason, Gap):
                yield self._make_end_damage(self._buffer.end_reason.start)

    def _read_next(self) -> Iterator[Item]:
        """Read what begins here: a record, or damaged bytes up to the next one."""
        head = self._read_head()
        if head is None:
            yield self._skip_damage(1)
        elif head.length is not None and head.length > self._limit and self._buffer.fill(head.size + self._limit):
            yield from self._skip_large(head)
        elif extent := self._find_extent(head):
            yield make_item(self._make_raw(head, extent), self._limit)
            self._buffer.position += extent.end
            yield from self._check_end()
        else:
            yield self._skip_damage(head.size, is_cut=self._is_cut(head))

    def _skip_line_ends(self) -> bool:
        """Skip line ends, and return whether anything follows them."""
        buffer = self._buffer
        while buffer.fill(1):
            buffer.position = _find_after_line_ends(buffer.data, buffer.position)
            if buffer.fill(len(BOM) + 1) and buffer.data.startswith(BOM, buffer.position) and self._is_start_at(0):
                buffer.position += len(BOM)
            if buffer.position < len(buffer.data):
                return True
        return False

    # ── heads ─────────────────────────────────────────────────────────────────────────────────────

    def _read_head(self) -> RecordHead | None:
        buffer = self._buffer
        buffer.fill(arc.MAX_HEAD)
        dialect = detect_dialect(buffer.data, buffer.position)
        head = None
        if dialect is not None:
            head = self._read_warc_head() if dialect == "warc" else arc.parse(buffer.data, buffer.position)
        if head is not None:
            self.dialect = self.dialect or dialect
            self._number_record()
        return head

    def _read_warc_head(self) -> RecordHead | None:
        buffer = self._buffer
        for size in (arc.MAX_HEAD, MAX_HEAD):  # most heads are short
            buffer.fill(size)
            end = warc.find_head_end(buffer.data, buffer.position)
            if end is not None:
                break
        return None if end is None else warc.parse(buffer.data[buffer.position : end])

    def _number_record(self) -> None:
        """Remember the offset of the record; several records of one piece have the same, and get a number."""
        offset = str(self._buffer.get_offset())
        self._last = (offset, self._last[1] + 1 if offset == self._last[0] else 0)

    def _make_raw(self, head: RecordHead, extent: _Extent) -> RawRecord:
        buffer, (offset, number) = self._buffer, self._last
        block = buffer.data[buffer.position + head.size : buffer.position + extent.end]
        return RawRecord(head, block, f"{offset}.{number}" if number else offset, extent.length_wrong)

    # ── blocks ────────────────────────────────────────────────────────────────────────────────────

    def _find_extent(self, head: RecordHead) -> _Extent | None:
        """Find where the block ends: where its head says, if that is plausible."""
        if head.length is not None:
            end = head.size + head.length
            if self._buffer.fill(end) and self._is_record_end(end):
                return _Extent(end)
        return self._find_true_extent(head)

    def _is_record_end(self, end: int) -> bool:
        """Whether another record or the end of the segment follows, as behind a whole record."""
        buffer, size = self._buffer, _PEEK
        while buffer.fill(end + size) and self._skip_ends_from(end) == end + size and size < _MAX_LINE_ENDS:
            size *= 2
        behind = self._skip_ends_from(end)
        if buffer.end_reason is not None and buffer.position + behind >= len(buffer.data):
            return not buffer.may_be_damaged(behind)
        return self._is_start_at(behind) or buffer.is_member_end(behind)

    def _skip_ends_from(self, ahead: int) -> int:
        return _find_after_line_ends(self._buffer.data, self._buffer.position + ahead) - self._buffer.position

    def _is_start_at(self, ahead: int) -> bool:
        buffer = self._buffer
        buffer.fill(ahead + (arc.MAX_HEAD if self.dialect == "arc" else _PEEK))
        at = buffer.position + ahead
        # Each tail of an address looks like a start, too: an ARC record begins a line.
        if self.dialect == "arc" and buffer.data[at - 1 : at] not in (b"\n", b"\r", b""):
            return False
        return is_start(buffer.data, at)

    def _find_true_extent(self, head: RecordHead) -> _Extent | None:
        """Find where the block ends although nothing regular follows; None where the record may be damaged.

        Its digest decides if it has one. Without a digest the record counts as whole if it ends where its member
        does, or differs from its stated length by a slip of the writer; where it is much too short or too long,
        bytes may be missing.
        """
        next_record = self._find_next_record(head.size)
        buffer = self._buffer
        available = len(buffer.data) - buffer.position
        if next_record is None and buffer.may_be_damaged(available):
            return None
        claimed = None if head.length is None else head.size + head.length
        # Not beyond the next record: a body that quotes records would be known by its length alone.
        if claimed is not None and claimed <= (next_record or available) and self._is_whole(head, claimed):
            return _Extent(claimed)
        true = self._strip_line_ends(head.size, next_record or available)
        if true - head.size > self._limit or (intact := self._is_intact(head, true)) is False:
            return None
        slipped = next_record is None or claimed is None or next_record < claimed + _SLIP
        ended = next_record is not None or buffer.ends_complete()
        proven = (ended and (intact or slipped)) or self._is_converted(head, true)
        return _Extent(true, length_wrong=True) if proven else None

    def _is_converted(self, head: RecordHead, end: int) -> bool:
        block = self._buffer.data[self._buffer.position + head.size : self._buffer.position + end]
        return head.length is not None and has_converted_lines(block, head.length)

    def _is_whole(self, head: RecordHead, end: int) -> bool:
        """Whether a block ends where its head says, although what follows is damaged."""
        intact = self._is_intact(head, end)
        return bool(_RECORD_END.match(self._buffer.data, self._buffer.position + end)) if intact is None else intact

    def _is_intact(self, head: RecordHead, end: int) -> bool | None:
        return is_intact(head, self._buffer.data[self._buffer.position + head.size : self._buffer.position + end])

    def _strip_line_ends(self, begin: int, end: int) -> int:
        buffer = self._buffer
        ends = _LINE_END if self.dialect == "arc" else _TWO_LINE_ENDS
        found = ends.search(buffer.data, max(buffer.position + begin, buffer.position + end - 6), buffer.position + end)
        return found.start() - buffer.position if found else end

    def _is_cut(self, head: RecordHead) -> bool:
        """Whether the archive ends before the block does."""
        buffer = self._buffer
        return buffer.end_reason == "end" and head.size + (head.length or 0) > len(buffer.data) - buffer.position

    def _find_next_record(self, begin: int) -> int | None:
        """Find the next record of the segment, counted from here, as far as one record may reach."""
        buffer, most = self._buffer, self._limit + MAX_HEAD
        while True:
            found = find_next_start(buffer.data, buffer.position + begin, buffer.position + most, self.dialect)
            if found is not None:
                return found - buffer.position
            available = len(buffer.data) - buffer.position
            buffer.fill(min(most, max(2 * available, _SEARCH_BYTES)))
            if len(buffer.data) - buffer.position == available:
                return None
            begin = max(begin, available - MAX_HEAD)  # a head that begins before that is complete

    def _skip_large(self, head: RecordHead) -> Iterator[Item]:
        """Skip a record that is not held in memory. Only what follows shows whether its length is right."""
        buffer, begin_offset = self._buffer, self._buffer.get_offset()
        raw = self._make_raw(head, _Extent(head.size))
        size = head.size + (head.length or 0)
        skipped = buffer.skip(size)
        if self._is_record_end(0) if skipped == size else buffer.ends_complete():
            yield skip_too_large(raw)
        else:
            yield self._skip_damage(0, begin_offset, is_cut=skipped < size and buffer.end_reason == "end")

    def _check_end(self) -> Iterator[Item]:
        """Report an uncompressed archive that ends within the line ends behind a record."""
        buffer = self._buffer
        if buffer.end_reason != "end" or buffer.ends_complete() or self.dialect != "warc":
            return
        rest = buffer.data[buffer.position : buffer.position + _PEEK]
        if len(rest) < _PEEK and not rest.strip(b"\r\n") and not _RECORD_END.match(rest):
            start, end = buffer.get_offset(), buffer.get_offset(len(rest))
            yield Damage(start, end, "cut_off", "the empty lines behind the last record are missing")

    # ── damage ────────────────────────────────────────────────────────────────────────────────────

    def _skip_damage(self, begin: int, begin_offset: int | None = None, *, is_cut: bool = False) -> Damage:
        """Go on to the next record or the end of the segment.

        begin          where to search for it, counted from here
        begin_offset   the offset where the damage begins, if not here
        """
        buffer = self._buffer
        begin_offset = buffer.get_offset() if begin_offset is None else begin_offset
        is_cut = is_cut or self._is_cut_head()
        while (found := self._find_next_record(begin)) is None:
            # A head may begin within what is held and end behind it.
            ended = buffer.end_reason is not None
            buffer.position = len(buffer.data) if ended else max(buffer.position, len(buffer.data) - MAX_HEAD)
            begin = 0
            self._check_bytes_without_record()
            if buffer.end_reason is not None:
                is_cut = is_cut and buffer.end_reason == "end" and not buffer.ends_complete()
                return self._make_end_damage(begin_offset, is_cut=is_cut)
        buffer.position += found
        return Damage(begin_offset, buffer.get_offset(), "damaged", "no record can be read here")

    def _make_end_damage(self, begin_offset: int, *, is_cut: bool = False) -> Damage:
        """Make the damage at the end of a segment, including the gap that ends it."""
        buffer = self._buffer
        if not isinstance(buffer.end_reason, Gap):
            end, detail = buffer.get_offset(), "no record can be read here"
            return Damage(begin_offset, end, "cut_off" if is_cut else "damaged", detail)
        gap, buffer.end_reason = buffer.end_reason, "member_boundary"
        return Damage(min(begin_offset, gap.start), gap.end, "cut_off" if gap.is_cut else "damaged", gap.detail)

    def _is_cut_head(self) -> bool:
        """Whether the rest is the beginning of a head, and the archive ends within it."""
        buffer = self._buffer
        begins = warc.is_cut_start(buffer.data, buffer.position)
        self.may_be_archive = self.may_be_archive and begins
        is_cut_line = self.dialect == "arc" and buffer.data.find(b"\n", buffer.position) < 0
        return buffer.end_reason == "end" and (begins or is_cut_line)

    def _check_bytes_without_record(self) -> None:
        if self.dialect is None and self._buffer.get_offset() > _MAX_BYTES_WITHOUT_RECORD:
            first = f"there is no record in its first {_MAX_BYTES_WITHOUT_RECORD:,} bytes"
            raise CorpusError(f"{self._name} is no archive: {first}")


def _find_after_line_ends(data: bytes, at: int) -> int:
    """Find the first byte from `at` on that is no line end."""
    found = _LINE_ENDS.match(data, at)
    return found.end() if found else at


_LINE_ENDS = re.compile(rb"[\r\n]*")
_RECORD_END = re.compile(LINE_END + LINE_END + rb"|\r\r(?!\n)")
_LINE_END = re.compile(rb"\r{0,2}\n\Z")
_TWO_LINE_ENDS = re.compile(rb"\r{0,2}\n\r{0,2}\n\Z")
