"""What a reader finds in an input: pages, what is no page, and damage."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cleancopy.options import Kind, Known


@dataclass(frozen=True, slots=True)
class Record:
    """A page as it stands in an input.

    id        what the input calls it, unique in it: a WARC record's identifier, a file's name, a row's number
    page      its bytes without transfer and content coding, or characters where the input holds those
    kind      ``text`` where the input holds flattened text (WET)
    charset   of the HTTP header ``Content-Type``
    fetched   the day on which it was fetched, ISO 8601
    flags     what was odd about it: see the readers
    known     what a book or a feed says of it, of which it is a page
    """

    id: str
    page: bytes | str
    url: str | None = None
    kind: Kind = "auto"
    charset: str | None = None
    fetched: str | None = None
    flags: frozenset[str] = frozenset()
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """A record that gives no page, and why not: every record of an input is accounted for.

    status   ``skipped`` for what was never a page (a request, a revisit), ``refused`` for what is none for us (a
             picture, a body too large), ``failed`` for one that cannot be read
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

    what   ``damaged`` in its midst, ``cut_off`` at its end
    """

    start: int
    end: int
    what: Literal["damaged", "cut_off"]
    detail: str = ""


Item = Record | Passed | Damage
Advance = Callable[[int], None]
"""Is called with the bytes of a source that were read up to an item, before this is given."""


def ignore(_: int) -> None:
    """Be told how far a reader is, and do nothing."""


def encodable(text: str) -> str:
    r"""The text with each character that UTF-8 does not have, half a pair of surrogates, as ``\udce9``.

    Names of files have them for bytes that are no UTF-8, JSON may spell them out, and no table can hold them.
    """
    return text.encode("utf-8", "backslashreplace").decode()
