"""Compressed bodies to bytes: what HTTP calls content codings, undone within a bound.

Hostile bytes are expected: 400 bytes of brotli give 256 MiB. So output is counted while it is made,
never cut afterwards; a window that the decoder would have to hold is bounded as well.
"""

import codecs
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple, Protocol

from cleancopy.errors import CompressionError, TooLargeError

LIMIT = 64 * 1024**2  # bytes; several hundred times a usual page
BODY_CUT = "body_cut"
BODY_CORRUPT = "body_corrupt"
CODING_IGNORED = "coding_ignored"
TRAILING_BYTES = "trailing_bytes"

_LONGEST_CHAIN = 3  # codings; real servers stack two by accident, and each can multiply the work a thousandfold
_MOST_MEMBERS = 65_536  # 1 KiB of the usual limit for each: bgzip, which makes the most, puts 64 KiB in each
_SLICE = 16 * 1024  # bytes of input at a time; decoders copy what they leave of it
_CHUNK = 256 * 1024  # bytes of output at a time; brotli gives up to twice that
_WINDOW_LOG = 23  # 8 MiB, the largest window that a zstd body may ask for (RFC 9659, section 3)
_PLAIN = 512  # bytes; compressed data of this length hold a control byte, but for one in 10**24


class Decompressed(NamedTuple):
    """A body with its codings undone, and the flags that say what a caller should know of it.

    body_cut         it ends early: `data` is what was there
    body_corrupt     it is damaged, or its checksum does not fit: `data` is what comes before the decoder notices
    coding_ignored   it is not compressed as declared: `data` is the body as it came
    trailing_bytes   something that is no more of it stands behind its end, and was left out
    """

    data: bytes
    flags: frozenset[str] = frozenset()


def decompress(data: bytes, codings: str | Sequence[str] | None = None, *, limit: int = LIMIT) -> Decompressed:
    """Undo the codings of a body.

    data      the body as it came
    codings   what the header ``Content-Encoding`` says, as it stands there ("gzip, br") or as a list, in the
              order in which the codings were applied: gzip (x-gzip), deflate, br, zstd, identity. None: gzip
              and zstd are told by how the data begin; deflate and br have no mark to be told by
    limit     bytes that may be held beyond `data` itself: a result, and what it is being made of

    Multi-member gzip and multi-frame zstd are read whole; zero bytes behind the end are padding. Servers
    and crawls are forgiven what a browser forgives: see the flags of `Decompressed`.

    Raises `TooLargeError` where more comes out than `limit`; `CompressionError` where nothing comes out of
    damaged data, for more than 65,536 members, for an unknown coding, for more than three, and for one whose
    decoder is not installed.
    """
    names = None if codings is None else reversed(_names(codings))
    body, flags, undone = data, frozenset[str](), 0
    while coding := _guess(body) if names is None else next(names, None):
        if undone == _LONGEST_CHAIN:
            raise CompressionError(_too_long("the body is"))
        room = limit if body is data else limit - len(body)
        body, found = _undo(body, coding, room)
        flags, undone = flags | found, undone + 1
    return Decompressed(body, flags)


def dechunk(data: bytes) -> Decompressed:
    """Undo a chunked transfer coding (RFC 9112, section 7.1) that a crawler left in the body; it comes off first.

    Only what has a chunk whose length leads to the next is taken for chunked: text may begin with a
    number. All else is given back as it is. Chunks that break off give what was there, flag ``body_cut``.
    """
    line = _SIZE_LINE.match(data)
    out, whole = BytesIO(), 0
    while line and (size := int(line[1], 16)):
        end = line.end() + size
        out.write(memoryview(data)[line.end() : end])
        line = _SIZE_LINE.match(data, end + 2) if data.startswith(b"\r\n", end) else None
        whole += line is not None
    if not whole:
        return Decompressed(data)
    return Decompressed(out.getvalue(), frozenset() if line else frozenset({BODY_CUT}))


# At most 4 GiB a chunk, and an extension that nobody uses; both bounded, so that no line costs much.
_SIZE_LINE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,256})?\r\n")


# ── which codings ─────────────────────────────────────────────────────────────────────────────────


