"""What a file is: an archive, a table, lines of JSON or a page. Its name tells, or else how it begins.

Servers name pages as they like (``index``, ``story.php``, ``page.html?id=3``), so a file in a folder is a page, too,
if it begins as one.
"""

import re
from typing import Literal

from cleancopy.containers import format_of
from cleancopy.corpus.files import File, open_input
from cleancopy.corpus.packed import start_of

FileKind = Literal["archive", "parquet", "jsonl", "csv", "page"]

_NAMES: tuple[tuple[FileKind, re.Pattern[str]], ...] = (
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
    ("page", re.compile(r"\.(html?|xhtml|xht|shtml)[?@][^/]*$", re.IGNORECASE)),  # as wget names them
)
_CONTENTS: tuple[tuple[FileKind, re.Pattern[bytes]], ...] = (
    ("archive", re.compile(rb"(?:\xef\xbb\xbf)?(?:WARC/|filedesc://)", re.IGNORECASE)),  # the latter begins an ARC file
    ("parquet", re.compile(rb"PAR1")),
    ("jsonl", re.compile(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*"')),  # JSON that is laid out for people breaks the line there
)
_HEAD = 64 * 1024  # bytes that are read to see how a file begins
_START = 512  # bytes of what they decompress to

# A name that says nothing, or that of a program which answers with a page.
_SERVED = re.compile(r"(^|/)[^./]+([?@][^/]*)?$|\.(php\d?|phtml|aspx?|jspx?|cgi|pl|cfm|do)([?@][^/]*)?$", re.IGNORECASE)
# The tags of https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type (rules for HTML).
_TAGS = re.compile(
    r"<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]|<!--", re.IGNORECASE
)
# Read me files and templates begin with a tag, too, so under another name only a document is a page.
_DOCUMENT = re.compile(r"<(!doctype html|html)[\s>]", re.IGNORECASE)
_LEAD = re.compile(r"\ufeff?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*", re.DOTALL)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def kind_of(file: File) -> FileKind | None:
    """Tell the kind of a file, None for what is none of them: binary, empty, or nothing that can be opened.

    Raises `OSError`.
    """
    return by_name(file.name) or by_content(file)


def kind_in_folder(file: File) -> FileKind | None:
    """Tell the kind of a file that nobody has named: a page there has the name of one, or begins as HTML does.

    Raises `OSError`.
    """
    return by_name(file.name) or _sniffed(file.name, _start(file))


def reason_against(file: File) -> str:
    """Why a file in a folder is none of the kinds. Raises `OSError`."""
    start = _start(file)
    if not start:
        return "no file: a pipe, a device, or a link" if file.size is None else "empty, or its compression is damaged"
    return "binary" if b"\0" in start else "text that does not begin as HTML does"


def _sniffed(name: str, start: bytes) -> FileKind | None:
    kind = _by_start(start)
    if kind not in ("page", None):
        return kind
    if format_of(start):
        return "page"
    text = start.decode("utf-16" if start.startswith(_UTF16) else "utf-8", "replace")
    tags = _TAGS if _SERVED.search(name) else _DOCUMENT
    begins = tags.match(text.lstrip("\ufeff").lstrip()) or _DOCUMENT.match(_LEAD.sub("", text, count=1))
    return "page" if begins and "\0" not in text else None


def by_name(name: str) -> FileKind | None:
    """The kind that the end of a name tells."""
    return next((kind for kind, pattern in _NAMES if pattern.search(name)), None)


def by_content(file: File) -> FileKind | None:
    """The kind that the beginning of a file tells, a page being text that is nothing else. Raises `OSError`."""
    return _by_start(_start(file))


def _start(file: File) -> bytes:
    if not file.size:
        return b""
    with open_input(file.path) as stream:
        return start_of(stream.read(_HEAD), _START)


def _by_start(start: bytes) -> FileKind | None:
    known = (kind for kind, pattern in _CONTENTS if pattern.match(start))
    return next(known, None if b"\0" in start or not start else "page")
