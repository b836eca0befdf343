"""Repairs text: surrogates, line ends and control characters."""

from typing import NamedTuple

from cleancopy.input.passes import Fault, find_control_reference, find_faults, normalize_controls
from cleancopy.page import PageKind


class Text(NamedTuple):
    """A text without surrogates, and what else is wrong with it: see `Fault`."""

    chars: str
    faults: int


def repair_surrogates(text: str) -> Text:
    """Join surrogate pairs into characters, and replace lone surrogates by U+FFFD."""
    faults = find_faults(text)
    if faults & Fault.SURROGATE:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        faults = find_faults(text)
    return Text(text, faults)


def repair_controls(text: Text, kind: PageKind) -> Text:
    """Normalise line ends to line feeds, and replace control characters by spaces, so that no two words are fused.

    They would break lines, terminals and XML downstream. NUL is dropped from HTML, as the parser drops it between tags,
    and becomes U+FFFD in flattened text.
    """
    chars, faults = text
    if faults & Fault.NUL:
        chars = chars.replace("\0", "" if kind == "html" else "\ufffd")
        faults = find_faults(chars)
    if faults & Fault.CONTROL or "\r" in chars:
        chars = normalize_controls(chars)
    return Text(chars, faults & ~Fault.CONTROL)


def strip_controls(text: str) -> str:
    """Repair text from a string of a page's data, which was not decoded with the page, as `decode` repairs text."""
    return text if text.isprintable() else repair_controls(repair_surrogates(text), "html").chars


def replace_control_references(markup: str) -> str:
    """Put a space for each character reference to a control character.

    Decoding removes the characters themselves, and the parser would bring them back.
    """
    parts, position = [], 0
    while found := find_control_reference(markup, position):
        parts.append(markup[position : found[0]])
        position = found[1]
    return " ".join([*parts, markup[position:]]) if parts else markup
