"""Decompresses bodies (content codings in HTTP) within a bound.

Input may be hostile: 400 bytes of brotli give 256 MiB. So output is counted while it is made, never cut afterwards. The
window that a decoder has to hold is bounded too.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

from cleancopy.errors import CompressionError, TooLargeError
from cleancopy.flags import Flag
from cleancopy.input.decoders import CODECS, MAGIC, MAGIC_LENGTH, Codec

MAX_DECOMPRESSED_BYTES = 64 * 1024**2  # several hundred times a usual page

_MAX_CODINGS = 3  # real servers apply two by accident, and each can multiply the work by a thousand
_MAX_MEMBERS = 65_536  # 1 KiB of the usual limit each; bgzip, which makes the most members, puts 64 KiB in each
_SLICE = 16 * 1024  # bytes of input at a time; decoders copy the unused rest of it
_TEXT_SAMPLE = 512  # bytes; only one in 10**24 pieces of compressed data of this length has no control byte


class Decompressed(NamedTuple):
    """A decompressed body, with flags for the caller.

    body_cut         it ends early: `data` is the part that was there
    body_corrupt     it is damaged, or its checksum is wrong: `data` is the part before the decoder noticed
    coding_ignored   it is not compressed as declared: `data` is the original body
    trailing_bytes   other bytes follow its end, and were left out
    """

    data: bytes
    flags: frozenset[str] = frozenset()


def decompress(
    data: bytes, codings: str | Sequence[str] | None = None, *, limit: int = MAX_DECOMPRESSED_BYTES
) -> Decompressed:
    """Decompress a body.

    data      the original body
    codings   the header ``Content-Encoding``, as a string ("gzip, br") or a list, in the order in which they were
              applied: gzip (x-gzip), deflate, br, zstd, identity. None: gzip and zstd are recognised by their first
              bytes; deflate and br cannot be recognised
    limit     bytes that may be held besides `data`: the result, and the intermediate result that it is made of

    Multi-member gzip and multi-frame zstd are read completely. Zero bytes after the end are padding. Errors of servers
    and crawls that browsers forgive become flags: see `Decompressed`.

    Raises `TooLargeError` if the result is larger than `limit`. Raises `CompressionError` if nothing can be
    decompressed, for more than 65,536 members, an unknown coding, more than three codings, or a decoder that is not
    installed.
    """
    names = None if codings is None else reversed(_parse_codings(codings))
    body, flags, coding_count = data, frozenset[str](), 0
    while coding := _guess_coding(body) if names is None else next(names, None):
        if coding_count == _MAX_CODINGS:
            raise CompressionError(_describe_chain("the body is"))
        room = limit if body is data else limit - len(body)
        body, found = _undo_coding(body, coding, room)
        flags, coding_count = flags | found, coding_count + 1
    return Decompressed(body, flags)


def dechunk(data: bytes) -> Decompressed:
    """Undo a chunked transfer coding (RFC 9112, section 7.1) that a crawler left in the body, before decompressing it.

    A body counts as chunked only if the length of a chunk leads to the next one, because text may begin with a number.
    Any other body is returned unchanged. One that ends inside a chunk is returned up to there, with flag ``body_cut``.
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
    return Decompressed(out.getvalue(), frozenset() if line else frozenset({Flag.BODY_CUT}))


# The size of a chunk, at most 4 GiB, and an extension that nobody uses. Both are bounded, so that no line costs much.
_SIZE_LINE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,256})?\r\n")


# ── which codings ─────────────────────────────────────────────────────────────────────────────────


