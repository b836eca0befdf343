"""Compressed bodies for tests, made piece by piece: what they hold need not fit into memory."""

import sys
import zlib
from collections.abc import Iterable

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP, ZLIB, RAW = 31, 15, -15  # see zlib.compressobj


def deflated(parts: Iterable[bytes], wbits: int) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return b"".join(map(stream.compress, parts)) + stream.flush()


def gzipped(*parts: bytes) -> bytes:
    return deflated(parts, GZIP)


def brotlied(parts: Iterable[bytes]) -> bytes:
    stream = brotli.Compressor(quality=9)  # 11 takes thirty times as long and gains nothing here
    return b"".join(map(stream.process, parts)) + stream.finish()


def zstded(parts: Iterable[bytes], window_log: int = 21) -> bytes:
    """Frames of zstd with a checksum. `window_log`: of how many bytes the decoder must keep, as a power of two."""
    options = {zstd.CompressionParameter.window_log: window_log, zstd.CompressionParameter.checksum_flag: 1}
    stream = zstd.ZstdCompressor(options=options)
    return b"".join(map(stream.compress, parts)) + stream.flush()
