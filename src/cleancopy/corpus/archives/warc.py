"""The heads of WARC records (ISO 28500:2017, section 5), of all versions."""

import re
from collections.abc import Iterator

from cleancopy.corpus.archives.head import BLANK_LINE, LONGEST_HEAD, Head, day, fields, length, lines

MARK = b"WARC/"


def parse(head: bytes) -> Head | None:
    """A head, from the version up to the blank line with which it ends. Whatever is missing in it is left out.

    The version is not judged: those of drafts (0.17, 0.18) are in use, and a field means the same in all.
    None where not one of the fields is there that make a record.
    """
    said = fields(lines(head)[1:])
    if said.keys().isdisjoint(("warc-type", "warc-record-id", "content-length")):
        return None
    return Head(
        type=said.get("warc-type", "").lower(),
        size=len(head),
        length=length(said.get("content-length", "")),
        id=_bare(said.get("warc-record-id", "")),
        url=_bare(said.get("warc-target-uri", "")),
        day=day(said.get("warc-date", "")),
        media=said.get("content-type", ""),
        digests=tuple(said[name] for name in ("warc-block-digest", "warc-payload-digest") if name in said),
        truncated="warc-truncated" in said,
    )


def _bare(uri: str) -> str | None:
    """A URI without the brackets that WARC 1.0 put around it by mistake, and wget took at its word."""
    return uri.strip("<> ") or None


def starts(data: bytes, begin: int, end: int) -> Iterator[int]:
    """Where records may begin in the midst of anything: heads that are complete, and that no page would quote so."""
    at = data.find(MARK, begin, end)
    while at >= 0:
        if _is_plausible(data, at):
            yield at
        at = data.find(MARK, at + 1, end)


def _is_plausible(data: bytes, at: int) -> bool:
    if not _VERSION.match(data, at):
        return False
    end = BLANK_LINE.search(data, at, at + LONGEST_HEAD)
    if end is None:
        return False
    head = data[at : end.end()]
    return all(field.search(head) for field in _REQUIRED)


_VERSION = re.compile(rb"WARC/[0-9]\.[0-9]{1,2}\r?\n")
# Section 5.2 requires them, and a date. Markup would spell the brackets &lt; and &gt;.
_REQUIRED = [
    re.compile(field, re.IGNORECASE)
    for field in (
        rb"\nWARC-Record-ID:[ \t]*<[^\r\n<>]{1,512}>[ \t]*\r?\n",
        rb"\nWARC-Type:[ \t]*[a-z]{1,32}[ \t]*\r?\n",
        rb"\nContent-Length:[ \t]*[0-9]{1,13}[ \t]*\r?\n",
    )
]
