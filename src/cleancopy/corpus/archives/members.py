"""The contents of an archive in pieces, however it is compressed, and the gaps that damage leaves in them.

gzip (RFC 1952) and zstd (RFC 8878) files may have many members (frames), one after the other, and archives have one
for each record: the WARC standard requires it (ISO 28500:2017, annex D), so that a reader can begin anywhere. So
damage costs one record: behind it, reading continues at the next member that proves to be one.
"""

import re
import zlib
from collections.abc import Callable, Generator, Iterator
from itertools import islice
from typing import NamedTuple, Protocol

from cleancopy.corpus.archives.dialects import is_start
from cleancopy.corpus.archives.lookback_stream import LookbackStream
from cleancopy.corpus.archives.zstd import ZSTD_MAGIC, is_zstd, make_zstd_decoders
from cleancopy.input import Inflater

_FIRST_READ = 16 * 1024  # bytes of a member that are read first: most members have fewer
_NEXT_READ = 64 * 1024  # bytes of a member that are read at a time afterwards
_OUTPUT_CHUNK = 1024 * 1024  # bytes of output at a time
_PLAIN_READ = 256 * 1024  # bytes of an uncompressed archive at a time
_MAX_LOOKBACK = 1024 * 1024  # bytes read beyond damage: a field of a header and a stored block have 64 KiB each
_SEARCHED_HEAD = 1024 * 1024  # bytes that are searched for a first member where the very first bytes are damaged
_MAX_TRIALS = 64  # members that begin well and end badly; only hostile archives begin with more
_SHORT_LOOK = 512  # bytes of a member that show how its contents begin, unless its header has a long name
_FREE_WORK = 64 * 1024**2  # bytes decoded in vain, input and output, before the bound on work counts
_WORK_PER_BYTE = 16  # bytes decoded in vain, input and output, for each byte that is searched
_LONG_LOOK = 16 * 1024  # bytes of contents that show whether a record begins: an address is the longest part

GZIP_MAGIC = b"\x1f\x8b\x08"
"""RFC 1952, section 2.3.1, with deflate, the only method that was ever defined."""


class Piece(NamedTuple):
    """A piece of the contents.

    start, end   the bytes of the archive that it was decoded from
    first        whether a member begins with it
    last         whether a member ends with it, and its checksum and length fit
    exact        whether the archive has these bytes as they are, so that each has an offset
    """

    data: bytes
    start: int
    end: int
    first: bool = False
    last: bool = False
    exact: bool = False


class Gap(NamedTuple):
    """Bytes of the archive that gave no contents. The last contents of a member before its gap may be wrong."""

    start: int
    end: int
    is_cut: bool
    detail: str


def read_pieces(stream: LookbackStream, ahead: int) -> Iterator[Piece | Gap]:
    """Read the pieces and gaps of an archive; its bytes say how it is compressed.

    ahead   largest size of a member that is searched for behind damage: as many bytes are held in memory then
    """
    codec = _detect_codec(stream, ahead)
    return _read_plain(stream) if codec is None else _read_members(stream, codec, ahead)


def _read_plain(stream: LookbackStream) -> Iterator[Piece]:
    at = 0
    while data := stream.read(at, _PLAIN_READ):
        yield Piece(data, at, at + len(data), exact=True)
        at += len(data)
        stream.discard_before(at)


# ── members ───────────────────────────────────────────────────────────────────────────────────────


class Decoder(Protocol):
    """The interface of decoders: bounded output for a piece of input, an end, and a state that can be copied."""

    def decode_start(self, data: bytes, most: int) -> bytes:
        """Decode the first bytes of the first piece of input. Nothing can be fed afterwards."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode a piece of input into chunks of bounded size."""

    @property
    def finished(self) -> bool:
        """Whether the member has ended, and its checksum fits."""

    @property
    def unused(self) -> int:
        """Bytes of the last piece of input that are behind the end."""

    def copy(self) -> "Decoder | None":
        """Copy the decoder in its current state; None if it cannot be copied."""


class _Codec(NamedTuple):
    """A compression: how a member begins, what makes a decoder for one, and what decoders raise for damage."""

    magic: bytes
    make_decoder: Callable[[], Decoder]
    error: type[Exception]


class _End(NamedTuple):
    """How a member ended: at which offset, with which fault if it was not whole, and the bytes of input and output."""

    at: int
    fault: str = ""
    is_cut: bool = False
    work: int = 0


class _Inflater(Inflater):
    """A decoder of gzip whose state can be copied."""

    def __init__(self) -> None:
        super().__init__(16 + zlib.MAX_WBITS)

    def decode_start(self, data: bytes, most: int) -> bytes:
        return self._stream.decompress(data, most)

    def copy(self) -> "_Inflater":
        other = _Inflater()
        other._stream = self._stream.copy()
        return other


_GZIP = _Codec(GZIP_MAGIC, _Inflater, zlib.error)


def _detect_codec(stream: LookbackStream, ahead: int) -> _Codec | None:
    head = stream.read(0, _LONG_LOOK)
    if head and GZIP_MAGIC.startswith(head[: len(GZIP_MAGIC)]):  # also where it is cut off after a byte or two
        return _GZIP
    if is_zstd(head):
        return _make_zstd_codec(stream)
    if is_start(head):
        return None
    # The first bytes may be damaged. An uncompressed archive has no such members.
    if _has_member_ahead(stream, _GZIP, ahead):
        return _GZIP
    if ZSTD_MAGIC in stream.read(0, _SEARCHED_HEAD) and _has_member_ahead(
        stream, zstd := _make_zstd_codec(stream), ahead
    ):
        return zstd
    return None


