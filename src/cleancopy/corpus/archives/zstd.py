"""Frames of zstd, and the dictionary that an archive may begin with.

The convention of .warc.zst (iipc.github.io/warc-specifications, "Zstandard Compression"): a frame for each record;
a skippable frame before the first holds the dictionary of all frames, which may be compressed itself.
"""

import struct
from collections.abc import Callable, Iterator, Mapping

from cleancopy.corpus.compressed_streams import zstd

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
"""RFC 8878, section 3.1.1."""
_DICTIONARY = b"\x5d\x2a\x4d\x18"  # the skippable frame that the convention chose
_SKIPPABLE = tuple(struct.pack("<I", 0x184D2A50 + number) for number in range(16))  # RFC 8878, section 3.1.2
_PREFIX_SIZE = 8  # bytes of a skippable frame before its contents: magic and length
_MAX_DICTIONARY = 16 * 1024**2  # bytes; usual dictionaries have 1 MiB at most
_WINDOW_LOG = 27  # 128 MiB, the most that the zstd program uses without --long
_OUTPUT_CHUNK = 1024 * 1024  # bytes of output at a time


def is_zstd(head: bytes) -> bool:
    """Whether bytes begin like a frame."""
    start = head[: len(ZSTD_MAGIC)]  # fewer bytes where the archive is cut off within it
    return bool(start) and any(magic.startswith(start) for magic in (ZSTD_MAGIC, *_SKIPPABLE))


def make_zstd_decoders(read: Callable[[int], bytes]) -> tuple[Callable[[], "ZstdDecoder"], type[Exception]]:
    """Make the factory of decoders for the frames of an archive, and the exception that they raise for damage.

    read   reads a number of bytes from the beginning of the archive
    """
    options: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
    dictionary = _read_dictionary(read)
    return lambda: ZstdDecoder(zstd.ZstdDecompressor(zstd_dict=dictionary, options=options)), zstd.ZstdError


class ZstdDecoder:
    """A decoder for one frame."""

    def __init__(self, stream: zstd.ZstdDecompressor) -> None:
        self._stream = stream

    def decode_start(self, data: bytes, most: int) -> bytes:
        """Decode the first bytes of the first piece of input. Nothing can be fed afterwards."""
        return self._stream.decompress(data, most)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode a piece of input into chunks of some 1 MiB."""
        chunk = self._stream.decompress(data, _OUTPUT_CHUNK)
        while chunk:
            yield chunk
            chunk = b"" if self._stream.needs_input or self._stream.eof else self._stream.decompress(b"", _OUTPUT_CHUNK)

    @property
    def finished(self) -> bool:
        """Whether the frame has ended, and its checksum fits if it has one."""
        return bool(self._stream.eof)

    @property
    def unused(self) -> int:
        """Bytes of the last piece of input that are behind the end."""
        return len(self._stream.unused_data)

    def copy(self) -> None:
        """Return None: a decoder of zstd cannot be copied."""


def _read_dictionary(read: Callable[[int], bytes]) -> zstd.ZstdDict | None:
    prefix = read(_PREFIX_SIZE)
    if not prefix.startswith(_DICTIONARY) or len(prefix) < _PREFIX_SIZE:
        return None
    size = struct.unpack("<I", prefix[4:])[0]
    if size > _MAX_DICTIONARY:
        return None
    contents = read(_PREFIX_SIZE + size)[_PREFIX_SIZE:]
    try:
        if contents.startswith(ZSTD_MAGIC):
            contents = zstd.ZstdDecompressor().decompress(contents, _MAX_DICTIONARY)
        return zstd.ZstdDict(contents)
    except (zstd.ZstdError, ValueError):  # damaged: decoding the frames that need it fails later
        return None
