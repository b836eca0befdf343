"""The header fields of a mail: encoded words, names, dates."""

import re
from datetime import datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime

_MAX_FIELD_CHARS = 2000  # RFC 5322 allows at most 998 in a line
_MAX_HEAD_BYTES = 256 * 1024  # of all fields of a part
_BLANK_LINE = re.compile(rb"(?:\A|\r?\n)[ \t]*\r?\n")
_PARSER = BytesHeaderParser()


def split_head(part: bytes) -> tuple[Message, bytes]:
    """Return the fields of a part, and what follows the blank line after them."""
    end = _BLANK_LINE.search(part)
    head = part[: end.end() if end else len(part)][:_MAX_HEAD_BYTES]
    return _PARSER.parsebytes(head), part[end.end() :] if end else b""


def decode_field(message: Message, name: str) -> str | None:
    """Return the words of a field, decoded and on one line; None if there are no words."""
    raw = str(message.get(name) or "")[:_MAX_FIELD_CHARS]
    try:
        words = str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):  # an encoding that is unknown, or does not fit
        words = raw
    return " ".join(words.encode("utf-8", "replace").decode().split()) or None


def read_author(message: Message) -> tuple[str, ...]:
    """Return the name of the author of a mail; empty if there is only an address."""
    name, address = parseaddr(decode_field(message, "From") or "")
    return (name,) if name and name != address and "@" not in name else ()


def normalize_date(text: str | None) -> str | None:
    """Return a date of a mail, feed or book in ISO 8601, with its time if there is one; None if it is no date."""
    for parse_date in (_parse_iso, _parse_rfc5322):
        try:
            return parse_date((text or "").strip()[:_MAX_FIELD_CHARS])
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _parse_iso(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return moment.date().isoformat() if len(text) <= len("2024-05-03") else moment.isoformat()


def _parse_rfc5322(text: str) -> str:
    return parsedate_to_datetime(text).isoformat()
