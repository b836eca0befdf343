"""What a record says of itself, and the parsing that WARC and HTTP have in common."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

LONGEST_HEAD = 1024 * 1024  # bytes; addresses of some 100 KB exist, as data: and as trackers
LINE_END = rb"\r{0,3}\n"
"""The standards want CRLF; writers of LF alone are among the large ones (ClueWeb09), and conversions make CR CR LF."""


@dataclass(frozen=True, slots=True)
class Head:
    """A record's head.

    type        ``response``, ``request``, …: of an ARC record one that says the same
    size        bytes of the head itself
    length      bytes of the block behind it, None where the head says nothing that can be true
    id          None where it has none
    day         on which it was fetched, ISO 8601
    media       Content-Type of the block
    digests     what the head says of its block or payload, as it stands there
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
    """Where the head that begins at `at` ends, its blank line included; None where it does not end before `most`.

    CR alone ends its lines where it ends the first.
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


def fields(lines: list[str]) -> Mapping[str, list[str]]:
    """The values of each field of a head, by lower-case name. Lines that are no field are left out.

    A folded value is put together with a space where it was folded; its first line may be empty.
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


def lines(head: bytes) -> list[str]:
    """The lines of a head, which may hold anything."""
    text = head.decode("utf-8", "replace")
    return text.replace("\r", "").split("\n") if "\n" in text else text.split("\r")


_MOST_LENGTH = 1 << 40  # bytes; what claims more than 1 TiB claims nothing


def length(digits: str) -> int | None:
    """A length, if it can be one."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(_MOST_LENGTH)):
        return None
    return int(digits)


def day(text: str) -> str | None:
    """The day of a timestamp that begins with YYYY-MM-DD, if there is such a day."""
    try:
        return date.fromisoformat(text[:10]).isoformat() if text[10:11] in ("", "T", " ") else None
    except ValueError:
        return None
