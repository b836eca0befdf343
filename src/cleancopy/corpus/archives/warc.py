"""The heads of WARC records (ISO 28500:2017, section 5), of all versions."""

import re
from typing import NamedTuple

from cleancopy.corpus.archives.head import (
    BLANK_LINE,
    BLANK_LINE_OF_CR,
    LINE_END,
    LONGEST_HEAD,
    Head,
    day,
    fields,
    find_end,
    length,
    lines,
)

MARK = b"WARC/"


def is_start(data: bytes, at: int = 0) -> bool:
    """Whether a record begins here. A few writers do not write the mark in capitals."""
    return data[at : at + len(MARK)].upper() == MARK


def is_cut_start(data: bytes, at: int = 0) -> bool:
    """Whether all that stands here is the beginning of a record, or may be: fewer bytes than its mark."""
    begin = data[at : at + len(MARK)].upper()
    return begin == MARK[: len(begin)]


def find_head_end(data: bytes, at: int) -> int | None:
    """Where the head that begins at `at` ends; None where it does not end, or another begins before it does.

    What stands behind the version of another record is its head: the two together would be a record that never was.
    """
    end = find_end(data, at, at + LONGEST_HEAD)
    if end is None or _VERSION_LINE.search(data, at + len(MARK), end):
        return None
    return end


def parse(head: bytes) -> Head | None:
    """A head, from the version up to the blank line with which it ends. Whatever is missing in it is left out.

    The version is not judged: those of drafts (0.17, 0.18) are in use, and a field means the same in all.
    None where not one of the fields is there that make a record.
    """
    said = fields(lines(head)[1:])
    if said.keys().isdisjoint(("warc-type", "warc-record-id", "content-length")):
        return None
    # The standard lets no field that is asked for here occur twice. Lengths that differ are none.
    first = {name: values[0] for name, values in said.items()}
    lengths = set(map(length, said.get("content-length", [])))
    return Head(
        type=first.get("warc-type", "").lower(),
        size=len(head),
        length=lengths.pop() if len(lengths) == 1 else None,
        id=_bare(first.get("warc-record-id", "")),
        url=_bare(first.get("warc-target-uri", "")),
        day=day(first.get("warc-date", "")),
        media=first.get("content-type", ""),
        digests=tuple(first[name] for name in ("warc-block-digest", "warc-payload-digest") if name in first),
        truncated="warc-truncated" in first,
    )


def _bare(uri: str) -> str | None:
    """A URI without the brackets that WARC 1.0 put around it by mistake, and wget took at its word."""
    return uri.strip("<> ") or None


# ── in the midst of anything ──────────────────────────────────────────────────────────────────────


def find_start(data: bytes, begin: int, end: int) -> int | None:
    """Where the next record may begin in the midst of anything: a head that is complete, and that no page quotes so.

    The work grows with the bytes that are searched, not with how often a version stands in them: each stretch up to
    a blank line is searched once for all that begins in it.
    """
    any_version = _ANY_VERSION.search(data, begin, end)
    if any_version is None:
        return None
    begin = any_version.start()
    with_lf = _find_start(_VERSION, BLANK_LINE, data, begin, end, end)
    with_cr = _find_start(_VERSION_OF_CR, BLANK_LINE_OF_CR, data, begin, end if with_lf is None else with_lf, end)
    return with_lf if with_cr is None else with_cr


def _find_start(
    version: re.Pattern[bytes], blank_line: re.Pattern[bytes], data: bytes, begin: int, before: int, end: int
) -> int | None:
    """The first record that begins before `before` and whose head ends before `end`."""
    while found := version.search(data, begin, before):
        stretch = _stretch(data, found.start(), end, blank_line)
        if stretch.latest is not None:
            at = max(found.start(), stretch.first)
            first = version.search(data, at, before)
            if first and first.start() <= stretch.latest:
                return first.start()
        begin = stretch.end
    return None


class _Stretch(NamedTuple):
    """What ends with a blank line: a head of a record ends with it if its version stands from `first` to `latest`."""

    end: int
    first: int = 0
    latest: int | None = None


def _stretch(data: bytes, begin: int, end: int, blank_line: re.Pattern[bytes]) -> _Stretch:
    blank = blank_line.search(data, begin, end)
    if blank is None:
        return _Stretch(end)
    first = max(begin, blank.end() - LONGEST_HEAD)
    # Behind the last version that begins a line, as no head has two; before all that a head requires.
    first = max(first, _last(_VERSION_LINE, data, first, blank.end()) or first)
    fields = [_last(field, data, first, blank.end()) for field in _REQUIRED]
    known = [at for at in fields if at is not None]
    return _Stretch(blank.end(), first, min(known) if len(known) == len(fields) else None)


def _last(pattern: re.Pattern[bytes], data: bytes, begin: int, end: int) -> int | None:
    last = None
    for found in pattern.finditer(data, begin, end):
        last = found.end("before")
    return last


_NAME = rb"WARC/[0-9]\.[0-9]{1,2}[ \t]{0,16}"
_ANY_VERSION = re.compile(_NAME + rb"[\r\n]", re.IGNORECASE)
_VERSION = re.compile(_NAME + LINE_END, re.IGNORECASE)
_VERSION_OF_CR = re.compile(_NAME + rb"\r(?!\r{0,2}\n)", re.IGNORECASE)
_VERSION_LINE = re.compile(rb"(?P<before>[\r\n])" + _NAME + rb"(?=[\r\n])", re.IGNORECASE)
# Section 5.2 requires them, and a date. Markup would spell the brackets &lt; and &gt;.
_FOLDED = rb"(?:[ \t]|\r{0,3}\n[ \t]){0,64}"
_REQUIRED = [
    re.compile(rb"(?P<before>[\r\n])" + name + rb":" + _FOLDED + value + rb"[ \t]*(?=[\r\n])", re.IGNORECASE)
    for name, value in (
        (rb"WARC-Record-ID", rb"<[^\r\n<>]{1,512}>"),
        (rb"WARC-Type", rb"[a-z]{1,32}"),
        (rb"Content-Length", rb"[0-9]{1,13}"),
    )
]
