"""Decoders of the content codings gzip, deflate, br and zstd, all with bounded output.

The packages for br and zstd are optional.
"""

import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from cleancopy.errors import CompressionError

_CHUNK = 256 * 1024  # bytes of output at a time; brotli gives up to twice that
_WINDOW_LOG = 23  # 8 MiB, the largest window of a zstd body (RFC 9659, section 3)

MAGIC_LENGTH = 4  # bytes
# The first bytes of a member, as far as it goes: data may be cut off anywhere. RFC 1952, section 2.3.1, with deflate,
# the only method; RFC 8878, sections 3.1.1 and 3.1.2 (pzstd begins with a skippable frame).
MAGIC = {
    "gzip": re.compile(rb"(?:\x1f|\Z)(?:\x8b|\Z)(?:\x08|\Z)"),
    "zstd": re.compile(rb"(?:\x28|\Z)(?:\xb5|\Z)(?:\x2f|\Z)(?:\xfd|\Z)|[\x50-\x5f](?:\x2a|\Z)(?:\x4d|\Z)(?:\x18|\Z)"),
}


class Decoder(Protocol):
    """The common interface of the libraries: bounded output for a piece of input, and an end."""

    def feed(self, data: memoryview) -> Iterator[bytes]:
        """Decode a piece of input. Yields its output, about 256 KiB at a time."""

    @property
    def finished(self) -> bool:
        """Whether the member has ended."""

    @property
    def unused(self) -> int:
        """The number of bytes of the last piece after the end of the member."""


class Codec(NamedTuple):
    """A coding: a factory of decoders for a member, their exception for damaged data, a member's first bytes."""

    new: Callable[[], Decoder]
    error: type[Exception]
    magic: re.Pattern[bytes] | None = None


class Inflater:
    """Decodes gzip or deflate, depending on `wbits` (see `zlib.decompressobj`)."""

    def __init__(self, wbits: int) -> None:
        self._stream = zlib.decompressobj(wbits)

    def feed(self, data: bytes | memoryview) -> Iterator[bytes]:
        """Decode a piece of input. Yields its output a chunk at a time."""
        chunk = self._stream.decompress(data, _CHUNK)
        while chunk:
            yield chunk
            # After the end of the member the tail is the rest of the input. Decoding it would count it as unused twice.
            chunk = b"" if self._stream.eof else self._stream.decompress(self._stream.unconsumed_tail, _CHUNK)

    @property
    def finished(self) -> bool:
        """Whether the member has ended."""
        return self._stream.eof

    @property
    def unused(self) -> int:
        """The number of bytes of the last piece after the end of the member."""
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
    # To brotli bytes after the end are an error. If it gets one byte at a time, it meets the end first.
    unused = 0

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def feed(self, data: memoryview) -> Iterator[bytes]:
        # `can_accept_more_data` is no use here: it is true while brotli still holds output for the previous input.
        chunk = self._stream.process(data, output_buffer_limit=_CHUNK)
        while chunk:
            yield chunk
            chunk = self._stream.process(b"", output_buffer_limit=_CHUNK)

    @property
    def finished(self) -> bool:
        return bool(self._stream.is_finished())


def _make_gzip_codec(_: bytes) -> Codec:
    return Codec(lambda: Inflater(16 + zlib.MAX_WBITS), zlib.error, MAGIC["gzip"])


def _make_deflate_codec(body: bytes) -> Codec:
    """Make a codec for deflate with the header of RFC 1950, or without it: some servers leave out the header.

    No encoder begins raw data like a header: the 8 in it would set a bit in the padding of a stored block.
    """
    has_header = body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
    return Codec(lambda: Inflater(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS), zlib.error)


def _make_zstd_codec(_: bytes) -> Codec:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd  # noqa: PLC0415 - optional
        else:
            from backports import zstd  # noqa: PLC0415 - optional
    except ImportError as error:
        raise _make_missing_error("zstd", "backports.zstd") from error
    options: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
    return Codec(lambda: _ZstdDecoder(zstd.ZstdDecompressor(options=options)), zstd.ZstdError, MAGIC["zstd"])


def _make_brotli_codec(_: bytes) -> Codec:
    try:
        import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - optional, and ships no types
    except ImportError as error:
        raise _make_missing_error("br", "brotli") from error
    if not hasattr(brotli.Decompressor, "can_accept_more_data"):
        raise _make_missing_error("br", "brotli 1.2 or newer, which can bound its output")
    return Codec(lambda: _BrotliDecoder(brotli.Decompressor()), brotli.error)


def _make_missing_error(coding: str, package: str) -> CompressionError:
    return CompressionError(f"{coding} needs the package {package}: pip install 'cleancopy[codings]'")


CODECS: Mapping[str, Callable[[bytes], Codec]] = {
    "gzip": _make_gzip_codec,
    "x-gzip": _make_gzip_codec,
    "deflate": _make_deflate_codec,
    "zstd": _make_zstd_codec,
    "br": _make_brotli_codec,
}
