"""Frames of zstd, with the dictionary that an archive may begin with.

The convention of .warc.zst (iipc.github.io/warc-specifications, "Zstandard Compression"): a frame for each record;
a skippable frame before the first holds the dictionary of them all, which may be compressed itself.
"""

import struct
from collections.abc import Callable, Iterator, Mapping

from cleancopy.corpus.packed import zstd

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
"""RFC 8878, section 3.1.1."""
_DICTIONARY = b"\x5d\x2a\x4d\x18"  # the skippable frame that the convention chose
_SKIPPABLE = tuple(struct.pack("<I", 0x184D2A50 + number) for number in range(16))  # RFC 8878, section 3.1.2
_PREFIX = 8  # bytes of a skippable frame before its contents: magic and length
_LONGEST_DICTIONARY = 16 * 1024**2  # bytes; the usual ones have 1 MiB at most
_WINDOW_LOG = 27  # 128 MiB, the most that zstd makes without being told to, with --ultra
_CHUNK = 1024 * 1024  # bytes of output at a time


def is_zstd(head: bytes) -> bool:
    """Whether bytes begin like a frame."""
    begin = head[: len(ZSTD_MAGIC)]  # of an archive that is cut off there: fewer bytes
    return bool(begin) and any(magic.startswith(begin) for magic in (ZSTD_MAGIC, *_SKIPPABLE))


def zstd_decoder(read: Callable[[int], bytes]) -> tuple[Callable[[], "ZstdDecoder"], type[Exception]]:
    """What makes decoders for the frames of an archive, and what those raise for damage.

    read   gives so many bytes of its beginning
    """
    options: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
    dictionary = _dictionary(read)
    return lambda: ZstdDecoder(zstd.ZstdDecompressor(zstd_dict=dictionary, options=options)), zstd.ZstdError


class ZstdDecoder:
    """A decoder for one frame."""

    def __init__(self, stream: zstd.ZstdDecompressor) -> None:
        self._stream = stream

    def begin(self, data: bytes, most: int) -> bytes:
        """Take the first piece of input, and give the first bytes that it makes. Nothing can be fed afterwards."""
        return self._stream.decompress(data, most)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take a piece of input, and give what it makes, some 1 MiB at a time."""
        chunk = self._stream.decompress(data, _CHUNK)
        while chunk:
            yield chunk
            chunk = b"" if self._stream.needs_input or self._stream.eof else self._stream.decompress(b"", _CHUNK)

    @property
    def finished(self) -> bool:
        """Whether the frame has ended, and its checksum fits, if it has one."""
        return bool(self._stream.eof)

    @property
    def unused(self) -> int:
        """How many bytes of the last piece stand behind the end."""
        return len(self._stream.unused_data)

    def copy(self) -> None:
        """Nothing: it cannot be copied."""


def _dictionary(read: Callable[[int], bytes]) -> zstd.ZstdDict | None:
    prefix = read(_PREFIX)
    if not prefix.startswith(_DICTIONARY) or len(prefix) < _PREFIX:
        return None
    size = struct.unpack("<I", prefix[4:])[0]
    if size > _LONGEST_DICTIONARY:
        return None
    contents = read(_PREFIX + size)[_PREFIX:]
    try:
        if contents.startswith(ZSTD_MAGIC):
            contents = zstd.ZstdDecompressor().decompress(contents, _LONGEST_DICTIONARY)
        return zstd.ZstdDict(contents)
    except (zstd.ZstdError, ValueError):  # damaged: the frames that need it will say so
        return None
