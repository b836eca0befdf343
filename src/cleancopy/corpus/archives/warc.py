"""The heads of WARC records (ISO 28500:2017, section 5), of all versions."""

import re
from typing import NamedTuple

from cleancopy.corpus.archives.record_head import (
    BLANK_LINE,
    BLANK_LINE_OF_CR,
    LINE_END,
    MAX_HEAD,
    RecordHead,
    find_end,
    parse_day,
    parse_fields,
    parse_length,
    split_lines,
)

MARK = b"WARC/"


def is_start(data: bytes, at: int = 0) -> bool:
    """Whether a record begins here. A few writers do not write the mark in capitals."""
    return data[at : at + len(MARK)].upper() == MARK


def is_cut_start(data: bytes, at: int = 0) -> bool:
    """Whether all that follows is the beginning of a record, or may be: there are fewer bytes than its mark has."""
    begin = data[at : at + len(MARK)].upper()
    return begin == MARK[: len(begin)]


def find_head_end(data: bytes, at: int) -> int | None:
    """Find where the head that begins at `at` ends; None where it does not end, or another begins before its end.

    The fields behind the version of another record belong to that record: the two together would be a record that
    never existed.
    """
    end = find_end(data, at, at + MAX_HEAD)
    if end is None or _VERSION_LINE.search(data, at + len(MARK), end):
        return None
    return end


def parse(head: bytes) -> RecordHead | None:
    """Parse a head, from the version up to the blank line at its end. Missing fields get their defaults.

    Any version is accepted: drafts (0.17, 0.18) are in use, and a field means the same in all versions.
    None where the head has none of the fields that make a record.
    """
    fields = parse_fields(split_lines(head)[1:])
    if fields.keys().isdisjoint(("warc-type", "warc-record-id", "content-length")):
        return None
    # By the standard none of these fields occurs twice. Lengths that contradict each other are not believed.
    first = {name: values[0] for name, values in fields.items()}
    lengths = set(map(parse_length, fields.get("content-length", [])))
    return RecordHead(
        type=first.get("warc-type", "").lower(),
        size=len(head),
        length=lengths.pop() if len(lengths) == 1 else None,
        id=_strip_brackets(first.get("warc-record-id", "")),
        url=_strip_brackets(first.get("warc-target-uri", "")),
        day=parse_day(first.get("warc-date", "")),
        media=first.get("content-type", ""),
        digests=tuple(first[name] for name in ("warc-block-digest", "warc-payload-digest") if name in first),
        truncated="warc-truncated" in first,
    )


def _strip_brackets(uri: str) -> str | None:
    """Strip the brackets that WARC 1.0 put around URIs by mistake, and that wget writes."""
    return uri.strip("<> ") or None


# ── in any bytes ──────────────────────────────────────────────────────────────────────────────────


def find_start(data: bytes, begin: int, end: int) -> int | None:
    """Find where the next record may begin in any bytes: a complete head, in a form that no page would quote.

    The work grows with the bytes that are searched, not with how often a version occurs in them: each stretch up to a
    blank line is searched once for every head that begins in it.
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
    """Find the first record that begins before `before` and whose head ends before `end`."""
    while found := version.search(data, begin, before):
        stretch = _find_stretch(data, found.start(), end, blank_line)
        if stretch.latest is not None:
            at = max(found.start(), stretch.first)
            first = version.search(data, at, before)
            if first and first.start() <= stretch.latest:
                return first.start()
        begin = stretch.end
    return None


class _Stretch(NamedTuple):
    """Bytes that end with a blank line. A head ends with it if its version begins between `first` and `latest`."""

    end: int
    first: int = 0
    latest: int | None = None


def _find_stretch(data: bytes, begin: int, end: int, blank_line: re.Pattern[bytes]) -> _Stretch:
    blank = blank_line.search(data, begin, end)
    if blank is None:
        return _Stretch(end)
    first = max(begin, blank.end() - MAX_HEAD)
    # A head has one version: it begins with the last one that begins a line, and before all required fields.
    first = max(first, _find_last(_VERSION_LINE, data, first, blank.end()) or first)
    found = [_find_last(field, data, first, blank.end()) for field in _REQUIRED]
    known = [at for at in found if at is not None]
    return _Stretch(blank.end(), first, min(known) if len(known) == len(found) else None)


def _find_last(pattern: re.Pattern[bytes], data: bytes, begin: int, end: int) -> int | None:
    last = None
    for found in pattern.finditer(data, begin, end):
        last = found.end("before")
    return last


_NAME = rb"WARC/[0-9]\.[0-9]{1,2}[ \t]{0,16}"
_ANY_VERSION = re.compile(_NAME + rb"[\r\n]", re.IGNORECASE)
_VERSION = re.compile(_NAME + LINE_END, re.IGNORECASE)
_VERSION_OF_CR = re.compile(_NAME + rb"\r(?!\r{0,2}\n)", re.IGNORECASE)
_VERSION_LINE = re.compile(rb"(?P<before>[\r\n])" + _NAME + rb"(?=[\r\n])", re.IGNORECASE)
# Required by section 5.2, as is a date. Markup would write the brackets as &lt; and &gt;.
_FOLDED = rb"(?:[ \t]|\r{0,3}\n[ \t]){0,64}"
_REQUIRED = [
    re.compile(rb"(?P<before>[\r\n])" + name + rb":" + _FOLDED + value + rb"[ \t]*(?=[\r\n])", re.IGNORECASE)
    for name, value in (
        (rb"WARC-Record-ID", rb"<[^\r\n<>]{1,512}>"),
        (rb"WARC-Type", rb"[a-z]{1,32}"),
        (rb"Content-Length", rb"[0-9]{1,13}"),
    )
]
