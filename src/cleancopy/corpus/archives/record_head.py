"""The head of a record, and the parsing that WARC and HTTP heads share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

MAX_HEAD = 1024 * 1024  # bytes; addresses of some 100 KB exist, as data: and as trackers
LINE_END = rb"\r{0,3}\n"
"""The standards want CRLF; large writers use LF alone (ClueWeb09), and conversions make CR CR LF."""


@dataclass(frozen=True, slots=True)
class RecordHead:
    """The head of a record.

    type        ``response``, ``request``, …; of an ARC record the WARC type that means the same
    size        bytes of the head itself
    length      bytes of the block behind it; None where the head states no plausible length
    id          identifier of the record, None where it has none
    day         day of the fetch, ISO 8601
    media       Content-Type of the block
    digests     digests of the block or payload, as the head writes them
    truncated   whether the crawler says that it did not store everything
    """

    type: str
    size: int
    length: int | None
    id: str | None = None
    url: str | None = None
    day: str | None = None
    media: str = ""
    digests: tuple[str, ...] = ()
    truncated: bool = False


def find_end(data: bytes, at: int, most: int) -> int | None:
    """Find where the head that begins at `at` ends, behind its blank line; None where it does not end before `most`.

    CR alone ends its lines where it ends the first line.
    """
    first = _FIRST_END.search(data, at, most)
    if first is None:
        return None
    found = None if first[0] == b"\n" else BLANK_LINE_OF_CR.search(data, first.start(), most)
    found = found or BLANK_LINE.search(data, first.start(), most)
    return found.end() if found else None


BLANK_LINE = re.compile(rb"\n" + LINE_END)
BLANK_LINE_OF_CR = re.compile(rb"\r\r")
_FIRST_END = re.compile(rb"\n|\r(?!\r{0,2}\n)")


def parse_fields(lines: list[str]) -> Mapping[str, list[str]]:
    """Parse the fields of a head: the values of each, by lower-case name. Lines without a field are left out.

    A folded value is joined with a space at each fold; its first line may be empty.
    """
    found: dict[str, list[list[str]]] = {}
    parts: list[str] = []
    for line in lines:
        if line[:1] in " \t":
            parts.append(line.strip())
            continue
        name, colon, value = line.partition(":")
        parts = [value.strip()]
        if colon and name.strip():
            found.setdefault(name.strip().lower(), []).append(parts)
    return {name: [" ".join(filter(None, parts)) for parts in values] for name, values in found.items()}


def split_lines(head: bytes) -> list[str]:
    """Split a head, which may contain any bytes, into lines."""
    text = head.decode("utf-8", "replace")
    return text.replace("\r", "").split("\n") if "\n" in text else text.split("\r")


_MAX_LENGTH = 1 << 40  # bytes; a claim of more than 1 TiB is not believed


def parse_length(digits: str) -> int | None:
    """Parse a length; None where it is not plausible."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(_MAX_LENGTH)):
        return None
    return int(digits)


def parse_day(text: str) -> str | None:
    """Parse the day of a timestamp that begins with YYYY-MM-DD; None where there is no such day."""
    try:
        return date.fromisoformat(text[:10]).isoformat() if text[10:11] in ("", "T", " ") else None
    except ValueError:
        return None
