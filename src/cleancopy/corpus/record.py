"""What readers find in an input: pages, records that give no page, and damage."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cleancopy.options import ContainerMetadata, Kind


@dataclass(frozen=True, slots=True)
class Record:
    """A page as an input holds it.

    id           the name of the page, unique in its input: a WARC record's identifier, a file's name, a row's number
    page         its bytes without transfer and content coding, or characters where the input holds characters
    kind         ``text`` where the input holds flattened text (WET)
    charset      of the HTTP header ``Content-Type``
    fetch_date   day of the fetch, ISO 8601
    flags        what was unusual about the record: see the readers
    container    what a book or a feed says about the page, if the page is part of one
    """

    id: str
    page: bytes | str
    url: str | None = None
    kind: Kind = "auto"
    charset: str | None = None
    fetch_date: str | None = None
    flags: frozenset[str] = frozenset()
    container: ContainerMetadata | None = None


@dataclass(frozen=True, slots=True)
class SkippedRecord:
    """A record that gives no page, and why: every record of an input is accounted for.

    status   ``skipped`` for records that are no pages (a request, a revisit), ``refused`` for pages that cleancopy
             does not take (a picture, a body that is too large), ``failed`` for records that cannot be read
    reason   a short code, the same for all records of its kind: ``request``, ``media_type``, ``too_large``
    detail   what differs from record to record
    """

    id: str
    status: Literal["skipped", "refused", "failed"]
    reason: str
    url: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of an input from `start` to `end` that could not be read as records.

    kind   ``damaged``, or ``cut_off`` where the input ends too early
    """

    start: int
    end: int
    kind: Literal["damaged", "cut_off"]
    detail: str = ""


Item = Record | SkippedRecord | Damage
ProgressCallback = Callable[[int], None]
"""A function that a reader calls before it yields an item, with the bytes of the source that it has read so far."""


def ignore(_: int) -> None:
    """Do nothing: the progress callback of callers that need none."""


def escape_surrogates(text: str) -> str:
    r"""Escape each character that UTF-8 does not have, half of a surrogate pair, as ``\udce9``.

    File names have them for bytes that are not UTF-8, JSON may contain them, and no table can hold them.
    """
    return text.encode("utf-8", "backslashreplace").decode()
