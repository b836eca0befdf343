"""The heads of records, WARC and ARC alike."""

from typing import Literal

from cleancopy.corpus.archives import arc, warc

Dialect = Literal["warc", "arc"]
BOM = b"\xef\xbb\xbf"
"""The mark of UTF-8, which editors and shells put before what they write."""


def is_start(data: bytes, at: int = 0) -> bool:
    """Whether a record begins here."""
    return dialect_at(data, at) is not None


def dialect_at(data: bytes, at: int) -> Dialect | None:
    """What the record is that begins here, with the mark of UTF-8 before it or without."""
    if data.startswith(BOM, at):
        at += len(BOM)
    if warc.is_start(data, at):
        return "warc"
    return "arc" if arc.is_start(data, at) else None


def next_start(data: bytes, begin: int, end: int, dialect: Dialect | None) -> int | None:
    """Where behind damage the next record begins; of any dialect while none is known.

    An archive has records of one dialect, so what looks like one of the other is contents.
    """
    found = [find_start(data, begin, end) for name, find_start in _FIND_START.items() if dialect in (None, name)]
    return min((at for at in found if at is not None), default=None)


_FIND_START = {"warc": warc.find_start, "arc": arc.find_start}
