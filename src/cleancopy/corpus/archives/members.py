"""The contents of an archive in pieces, whatever it is compressed with, and the gaps that damage leaves in them.

gzip (RFC 1952) and zstd (RFC 8878) files may have many members (frames), one after the other, and archives have
one for each record: the WARC standard asks for it (ISO 28500:2017, annex D), so that a reader can begin anywhere.
That is what makes damage cost one record: behind it reading goes on at the next member that proves to be one.
"""

import re
import zlib
from collections.abc import Callable, Generator, Iterator
from itertools import islice
from typing import NamedTuple, Protocol

from cleancopy.compression import Inflater
from cleancopy.corpus.archives.heads import is_start
from cleancopy.corpus.archives.window import Window
from cleancopy.corpus.archives.zstd import ZSTD_MAGIC, is_zstd, zstd_decoder

_FIRST = 16 * 1024  # bytes of a member that are read first: most members have fewer
_SLICE = 64 * 1024  # bytes of a member at a time afterwards
_CHUNK = 1024 * 1024  # bytes of output at a time
_PLAIN = 256 * 1024  # bytes of an archive that is not compressed at a time
_OVERRUN = 1024 * 1024  # bytes read beyond damage at most: a field of a header and a stored block have 64 KiB each
_HEAD = 1024 * 1024  # bytes at the beginning that are searched for a first member, if the very first bytes are damaged
_TRIALS = 64  # members at the beginning that begin well and end badly; more of them only in hostile archives
_GLANCE = 512  # bytes of a member that are enough to see how its contents begin, but where its header has a long name
_FREE_WORK = 64 * 1024**2  # bytes decoded and made in vain before the bound on work counts
_WORK = 16  # bytes decoded and made in vain for each byte that is searched
_JUDGED = 16 * 1024  # bytes of a member that tell whether a record begins it: an address is the longest part

GZIP_MAGIC = b"\x1f\x8b\x08"
"""RFC 1952, section 2.3.1, with deflate, the only method there ever was."""


class Piece(NamedTuple):
    """Contents.

    start, end   the bytes of the archive that they were made of
    first        whether a member begins with them
    last         whether a member ends with them, and its checksum and length fit
    exact        whether they stand in the archive as they are, so that each byte has an offset
    """

    data: bytes
    start: int
    end: int
    first: bool = False
    last: bool = False
    exact: bool = False


class Gap(NamedTuple):
    """Bytes of the archive that gave nothing. What a member gave before its gap may be wrong near its end."""

    start: int
    end: int
    cut: bool
    detail: str


def read_pieces(window: Window, ahead: int) -> Iterator[Piece | Gap]:
    """The pieces and gaps of an archive, by what its bytes say it is.

    ahead   bytes that a member may have and still be looked for behind damage: so many are held then
    """
    codec = _codec_of(window, ahead)
    return _plain(window) if codec is None else _members(window, codec, ahead)


def _plain(window: Window) -> Iterator[Piece]:
    at = 0
    while data := window.read(at, _PLAIN):
        yield Piece(data, at, at + len(data), exact=True)
        at += len(data)
        window.forget(at)


# ── members ───────────────────────────────────────────────────────────────────────────────────────


class Decoder(Protocol):
    """What decoders have in common: bounded output of a piece of input, an end, and a state that can be kept."""

    def begin(self, data: bytes, most: int) -> bytes:
        """Take the first piece of input, and give the first bytes that it makes. Nothing can be fed afterwards."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take a piece of input, and give what it makes in chunks of bounded size."""

    @property
    def finished(self) -> bool:
        """Whether the member has ended, and its checksum fits."""

    @property
    def unused(self) -> int:
        """How many bytes of the last piece stand behind the end."""

    def copy(self) -> "Decoder | None":
        """The decoder in the state that it is in, None if it cannot be copied."""


class _Codec(NamedTuple):
    """A compression: how a member begins, a decoder for one, and what that raises for damage."""

    magic: bytes
    new: Callable[[], Decoder]
    error: type[Exception]


class _End(NamedTuple):
    """How a member ended: at which offset, what was wrong if it was not whole, and the bytes decoded and made."""

    at: int
    fault: str = ""
    cut: bool = False
    work: int = 0


class _Inflater(Inflater):
    """A decoder of gzip that can be gone back to."""

    def __init__(self) -> None:
        super().__init__(16 + zlib.MAX_WBITS)

    def begin(self, data: bytes, most: int) -> bytes:
        return self._stream.decompress(data, most)

    def copy(self) -> "_Inflater":
        other = _Inflater()
        other._stream = self._stream.copy()
        return other


_GZIP = _Codec(GZIP_MAGIC, _Inflater, zlib.error)


def _codec_of(window: Window, ahead: int) -> _Codec | None:
    head = window.read(0, _JUDGED)
    if head and GZIP_MAGIC.startswith(head[: len(GZIP_MAGIC)]):  # cut off after a byte or two, even
        return _GZIP
    if is_zstd(head):
        return _zstd(window)
    if is_start(head):
        return None
    # The first bytes may be what is damaged. In an archive that is not compressed no such member is found.
    if _is_ahead(window, _GZIP, ahead):
        return _GZIP
    if ZSTD_MAGIC in window.read(0, _HEAD) and _is_ahead(window, zstd := _zstd(window), ahead):
        return zstd
    return None


