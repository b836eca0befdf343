"""Reads compressed files as streams: the unpacked contents are never held in memory as a whole."""

import gzip
import re
import sys
import zlib
from collections.abc import Mapping
from io import BufferedIOBase
from typing import BinaryIO, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["UNPACK_ERRORS", "open_unpacked", "unpack_start", "zstd"]

UNPACK_ERRORS = (gzip.BadGzipFile, zlib.error, zstd.ZstdError)
"""What a damaged file raises; a file that is cut off raises `EOFError`."""

_GZIP = b"\x1f\x8b"
# RFC 8878, sections 3.1.1 and 3.1.2: pzstd begins with a skippable frame.
_ZSTD = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_MAGIC_LENGTH = 4  # bytes
_WINDOW_LOG = 27  # 128 MiB, the most that the zstd program accepts by default


def open_unpacked(stream: BinaryIO) -> BufferedIOBase:
    """Open the contents of a gzip or zstd file, of all its members; of any other file its bytes.

    The stream is read from its beginning, whatever was read of it before. `read1` of the result gives everything
    before a cut or damage, then raises `EOFError` or one of `UNPACK_ERRORS`.
    """
    stream.seek(0)
    head = stream.read(_MAGIC_LENGTH)
    stream.seek(0)
    if head.startswith(_GZIP):
        return gzip.GzipFile(fileobj=stream)
    if _ZSTD.match(head):
        options: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
        return cast("BufferedIOBase", zstd.ZstdFile(stream, options=options))
    return cast("BufferedIOBase", stream)


def unpack_start(head: bytes, length: int) -> bytes:
    """Unpack the first bytes of a file's contents from the file's first bytes; empty where they are damaged."""
    try:
        if head.startswith(_GZIP):
            return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, length)
        if _ZSTD.match(head):
            return bytes(zstd.ZstdDecompressor().decompress(head, length))
    except UNPACK_ERRORS:
        return b""
    return head[:length]
