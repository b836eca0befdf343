"""Names of people in bylines: "By Jane Doe and John Smith, Senior Reporter" to Jane Doe, John Smith.

Precision comes first: text that does not look like a name is left out.
"""

import re
import unicodedata
from collections.abc import Iterator

from cleancopy.lexicon import (
    AUTHOR_LABELS,
    BY_WORDS,
    BYLINE_VERBS,
    CJK,
    COMMON_AUTHOR_LABELS,
    COMMON_BY_WORDS,
    regex_ranges,
)

LINE_CHARS = 300
"""Characters of the longest byline."""
NAME_CHARS = 45
NAME_WORDS = 5
MIN_NAME_WORDS = 2
CJK_CHARS = range(2, 6)

_LEAD = re.compile(
    rf"(?:(?:{'|'.join(BYLINE_VERBS)})\s+)?(?:{'|'.join(BY_WORDS + COMMON_BY_WORDS)})\s*:?\s+|"
    rf"(?:{'|'.join(AUTHOR_LABELS + COMMON_AUTHOR_LABELS)}|autor\w*|interviewed by)\s*[:：|]\s*",
    re.I,
)
_LEADS = frozenset({*BYLINE_VERBS, *BY_WORDS, *COMMON_BY_WORDS, *AUTHOR_LABELS, *COMMON_AUTHOR_LABELS, "interviewed"})
"""First words of `_LEAD`, but for those that begin with "autor"."""
_LEAD_ENDS = (":", "：", "|")
_PARTS = re.compile(r"\s*[|•·●\n\t]\s*|\s+[–—-]\s+|\s*[/]\s*(?=\w)|(?<=\w)\s*//\s*|\s+\+\s+")
_PART_SIGN = re.compile(r"[|•·●\n\t–—/+-]")
_JOINED = re.compile(
    r"\s*[,;、，]\s*|\s+(?:and|und|et|y|e|og|och|en|i|oraz|ja|és|și|ve|и|та|і|και|dan|na|&|with|mit|avec|con|med)\s+|\s*&\s*"
)
_JOIN_SIGN = re.compile("[,;、，&]")
_JOIN_WORDS = frozenset("and und et y e og och en i oraz ja és și ve и та і και dan na & with mit avec con med".split())
_BRACKETED = re.compile(r"\s*[(\[（【][^()\[\]（）【】]{0,60}[)\]）】]\s*")
_WRAPPED = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]*)[)\]）】]\s*")
_BRACKET = re.compile(r"[)\]）】]")
_ADDRESS_SIGNS = ("@", "://", "www.")
_ADDRESS = re.compile(r"\S+@\S+|@\S+|https?://\S+|www\.\S+")
_PARTICLES = frozenset(
    (
        "de da di do du dos das del della der den van von vom zu zur zum la le les el al bin ibn ben bint abu ter ten "
        "te y e af av d' o' mc mac st san santa dela"
    ).split()
)
_TITLE_STARTS = frozenset("dr pr mr ms di in ma ph re si li do".split())
_TITLES = re.compile(r"^(?:dr|prof|mr|mrs|ms|dipl|ing|mag|msc|phd|rev|sir|lic|doc)\b\.?(?:-\w+\.)?\s+", re.I)
_NO_NAME = frozenset(
    (
        "reporter editor editorial staff writer correspondent redaktion redacción redazione rédaction columnist "
        "contributor author ago min read minute minutes hour hours update updated published posted comment comments "
        "share follow subscribe newsletter view more all post posts bio profile team news desk chief director "
        "professor analyst producer photo bild image getty copyright rights reserved uhr kommentar kommentare artikel "
        "mehr lesen sekunden stunden vor the this that is was are about our your print email facebook twitter whatsapp "
        "telegram linkedin instagram stand aktualisiert veröffentlicht monday tuesday wednesday thursday friday "
        "saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag january february march april june "
        "july august september october november december januar februar märz mai juni juli oktober dezember"
    ).split()
)
_NO_NAME_STARTS = ("korrespondent", "redakt", "journalist", "autor", "photograph", "foto")
_WORD = re.compile(r"\w+")
_NO_SIGNS = frozenset('<>{}=@#?!"“”„:')
_NO_PEN_SIGNS = frozenset('<>{}()=#?!"“„:\t')
_CJK = re.compile(f"[{regex_ranges(CJK)}]")
_KOREAN_ROLES = ("기자", "특파원", "논설위원", "앵커", "편집위원", "記者", "记者")


_PEN_NAME = re.compile(
    rf"(?:^|\s|[|•·,(])(?:{'|'.join(BY_WORDS)}|autor|author|redaktion)\s*:?\s+(?P<name>[^|•·,()\n]{{2,60}}?)"
    r"(?=\s+(?:on|am|um|at|in|under|unter|le|el|il|den|dne|dia|\d)\b|\s*[|•·,(:;–]|\s+-\s|\s*$)", re.I,
)  # fmt: skip


