"""Recognises common binary formats by their first bytes, and names them."""

import re

# (format, magic number, offset): MIME Sniffing standard, section 6, and the formats' own specifications.
# The first match counts.
_MAGIC = (
    ("a PNG picture", b"\x89PNG", 0),
    ("a JPEG picture", b"\xff\xd8\xff", 0),
    ("a GIF picture", b"GIF8", 0),
    ("a WebP picture", b"WEBP", 8),
    ("a WAV sound", b"WAVE", 8),
    ("a RIFF file (pictures, sound or video)", b"RIFF", 0),
    ("a TIFF picture", b"II*\0", 0),
    ("a TIFF picture", b"MM\0*", 0),
    ("an icon", b"\0\0\1\0", 0),
    ("a BMP picture", b"BM", 0),
    ("a ZIP archive", b"PK\3\4", 0),
    ("an empty ZIP archive", b"PK\5\6", 0),
    ("a gzip archive", b"\x1f\x8b", 0),
    ("a compressed file (.Z)", b"\x1f\x9d", 0),
    ("a bzip2 archive", b"BZh", 0),
    ("an xz archive", b"\xfd7zXZ\0", 0),
    ("a 7-Zip archive", b"7z\xbc\xaf\x27\x1c", 0),
    ("a RAR archive", b"Rar!\x1a", 0),
    ("a zstd archive", b"\x28\xb5\x2f\xfd", 0),
    ("an LZ4 archive", b"\x04\x22\x4d\x18", 0),
    ("a program (ELF)", b"\x7fELF", 0),
    ("a program (Windows)", b"MZ", 0),
    ("a program (Java or macOS)", b"\xca\xfe\xba\xbe", 0),
    ("a program (WebAssembly)", b"\0asm", 0),
    ("an MP3 sound", b"ID3", 0),
    ("an Ogg sound or video", b"OggS", 0),
    ("a FLAC sound", b"fLaC", 0),
    ("a HEIC picture", b"ftyphei", 4),
    ("an AVIF picture", b"ftypavif", 4),
    ("an MP4 video or sound", b"ftyp", 4),
    ("a Matroska or WebM video", b"\x1a\x45\xdf\xa3", 0),
    ("a font", b"wOFF", 0),
    ("a font", b"wOF2", 0),
    ("a Microsoft Office document of the old format (.doc, .xls, .ppt, .msg)", b"\xd0\xcf\x11\xe0", 0),
    ("a SQLite database", b"SQLite format 3\0", 0),
    ("a Parquet table", b"PAR1", 0),
    ("a binary property list", b"bplist00", 0),
)
# The formats of ZIP archives, by file names in them, which are not compressed.
_ZIP_MEMBERS = (
    ("a Word document", b"word/document.xml"),
    ("an Excel workbook", b"xl/workbook.xml"),
    ("a PowerPoint presentation", b"ppt/presentation.xml"),
    ("an OpenDocument file", b"mimetypeapplication/vnd.oasis.opendocument"),
    ("an EPUB book", b"mimetypeapplication/epub+zip"),
    ("an Android or Java program", b"META-INF/MANIFEST.MF"),
)
_REMEDIES = {
    "a Parquet table": "hand it to `cleancopy corpus`, with --column",
    "a ZIP archive": "unpack it, and hand over the pages in it",
    "an empty ZIP archive": "there is nothing in it to be read",
}
_PDF = re.compile(rb"\s*+%PDF-")
_BINARY_BYTES = bytes([*range(8), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
"""The "binary data bytes" of the MIME Sniffing standard, section 7.2, without the backspace and the vertical tab, which
occur in old plain text (overstruck words, page makers)."""


def detect_binary_format(data: bytes) -> str | None:
    """Detect a common binary format by its first bytes. None for text, even if it begins with the same bytes."""
    if _PDF.match(data):
        return "a PDF document"
    head = data[:512]
    known = next((name for name, magic, offset in _MAGIC if head.startswith(magic, offset)), None)
    if known is None or len(head.translate(None, _BINARY_BYTES)) == len(head):
        return None
    return _detect_zip_format(data) if known == "a ZIP archive" else known


def _detect_zip_format(data: bytes) -> str:
    return next((name for name, sign in _ZIP_MEMBERS if sign in data), "a ZIP archive")


def describe_binary(data: bytes) -> str:
    """Name the format of binary data and the remedy, in a sentence for the user."""
    name = detect_binary_format(data)
    if name is None:
        return "this is binary data of a format that is not known: convert it to HTML or text first"
    return f"this is {name}: {_REMEDIES.get(name, 'convert it to HTML or text first')}"
