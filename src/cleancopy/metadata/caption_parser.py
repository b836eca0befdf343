"""Split a block into a caption and its credits."""

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from cleancopy.block import Block, Mark, MarkKind
from cleancopy.lexicon import is_credit, split_credit
from cleancopy.metadata.page_scan import has_word_beginning
from cleancopy.metadata.text_signals import fold_spaces, search_all

CREDIT_CHARS = 120
SHORT_CREDIT = 60
_OPENING = itemgetter(slice(CREDIT_CHARS))

_CREDIT_NAME = re.compile(
    r"credit|copyright|source|photograph|fotograf|quelle|rights|agency|author|byline|owner|autor|distribut|provider|"
    r"organi[sz]ation", re.I,
)  # fmt: skip
_CREDIT_WORD = re.compile(r"^(?:(?:image|photo)?credits?|copyright|source|photographer|fotograf|quelle|rights|agency)$")
_CAPTION_NAME = re.compile(r"caption|description|legend|text|title|desc", re.I)
_LABEL_PREFIXES = ("symbol", "archiv", "agentur", "vorschau")
_LABEL_NOUN = (
    rf"(?:{'|'.join(_LABEL_PREFIXES)})?(?:photo(?:graph)?s?|fotos?|image|picture|bild(?:quelle|rechte|nachweis)?|video|"
    r"illustration|grafik|graphic|fotograf(?:ía|ia)?|fotoğraf|imagen|credits?|crédits?|crédito|source|quelle|fuente|fonte|"
    r"copyright|courtesy|ảnh|foto-?credit|фото|источник|写真|图|사진|출처|zdjęcie|fot\.?|nuotr\.?|kuva|valokuva|φωτογραφία|isithombe)"
)
_LABEL_WORDS = (
    rf"(?:{_LABEL_NOUN}(?:\s+(?:credits?|by|courtesy|source|von|de|par|of|agency))?\s*(?:[:：|/=]|\bby\b)|©|\(c\)|📷)"
)
_LABEL = re.compile(rf"^\W*{_LABEL_WORDS}\s*(?:©\s*)?", re.I)
_LABEL_OF_LINE = re.compile(rf"\0[^\w\0]*{_LABEL_WORDS}")
"""The same for `search_all`: lower case, and U+0000 before each text."""
_CAPTION_LABEL = re.compile(
    r"^(?:legende|caption|bildunterschrift|bildtext|légende|leyenda|bild(?: \d+)?)\s*:\s*", re.I
)
_LEFT_OVER = ("bild", "foto", "photo", "image", "사진", "출처", "credit", "credits")
_RESIDUE = re.compile(
    rf"(?<=[.!?)\]”\"\w])\s*(?:(?<=[.!?)\]”\"])|[\[(])\s*(?:{'|'.join(_LEFT_OVER)})\s*[:：=]?\s*$", re.I
)
_SEPARATOR = re.compile(r" ; ?| \| ?|; ?|\| ?|, | (?:&|and|und|et|y) ")
"""For text with single spaces. Each way begins with a sign, so that the search goes from sign to sign."""
_SEPARATOR_SIGNS = (";", "|", ", ", " & ", " and ", " und ", " et ", " y ")
_NOT_PLAIN = frozenset({"by", "and", "und", "et", "y"})
"""A text without these words and without signs has no labels and no separators: it is one credit."""
_INNER_LABEL_SIGNS = ("©", "(c)", "t:", "o:")
"""What the lower case of every text that `_INNER_LABEL` matches has."""
_INNER_LABEL = re.compile(r"\s*(?:©|\(c\)|Credit:|Foto:|Photo:)\s*", re.I)
# Possessive quantifiers: without them a long word would be split in every possible way.
_NAME_WORD = r"[^\W\d_a-z][\w.'’&@-]*+"
_LINKS = ("/", "via", "von", "de", "van", "for", "of")
_LINK_WORD = rf"(?:{'|'.join(_LINKS)}|기자|[^\s@]++@\S++)"
_STEMS = (
    "photo fot image picture bild video illustration grafik graphic credit crédit source quelle fuente fonte copyright "
    "courtesy ảnh фото источник 写真 图 사진 출처 zdjęcie nuotr kuva φωτογραφία isithombe"
).split()
"""The lower case of every text that `_LABEL_NOUN` matches has one of these."""
_BEGINNING = slice(3)
_LABEL_BEGINNINGS = frozenset(word[_BEGINNING] for word in (*_STEMS, *_LABEL_PREFIXES, "valokuva"))
"""First characters of labels. In ASCII none is shorter."""


