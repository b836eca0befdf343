"""What a record says of itself, and the parsing that WARC and HTTP have in common."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

LONGEST_HEAD = 1024 * 1024  # bytes; addresses of some 100 KB exist, as data: and as trackers
BLANK_LINE = re.compile(rb"\n\r?\n")
"""What ends a head. The standards want CRLF; writers that put LF alone are among the large ones (ClueWeb09)."""


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


def fields(lines: list[str]) -> Mapping[str, str]:
    """The fields of a head by lower-case name. Lines that are no field are left out, folded ones put together.

    A field that occurs twice has both values, with a comma between (RFC 9110, section 5.3).
    """
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        if line[:1] in " \t":
            if name and line.strip():
                found[name] += " " + line.strip()
            continue
        before, colon, value = line.partition(":")
        name = before.strip().lower() if colon else ""
        if name:
            found[name] = f"{found[name]}, {value.strip()}" if name in found else value.strip()
    return found


def lines(head: bytes) -> list[str]:
    """The lines of a head, which may hold anything."""
    return head.decode("utf-8", "replace").replace("\r", "").split("\n")


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
