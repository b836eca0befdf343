"""What is no text in a text: surrogates and control characters, and how they are put right."""

import re
from typing import NamedTuple

from cleancopy.page import PageKind


class Text(NamedTuple):
    """A text, and the same in UTF-8, in which single signs are found several times as fast."""

    chars: str
    utf8: bytes


def sound(text: str) -> Text:
    """Join surrogate pairs to the characters they stand for, and put U+FFFD for lone ones."""
    try:
        return Text(text, text.encode())
    except UnicodeEncodeError:
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return Text(joined, joined.encode())


# Control characters would break lines, terminals and XML downstream. Vertical tab and NEL end lines
# (Unicode, section 5.8); the others become a space, so that no two words are fused.
_LINE_ENDS = ("\r\n", "\r", "\x0b", "\x85")
_ENDING = frozenset(map(ord, "\r\x0b\x85"))
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_C0 = (*range(9), 0x0B, *range(0x0D, 0x20), 0x7F)
_C1 = re.compile(rb"\xc2[\x80-\x9f]")  # in UTF-8 the second byte is the character's number


def clean(text: Text, kind: PageKind) -> str:
    """Normalise line ends to a line feed and take control characters out.

    NUL is dropped from HTML, as the parser drops it between tags, and U+FFFD in flattened text.
    """
    # Searching for each is ten times as fast as one regular expression, and most pages have none.
    found = {code for code in _C0 if code in text.utf8} | {pair[1] for pair in _C1.findall(text.utf8)}
    chars = text.chars
    if not found:
        return chars
    if 0 in found:
        chars = chars.replace("\0", "" if kind == "html" else "\ufffd")
    if found & _ENDING == {ord("\r")} and not _LONE_RETURN.search(text.utf8):
        chars = chars.replace("\r", "")  # a third of the time, on half of all pages
    elif not found.isdisjoint(_ENDING):
        for end in _LINE_ENDS:
            chars = chars.replace(end, "\n")
    others = found - _ENDING - {0}
    return chars.translate(dict.fromkeys(others, " ")) if others else chars


def without_controls(text: str) -> str:
    """Text that a page spells out in a string of its data, and no decoder has seen, as `decode` leaves text."""
    return text if text.isprintable() else clean(sound(text), "html")