def _names(codings: str | Sequence[str]) -> list[str]:
    """The codings by name. Empty ones are left out, as RFC 9110, section 5.6.1, asks of who reads a list."""
    header = codings if isinstance(codings, str) else ",".join(codings)
    names = [name.strip().lower() for name in header.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > _LONGEST_CHAIN:
        raise CompressionError(_too_long(f"{len(names)} codings are declared, so the body is"))
    unknown = next((name for name in names if name not in _CODECS), None)
    if unknown:
        # What was sent may be long or hold anything.
        raise CompressionError(f"unknown coding {unknown[:40]!r}: known are {', '.join(_CODECS)} and identity")
    return names


def _guess(body: bytes) -> str | None:
    if len(body) < _MAGIC_LENGTH:
        return None
    return next((name for name, magic in _MAGIC.items() if magic.match(body)), None)


def _too_long(subject: str) -> str:
    return f"{subject} compressed more than {_LONGEST_CHAIN} times over: refused, as only hostile ones are"


_MAGIC_LENGTH = 4  # bytes
# Each byte or the end of the data, which may be cut anywhere. RFC 1952, section 2.3.1, with deflate, the only
# method there ever was; RFC 8878, sections 3.1.1 and 3.1.2: pzstd begins with a skippable frame.
_MAGIC = {
    "gzip": re.compile(rb"(?:\x1f|\Z)(?:\x8b|\Z)(?:\x08|\Z)"),
    "zstd": re.compile(rb"(?:\x28|\Z)(?:\xb5|\Z)(?:\x2f|\Z)(?:\xfd|\Z)|[\x50-\x5f](?:\x2a|\Z)(?:\x4d|\Z)(?:\x18|\Z)"),
}


# ── one coding ────────────────────────────────────────────────────────────────────────────────────


class _Sink(BytesIO):
    """Output that refuses to grow beyond its limit. `getvalue` hands the buffer over without a copy."""

    def __init__(self, coding: str, room: int) -> None:
        super().__init__()
        self._coding, self._room = coding, room

    def add(self, chunk: bytes) -> None:
        if self.tell() + len(chunk) > self._room:
            raise TooLargeError(
                f"{self._coding}: more comes out than the {max(self._room, 0):,} bytes that the limit leaves: "
                "raise the limit if you trust the source"
            )
        self.write(chunk)


class _End(NamedTuple):
    """How a member ended: at which byte of the body, whether it was whole, and the decoder's complaint."""

    at: int
    whole: bool = False
    error: Exception | None = None


def _undo(body: bytes, coding: str, room: int) -> Decompressed:
    """Undo one coding, or give the body as it is where it does not have it."""
    if not body:
        return Decompressed(body)
    codec = _CODECS[coding](body)
    if codec.magic and not codec.magic.match(body):
        return Decompressed(body, frozenset({CODING_IGNORED}))
    out = _Sink(coding, room)
    flag, error = _decode(body, codec, out)
    if flag and not codec.magic and _is_plain(body[:_PLAIN]):
        return Decompressed(body, frozenset({CODING_IGNORED}))
    if error and not out.tell():
        raise CompressionError(f"{coding}: nothing can be read of {len(body):,} bytes, fetch them again: {error}")
    return Decompressed(out.getvalue(), frozenset({flag} if flag else ()))


def _decode(body: bytes, codec: "_Codec", out: _Sink) -> tuple[str | None, Exception | None]:
    """Decode member after member, and tell what was wrong: a flag, and the decoder's complaint."""
    at = 0
    for _ in range(_MOST_MEMBERS):
        end = _decode_member(body, at, codec, out)
        if end.error:
            return BODY_CORRUPT, end.error
        if not end.whole:
            return BODY_CUT, None
        at = _padding_end(body, end.at)
        if at == len(body):
            return None, None
        if not codec.magic or not codec.magic.match(body, at):
            return TRAILING_BYTES, None
    raise CompressionError(
        f"more than {_MOST_MEMBERS:,} members in {len(body):,} bytes: refused, as only hostile ones are"
    )


def _decode_member(body: bytes, start: int, codec: "_Codec", out: _Sink) -> _End:
    """Decode one member. Where it is damaged, decode it again, byte by byte where the damage is.

    A decoder that fails keeps what it had made of the slice, which in most pages is all of it.
    """
    begun = out.tell()
    end = _feed(codec, body, _slices(start, len(body), len(body)), out)
    if end.error:
        out.seek(begun)
        end = _feed(codec, body, _slices(start, len(body), end.at), out)
    return end


def _slices(start: int, stop: int, fine: int) -> Iterator[slice]:
    """Where to cut the input: every 16 KiB, and from `fine` on every byte."""
    while start < stop:
        end = start + (_SLICE if start < fine else 1)
        yield slice(start, min(end, stop))
        start = end


def _feed(codec: "_Codec", body: bytes, slices: Iterator[slice], out: _Sink) -> _End:
    """Decode slices up to the end of the member, the damage or the end of the body."""
    decoder, view = codec.new(), memoryview(body)
    for part in slices:
        try:
            for chunk in decoder.feed(view[part]):
                out.add(chunk)
        except codec.error as error:
            return _End(part.start, error=error)
        if decoder.finished:
            return _End(part.stop - decoder.unused, whole=True)
    return _End(len(body))


def _padding_end(body: bytes, at: int) -> int:
    """Where the zero bytes end that tapes and block devices leave behind a file."""
    padding = _PADDING.match(body, at)
    return padding.end() if padding else at


_PADDING = re.compile(rb"\0*")


def _is_plain(head: bytes) -> bool:
    """Whether data are text by the MIME Sniffing standard, section 7.2: a byte-order mark, or no binary byte."""
    return head.startswith(_MARKS) or len(head.translate(None, _BINARY_BYTES)) == len(head)


_MARKS = (codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF8)
_BINARY_BYTES = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])


