"""Bytes to characters: which encoding, which kind of page, and nothing in the text that is no text.

The encoding is found in the order of the WHATWG standards (Encoding; HTML, section 13.2.3.2
"Determining the character encoding"): byte-order mark, HTTP header, meta tag, the content itself.
"""

import codecs
import re
import unicodedata
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

import turbohtml
from turbohtml.detect import detect

from cleancopy.binary import binary_format, describe
from cleancopy.controls import Text, behind, clean, sound, without_returns
from cleancopy.limits import LIMITS, Cut, Limits, cut_before, cut_to, flags_of
from cleancopy.options import Kind
from cleancopy.page import EncodingSource, Page, PageKind

EMPTY_INPUT = "empty_input"
NOT_TEXT = "not_text"
MOJIBAKE_SUSPECTED = "mojibake_suspected"

_ESCAPE = 0x1B  # begins the shifts of ISO-2022-JP
_JUDGED = 32  # characters; with fewer, shares of symbols say nothing
_STALE = 3  # characters beyond ASCII that are UTF-8 by no accident
_PRESCAN = 1024  # bytes that the HTML standard searches for a meta tag
_SAMPLE = 4096  # bytes or characters that are enough to tell text from binary data
_SNIFFED = 65536  # characters that are enough to tell HTML from flattened text


class _Encoding(NamedTuple):
    """An encoding by its WHATWG name, what decided for it, and whether anything spoke for it at all."""

    name: str
    source: EncodingSource
    evident: bool = True

    @property
    def codec(self) -> str:
        """The decoder of turbohtml: Python's codecs of like names are other encodings."""
        return f"whatwg-{self.name.lower()}"


def decode(page: bytes | str, kind: Kind = "auto", http_charset: str | None = None, limits: Limits = LIMITS) -> Page:
    """Make a `Page` of what was scraped.

    page           the bytes as they came, or a string that somebody decoded already
    kind           what the page is, if the caller knows; binary data is refused whatever is said here
    http_charset   the charset of the HTTP header ``Content-Type``; an unknown name is ignored
    limits         how much of it is read; `Page.cuts` tells what was not

    Never fails: malformed bytes become U+FFFD, and flags say ``empty_input`` (nothing but white space), ``not_text``
    (binary data) or ``mojibake_suspected`` (read in a wrong encoding, now or before it came here).
    """
    if isinstance(page, str):
        read, cuts = cut_to(page, "characters", limits.characters)
        return _within(_page(sound(read), kind, None), limits, cuts)
    data, cuts = cut_to(page, "input_bytes", limits.input_bytes)
    return _within(_decode(data, kind, http_charset), limits, cuts)


def _within(page: Page, limits: Limits, cuts: tuple[Cut, ...]) -> Page:
    """The page cut to its limits; `cuts` were made before it was decoded."""
    text, of_characters = cut_to(page.text, "characters", limits.characters)
    text, of_lines = (text, ()) if page.kind == "html" else cut_before(text, "\n", limits.tags)
    cuts = (*cuts, *of_characters, *of_lines)
    return replace(page, text=text, flags=page.flags | flags_of(cuts), cuts=cuts) if cuts else page


def _decode(page: bytes, kind: Kind, http_charset: str | None) -> Page:
    if not page or page.isspace():
        return _empty(kind, "none")
    encoding = _find_encoding(page, http_charset)
    if encoding.source == "meta" and _is_misdeclared(page, encoding):
        # The standard has the tag win. But a crawler that stores pages as UTF-8 leaves their old tags in place,
        # and bytes that are valid UTF-8 by chance are next to impossible: 9 of 3,213 labelled pages are such.
        encoding = _Encoding("UTF-8", "detected")
    text = _read(page, encoding)
    if "\ufffd" in text.chars and (true := _by_false_utf8(page, encoding)):
        encoding, text = true, _read(page, true)
    if binary_format(page) or _is_no_text(page[:_SAMPLE], encoding):
        return Page("", "neither", None, "none", frozenset({NOT_TEXT}), message=describe(page))
    return _page(text, kind, encoding, garbled=_is_misdeclared(page, encoding))


def sniff_kind(text: str) -> PageKind:
    """Tell ``html`` from flattened ``text``, by the first 65,536 characters.

    HTML begins with markup (a doctype, a comment, html, head, body or another block tag), or begins
    with an inline tag and has a second one, or shows tags on at least half of its lines and three in
    all. So text that mentions a tag, a comparison, a mail address or a piece of code stays text.
    """
    sample = text[:_SNIFFED].lstrip()
    if _MARKUP_START.match(sample):
        return "html"
    if _TAG.match(sample) and _has(_TAG, sample, 2):
        return "html"
    if not _has(_TAG, sample, 3):
        return "text"
    lines = [line for line in sample.splitlines() if line and not line.isspace()]
    tagged = sum(1 for line in lines if _TAG.search(line))
    return "html" if 2 * tagged >= len(lines) else "text"