def _parse_codings(codings: str | Sequence[str]) -> list[str]:
    """Parse the names of codings. Empty ones are left out (RFC 9110, section 5.6.1)."""
    header = codings if isinstance(codings, str) else ",".join(codings)
    names = [name.strip().lower() for name in header.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > _MAX_CODINGS:
        raise CompressionError(_describe_chain(f"{len(names)} codings are declared, so the body is"))
    unknown = next((name for name in names if name not in CODECS), None)
    if unknown:
        # The header is not trusted: it may be long, or contain anything.
        raise CompressionError(f"unknown coding {unknown[:40]!r}: known are {', '.join(CODECS)} and identity")
    return names


def _guess_coding(body: bytes) -> str | None:
    if len(body) < MAGIC_LENGTH:
        return None
    return next((name for name, magic in MAGIC.items() if magic.match(body)), None)


def _describe_chain(subject: str) -> str:
    return f"{subject} compressed more than {_MAX_CODINGS} times over: refused, as only hostile ones are"


# ── one coding ────────────────────────────────────────────────────────────────────────────────────


class _Sink(BytesIO):
    """Output that refuses to grow beyond its limit. `getvalue` returns the buffer without a copy."""

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


class _MemberEnd(NamedTuple):
    """The end of a member: its offset in the body, whether the member was whole, and the decoder's error."""

    at: int
    whole: bool = False
    error: Exception | None = None


def _undo_coding(body: bytes, coding: str, room: int) -> Decompressed:
    """Undo one coding. A body without that coding is returned unchanged."""
    if not body:
        return Decompressed(body)
    codec = CODECS[coding](body)
    if codec.magic and not codec.magic.match(body):
        return Decompressed(body, frozenset({Flag.CODING_IGNORED}))
    out = _Sink(coding, room)
    flag, error = _decode_members(body, codec, out)
    if flag and not codec.magic and _is_text(body[:_TEXT_SAMPLE]):
        return Decompressed(body, frozenset({Flag.CODING_IGNORED}))
    if error and not out.tell():
        raise CompressionError(f"{coding}: nothing can be read of {len(body):,} bytes, fetch them again: {error}")
    return Decompressed(out.getvalue(), frozenset({flag} if flag else ()))


def _decode_members(body: bytes, codec: Codec, out: _Sink) -> tuple[str | None, Exception | None]:
    """Decode all members. Returns a flag for what was wrong, and the decoder's error."""
    at = 0
    for _ in range(_MAX_MEMBERS):
        end = _decode_member(body, at, codec, out)
        if end.error:
            return Flag.BODY_CORRUPT, end.error
        if not end.whole:
            return Flag.BODY_CUT, None
        at = _find_padding_end(body, end.at)
        if at == len(body):
            return None, None
        if not codec.magic or not codec.magic.match(body, at):
            return Flag.TRAILING_BYTES, None
    raise CompressionError(
        f"more than {_MAX_MEMBERS:,} members in {len(body):,} bytes: refused, as only hostile ones are"
    )


def _decode_member(body: bytes, start: int, codec: Codec, out: _Sink) -> _MemberEnd:
    """Decode one member. A damaged one is decoded again, byte by byte from the damaged slice on.

    A failing decoder does not return its output for the slice, which for most pages is the whole page.
    """
    out_start = out.tell()
    end = _feed(codec, body, _slice_input(start, len(body), len(body)), out)
    if end.error:
        out.seek(out_start)
        end = _feed(codec, body, _slice_input(start, len(body), end.at), out)
    return end


def _slice_input(start: int, stop: int, fine: int) -> Iterator[slice]:
    """Cut the input into slices of 16 KiB, and from `fine` on of one byte."""
    while start < stop:
        end = start + (_SLICE if start < fine else 1)
        yield slice(start, min(end, stop))
        start = end


def _feed(codec: Codec, body: bytes, slices: Iterator[slice], out: _Sink) -> _MemberEnd:
    """Decode slices until the member ends, the decoder fails or the body ends."""
    decoder, view = codec.new(), memoryview(body)
    for part in slices:
        try:
            for chunk in decoder.feed(view[part]):
                out.add(chunk)
        except codec.error as error:
            return _MemberEnd(part.start, error=error)
        if decoder.finished:
            return _MemberEnd(part.stop - decoder.unused, whole=True)
    return _MemberEnd(len(body))


def _find_padding_end(body: bytes, at: int) -> int:
    """Find the end of the zero bytes with which tapes and block devices pad a file."""
    padding = _PADDING.match(body, at)
    return padding.end() if padding else at


_PADDING = re.compile(rb"\0*")


def _is_text(head: bytes) -> bool:
    """Whether data are text by the MIME Sniffing standard, section 7.2: a byte-order mark, or no binary byte."""
    return head.startswith(_BOMS) or len(head.translate(None, _BINARY_BYTES)) == len(head)


_BOMS = (codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF8)
_BINARY_BYTES = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
