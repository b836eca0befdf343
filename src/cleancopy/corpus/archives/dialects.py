"""The heads of records in both dialects, WARC and ARC."""

from typing import Literal

from cleancopy.corpus.archives import arc, warc

Dialect = Literal["warc", "arc"]
BOM = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8, which editors and shells put before what they write."""


def is_start(data: bytes, at: int = 0) -> bool:
    """Whether a record begins here."""
    return detect_dialect(data, at) is not None


def detect_dialect(data: bytes, at: int) -> Dialect | None:
    """Detect the dialect of the record that begins here, with a byte order mark before it or without."""
    if data.startswith(BOM, at):
        at += len(BOM)
    if warc.is_start(data, at):
        return "warc"
    return "arc" if arc.is_start(data, at) else None


def find_next_start(data: bytes, begin: int, end: int, dialect: Dialect | None) -> int | None:
    """Find where the next record begins behind damage; `dialect` is None while no record was found.

    All records of an archive have one dialect, so what looks like the other dialect is contents.
    """
    found = [find_start(data, begin, end) for name, find_start in _FIND_START.items() if dialect in (None, name)]
    return min((at for at in found if at is not None), default=None)


_FIND_START = {"warc": warc.find_start, "arc": arc.find_start}