def find_pen_name(text: str) -> str | None:
    """The name behind "by" or a similar word in a short line. It may be one word, a pen name. None without one."""
    match = _PEN_NAME.search(text[:LINE_CHARS])
    if match is None:
        return None
    name = clean_name(match["name"])
    return name if can_be_pen_name(name) and not _has_non_name_word(name) else None


def accept_stated_name(value: str) -> tuple[str, ...]:
    """The name that a page states for an author, even if it is no person's name: an organisation, a pen name."""
    name = clean_name(value)
    is_address = "://" in value or value.startswith(("www.", "@", "/"))
    return (name,) if name and not is_address and name.casefold() not in _NEVER_NAMES and "(" not in name else ()


_NEVER_NAMES = frozenset(
    {*BY_WORDS, *AUTHOR_LABELS, *COMMON_AUTHOR_LABELS}
    | set("journalist journalistin reporterin artikel article editor staff admin mehr more foto photo".split())
)


def can_be_pen_name(text: str) -> bool:
    """Whether a text that is stated as a name can be one: a few words, not only digits, without signs of prose."""
    if not 0 < len(text) <= NAME_CHARS or len(text.split()) > NAME_WORDS or text.isdigit():
        return False
    return _NO_PEN_SIGNS.isdisjoint(text) and text.casefold() not in _NEVER_NAMES


def parse_byline(text: str) -> tuple[str, ...]:
    """The names in a byline, in order; empty where no part of it looks like a name."""
    text = unicodedata.normalize("NFC", " ".join(text.split())) if "\n" not in text else text
    if len(text) > LINE_CHARS:
        return ()
    inner = _WRAPPED.fullmatch(text) if _BRACKET.search(text) else None
    return tuple(dict.fromkeys([name for name in _split_line(inner[1] if inner else text) if looks_like_name(name)]))


# The tests for a single sign or word are quick, and save a search with a pattern for most lines.


def _split_line(text: str) -> Iterator[str]:
    """The pieces of a line between separators and joining words; each may be a name."""
    if _BRACKET.search(text):
        text = _BRACKETED.sub(" ", text)
    if any(map(text.__contains__, _ADDRESS_SIGNS)):
        text = _ADDRESS.sub(" ", text)
    for part in _PARTS.split(text) if _PART_SIGN.search(text) else (text,):
        lead = _measure_lead(part.strip())
        bare = part.strip()[lead:] if lead else part
        join = _JOIN_SIGN if _JOIN_WORDS.isdisjoint(bare.split()) else _JOINED
        for piece in join.split(bare):
            yield clean_name(piece)


def _measure_lead(text: str) -> int:
    """Count the characters of the lead of a text: "By", "Author:"."""
    first = next(iter(text.split(None, 1)), "").lower()
    if first.rstrip(":") in _LEADS or first.startswith("autor") or any(map(first.__contains__, _LEAD_ENDS)):
        match = _LEAD.match(text)
        return match.end() if match else 0
    return 0


def clean_name(text: str) -> str:
    """A name without academic title, lead ("By") and signs at its ends."""
    name = " ".join(text.split()).strip(" .,;:|/·•-–—\u200b*")
    name = name[_measure_lead(name) :]
    if name.endswith(_KOREAN_ROLES):
        name = next(name.removesuffix(role) for role in _KOREAN_ROLES if name.endswith(role)).rstrip()
    if name[:2].lower() in _TITLE_STARTS:
        name = _TITLES.sub("", name)
    return name.strip(" .,;:|/")


def looks_like_name(text: str) -> bool:
    """Whether a text may be the name of a person: two to five capitalised words, or two to five CJK characters."""
    words = text.split()
    if not words or len(text) > NAME_CHARS or len(words) > NAME_WORDS:
        return False
    if not _NO_SIGNS.isdisjoint(text) or any(map(str.isdigit, text)):
        return False
    if not text.isascii() and _CJK.search(text):
        is_name = len(text.replace(" ", "")) in CJK_CHARS and len(words) <= MIN_NAME_WORDS
    else:
        has_name_words = all(map(_is_name_word, words)) and not words[0].islower()
        is_name = MIN_NAME_WORDS <= len(words) <= NAME_WORDS and has_name_words
    return is_name and not _has_non_name_word(text)  # last, because it is the slowest


def _has_non_name_word(text: str) -> bool:
    """Whether a text has a word that no name has."""
    words = _WORD.findall(text.lower())
    if not _NO_NAME.isdisjoint(words) or any(word.startswith(_NO_NAME_STARTS) for word in words):
        return True
    return "e" in words and "e-mail" in text.lower()


def _is_name_word(word: str) -> bool:
    first = word.lstrip("'‘’\"(")[:1]
    return word.lower() in _PARTICLES or (first.isalpha() and first == first.upper())
