"""Finds the encoding of a page, and whether its bytes are text at all.

The encoding is found in the order of the WHATWG standards (Encoding; HTML, section 13.2.3.2 "Determining the character
encoding"): byte-order mark, HTTP header, meta tag, the content itself.
"""

import codecs
import re
import unicodedata
from functools import cached_property
from typing import NamedTuple

import turbohtml
from turbohtml.detect import detect

from cleancopy.input.passes import decode_utf8
from cleancopy.page import EncodingSource

_ESCAPE = 0x1B  # begins the shifts of ISO-2022-JP
_MIN_JUDGED = 32  # characters; in a shorter sample the share of symbols means nothing
_MIN_STALE = 3  # characters beyond ASCII; that many are not valid UTF-8 by accident
_PRESCAN = 1024  # bytes that the HTML standard searches for a meta tag
_LATE_PRESCAN = 65536  # bytes that are searched for a later meta tag
_SAMPLE = 4096  # bytes or characters that are enough to tell text from binary data


class PageBytes:
    """The bytes of a page."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def utf8(self) -> str | None:
        """Their characters in UTF-8, see `decode_utf8`; None if they are not UTF-8."""
        return decode_utf8(self.data)


class Encoding(NamedTuple):
    """An encoding by its WHATWG name.

    source    the evidence that decided for it
    evident   whether there was any evidence at all
    """

    name: str
    source: EncodingSource
    evident: bool = True

    @property
    def codec(self) -> str:
        """The name of turbohtml's codec. Python's codecs with similar names decode differently."""
        return f"whatwg-{self.name.lower()}"


def find_encoding(page: PageBytes, http_charset: str | None) -> Encoding:
    """Find the encoding of a page."""
    data = page.data
    declared, wide = _look_up_charset(http_charset), _detect_utf16(data)
    if declared and wide and declared.name == wide.name:
        wide = declared
    return _detect_bom(data) or wide or declared or _find_meta_charset(data[:_PRESCAN]) or _detect_by_content(page)


def correct_false_utf8(data: bytes, declared: Encoding) -> Encoding | None:
    """Find the true encoding of bytes that a header or a meta tag calls UTF-8 by mistake.

    None if they are UTF-8, or if it is unclear: part of the bytes is UTF-8 (a page made of two), or decoding them gives
    symbols where text has letters. The standard follows the declaration, and every letter beyond ASCII is lost.
    """
    if declared.name != "UTF-8" or declared.source not in ("http", "meta"):
        return None
    # A character that is cut off at the end of the page proves nothing.
    whole = data[:-_MAX_PARTIAL_BYTES] + data[-_MAX_PARTIAL_BYTES:].rstrip(_BEYOND_ASCII)
    if _is_well_formed(PageBytes(whole), Encoding("UTF-8", "detected")):
        return None
    text = whole.decode("utf-8", "replace")
    malformed = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) > 1.5 * malformed:
        return None
    found = _run_detector(_DECLARED.sub(b"", data))  # the detector believes the tag
    read = data.decode(found.codec, "replace")
    foreign = len(read) - len(read.encode("ascii", "ignore"))
    is_text = "\ufffd" not in read[:-1] and not _C1.search(read) and 10 * _count_noise(read) <= foreign
    return found if found.name != "UTF-8" and is_text else None


_DECLARED = re.compile(rb"<meta\b[^>]{0,500}charset[^>]{0,500}>|<\?xml[^>]{0,500}\?>", re.IGNORECASE)
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_C1 = re.compile(r"[\x80-\x9f]")  # control characters that text never contains; single-byte encodings have gaps there


def _detect_bom(data: bytes) -> Encoding | None:
    if data.startswith(codecs.BOM_UTF8):
        return Encoding("UTF-8", "bom")
    # The standard does not know UTF-32: it takes the first mark for that of UTF-16, and decodes the rest to nonsense.
    if data.startswith(codecs.BOM_UTF32_LE) and len(data) % 4 == 0:
        return Encoding("UTF-32LE", "bom")
    if data.startswith(codecs.BOM_UTF32_BE):
        return Encoding("UTF-32BE", "bom")
    if data.startswith(codecs.BOM_UTF16_LE):
        return Encoding("UTF-16LE", "bom")
    if data.startswith(codecs.BOM_UTF16_BE):
        return Encoding("UTF-16BE", "bom")
    return None


def _detect_utf16(data: bytes) -> Encoding | None:
    """Detect UTF-16 without a byte-order mark: every other byte is zero, and hardly any between.

    The standard has no such step. It precedes the declarations, because such bytes are text in no other encoding.
    Some Windows programs leave the mark out.
    """
    sample = data[:_SAMPLE]
    if 2 * sample.count(0) > len(sample) and (wide := _detect_utf32(sample)):
        return wide
    high, low = sample[1::2].count(0), sample[::2].count(0)
    # The letter U+4E00 has its zero in the other byte, and is common in Chinese.
    enough = min(max(2, len(sample) // 20 + 1), 40)  # one pair in ten, in a long sample one in fifty
    if max(high, low) < enough or 10 * min(high, low) > max(high, low):
        return None
    encoding = Encoding("UTF-16LE" if high else "UTF-16BE", "detected")
    text = sample[: len(sample) // 2 * 2].decode(encoding.codec, "replace")
    return None if _CONTROL.search(text) or "\ufffd" in text[:-1] else encoding


def _detect_utf32(sample: bytes) -> Encoding | None:
    """Detect UTF-32 without a byte-order mark: the highest of four bytes is zero, and the next one nearly always."""
    sample = sample[: len(sample) // 4 * 4]
    for name, highest in (("UTF-32LE", (3, 2)), ("UTF-32BE", (0, 1))):
        if all(sample[offset::4].count(0) * 10 > len(sample) // 4 * 9 for offset in highest):
            encoding = Encoding(name, "detected")
            text = sample.decode(encoding.codec, "replace")
            return None if _CONTROL.search(text) or "\ufffd" in text else encoding
    return None


def _look_up_charset(label: str | None) -> Encoding | None:
    if not label:
        return None
    try:
        name = turbohtml.parse(b"", encoding=label.strip("\"' ")).encoding
    except (LookupError, ValueError):
        return None
    return _make_encoding(name, "http")


def _find_meta_charset(head: bytes) -> Encoding | None:
    """Find the encoding that a meta tag in `head` declares.

    The detector does not report whether a meta tag decided. But only then its answer does not depend on the rest of
    the page. So it runs twice, with ASCII after the head and with UTF-8.
    """
    head = head[: head.rfind(b">") + 1]  # by the standard an unclosed tag declares nothing
    if b"charset" not in head.lower():
        return None
    bare = head.translate(_ASCII_ONLY).ljust(_PRESCAN)
    answer = detect(bare)
    if answer.encoding is None or answer.encoding != detect(bare + "é".encode()).encoding:
        return None
    return _make_encoding(answer.encoding, "meta")


_ASCII_ONLY = bytes(code if code < ord("\x80") and code != _ESCAPE else ord("?") for code in range(256))
"""Replaces other bytes, which the detector would trust more than the tag."""


def _detect_by_content(page: PageBytes) -> Encoding:
    """Detect UTF-8 (with shifts ISO-2022-JP), allowing for a few errors; else use a late meta tag or the detector."""
    data = page.data
    has_shifts = _ESCAPE in data and _ISO_2022_SHIFT.search(data) is not None
    likely = Encoding("ISO-2022-JP" if has_shifts else "UTF-8", "detected")
    is_well_formed = _is_well_formed(page, likely)
    if is_well_formed and not has_shifts and not data.isascii():
        return likely
    return _find_late_meta_charset(data) or (likely if is_well_formed else _run_detector(data))


_ISO_2022_SHIFT = re.compile(rb"\x1b[$(]")  # of ISO-2022-JP; a bare escape character may come from a terminal

# A tag after the prescan counts too: by the HTML standard the parser then "changes the encoding".
_LATE_META = re.compile(rb"<meta\b[^>]{0,500}charset", re.IGNORECASE)


def _find_late_meta_charset(data: bytes) -> Encoding | None:
    late = _LATE_META.search(data, data.rfind(b">", 0, _PRESCAN) + 1, _LATE_PRESCAN)
    return _find_meta_charset(data[late.start() : late.start() + _PRESCAN]) if late else None


def _run_detector(data: bytes) -> Encoding:
    found = detect(data)
    # The detector rejects the right encoding of a page that is cut off inside a character.
    ends = () if data[-_MAX_PARTIAL_BYTES:].isascii() else range(1, _MAX_PARTIAL_BYTES + 1)
    for cut in ends:
        if found.encoding in _MULTIBYTE:
            break
        if (shorter := detect(data[:-cut])).encoding in _MULTIBYTE:
            found = shorter
    return Encoding(found.encoding or "windows-1252", "detected", found.confidence > 0)


_MULTIBYTE = frozenset({"GBK", "gb18030", "Big5", "EUC-JP", "Shift_JIS", "EUC-KR"})
_MAX_PARTIAL_BYTES = 3  # bytes of a character of gb18030 that lacks one


def _is_well_formed(page: PageBytes, encoding: Encoding) -> bool:
    """Whether a page has at most one error in `encoding` for ten characters beyond ASCII.

    The detector rejects UTF-8 or ISO-2022-JP for one broken byte (a page cut off, a pasted comment), and the whole page
    would be garbled. Bytes in another encoding have more errors in these than well-formed characters.
    """
    text = page.utf8 if encoding.name == "UTF-8" else None
    if text is None:
        text = page.data.decode(encoding.codec, "replace")
    if "\ufffd" not in text:
        return True
    return len(text) - len(text.encode("ascii", "ignore")) > 10 * text.count("\ufffd")


def _make_encoding(name: str | None, source: EncodingSource) -> Encoding | None:
    # The standard decodes "replacement" (labels such as hz-gb-2312) to one U+FFFD, which protects browsers from an
    # attack. Here no script runs, so detecting the encoding is safe and better.
    if name is None or name == "replacement":
        return None
    return Encoding(name, source)


def is_misdeclared(page: PageBytes, encoding: Encoding) -> bool:
    """Whether another encoding was declared for bytes that are valid UTF-8 beyond ASCII.

    Text in another encoding is hardly ever valid UTF-8, so the declaration is stale (a crawler re-encoded the page).
    The standard follows the declaration all the same.
    """
    if encoding.source not in ("http", "meta") or encoding.name.startswith("UTF-"):
        return False
    text = page.utf8
    return text is not None and len(text) - len(text.encode("ascii", "ignore")) >= _MIN_STALE


# ── binary data ───────────────────────────────────────────────────────────────────────────────────


def is_binary(data: bytes, encoding: Encoding) -> bool:
    """Whether a page is binary data, by its first bytes.

    If a header names a wrong encoding, real text looks like noise in it. So the encoding of the content counts too.
    """
    data = data[:_SAMPLE]
    return _is_noise(data, encoding) and (
        encoding.source != "http" or _is_noise(data, _detect_by_content(PageBytes(data)))
    )


def _is_noise(data: bytes, encoding: Encoding) -> bool:
    """Whether `data` in `encoding` has too many control characters, or symbols instead of letters, for text.

    The limits are far from both sides. Random bytes have 10 % control characters (text: none). Decoded in a single-byte
    encoding they have 30 % symbols beyond ASCII (text: under 8 %), and not one pair of letters that the detector knows.
    Bytes are not UTF-8 by accident, so UTF-8 may contain more.
    """
    sample = data.decode(encoding.codec, "replace")
    controls = len(_CONTROL.findall(sample))
    if encoding.name == "UTF-8" and 10 * sample.count("\ufffd") < len(sample):
        return controls > 0.1 * len(sample)
    if controls > 0.015 * len(sample):
        return True
    if encoding.source == "meta" or len(sample) < _MIN_JUDGED:
        return False
    foreign = len(sample) - len(sample.encode("ascii", "ignore"))
    # A fifth of random UTF-16 is not letters, and here the header is the only evidence for UTF-16.
    doubtful = not encoding.evident or (encoding.source == "http" and encoding.name.startswith("UTF-16"))
    limit = 0.05 if doubtful and 4 * foreign >= len(sample) else 0.15
    return _count_noise(sample) > limit * len(sample)


_CONTROL = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]")


def _count_noise(sample: str) -> int:
    """Count the characters that are rare in text: controls, and symbols and punctuation beyond ASCII."""
    strange = sum(1 for char in sample if char > "\x7f" and _is_strange(char))
    return strange + len(_CONTROL.findall(sample))


def _is_strange(char: str) -> bool:
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef":
        return char >= "\ufff0"
    return unicodedata.category(char)[0] not in "LMN"
