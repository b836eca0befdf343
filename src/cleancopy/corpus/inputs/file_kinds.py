"""Detects what a file is: an archive, a table, lines of JSON or a page. Its name decides, or else how it begins.

Servers name pages in any way (``index``, ``story.php``, ``page.html?id=3``), so a file in a folder is also a page if it
begins like one.
"""

import re
from typing import Literal

from cleancopy.containers import detect_container
from cleancopy.corpus.compressed_streams import unpack_start
from cleancopy.corpus.paths import File, open_input

FileKind = Literal["archive", "parquet", "jsonl", "csv", "page"]

_NAME_PATTERNS: tuple[tuple[FileKind, re.Pattern[str]], ...] = (
    ("archive", re.compile(r"\.(warc|arc|wet|wat)(\.gz|\.zst)?$", re.IGNORECASE)),
    ("parquet", re.compile(r"\.parquet$", re.IGNORECASE)),
    ("jsonl", re.compile(r"\.(jsonl|ndjson)(\.gz|\.zst)?$", re.IGNORECASE)),
    ("csv", re.compile(r"\.(csv|tsv)(\.gz|\.zst)?$", re.IGNORECASE)),
    (
        "page",
        re.compile(
            r"\.(html?|xhtml|xht|shtml|txt|mhtml|mht|eml|mbox|epub|webarchive|rss|atom)(\.gz|\.zst|\.br)?$",
            re.IGNORECASE,
        ),
    ),
    ("page", re.compile(r"\.(html?|xhtml|xht|shtml)[?@][^/]*$", re.IGNORECASE)),  # named by wget
)
_CONTENT_PATTERNS: tuple[tuple[FileKind, re.Pattern[bytes]], ...] = (
    ("archive", re.compile(rb"(?:\xef\xbb\xbf)?(?:WARC/|filedesc://)", re.IGNORECASE)),  # filedesc: ARC
    ("parquet", re.compile(rb"PAR1")),
    ("jsonl", re.compile(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*"')),  # indented JSON has a line break there
)
_READ_BYTES = 64 * 1024  # at the beginning of a file
_UNPACKED_BYTES = 512  # that are decompressed from them

# A name without a suffix, or with the suffix of a program that serves pages.
_SERVED_NAME = re.compile(
    r"(^|/)[^./]+([?@][^/]*)?$|\.(php\d?|phtml|aspx?|jspx?|cgi|pl|cfm|do)([?@][^/]*)?$", re.IGNORECASE
)
# The tags of https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type (rules for HTML).
_TAGS = re.compile(
    r"<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]|<!--", re.IGNORECASE
)
# README files and templates begin with a tag, too, so with other names only whole documents are pages.
_DOCUMENT = re.compile(r"<(!doctype html|html)[\s>]", re.IGNORECASE)
_PROLOG = re.compile(r"\ufeff?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*", re.DOTALL)
_BOMS_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def detect_kind(file: File) -> FileKind | None:
    """Detect the kind of a file; None where it has no such kind: binary, empty, or not readable.

    Raises `OSError`.
    """
    return detect_by_name(file.name) or detect_by_content(file)


def detect_kind_in_folder(file: File) -> FileKind | None:
    """Detect the kind of a file that was found in a folder: a page has a page's name, or begins like HTML.

    Raises `OSError`.
    """
    return detect_by_name(file.name) or _sniff(file.name, _read_start(file))


def explain_unknown_kind(file: File) -> str:
    """Explain why a file in a folder has no kind. Raises `OSError`."""
    start = _read_start(file)
    if not start:
        return "no file: a pipe, a device, or a link" if file.size is None else "empty, or its compression is damaged"
    return "binary" if b"\0" in start else "text that does not begin like HTML"


def _sniff(name: str, start: bytes) -> FileKind | None:
    kind = _match_start(start)
    if kind not in ("page", None):
        return kind
    if detect_container(start):
        return "page"
    text = start.decode("utf-16" if start.startswith(_BOMS_UTF16) else "utf-8", "replace")
    tags = _TAGS if _SERVED_NAME.search(name) else _DOCUMENT
    begins = tags.match(text.lstrip("\ufeff").lstrip()) or _DOCUMENT.match(_PROLOG.sub("", text, count=1))
    return "page" if begins and "\0" not in text else None


def detect_by_name(name: str) -> FileKind | None:
    """Detect the kind by the end of the name."""
    return next((kind for kind, pattern in _NAME_PATTERNS if pattern.search(name)), None)


def detect_by_content(file: File) -> FileKind | None:
    """Detect the kind by the beginning of the file; text that is nothing else is a page. Raises `OSError`."""
    return _match_start(_read_start(file))


def _read_start(file: File) -> bytes:
    if not file.size:
        return b""
    with open_input(file.path) as stream:
        return unpack_start(stream.read(_READ_BYTES), _UNPACKED_BYTES)


def _match_start(start: bytes) -> FileKind | None:
    known = (kind for kind, pattern in _CONTENT_PATTERNS if pattern.match(start))
    return next(known, None if b"\0" in start or not start else "page")