# ── the decoders ──────────────────────────────────────────────────────────────────────────────────


class _Decoder(Protocol):
    """What the libraries have in common: bounded output of a piece of input, and an end."""

    def feed(self, data: memoryview) -> Iterator[bytes]:
        """Take a piece of input, and give all that it makes, some 256 KiB at a time."""

    @property
    def finished(self) -> bool:
        """Whether the member has ended."""

    @property
    def unused(self) -> int:
        """How many bytes of the last piece stand behind the end."""


class _Codec(NamedTuple):
    """A coding: a decoder for a member, what it raises for damaged data, and how a member begins, if it says so."""

    new: Callable[[], _Decoder]
    error: type[Exception]
    magic: re.Pattern[bytes] | None = None


class Inflater:
    """gzip and deflate: `wbits` says which (see `zlib.decompressobj`)."""

    def __init__(self, wbits: int) -> None:
        self._stream = zlib.decompressobj(wbits)

    def feed(self, data: bytes | memoryview) -> Iterator[bytes]:
        """The output of a piece of input, a chunk at a time."""
        chunk = self._stream.decompress(data, _CHUNK)
        while chunk:
            yield chunk
            # Behind the end the tail is what stands there, and decoding it would count it twice as unused.
            chunk = b"" if self._stream.eof else self._stream.decompress(self._stream.unconsumed_tail, _CHUNK)

    @property
    def finished(self) -> bool:
        """Whether the member has ended."""
        return self._stream.eof

    @property
    def unused(self) -> int:
        """How many bytes of the last piece stand behind the end."""
        return len(self._stream.unused_data)


class _ZstdDecoder:
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def feed(self, data: memoryview) -> Iterator[bytes]:
        yield self._stream.decompress(data, _CHUNK)
        while not (self._stream.needs_input or self._stream.eof):
            yield self._stream.decompress(b"", _CHUNK)

    @property
    def finished(self) -> bool:
        return bool(self._stream.eof)

    @property
    def unused(self) -> int:
        return len(self._stream.unused_data)


class _BrotliDecoder:
    # Bytes behind the end are an error to brotli; where it is fed byte by byte, the end comes before them.
    unused = 0

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def feed(self, data: memoryview) -> Iterator[bytes]:
        # Not until it can accept more data: brotli says that it can while it still holds output of what it has read.
        chunk = self._stream.process(data, output_buffer_limit=_CHUNK)
        while chunk:
            yield chunk
            chunk = self._stream.process(b"", output_buffer_limit=_CHUNK)

    @property
    def finished(self) -> bool:
        return bool(self._stream.is_finished())


def _gzip(_: bytes) -> _Codec:
    return _Codec(lambda: Inflater(16 + zlib.MAX_WBITS), zlib.error, _MAGIC["gzip"])


def _deflate(body: bytes) -> _Codec:
    """With the header of RFC 1950 or without: HTTP means with, some servers never did.

    No encoder begins raw data like a header: its 8 would be a bit set in the padding of a stored block.
    """
    has_header = body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
    return _Codec(lambda: Inflater(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS), zlib.error)


def _zstd(_: bytes) -> _Codec:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd  # noqa: PLC0415 - optional
        else:
            from backports import zstd  # noqa: PLC0415 - optional
    except ImportError as error:
        raise _missing("zstd", "backports.zstd") from error
    options: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
    return _Codec(lambda: _ZstdDecoder(zstd.ZstdDecompressor(options=options)), zstd.ZstdError, _MAGIC["zstd"])


def _brotli(_: bytes) -> _Codec:
    try:
        import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - optional, and ships no types
    except ImportError as error:
        raise _missing("br", "brotli") from error
    if not hasattr(brotli.Decompressor, "can_accept_more_data"):
        raise _missing("br", "brotli 1.2 or newer, which can bound its output")
    return _Codec(lambda: _BrotliDecoder(brotli.Decompressor()), brotli.error)


def _missing(coding: str, package: str) -> CompressionError:
    return CompressionError(f"{coding} needs the package {package}: pip install 'cleancopy[codings]'")


_CODECS: Mapping[str, Callable[[bytes], _Codec]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "zstd": _zstd,
    "br": _brotli,
}
