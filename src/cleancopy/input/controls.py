"""Repairs text: surrogates, line ends and control characters."""

import re
from typing import NamedTuple

import numpy as np

from cleancopy.page import PageKind


class Text(NamedTuple):
    """A text as characters and in UTF-8, where searching for single characters is faster."""

    chars: str
    utf8: bytes


def repair_surrogates(text: str) -> Text:
    """Join surrogate pairs into characters, and replace lone surrogates by U+FFFD."""
    try:
        return Text(text, text.encode())
    except UnicodeEncodeError:
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return Text(joined, joined.encode())


# Control characters would break lines, terminals and XML downstream. Vertical tab and NEL end lines (Unicode, section
# 5.8). The others become a space, so that no two words are fused.
_LINE_ENDS = ("\r\n", "\r", "\x0b", "\x85")
_LINE_END_CODES = frozenset(map(ord, "\r\x0b\x85"))
_LONE_CR = re.compile(rb"\r(?!\n)")
_LOW_CODES, _HIGH_CODES = range(9), range(0x0E, 0x20)
_SINGLE_CODES = (0x0B, 0x0D, 0x7F)
_SHORT_BYTES = 65536  # in shorter text searching for each character is fast enough
_C1_LEAD, _C1_END = 0xC2, 0xA0  # in UTF-8 the second byte is the character's number


def normalize_crlf(utf8: bytes) -> bytes:
    """Drop carriage returns if each is followed by a line feed, as on half of all pages."""
    return utf8.replace(b"\r", b"") if b"\r" in utf8 and not _LONE_CR.search(utf8) else utf8


def normalize_controls(text: Text, kind: PageKind) -> str:
    """Normalise line ends to line feeds, and replace control characters by spaces.

    NUL is dropped from HTML, as the parser drops it between tags, and becomes U+FFFD in flattened text.
    """
    found = _find_controls(text.utf8)
    chars = text.chars
    if not found:
        return chars
    if 0 in found:
        chars = chars.replace("\0", "" if kind == "html" else "\ufffd")
    if found & _LINE_END_CODES == {ord("\r")} and not _LONE_CR.search(text.utf8):
        chars = chars.replace("\r", "")  # the usual case, and faster
    elif not found.isdisjoint(_LINE_END_CODES):
        for end in _LINE_ENDS:
            chars = chars.replace(end, "\n")
    for code in found - _LINE_END_CODES - {0}:  # faster than `str.translate`
        chars = chars.replace(chr(code), " ")
    return chars


def find_bytes_after(utf8: bytes, lead: int) -> bytes:
    """Collect the bytes that follow a rare byte."""
    data = np.frombuffer(utf8, np.uint8)
    return data[np.flatnonzero(data[:-1] == lead) + 1].tobytes() if lead in utf8 else b""


def _find_controls(utf8: bytes) -> set[int]:
    """Find the control characters in a text."""
    data = np.frombuffer(utf8, np.uint8)
    codes = [*_SINGLE_CODES]
    short = len(utf8) < _SHORT_BYTES
    # Most pages have no others. A minimum shows that: of the bytes, or of the bytes after subtracting a range's start.
    if short or data.min(initial=0xFF) < _LOW_CODES.stop:
        codes += _LOW_CODES
    if short or (data - np.uint8(_HIGH_CODES.start)).min(initial=0xFF) < len(_HIGH_CODES):
        codes += _HIGH_CODES
    return {code for code in codes if code in utf8} | {c for c in find_bytes_after(utf8, _C1_LEAD) if c < _C1_END}


def strip_controls(text: str) -> str:
    """Repair text from a string of a page's data, which was not decoded with the page, as `decode` repairs text."""
    return text if text.isprintable() else normalize_controls(repair_surrogates(text), "html")


# Character references to control characters. Decoding removes the characters themselves, and the parser would bring
# them back. References from 128 to 159 mean characters of windows-1252 (HTML standard, section 13.2.5.80), except for
# five that it lacks. The lookahead makes the search start with a single character, which is faster.
_CONTROL_REFERENCE = re.compile(
    r"&(?=#)#(?:0*(?:[1-8]|1[134-9]|2[0-9]|3[01]|127|129|14[134]|157)(?![0-9])"
    r"|x0*(?:[1-8]|[bdef]|1[0-9a-f]|7f|8[1df]|9[0d])(?![0-9a-f]));?",
    re.IGNORECASE,
)


def replace_control_references(markup: str) -> str:
    """Put a space for each character reference to a control character."""
    return _CONTROL_REFERENCE.sub(" ", markup)