def _zstd(window: Window) -> _Codec:
    return _Codec(ZSTD_MAGIC, *zstd_decoder(lambda size: window.read(0, size)))


def _is_ahead(window: Window, codec: _Codec, ahead: int) -> bool:
    head = window.read(0, _HEAD)
    starts = (found.start() for found in re.finditer(re.escape(codec.magic), head))
    begin = (at for at in starts if _judge(window, codec, at, _GLANCE).begins_record)
    return any(not _try(window, codec, at, ahead).fault for at in islice(begin, _TRIALS))


def _members(window: Window, codec: _Codec, ahead: int) -> Iterator[Piece | Gap]:
    at = 0
    while window.read(at, 1):
        end = yield from _member(window, codec, at)
        if end.fault:
            found = _next_member(window, codec, max(at + 1, window.begin), ahead)
            resumed = window.end if found is None else found
            yield Gap(min(end.at, resumed), resumed, end.cut and found is None, end.fault)
            end = _End(resumed)
        at = end.at
        window.forget(at)


def _member(window: Window, codec: _Codec, start: int) -> Generator[Piece, None, _End]:
    """The pieces of a member. Where it is damaged, `_End.at` is where the bytes begin in which it shows."""
    decoder, at, first = codec.new(), start, True
    while data := window.read(at, _FIRST if at == start else _SLICE):
        before = decoder.copy() if at > start else codec.new()
        stop, made, given = at + len(data), b"", 0
        try:
            for chunk in decoder.feed(data):
                if made:
                    yield Piece(made, at, stop, first)
                    first, given = False, given + len(made)
                made = chunk
        except codec.error as error:
            for chunk in _salvage(before, data, codec.error, given) if before else ():
                yield Piece(chunk, at, stop, first)
                first = False
            return _End(at, str(error))
        if decoder.finished:
            stop -= decoder.unused
            yield Piece(made, at, stop, first, last=True)
            return _End(stop)
        if made:
            yield Piece(made, at, stop, first)
            first = False
        at = stop
        window.forget(max(start, at - _OVERRUN))
    return _End(start if first else at, "it ends in the midst of a member", cut=True)


def _salvage(decoder: Decoder, data: bytes, error: type[Exception], given: int) -> Iterator[bytes]:
    """What comes out of the bytes before damage, byte by byte: a decoder that fails keeps what it had made.

    given   bytes of it that are known already
    """
    out = bytearray()
    try:
        for at in range(len(data)):
            for chunk in decoder.feed(data[at : at + 1]):
                out += chunk[given:]
                given = max(0, given - len(chunk))
            if len(out) > _CHUNK:
                yield bytes(out)
                out.clear()
    except error:
        pass
    if out:
        yield bytes(out)


# ── resynchronising ───────────────────────────────────────────────────────────────────────────────


def _next_member(window: Window, codec: _Codec, at: int, ahead: int) -> int | None:
    """The next offset at which a whole member of records begins.

    Three bytes may stand anywhere. So it must decode to its end, its checksum and length must fit, and a record
    must begin it: none is taken for one by chance.

    Hostile bytes may begin well at each of them, and end badly. So the work that comes to nothing is bounded by the
    bytes that are searched; beyond that only the first bytes of a member are looked at, and what begins well is
    passed over up to where it fails.
    """
    begun, spent = at, 0
    while (found := window.find(codec.magic, at)) is not None:
        is_dear = spent > _FREE_WORK + _WORK * (found - begun)
        at = found + 1
        judged = _judge(window, codec, found, _FIRST if not is_dear else _GLANCE)
        spent += judged.work
        if judged.begins_record:
            end = _try(window, codec, found, ahead)
            if not end.fault:
                return found
            spent += end.work
            at = max(at, end.at) if is_dear else at
        window.forget(at)
    return None


class _Judgement(NamedTuple):
    """Whether a record begins a member, and the bytes that were decoded and made to know it."""

    begins_record: bool
    work: int


def _judge(window: Window, codec: _Codec, start: int, most: int) -> _Judgement:
    """Look at the first bytes of a member, at most so many."""
    work = 0
    for size in (_GLANCE, _FIRST):
        data = window.read(start, size) if size <= most else b""
        try:
            made = codec.new().begin(data, _JUDGED)
        except codec.error:
            return _Judgement(begins_record=False, work=work + len(data))
        work += len(data) + len(made)
        if is_start(made):
            return _Judgement(begins_record=True, work=work)
        if b"\n" in made or len(made) >= _JUDGED:
            break
    return _Judgement(begins_record=False, work=work)


def _try(window: Window, codec: _Codec, start: int, ahead: int) -> _End:
    """Decode a member, and keep nothing of it."""
    decoder, at, work = codec.new(), start, 0
    while at - start < ahead and (data := window.read(at, _FIRST if at == start else _SLICE)):
        work += len(data)
        try:
            work += sum(map(len, decoder.feed(data)))
        except codec.error as error:
            return _End(at, str(error), work=work)
        at += len(data)
        if decoder.finished:
            return _End(at, work=work)
    return _End(at, "it does not end", work=work)
