"""What a file is: an archive, a table, lines of JSON or a page. Its name tells, or else how it begins."""

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
            r"\.(html|htm|xhtml|txt|mhtml|mht|eml|mbox|epub|webarchive|rss|atom)(\.gz|\.zst|\.br)?$", re.IGNORECASE
        ),
    ),
)
_CONTENTS: tuple[tuple[FileKind, re.Pattern[bytes]], ...] = (
    ("archive", re.compile(rb"(?:\xef\xbb\xbf)?(?:WARC/|filedesc://)", re.IGNORECASE)),  # the latter begins an ARC file
    ("parquet", re.compile(rb"PAR1")),
    ("jsonl", re.compile(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*"')),  # JSON that is laid out for people breaks the line there
)
_HEAD = 64 * 1024  # bytes that are read to see how a file begins
_START = 512  # bytes of what they decompress to


def kind_of(file: File) -> FileKind | None:
    """Tell the kind of a file, None for what is none of them: binary, empty, or nothing that can be opened.

    Raises `OSError`.
    """
    return by_name(file.name) or by_content(file)


def kind_in_folder(file: File) -> FileKind | None:
    """Tell the kind of a file that nobody has named: a page there is what has the name of one. Raises `OSError`."""
    named = by_name(file.name)
    if named:
        return named
    kind = by_content(file)
    return None if kind == "page" else kind


def by_name(name: str) -> FileKind | None:
    """The kind that the end of a name tells."""
    return next((kind for kind, pattern in _NAMES if pattern.search(name)), None)


def by_content(file: File) -> FileKind | None:
    """The kind that the beginning of a file tells, a page being text that is nothing else. Raises `OSError`."""
    if not file.size:
        return None
    with open_input(file.path) as stream:
        head = stream.read(_HEAD)
    start = start_of(head, _START)
    if format_of(start_of(head, _HEAD)):
        return "page"
    known = (kind for kind, pattern in _CONTENTS if pattern.match(start))
    return next(known, None if b"\0" in start or not start else "page")