def _has(pattern: re.Pattern[str], text: str, times: int) -> bool:
    """Whether `pattern` occurs in `text` as often as that."""
    return sum(1 for _ in islice(pattern.finditer(text), times)) == times


_BLOCK_TAGS = (
    "html|head|body|title|meta|link|script|style|base|noscript|iframe|div|p|table|tbody|thead|tr|td|th|"
    "ul|ol|li|dl|dt|dd|section|article|aside|header|footer|main|nav|h[1-6]|form|blockquote|pre|center|"
    "figure|figcaption|address|rss|feed|svg|frameset|font|hr|select|optgroup|option"
)
_INLINE_TAGS = "a|b|i|u|s|br|em|strong|span|img|code|small|sub|sup|input|button|label|picture|video|abbr|time"
_MARKUP_START = re.compile(rf"<(?:!doctype\s|!--|\?xml\s|(?:{_BLOCK_TAGS})[\s/>])", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_BLOCK_TAGS}|{_INLINE_TAGS})[\s/>]", re.IGNORECASE)


# ── which encoding ────────────────────────────────────────────────────────────────────────────────


def _find_encoding(data: bytes, http_charset: str | None) -> _Encoding:
    declared, seen = _by_label(http_charset), _by_zero_bytes(data)
    if declared and seen and declared.name == seen.name:
        seen = declared
    return _by_mark(data) or seen or declared or _by_meta(data[:_PRESCAN]) or _by_content(data)


def _by_false_utf8(data: bytes, declared: _Encoding) -> _Encoding | None:
    """What bytes are that a header or a meta tag calls UTF-8 by mistake; None where they are, or that is not clear.

    The standard follows the declaration, and every letter beyond ASCII is lost. Not clear are bytes of which a part is
    UTF-8 (a page put together of two), and those that give symbols where text has letters.
    """
    if declared.name != "UTF-8" or declared.source not in ("http", "meta"):
        return None
    whole = data[:-_HALF] + data[-_HALF:].rstrip(_BEYOND_ASCII)  # a page that was cut within a letter proves nothing
    if _holds(whole, _Encoding("UTF-8", "detected")):
        return None
    text = whole.decode("utf-8", "replace")
    malformed = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) > 1.5 * malformed:
        return None
    found = _by_detector(_DECLARED.sub(b"", data))  # the detector believes the tag
    read = data.decode(found.codec, "replace")
    foreign = len(read) - len(read.encode("ascii", "ignore"))
    is_text = "\ufffd" not in read[:-1] and not _C1.search(read) and 10 * _noise(read) <= foreign
    return found if found.name != "UTF-8" and is_text else None


_DECLARED = re.compile(rb"<meta\b[^>]{0,500}charset[^>]{0,500}>|<\?xml[^>]{0,500}\?>", re.IGNORECASE)
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_C1 = re.compile(r"[\x80-\x9f]")  # control characters that no text holds; single-byte encodings have gaps there


def _by_mark(data: bytes) -> _Encoding | None:
    if data.startswith(codecs.BOM_UTF8):
        return _Encoding("UTF-8", "bom")
    # The standard knows no UTF-32: it takes the first mark for that of UTF-16, and what follows is no text then.
    if data.startswith(codecs.BOM_UTF32_LE) and len(data) % 4 == 0:
        return _Encoding("UTF-32LE", "bom")
    if data.startswith(codecs.BOM_UTF32_BE):
        return _Encoding("UTF-32BE", "bom")
    if data.startswith(codecs.BOM_UTF16_LE):
        return _Encoding("UTF-16LE", "bom")
    if data.startswith(codecs.BOM_UTF16_BE):
        return _Encoding("UTF-16BE", "bom")
    return None


