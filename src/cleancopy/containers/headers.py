"""The fields of a mail: words that are encoded, names, dates."""

import re
from datetime import datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime

_LONGEST = 2000  # characters of a field that are read: RFC 5322 has at most 998 in a line
_LONGEST_HEAD = 256 * 1024  # bytes of all fields of a part
_BLANK_LINE = re.compile(rb"(?:\A|\r?\n)[ \t]*\r?\n")
_PARSER = BytesHeaderParser()


def split_head(part: bytes) -> tuple[Message, bytes]:
    """Give the fields of a part, and what follows the blank line behind them."""
    end = _BLANK_LINE.search(part)
    head = part[: end.end() if end else len(part)][:_LONGEST_HEAD]
    return _PARSER.parsebytes(head), part[end.end() :] if end else b""


def words_of(message: Message, name: str) -> str | None:
    """Give the words of a field, decoded and on one line; None where there are none."""
    raw = str(message.get(name) or "")[:_LONGEST]
    try:
        words = str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):  # an encoding that is none, or that does not fit
        words = raw
    return " ".join(words.encode("utf-8", "replace").decode().split()) or None


def author_of(message: Message) -> tuple[str, ...]:
    """Give the name of who wrote a mail; an address alone is none."""
    name, address = parseaddr(words_of(message, "From") or "")
    return (name,) if name and name != address and "@" not in name else ()


def day_of(text: str | None) -> str | None:
    """Give a date as mails, feeds and books write it in ISO 8601, with its time if there is one."""
    for read in (_iso, _rfc):
        try:
            return read((text or "").strip()[:_LONGEST])
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _iso(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return moment.date().isoformat() if len(text) <= len("2024-05-03") else moment.isoformat()


def _rfc(text: str) -> str:
    return parsedate_to_datetime(text).isoformat()
