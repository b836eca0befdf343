"""Decodes pages: finds their encoding and kind, and repairs control characters and surrogates."""

import re
from dataclasses import replace

from cleancopy.flags import Flag
from cleancopy.input.binary import describe_binary, detect_binary_format
from cleancopy.input.controls import Text, repair_controls, repair_surrogates
from cleancopy.input.encoding import (
    Encoding,
    PageBytes,
    correct_false_utf8,
    find_encoding,
    is_binary,
    is_misdeclared,
)
from cleancopy.input.passes import Fault
from cleancopy.input.sniff import has_occurrences, sniff_kind
from cleancopy.limits import LIMITS, Limits, Truncation, truncate, truncate_before, truncation_flags
from cleancopy.options import Kind
from cleancopy.page import EncodingSource, Page, PageKind


def decode(page: bytes | str, kind: Kind = "auto", http_charset: str | None = None, limits: Limits = LIMITS) -> Page:
    """Decode a scraped page.

    page           the original bytes, or a string that was already decoded
    kind           the kind of the page, if the caller knows it; binary data is always refused
    http_charset   the charset of the HTTP header ``Content-Type``; an unknown name is ignored
    limits         how much of it is read; `Page.truncations` lists what was left out

    Never fails: malformed bytes become U+FFFD, and flags say ``empty_input`` (only white space), ``not_text`` (binary
    data) or ``mojibake_suspected`` (decoded in a wrong encoding, here or earlier).
    """
    if isinstance(page, str):
        text, truncations = truncate(page, "characters", limits.characters)
        return _truncate_page(_make_page(repair_surrogates(text), kind, None), limits, truncations)
    data, truncations = truncate(page, "input_bytes", limits.input_bytes)
    return _truncate_page(_decode_bytes(data, kind, http_charset), limits, truncations)


def _truncate_page(page: Page, limits: Limits, truncations: tuple[Truncation, ...]) -> Page:
    """Cut a page to its limits. `truncations` are those from before it was decoded."""
    text, char_cuts = truncate(page.text, "characters", limits.characters)
    text, line_cuts = (text, ()) if page.kind == "html" else truncate_before(text, "\n", limits.tags)
    truncations = (*truncations, *char_cuts, *line_cuts)
    if not truncations:
        return page
    return replace(page, text=text, flags=page.flags | truncation_flags(truncations), truncations=truncations)


def _decode_bytes(data: bytes, kind: Kind, http_charset: str | None) -> Page:
    if not data or data.isspace():
        return _make_empty_page(kind, "none")
    page = PageBytes(data)
    encoding = find_encoding(page, http_charset)
    if encoding.source == "meta" and is_misdeclared(page, encoding):
        # By the standard the tag wins. But crawlers that store pages as UTF-8 leave the old tags in them (9 of 3,213
        # labelled pages), and bytes are hardly ever valid UTF-8 by chance.
        encoding = Encoding("UTF-8", "detected")
    text = _decode_text(page, encoding)
    if text.faults & Fault.REPLACEMENT and (true := correct_false_utf8(data, encoding)):
        encoding, text = true, _decode_text(page, true)
    if detect_binary_format(data) or is_binary(data, encoding):
        return Page("", "neither", None, "none", frozenset({Flag.NOT_TEXT}), message=describe_binary(data))
    return _make_page(text, kind, encoding, is_garbled=is_misdeclared(page, encoding))


def _decode_text(page: PageBytes, encoding: Encoding) -> Text:
    if encoding.name == "UTF-8" and page.utf8 is not None:
        return repair_surrogates(page.utf8)
    return repair_surrogates(page.data.decode(encoding.codec, "replace"))


def _make_page(decoded: Text, kind: Kind, encoding: Encoding | None, *, is_garbled: bool = False) -> Page:
    decoded = decoded._replace(chars=decoded.chars.lstrip("\ufeff"))
    page_kind: PageKind = sniff_kind(decoded.chars) if kind == "auto" else kind
    text, faults = repair_controls(decoded, page_kind)
    if not text or text.isspace():
        return _make_empty_page(kind, "none" if encoding else "str")
    if faults & Fault.REPLACEMENT or (faults & Fault.GARBLED and has_occurrences(_MOJIBAKE, text, 3)):
        is_garbled = True
    flags = frozenset({Flag.MOJIBAKE_SUSPECTED} if is_garbled else ())
    if encoding is None:
        return Page(text, page_kind, None, "str", flags)
    return Page(text, page_kind, encoding.name, encoding.source, flags)


def _make_empty_page(kind: Kind, source: EncodingSource) -> Page:
    return Page("", "text" if kind == "auto" else kind, None, source, frozenset({Flag.EMPTY_INPUT}))


# UTF-8 decoded as windows-1252: a letter for the first byte (Ã and Â for Latin, â€ for quotation marks and dashes,
# Ð and Ñ for Cyrillic, Î and Ï for Greek, ðŸ for emoji), then a character for the second byte, 80 to BF. The
# pattern begins with a set of characters, which makes the search faster.
_MOJIBAKE = re.compile(
    r"[ÃÂÐÑÎÏâð](?:(?<![âð])|(?<=â)€|(?<=ð)Ÿ)"
    r"[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ\u2018\u2019\u201c\u201d•\u2013\u2014\u02dc™š›œžŸ]"
)
"""A page with three occurrences is garbled. One or two may be a quotation or an unusual pair of characters."""