def _has_stem(text: str) -> bool:
    """Whether a text may have a label within."""
    return has_word_beginning(text, _LABEL_BEGINNINGS) and any(map(text.lower().__contains__, _STEMS))


def _may_end_in_name(text: str) -> bool:
    """Whether the last word of a text may be part of a name: it has a capital, or links parts of a name."""
    last = text.rpartition(" ")[2]
    return not last.islower() or not last.isascii() or "@" in last or last.endswith(_LINKS)


_ENDS = (
    ("copyright sign", frozenset("©(📷"), None, re.compile(r"\s*(?:©|\(c\)|📷)\s*(?P<credit>[^©]{2,120})$", re.I)),
    (
        "inner label",
        frozenset({":", "：", "=", "by", "of"}),
        _has_stem,
        re.compile(
            rf"(?:(?<=[.!?)”\"|/])|\s[–—(\[-]|(?<=\s))\s*{_LABEL_NOUN}(?:\s+credits?)?\s*(?:by|of|:|：|=)\s*"
            r"(?P<credit>[^:]{2,100}?)[)\]]?$",
            re.I,
        ),
    ),
    (
        "parties in brackets",
        frozenset(")]"),
        None,
        re.compile(
            r"\s*[(\[](?P<credit>[^()\[\]]{1,80}/[^()\[\]]{1,60}|[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,3})[)\]]\.?$"
        ),
    ),
    ("behind a bar", frozenset("|"), None, re.compile(r"\s*\|\s*(?P<credit>[^|]{2,60}(?:\|[^|]{2,40})?)$")),
    (
        "glued to the last sentence",
        frozenset(".!?)"),
        None,
        re.compile(r"(?P<credit>[A-ZÀ-Þ](?<=[a-zß-ÿ)]{2}[.!?)].)[^.]{2,100})$"),
    ),
    (
        "behind the last sentence",
        frozenset('.!?”"»)다'),
        _may_end_in_name,
        re.compile(
            rf"(?<=[.!?”\"»)다])(?<!\d\.)(?<!\b[A-ZÀ-Þ]\.)\s*(?P<credit>(?:{_NAME_WORD}|{_LINK_WORD})"
            rf"(?:\s*+[/,:]?\s*+(?:{_NAME_WORD}|{_LINK_WORD})){{0,6}})$"
        ),
    ),
    (
        "behind a slash",
        frozenset("/"),
        None,
        re.compile(r"\s+/\s+(?P<credit>(?:[A-ZÀ-Þ]\.\s?)?[^\W\da-z](?:[A-ZÀ-Þ]\.|[^.]){1,60}?\.?(?: / .{2,40}?)?)$"),
    ),
)
"""Ways to write credits at the end of a caption, the clearest first: the signal, and the pattern. Before it two quick
tests: the text has one of the signs, and passes the test, if there is one."""
_END_SIGN = re.compile(r"[©📷()\[\]:：|=/.!?”\"»다]")
"""A quick test: every credit at the end of a caption has one of these, or "by", or "of"."""
_TAIL_CHARS = 2 * CREDIT_CHARS
"""Characters at the end of a caption that may hold credits: a bound keeps the search linear."""


class CaptionParts(NamedTuple):
    """A caption and its credits, either of them perhaps empty; `signal` names how they were split, "" for no split."""

    caption: str
    credits: tuple[str, ...]
    signal: str


def find_labelled(texts: Sequence[str]) -> frozenset[int]:
    """The indices of texts that begin or end as only credits do."""
    likely = [i for i, text in enumerate(texts) if _may_begin_with_label(text)]
    behind_label = search_all(_LABEL_OF_LINE, [_OPENING(texts[i]) for i in likely])
    return frozenset([*(likely[n] for n in behind_label), *(i for i in likely if is_credit(texts[i]))])


def _may_begin_with_label(text: str) -> bool:
    """Whether a text may begin with a label or a bracket: a quick test, because the pattern is slow."""
    start = text[_BEGINNING]
    return not start.isascii() or not start.isalpha() or start.lower() in _LABEL_BEGINNINGS


def is_credit_element(words: Sequence[str]) -> bool:
    """Whether the words of an element's class and id name a credit and no caption."""
    return any(map(_CREDIT_WORD.match, words)) and not any(map(_CAPTION_NAME.match, words))