def _by_zero_bytes(data: bytes) -> _Encoding | None:
    """UTF-16 without a mark: zero bytes at every other place, hardly any between.

    The standard has no such step. It comes before the declarations because bytes like these are
    text in no other encoding (Windows programs leave the mark out now and then).
    """
    sample = data[:_SAMPLE]
    if 2 * sample.count(0) > len(sample) and (wide := _by_three_zero_bytes(sample)):
        return wide
    high, low = sample[1::2].count(0), sample[::2].count(0)
    # The letter U+4E00 has its zero at the other place, and is common in Chinese.
    enough = min(max(2, len(sample) // 20 + 1), 40)  # one pair in ten, in a long sample one in fifty
    if max(high, low) < enough or 10 * min(high, low) > max(high, low):
        return None
    encoding = _Encoding("UTF-16LE" if high else "UTF-16BE", "detected")
    text = sample[: len(sample) // 2 * 2].decode(encoding.codec, "replace")
    return None if _CONTROL.search(text) or "\ufffd" in text[:-1] else encoding


def _by_three_zero_bytes(sample: bytes) -> _Encoding | None:
    """UTF-32 without a mark: of each four bytes the highest is zero, and the next one nearly always."""
    sample = sample[: len(sample) // 4 * 4]
    for name, highest in (("UTF-32LE", (3, 2)), ("UTF-32BE", (0, 1))):
        if all(sample[place::4].count(0) * 10 > len(sample) // 4 * 9 for place in highest):
            encoding = _Encoding(name, "detected")
            text = sample.decode(encoding.codec, "replace")
            return None if _CONTROL.search(text) or "\ufffd" in text else encoding
    return None


def _by_label(label: str | None) -> _Encoding | None:
    if not label:
        return None
    try:
        name = turbohtml.parse(b"", encoding=label.strip("\"' ")).encoding
    except (LookupError, ValueError):
        return None
    return _named(name, "http")


def _by_meta(head: bytes) -> _Encoding | None:
    """What a meta tag in `head` declares.

    The detector does not say whether a meta tag decided. But only then is its answer the same
    whatever follows: so ask it twice, with ASCII behind the head and with UTF-8.
    """
    head = head[: head.rfind(b">") + 1]  # a tag that does not end declares nothing, says the standard
    if b"charset" not in head.lower():
        return None
    bare = head.translate(_BARE).ljust(_PRESCAN)
    answer = detect(bare)
    if answer.encoding is None or answer.encoding != detect(bare + "é".encode()).encoding:
        return None
    return _named(answer.encoding, "meta")


_BARE = bytes(code if code < ord("\x80") and code != _ESCAPE else ord("?") for code in range(256))
"""What is no ASCII tells the detector more than the tag does."""


def _by_content(data: bytes) -> _Encoding:
    """UTF-8 (with shifts ISO-2022-JP) if the bytes are, but for an odd one; else a late meta tag; else the detector."""
    shifts = _ESCAPE in data and _SHIFT.search(data) is not None
    likely = _Encoding("ISO-2022-JP" if shifts else "UTF-8", "detected")
    holds = _holds(data, likely)
    if holds and not shifts and not data.isascii():
        return likely
    return _by_late_meta(data) or (likely if holds else _by_detector(data))


_SHIFT = re.compile(rb"\x1b[$(]")  # of ISO-2022-JP; a bare escape character may come from a terminal

# A tag past the prescan counts as well: the HTML standard has the parser "change the encoding" then.
_LATE_META = re.compile(rb"<meta\b[^>]{0,500}charset", re.IGNORECASE)


def _by_late_meta(data: bytes) -> _Encoding | None:
    late = _LATE_META.search(data, data.rfind(b">", 0, _PRESCAN) + 1, _SNIFFED)
    return _by_meta(data[late.start() : late.start() + _PRESCAN]) if late else None


def _by_detector(data: bytes) -> _Encoding:
    found = detect(data)
    # Half a character at the end of a page that was cut off rules its encoding out for the detector.
    ends = () if data[-_HALF:].isascii() else range(1, _HALF + 1)
    for cut in ends:
        if found.encoding in _MULTIBYTE:
            break
        if (shorter := detect(data[:-cut])).encoding in _MULTIBYTE:
            found = shorter
    return _Encoding(found.encoding or "windows-1252", "detected", found.confidence > 0)


_MULTIBYTE = frozenset({"GBK", "gb18030", "Big5", "EUC-JP", "Shift_JIS", "EUC-KR"})
_HALF = 3  # bytes of a character of gb18030 that lacks one


def _holds(data: bytes, encoding: _Encoding) -> bool:
    """Whether `data` is well-formed in `encoding`, or has at most one malformed place to ten characters beyond ASCII.

    One broken byte (a page cut off, a pasted comment) rules UTF-8 or ISO-2022-JP out for the detector, and the whole
    page would be garbled. In another encoding, what is well-formed in these is rarer than what is malformed.
    """
    text = data.decode(encoding.codec, "replace")
    if "\ufffd" not in text:  # a tenth of the time of counting them
        return True
    return len(text) - len(text.encode("ascii", "ignore")) > 10 * text.count("\ufffd")


def _named(name: str | None, source: EncodingSource) -> _Encoding | None:
    # The standard decodes "replacement" (labels such as hz-gb-2312) to one U+FFFD, which protects
    # browsers from an attack. Here nothing runs: detection does better.
    if name is None or name == "replacement":
        return None
    return _Encoding(name, source)


# ── is it text at all ─────────────────────────────────────────────────────────────────────────────


def _is_no_text(data: bytes, encoding: _Encoding) -> bool:
    """Whether `data`, the first bytes of a page, is noise.

    A header may name a wrong encoding, and in that one real text looks like noise: what the bytes are tells their
    content, too.
    """
    return _is_noise(data, encoding) and (encoding.source != "http" or _is_noise(data, _by_content(data)))


def _is_noise(data: bytes, encoding: _Encoding) -> bool:
    """Whether `data` in `encoding` is no text: control characters, symbols for letters.

    The limits are far from both sides. Random bytes have 10 % control characters (text: none), and
    read in a single-byte encoding 30 % symbols beyond ASCII (text: under 8 %), with not one pair of
    letters for the detector to go by. What is UTF-8 is so by no accident, so it may hold more.
    """
    sample = data.decode(encoding.codec, "replace")
    controls = len(_CONTROL.findall(sample))
    if encoding.name == "UTF-8" and 10 * sample.count("\ufffd") < len(sample):
        return controls > 0.1 * len(sample)
    if controls > 0.015 * len(sample):
        return True
    if encoding.source == "meta" or len(sample) < _JUDGED:
        return False
    foreign = len(sample) - len(sample.encode("ascii", "ignore"))
    # A fifth of random UTF-16 is no letter, and the header alone says that this is it.
    doubtful = not encoding.evident or (encoding.source == "http" and encoding.name.startswith("UTF-16"))
    limit = 0.05 if doubtful and 4 * foreign >= len(sample) else 0.15
    return _noise(sample) > limit * len(sample)


_CONTROL = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]")


def _noise(sample: str) -> int:
    """How many signs there are that text has few of: controls, symbols and punctuation beyond ASCII."""
    strange = sum(1 for char in sample if char > "\x7f" and _is_strange(char))
    return strange + len(_CONTROL.findall(sample))


def _is_strange(char: str) -> bool:
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef":
        return char >= "\ufff0"
    return unicodedata.category(char)[0] not in "LMN"


# ── what the page holds ───────────────────────────────────────────────────────────────────────────


def _read(data: bytes, encoding: _Encoding) -> Text:
    if encoding.name == "UTF-8":
        with suppress(UnicodeDecodeError):
            utf8 = without_returns(data)
            return Text(utf8.decode(), utf8)
    return sound(data.decode(encoding.codec, "replace"))


def _page(read: Text, kind: Kind, encoding: _Encoding | None, *, garbled: bool = False) -> Page:
    read = read._replace(chars=read.chars.lstrip("\ufeff"))
    found: PageKind = sniff_kind(read.chars) if kind == "auto" else kind
    text = clean(read, found)
    if not text or text.isspace():
        return _empty(kind, "none" if encoding else "str")
    garbled = garbled or "\ufffd" in text or (_may_be_garbled(read.utf8) and _has(_MOJIBAKE, text, 3))
    flags = frozenset({MOJIBAKE_SUSPECTED} if garbled else ())
    if encoding is None:
        return Page(text, found, None, "str", flags)
    return Page(text, found, encoding.name, encoding.source, flags)


def _empty(kind: Kind, source: EncodingSource) -> Page:
    return Page("", "text" if kind == "auto" else kind, None, source, frozenset({EMPTY_INPUT}))


# What UTF-8 becomes when read as windows-1252: a letter that stands for the first byte (Ã and Â for
# Latin, â€ for quotation marks and dashes, Ð and Ñ for Cyrillic, Î and Ï for Greek, ðŸ for emoji),
# then one that stands for a following byte, 80 to BF.
_MOJIBAKE = re.compile(r"(?:[ÃÂÐÑÎÏ]|â€|ðŸ)[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ\u2018\u2019\u201c\u201d•\u2013\u2014\u02dc™š›œžŸ]")
"""Where it occurs three times the page is garbled: once or twice it may be a quotation or an odd pair of signs."""
_MOJIBAKE_LEAD, _MOJIBAKE_NEXT = 0xC3, frozenset(b"\x82\x83\x8e\x8f\x90\x91\xa2\xb0")
_MOJIBAKE_START = re.compile(rb"\xc3(?:[\x82\x83\x8e-\x91]|\xa2\0*\xe2\x82\xac|\xb0\0*\xc5\xb8)")
"""How it starts, in UTF-8 and before NUL is dropped."""


def _may_be_garbled(utf8: bytes) -> bool:
    following = behind(utf8, _MOJIBAKE_LEAD)
    return not _MOJIBAKE_NEXT.isdisjoint(following) and _MOJIBAKE_START.search(utf8) is not None


def _is_misdeclared(data: bytes, encoding: _Encoding) -> bool:
    """Whether the bytes are valid UTF-8 beyond ASCII although another encoding was declared.

    The standard follows the declaration, so `decode` does; but text in another encoding is hardly
    ever valid UTF-8, so the declaration is stale (a crawler re-encoded the page).
    """
    if encoding.source not in ("http", "meta") or encoding.name.startswith("UTF-"):
        return False
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return len(text) - len(text.encode("ascii", "ignore")) >= _STALE
