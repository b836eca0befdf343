"""Archives read record by record. Damage costs the records that it hits, and every byte is accounted for."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cleancopy.corpus.archives import arc, warc
from cleancopy.corpus.archives.head import LINE_END, LONGEST_HEAD, Head
from cleancopy.corpus.archives.heads import BOM, Dialect, dialect_at, is_start, next_start
from cleancopy.corpus.archives.items import Raw, has_converted_lines, is_intact, item, too_large
from cleancopy.corpus.archives.members import Gap, read_pieces
from cleancopy.corpus.archives.tape import Tape
from cleancopy.corpus.archives.window import Window
from cleancopy.corpus.record import Damage, Item
from cleancopy.errors import CorpusError

LIMIT = 32 * 1024**2  # bytes; a hundred times a usual page
_PATIENCE = 64 * 1024**2  # bytes without a single record, after which an input is no archive
_OVERHEAD = 64 * 1024  # bytes that a member may have more than its contents: what compresses badly grows a little
_PEEK = 64  # bytes behind a record that are enough to see line ends and what comes then, in most archives
_MOST_LINE_ENDS = 1024 * 1024  # bytes of line ends behind a record; more are damage
_STRETCH = 2 * LONGEST_HEAD  # bytes that are searched for the next record at a time, and twice as many each time
_SLIP = 16  # bytes by which a length is wrong by a slip of its writer (wget: one), not by damage


def read_warc(stream: BinaryIO, name: str, limit: int = LIMIT) -> Iterator[Item]:
    """The records of a WARC, WET or ARC archive, plain or compressed with gzip or zstd, by what its bytes say.

    stream   is read once from its beginning; nothing but `read` is asked of it
    name     of the archive, for messages
    limit    bytes that a record may have, as it is stored and as a page; larger ones are refused and not held

    Pages are responses, resources and conversions (flattened text, WET) with status 2xx and a type of HTML, XML or
    plain text. `items.item` has the flags, and ``items`` the reasons of what is passed over.

    Records come in order. Of a compressed archive a record is given when its member proved to be whole, or, where
    a member holds several, when the next one begins. Bytes that gave no record are told as `Damage`: those of an
    archive that is compressed as a whole by the piece of 64 KiB in which they are.

    Raises `CorpusError` where the stream is no archive, or cannot be read.
    """
    try:
        yield from _read(stream, name, limit)
    except OSError as error:
        raise CorpusError(f"{name} cannot be read: {error.strerror or error}") from error


def _read(stream: BinaryIO, name: str, limit: int) -> Iterator[Item]:
    tape = Tape(read_pieces(Window(stream), limit + LONGEST_HEAD + _OVERHEAD))
    reader = _Reader(tape, name, limit)
    early: list[Item] = []
    for found in reader.items():
        if reader.dialect is None:
            early.append(found)
            continue
        yield from early
        early.clear()
        yield found
    if reader.dialect is None and not (early and reader.hopeful):
        raise CorpusError(f"{name} is no archive: there is no WARC or ARC record in it")
    yield from early


class _Extent(NamedTuple):
    """Where a block ends, counted from the beginning of its record, and whether its head says something else."""

    end: int
    length_wrong: bool = False


class _Reader:
    """The records of a tape.

    dialect   of the records, None while none was found
    hopeful   whether what there was may have been the beginning of an archive
    """

    def __init__(self, tape: Tape, name: str, limit: int) -> None:
        self._tape, self._name, self._limit = tape, name, limit
        self._last = ("", 0)
        self.dialect: Dialect | None = None
        self.hopeful = True

    def items(self) -> Iterator[Item]:
        while self._tape.next_run():
            while self._skip_line_ends():
                yield from self._next()
            if isinstance(self._tape.stop, Gap):
                yield self._damage(self._tape.stop.start)

    def _next(self) -> Iterator[Item]:
        """What stands here: a record, or bytes up to the next one."""
        head = self._head()
        if head is None:
            yield self._lost(1)
        elif head.length is not None and head.length > self._limit and self._tape.need(head.size + self._limit):
            yield from self._pass_large(head)
        elif extent := self._extent(head):
            yield item(self._raw(head, extent), self._limit)
            self._tape.at += extent.end
            yield from self._cut_end()
        else:
            yield self._lost(head.size, cut=self._is_cut(head))

    def _skip_line_ends(self) -> bool:
        """Go to the next byte that is something, and tell whether there is one."""
        tape = self._tape
        while tape.need(1):
            tape.at = _line_ends(tape.data, tape.at)
            if tape.need(len(BOM) + 1) and tape.data.startswith(BOM, tape.at) and self._starts(0):
                tape.at += len(BOM)
            if tape.at < len(tape.data):
                return True
        return False

    # ── heads ─────────────────────────────────────────────────────────────────────────────────────

    def _head(self) -> Head | None:
        tape = self._tape
        tape.need(arc.LONGEST)
        dialect = dialect_at(tape.data, tape.at)
        head = self._warc_head() if dialect == "warc" else arc.parse(tape.data, tape.at) if dialect else None
        if head is not None and dialect is not None:
            self.dialect = self.dialect or dialect
            self._name_of_last()
        return head

    def _warc_head(self) -> Head | None:
        tape = self._tape
        for size in (arc.LONGEST, LONGEST_HEAD):  # of most records the rest is not needed yet
            tape.need(size)
            end = warc.find_head_end(tape.data, tape.at)
            if end is not None:
                break
        return None if end is None else warc.parse(tape.data[tape.at : end])

    def _name_of_last(self) -> None:
        """Remember where the record stands: several may be of one piece."""
        offset = str(self._tape.offset())
        self._last = (offset, self._last[1] + 1 if offset == self._last[0] else 0)

    def _raw(self, head: Head, extent: _Extent) -> Raw:
        tape, (offset, number) = self._tape, self._last
        block = tape.data[tape.at + head.size : tape.at + extent.end]
        return Raw(head, block, f"{offset}.{number}" if number else offset, extent.length_wrong)

    # ── blocks ────────────────────────────────────────────────────────────────────────────────────

    def _extent(self, head: Head) -> _Extent | None:
        """Where the block ends: there where its head says, if that can be."""
        if head.length is not None:
            end = head.size + head.length
            if self._tape.need(end) and self._is_end(end):
                return _Extent(end)
        return self._true_extent(head)

    def _is_end(self, end: int) -> bool:
        """Whether another record or the end of the run stands there, as it does behind a record that is whole."""
        tape, size = self._tape, _PEEK
        while tape.need(end + size) and self._behind_line_ends(end) == end + size and size < _MOST_LINE_ENDS:
            size *= 2
        behind = self._behind_line_ends(end)
        if tape.stop is not None and tape.at + behind >= len(tape.data):
            return not tape.is_doubtful(behind)
        return self._starts(behind) or tape.is_seam(behind)

    def _behind_line_ends(self, ahead: int) -> int:
        return _line_ends(self._tape.data, self._tape.at + ahead) - self._tape.at

    def _starts(self, ahead: int) -> bool:
        tape = self._tape
        tape.need(ahead + (arc.LONGEST if self.dialect == "arc" else _PEEK))
        # Any end of an address is one as well: of ARC only what begins a line is a start.
        if self.dialect == "arc" and tape.data[tape.at + ahead - 1 : tape.at + ahead] not in (b"\n", b"\r", b""):
            return False
        return is_start(tape.data, tape.at + ahead)

    def _true_extent(self, head: Head) -> _Extent | None:
        """Where the block ends although nothing regular stands behind it; None where the record may be damaged.

        Its digest decides if there is one. Without, a record that ends where its member does, or a slip before or
        behind its length, is taken for whole; where much is too little or too much, bytes may be missing.
        """
        next_one = self._find_start(head.size)
        tape = self._tape
        held = len(tape.data) - tape.at
        if next_one is None and tape.is_doubtful(held):
            return None
        claimed = None if head.length is None else head.size + head.length
        # Not beyond the next record: of a body that quotes records nothing would be known but its length.
        if claimed is not None and claimed <= (next_one or held) and self._is_sound(head, claimed):
            return _Extent(claimed)
        true = self._without_line_ends(head.size, next_one or held)
        if true - head.size > self._limit or (intact := self._is_intact(head, true)) is False:
            return None
        slipped = next_one is None or claimed is None or next_one < claimed + _SLIP
        ended = next_one is not None or tape.ends_whole()
        proven = (ended and (intact or slipped)) or self._is_converted(head, true)
        return _Extent(true, length_wrong=True) if proven else None

    def _is_converted(self, head: Head, end: int) -> bool:
        block = self._tape.data[self._tape.at + head.size : self._tape.at + end]
        return head.length is not None and has_converted_lines(block, head.length)

    def _is_sound(self, head: Head, end: int) -> bool:
        """Whether a block ends where its head says, although what comes behind it is damaged."""
        intact = self._is_intact(head, end)
        return bool(_RECORD_END.match(self._tape.data, self._tape.at + end)) if intact is None else intact

    def _is_intact(self, head: Head, end: int) -> bool | None:
        return is_intact(head, self._tape.data[self._tape.at + head.size : self._tape.at + end])

    def _without_line_ends(self, begin: int, end: int) -> int:
        tape = self._tape
        ends = _LINE_END if self.dialect == "arc" else _TWO_LINE_ENDS
        found = ends.search(tape.data, max(tape.at + begin, tape.at + end - 6), tape.at + end)
        return found.start() - tape.at if found else end

    def _is_cut(self, head: Head) -> bool:
        """Whether the archive ends before the block does."""
        tape = self._tape
        return tape.stop == "end" and head.size + (head.length or 0) > len(tape.data) - tape.at

    def _find_start(self, begin: int) -> int | None:
        """The next record of the run, counted from here, as far as one record may reach."""
        tape, most = self._tape, self._limit + LONGEST_HEAD
        while True:
            found = next_start(tape.data, tape.at + begin, tape.at + most, self.dialect)
            if found is not None:
                return found - tape.at
            held = len(tape.data) - tape.at
            tape.need(min(most, max(2 * held, _STRETCH)))
            if len(tape.data) - tape.at == held:
                return None
            begin = max(begin, held - LONGEST_HEAD)  # before that no head lacks its end

    def _pass_large(self, head: Head) -> Iterator[Item]:
        """A record that is not held. That its length is right shows only behind it."""
        tape, begun = self._tape, self._tape.offset()
        raw = self._raw(head, _Extent(head.size))
        size = head.size + (head.length or 0)
        skipped = tape.skip(size)
        if self._is_end(0) if skipped == size else tape.ends_whole():
            yield too_large(raw)
        else:
            yield self._lost(0, begun, cut=skipped < size and tape.stop == "end")

    def _cut_end(self) -> Iterator[Item]:
        """That an archive that is not compressed ends within the line ends behind a record."""
        tape = self._tape
        if tape.stop != "end" or tape.ends_whole() or self.dialect != "warc":
            return
        rest = tape.data[tape.at : tape.at + _PEEK]
        if len(rest) < _PEEK and not rest.strip(b"\r\n") and not _RECORD_END.match(rest):
            yield Damage(
                tape.offset(), tape.offset(len(rest)), "cut_off", "the empty lines behind the last record are missing"
            )

    # ── damage ────────────────────────────────────────────────────────────────────────────────────

    def _lost(self, begin: int, begun: int | None = None, *, cut: bool = False) -> Damage:
        """Go on to the next record or the end of the run.

        begin   where to look for it, counted from here
        begun   the offset where the damage begins, if not here
        """
        tape = self._tape
        begun = tape.offset() if begun is None else begun
        cut = cut or self._is_beginning()
        while (found := self._find_start(begin)) is None:
            # A head may stand across the end of what is held.
            tape.at = max(tape.at, len(tape.data) - LONGEST_HEAD) if tape.stop is None else len(tape.data)
            begin = 0
            self._lose_patience()
            if tape.stop is not None:
                return self._damage(begun, cut=cut and tape.stop == "end" and not tape.ends_whole())
        tape.at += found
        return Damage(begun, tape.offset(), "damaged", "no record can be read here")

    def _damage(self, begun: int, *, cut: bool = False) -> Damage:
        """What was lost at the end of a run, with the gap that it ends at."""
        tape = self._tape
        if not isinstance(tape.stop, Gap):
            return Damage(begun, tape.offset(), "cut_off" if cut else "damaged", "no record can be read here")
        gap, tape.stop = tape.stop, "seam"
        return Damage(min(begun, gap.start), gap.end, "cut_off" if gap.cut else "damaged", gap.detail)

    def _is_beginning(self) -> bool:
        """Whether what is left is the beginning of a head, and the archive ends in it."""
        tape = self._tape
        begins = warc.is_cut_start(tape.data, tape.at)
        self.hopeful = self.hopeful and begins
        return tape.stop == "end" and (begins or (self.dialect == "arc" and tape.data.find(b"\n", tape.at) < 0))

    def _lose_patience(self) -> None:
        if self.dialect is None and self._tape.offset() > _PATIENCE:
            raise CorpusError(f"{self._name} is no archive: there is no record in its first {_PATIENCE:,} bytes")


def _line_ends(data: bytes, at: int) -> int:
    """Where the line ends that stand here end."""
    found = _LINE_ENDS.match(data, at)
    return found.end() if found else at


_LINE_ENDS = re.compile(rb"[\r\n]*")
_RECORD_END = re.compile(LINE_END + LINE_END + rb"|\r\r(?!\n)")
_LINE_END = re.compile(rb"\r{0,2}\n\Z")
_TWO_LINE_ENDS = re.compile(rb"\r{0,2}\n\r{0,2}\n\Z")