def parse_caption(block: Block) -> CaptionParts:
    """Split a block into a caption and its credits."""
    text = fold_spaces(block.text)
    parts = _split_named_parts(block, text) or _split_wording(text) or _split_last_part(block, text)
    caption, credits, signal = parts or CaptionParts(text, (), "")
    if label := _CAPTION_LABEL.match(caption):
        caption = caption[label.end() :]
    if caption.rstrip(" :：=").lower().endswith(_LEFT_OVER):
        caption = _RESIDUE.sub("", caption)
    return CaptionParts(caption.strip(), credits, signal)


def _split_named_parts(block: Block, text: str) -> CaptionParts | None:
    """Credits in inline elements whose class or id names a credit."""
    marks = [
        m for m in block.marks
        if m.kind is MarkKind.NAMED_SPAN and m.end - m.start <= CREDIT_CHARS and _CREDIT_NAME.search(m.value)
        and not _CAPTION_NAME.search(m.value.rpartition(" ")[2])
    ]  # fmt: skip
    if not marks:
        return None
    if sum(m.end - m.start for m in marks) >= len(text):
        return CaptionParts("", split_credits(text), "named part")
    credits = dict.fromkeys(credit for m in marks for credit in split_credits(text[m.start : m.end]))
    return CaptionParts(_remove_marks(text, marks), tuple(credits), "named part")


def _split_wording(text: str) -> CaptionParts | None:
    """Credits behind a label or a copyright sign, in brackets, or behind the last sentence."""
    if len(text) <= CREDIT_CHARS and _may_begin_with_label(text) and (label := _LABEL.match(text)):
        return CaptionParts("", split_credits(text[label.end() :]), "label")
    start = max(0, len(text) - _TAIL_CHARS)
    tail = text[start:]
    folded = tail.lower()
    signs = {*_END_SIGN.findall(tail), *[word for word in ("by", "of") if word in folded]}
    if not signs:
        return None
    for signal, end_signs, can_end, end in _ENDS:
        if end_signs.isdisjoint(signs) or (can_end and not can_end(tail)):
            continue
        if (match := end.search(text, start)) and match.start():
            return CaptionParts(text[: match.start()].rstrip(" |/–—-([,"), split_credits(match["credit"]), signal)
    caption, credit = split_credit(tail)
    return CaptionParts(text[:start] + caption, split_credits(credit), "written credit") if credit else None


def _split_last_part(block: Block, text: str) -> CaptionParts | None:
    """Credits in a short last inline element, or in emphasis at the end."""
    for mark in reversed(block.marks):
        short = mark.end - mark.start <= SHORT_CREDIT
        if mark.kind in {MarkKind.NAMED_SPAN, MarkKind.EMPHASIS} and mark.end == len(text) and mark.start and short:
            signal = "last part" if mark.kind is MarkKind.NAMED_SPAN else "emphasised end"
            credits = split_credits(text[mark.start :].strip(" ()"))
            return CaptionParts(text[: mark.start].rstrip(" |/("), credits, signal)
    return None


def _remove_marks(text: str, marks: Sequence[Mark]) -> str:
    rest, end = [], 0
    for mark in sorted(marks, key=lambda m: m.start):
        rest.append(text[end : mark.start])
        end = max(end, mark.end)
    return fold_spaces(" ".join([*rest, text[end:]])).strip(" |/(©").rstrip()


def split_credits(text: str) -> tuple[str, ...]:
    """The people and agencies that a credit names, without labels and separators."""
    text = fold_spaces(text)
    if text.replace(" ", "").isalnum() and _NOT_PLAIN.isdisjoint(text.lower().split()):
        return (text,) if len(text) <= CREDIT_CHARS else ()
    while _may_begin_with_label(text) and (label := _LABEL.match(text)) is not None and label.end():
        text = text[label.end() :]
    text = _balance_brackets(text.strip(" |–—-,;:/©."))
    pieces = _SEPARATOR.split(text) if any(map(text.__contains__, _SEPARATOR_SIGNS)) else [text]
    if any(map(text.lower().__contains__, _INNER_LABEL_SIGNS)):
        pieces = [_INNER_LABEL.sub(" ", piece) for piece in pieces]
    bare = [_balance_brackets(piece.strip(" |–—,;:/©")) for piece in pieces]
    return tuple(dict.fromkeys([piece for piece in bare if piece and len(piece) <= CREDIT_CHARS]))


def _balance_brackets(text: str) -> str:
    """A text without the pair of brackets around it, and without brackets at its ends that have no partner."""
    text = text.strip()
    if "(" not in text and ")" not in text:
        return text
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        return text[1:-1].strip()
    if text.count("(") > text.count(")"):
        return text.lstrip("( ") if text.startswith("(") else text
    return text.rstrip(") ") if text.count(")") > text.count("(") else text