def _make_zstd_codec(stream: LookbackStream) -> _Codec:
    return _Codec(ZSTD_MAGIC, *make_zstd_decoders(lambda size: stream.read(0, size)))


def _has_member_ahead(stream: LookbackStream, codec: _Codec, ahead: int) -> bool:
    head = stream.read(0, _SEARCHED_HEAD)
    starts = (found.start() for found in re.finditer(re.escape(codec.magic), head))
    begin = (at for at in starts if _look_at_start(stream, codec, at, _SHORT_LOOK).begins_record)
    return any(not _try_member(stream, codec, at, ahead).fault for at in islice(begin, _MAX_TRIALS))


def _read_members(stream: LookbackStream, codec: _Codec, ahead: int) -> Iterator[Piece | Gap]:
    at = 0
    while stream.read(at, 1):
        end = yield from _read_member(stream, codec, at)
        if end.fault:
            found = _find_member(stream, codec, max(at + 1, stream.start), ahead)
            resumed = stream.end if found is None else found
            yield Gap(min(end.at, resumed), resumed, end.is_cut and found is None, end.fault)
            end = _End(resumed)
        at = end.at
        stream.discard_before(at)


def _read_member(stream: LookbackStream, codec: _Codec, start: int) -> Generator[Piece, None, _End]:
    """Read the pieces of a member. Where it is damaged, `_End.at` is the start of the bytes in which that shows."""
    decoder, at, first = codec.make_decoder(), start, True
    while data := stream.read(at, _FIRST_READ if at == start else _NEXT_READ):
        before = decoder.copy() if at > start else codec.make_decoder()
        stop, made, n_known = at + len(data), b"", 0
        try:
            for chunk in decoder.feed(data):
                if made:
                    yield Piece(made, at, stop, first)
                    first, n_known = False, n_known + len(made)
                made = chunk
        except codec.error as error:
            for chunk in _salvage(before, data, codec.error, n_known) if before else ():
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
        stream.discard_before(max(start, at - _MAX_LOOKBACK))
    return _End(start if first else at, "it ends in the midst of a member", is_cut=True)


def _salvage(decoder: Decoder, data: bytes, error: type[Exception], n_known: int) -> Iterator[bytes]:
    """Decode the bytes before damage, byte by byte: a decoder that fails discards its last output.

    n_known   bytes of the output that are known already
    """
    out = bytearray()
    try:
        for at in range(len(data)):
            for chunk in decoder.feed(data[at : at + 1]):
                out += chunk[n_known:]
                n_known = max(0, n_known - len(chunk))
            if len(out) > _OUTPUT_CHUNK:
                yield bytes(out)
                out.clear()
    except error:
        pass
    if out:
        yield bytes(out)


# ── resynchronising ───────────────────────────────────────────────────────────────────────────────


def _find_member(stream: LookbackStream, codec: _Codec, at: int, ahead: int) -> int | None:
    """Find the next offset at which a whole member of records begins.

    The three magic bytes may occur anywhere. So a member must decode to its end, its checksum and length must fit, and
    a record must begin it: no other bytes fit by chance.

    Hostile bytes may begin well at each offset, and end badly. So the work in vain is bounded by the bytes that are
    searched; beyond the bound only the first bytes of a member are looked at, and a member that begins well is skipped
    up to where it fails.
    """
    begin, spent = at, 0
    while (found := stream.find(codec.magic, at)) is not None:
        is_expensive = spent > _FREE_WORK + _WORK_PER_BYTE * (found - begin)
        at = found + 1
        look = _look_at_start(stream, codec, found, _SHORT_LOOK if is_expensive else _FIRST_READ)
        spent += look.work
        if look.begins_record:
            end = _try_member(stream, codec, found, ahead)
            if not end.fault:
                return found
            spent += end.work
            at = max(at, end.at) if is_expensive else at
        stream.discard_before(at)
    return None


class _StartLook(NamedTuple):
    """Whether a record begins a member, and the bytes of input and output that it took to know."""

    begins_record: bool
    work: int


def _look_at_start(stream: LookbackStream, codec: _Codec, start: int, most: int) -> _StartLook:
    """Look at the first bytes of a member, at most `most`."""
    work = 0
    for size in (_SHORT_LOOK, _FIRST_READ):
        data = stream.read(start, size) if size <= most else b""
        try:
            made = codec.make_decoder().decode_start(data, _LONG_LOOK)
        except codec.error:
            return _StartLook(begins_record=False, work=work + len(data))
        work += len(data) + len(made)
        if is_start(made):
            return _StartLook(begins_record=True, work=work)
        if b"\n" in made or len(made) >= _LONG_LOOK:
            break
    return _StartLook(begins_record=False, work=work)


def _try_member(stream: LookbackStream, codec: _Codec, start: int, ahead: int) -> _End:
    """Decode a member without keeping its contents."""
    decoder, at, work = codec.make_decoder(), start, 0
    while at - start < ahead and (data := stream.read(at, _FIRST_READ if at == start else _NEXT_READ)):
        work += len(data)
        try:
            work += sum(map(len, decoder.feed(data)))
        except codec.error as error:
            return _End(at, str(error), work=work)
        at += len(data)
        if decoder.finished:
            return _End(at, work=work)
    return _End(at, "it does not end", work=work)
