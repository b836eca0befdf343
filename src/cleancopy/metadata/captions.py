"""A caption and its credits: how they are written into one block, and how to tell them apart."""

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

from cleancopy.block import Block, Mark, MarkKind
from cleancopy.credit import is_credit, split_credit
from cleancopy.metadata.sight import fold, found_in

CREDIT_CHARS = 120
SHORT_CREDIT = 60
_OPENING = itemgetter(slice(CREDIT_CHARS))

_CREDIT_NAME = re.compile(
    r"credit|copyright|source|photograph|fotograf|quelle|rights|agency|author|byline|owner|autor|distribut|provider|"
    r"organi[sz]ation", re.I,
)  # fmt: skip
_CREDIT_WORD = re.compile(r"^(?:(?:image|photo)?credits?|copyright|source|photographer|fotograf|quelle|rights|agency)$")
_CAPTION_NAME = re.compile(r"caption|description|legend|text|title|desc", re.I)
_WHAT = (
    r"(?:symbol|archiv|agentur|vorschau)?(?:photo(?:graph)?s?|fotos?|image|picture|bild(?:quelle|rechte|nachweis)?|video|"
    r"illustration|grafik|graphic|fotograf(?:ía|ia)?|fotoğraf|imagen|credits?|crédits?|crédito|source|quelle|fuente|fonte|"
    r"copyright|courtesy|ảnh|foto-?credit|фото|источник|写真|图|사진|출처|zdjęcie|fot\.?|nuotr\.?|kuva|valokuva|φωτογραφία|isithombe)"
)
_LABEL_WORDS = (
    rf"(?:{_WHAT}(?:\s+(?:credits?|by|courtesy|source|von|de|par|of|agency))?\s*(?:[:：|/=]|\bby\b)|©|\(c\)|📷)"
)
_LABEL = re.compile(rf"^\W*{_LABEL_WORDS}\s*(?:©\s*)?", re.I)
_LABEL_OF_LINE = re.compile(rf"\0[^\w\0]*{_LABEL_WORDS}")
"""The same as `found_in` asks for it."""
_CAPTION_LABEL = re.compile(
    r"^(?:legende|caption|bildunterschrift|bildtext|légende|leyenda|bild(?: \d+)?)\s*:\s*", re.I
)
_LEFT_OVER = ("bild", "foto", "photo", "image", "사진", "출처", "credit", "credits")
_RESIDUE = re.compile(
    rf"(?<=[.!?)\]”\"\w])\s*(?:(?<=[.!?)\]”\"])|[\[(])\s*(?:{'|'.join(_LEFT_OVER)})\s*[:：=]?\s*$", re.I
)
_SPLIT = re.compile(r"\s*[;|]\s*|,\s+|\s+(?:&|and|und|et|y)\s+")
_SPLIT_SIGNS = (";", "|", ", ", " & ", " and ", " und ", " et ", " y ")
_NOT_PLAIN = re.compile(r"[^\w ]|\b(?:by|and|und|et|y)\b")
"""Without one of these a text has neither labels nor marks, and is one credit."""
_IN_SIGNS = ("©", "(", ":")
_SIGN = re.compile(r"\s*(?:©|\(c\)|Credit:|Foto:|Photo:)\s*", re.I)
# Possessive: where nothing has to stand between words, a long one would be taken apart in every possible way.
_NAME_WORD = r"[^\W\d_a-z][\w.'’&@-]*+"
_LINK_WORD = r"(?:/|via|von|de|van|for|of|기자|[^\s@]++@\S++)"
_STEM = re.compile(
    "photo|foto|image|picture|bild|video|illustration|grafik|graphic|fot|credit|crédit|source|quelle|fuente|fonte|"
    "copyright|courtesy|ảnh|фото|источник|写真|图|사진|출처|zdjęcie|nuotr|kuva|φωτογραφία|isithombe"
)
"""It is found in the lower case of whatever `_WHAT` is found in."""
_ENDS = (
    ("copyright sign", frozenset("©(📷"), None, re.compile(r"\s*(?:©|\(c\)|📷)\s*(?P<credit>[^©]{2,120})$", re.I)),
    (
        "inner label",
        frozenset("yf:：="),  # of "by" and "of" the rarer letter
        _STEM,
        re.compile(
            rf"(?:(?<=[.!?)”\"|/])|\s[–—(\[-]|(?<=\s))\s*{_WHAT}(?:\s+credits?)?\s*(?:by|of|:|：|=)\s*"
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
        re.compile(r"(?<=[a-zß-ÿ)]{2}[.!?)])(?P<credit>[A-ZÀ-Þ][^.]{2,100})$"),
    ),
    (
        "behind the last sentence",
        frozenset('.!?”"»)다'),
        None,
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
"""How credits are written at the end of a caption, the plainest first. Where one is found stands one sign of several,
and the piece of a word, if there is one."""
_END_SIGN = re.compile(r"[©📷()\[\]:：|=/.!?”\"»다]")
"""One of these is in whatever a credit at the end of a caption is found by, if "by" and "of" are not."""
_TAIL_CHARS = 2 * CREDIT_CHARS
"""A credit stands so near the end: the search stays linear on any text."""

Split = tuple[str, tuple[str, ...], str]
"""Caption, credits, and what told them apart."""


def labelled(texts: Sequence[str]) -> frozenset[int]:
    """The places of texts that begin or end as only credits do."""
    behind_label = found_in(_LABEL_OF_LINE, map(_OPENING, texts))
    return frozenset([*behind_label, *(i for i, text in enumerate(texts) if is_credit(text))])


def names_credit(words: Sequence[str]) -> bool:
    """Whether the naming words of an element call it a credit, and not a caption."""
    return any(map(_CREDIT_WORD.match, words)) and not any(map(_CAPTION_NAME.match, words))


def split(block: Block) -> Split:
    """The caption and the credits of a block, either of them perhaps empty."""
    text = fold(block.text)
    nothing: Split = (text, (), "")
    caption, credits, how = _by_parts(block, text) or _by_words(text) or _by_markup(block, text) or nothing
    caption = _CAPTION_LABEL.sub("", caption)
    if caption.rstrip(" :：=").lower().endswith(_LEFT_OVER):
        caption = _RESIDUE.sub("", caption)
    return caption.strip(), credits, how


def _by_parts(block: Block, text: str) -> Split | None:
    """Parts whose names say that they are the credit."""
    cut = [
        m for m in block.marks
        if m.kind is MarkKind.PART and m.end - m.start <= CREDIT_CHARS and _CREDIT_NAME.search(m.value)
        and not _CAPTION_NAME.search(m.value.rpartition(" ")[2])
    ]  # fmt: skip
    if not cut:
        return None
    if sum(m.end - m.start for m in cut) >= len(text):
        return "", split_credits(text), "named part"
    return _without(text, cut), _credits(text[m.start : m.end] for m in cut), "named part"


def _by_words(text: str) -> Split | None:
    """A credit that is written as one: behind a label, a copyright sign, in brackets, behind the last sentence."""
    label = _LABEL.match(text)
    if label and len(text) <= CREDIT_CHARS:
        return "", split_credits(text[label.end() :]), "label"
    start = max(0, len(text) - _TAIL_CHARS)
    tail = text[start:]
    folded = tail.lower()
    if not _END_SIGN.search(tail) and "by" not in folded and "of" not in folded:
        return None
    signs = {*folded}
    for how, some, stem, end in _ENDS:
        if some.isdisjoint(signs) or (stem and not stem.search(folded)):
            continue
        if (match := end.search(text, start)) and match.start():
            return text[: match.start()].rstrip(" |/–—-([,"), split_credits(match["credit"]), how
    caption, credit = split_credit(tail)
    return (text[:start] + caption, split_credits(credit), "written credit") if credit else None


def _by_markup(block: Block, text: str) -> Split | None:
    """A short last part, or emphasis at the end."""
    for mark in reversed(block.marks):
        short = mark.end - mark.start <= SHORT_CREDIT
        if mark.kind in {MarkKind.PART, MarkKind.EMPHASIS} and mark.end == len(text) and mark.start and short:
            how = "last part" if mark.kind is MarkKind.PART else "emphasised end"
            return text[: mark.start].rstrip(" |/("), split_credits(text[mark.start :].strip(" ()")), how
    return None


def _without(text: str, cut: Sequence[Mark]) -> str:
    rest, at = [], 0
    for mark in sorted(cut, key=lambda m: m.start):
        rest.append(text[at : mark.start])
        at = max(at, mark.end)
    return fold(" ".join([*rest, text[at:]])).strip(" |/(©").rstrip()


def _credits(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for text in texts for c in split_credits(text)))


def split_credits(text: str) -> tuple[str, ...]:
    """The people and agencies that a credit names, without labels and marks."""
    text = fold(text)
    if not _NOT_PLAIN.search(text.lower()):
        return (text,) if 0 < len(text) <= CREDIT_CHARS else ()
    while (label := _LABEL.match(text)) is not None and label.end():
        text = text[label.end() :]
    text = _balanced(text.strip(" |–—-,;:/©."))
    pieces = _SPLIT.split(text) if any(map(text.__contains__, _SPLIT_SIGNS)) else [text]
    if any(map(text.__contains__, _IN_SIGNS)):
        pieces = [_SIGN.sub(" ", piece) for piece in pieces]
    bare = [_balanced(piece.strip(" |–—,;:/©")) for piece in pieces]
    return tuple(dict.fromkeys([piece for piece in bare if piece and len(piece) <= CREDIT_CHARS]))


def _balanced(text: str) -> str:
    """A text without the brackets around it, or those at its ends that have no partner."""
    text = text.strip()
    if "(" not in text and ")" not in text:
        return text
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        return text[1:-1].strip()
    if text.count("(") > text.count(")"):
        return text.lstrip("( ") if text.startswith("(") else text
    return text.rstrip(") ") if text.count(")") > text.count("(") else text
