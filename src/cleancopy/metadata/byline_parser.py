"""The names in a byline: "By Jane Doe and John Smith, Senior Reporter" to Jane Doe, John Smith."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from cleancopy.lexicon import BY_WORDS, BYLINE_VERBS, DEGREES, NAME_PARTICLES, ROLE_WORDS, STATUS_WORDS
from cleancopy.lines import has_digit
from cleancopy.metadata.byline_leads import any_of, divide_at_leads, measure_helper_lead, measure_lead
from cleancopy.metadata.names import (
    can_be_pen_name,
    clean_name,
    cut_name,
    ends_with_role,
    has_cjk,
    has_non_name_word,
    is_never_name,
    looks_like_name,
)
from cleancopy.metadata.page_scan import has_name_words

_MONTHS = tuple("january february march april june july august september october november december".split())
_CAPITALISED = tuple(
    word.capitalize()
    for word in (*STATUS_WORDS, *ROLE_WORDS, *_MONTHS)
    if word.isascii() and " " not in word and len(word) > len("lead")
)
"""Words that flattening joins to the name before them."""
LINE_CHARS = 300
"""Characters of the longest byline."""
_PARTS = re.compile(r"\s*[|•·●\n\t]\s*|\s+[–—-]\s+|\s*[/]\s*(?=\w)|(?<=\w)\s*//\s*|\s+\+\s+")
_PART_SIGN = re.compile(r"[|•·●\n\t–—/+-]")
_JOIN_WORDS = frozenset("and und et y e og och en i oraz ja és și ve и та і και dan na & with mit avec con med".split())
_JOINED = re.compile(rf"\s*[,;、，]\s*|\s+(?:{any_of(tuple(_JOIN_WORDS))})\s+|\s*&\s*")
_JOIN_SIGN = re.compile("[,;、，&]")
_BRACKETED = re.compile(r"\s*[(\[（【][^()\[\]（）【】]{0,60}[)\]）】]\s*")
_WRAPPED = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]*)[)\]）】]\s*")
_BRACKET = re.compile(r"[)\]）】]")
_ADDRESS_SIGNS = ("@", "://", "www.")
_INNER_WORDS = NAME_PARTICLES | {"http", "https", "www"}
"""Words in small letters between those of a name, in a text whose addresses are not taken out yet."""
_ADDRESS = re.compile(r"\S+@\S+|@\s?\S+|https?://\S+|www\.\S+")
_NUMBER = re.compile(
    r"\s*(?:(?<!\w)(?:at|on|um|am|ob|à|a|às|as|a las|alle|ore|om|kl\.?|klo|o|saat|v|в|u|lúc|vor|il y a|hace)\s+)?"
    r"(?<!\w)\d[\w:.,]*(?:\s*(?:[ap]\.?m\b\.?|uhr\b|[A-Z]{2,4}T\b|GMT\b|UTC\b|MEZ\b|MESZ\b|IST\b))*"
)
"""A time or another number, with the preposition before it and the zone behind it. No name goes on behind one."""
_CAMEL = re.compile(r"[^\W\d_A-Z][A-Z]")
_GLUED = re.compile(rf"(?<=[^\W\d_A-Z])(?=(?:By [A-Z]|(?:{any_of(_CAPITALISED)})(?![^\W\d_])))|(?<=^By)(?=[A-Z][a-z])")
"""Where flattening has joined a name to the next word: "Jane DoePublished", "ByJane Doe"."""
_NOTE = re.compile(
    r"(?<=[^\W\d_]{2})(?:[\d¹²³⁰⁴-⁹]{1,2}(?:,\s?[\d¹²³⁰⁴-⁹]{1,2})*|\^\([\w,\s*†‡§¶]+\)|[*†‡§¶ᵃᵇᶜᵈᵉᶠ]+)(?![\w])"
)
"""The mark of an affiliation or a note behind a name: "Jane Doe1,2", "Jane Doe¹", "Jane Doe^(1,2)"."""
_STATUS = re.compile(
    rf"(?<!\w)(?:{any_of(STATUS_WORDS)})(?!\w)(?!\s+(?:{any_of(BY_WORDS)})\s)"
    r"(?:\s*(?:on|am|at|le|el|il|em|op|den|на)(?!\w))?",
    re.I,
)
_STATUS_STARTS = frozenset(word.split()[0] for word in STATUS_WORDS)
_LABEL = re.compile(r"(?<=\w)\s+(?=[^\W\d_]+\s?(?::\s|：))")
"""Where a label begins within a line: "Author: Jane Doe Source: Harbour Post"."""
_DOMAIN_OR_FIRM = re.compile(
    r"^\S+\.[a-z]{2,}$|\b(?:gmbh|ltd|inc|llc|corp|kg|ohg|ag|ug|plc|pty|bv|s\.?a\.?r\.?l|s\.?p\.?a|e\.\s?v)\b\.?$", re.I
)
"""A site's address or a firm, which heads name as the author: who runs the site, not who wrote."""
_TURNED = re.compile(r"(?P<last>[^\s,;]+(?: [^\s,;]+){0,2}), (?P<first>[^\s,;]+(?: [^\s,;]+){0,2})")
_PEN_NAME = re.compile(
    rf"(?:^\W{{0,8}}|[|•·,(]\s*|^(?:{any_of(BYLINE_VERBS, STATUS_WORDS)})\b[^.!?]{{0,40}}?\s)"
    rf"(?:(?:{any_of(BYLINE_VERBS)})\s+)?(?:{any_of(BY_WORDS)}|autor|author|redaktion)\s*:?\s+"
    r"(?P<name>[^|•·,()\n]{2,60}?)"
    r"(?=\s+(?:on|am|um|at|in|à|under|unter|le|el|il|den|dne|dia|\d)\b|\s*[|•·,(:;–]|\s+-\s|\s*$)",
    re.I,
)


def parse_byline(text: str) -> tuple[str, ...]:
    """The names in a byline, in order; empty where no part of it looks like a name."""
    text = unicodedata.normalize("NFC", " ".join(text.split())) if "\n" not in text else text
    if len(text) > LINE_CHARS or not has_name_words(text, _INNER_WORDS):
        return ()
    half = len(text) // 2
    if half and text[:half] == text[half:]:  # flattening shows the text of a picture's link twice
        text = text[:half]
    inner = _WRAPPED.fullmatch(text) if _BRACKET.search(text) else None
    return tuple(dict.fromkeys([name for name in _split_line(inner[1] if inner else text) if looks_like_name(name)]))


def find_pen_name(text: str) -> str | None:
    """The name behind "by" or a similar word in a short line. It may be one word, a pen name. None without one."""
    match = _PEN_NAME.search(text[:LINE_CHARS])
    if match is None:
        return None
    name = clean_name(match["name"])
    return name if can_be_pen_name(name) and not has_non_name_word(name) else None


def read_stated_names(value: str) -> tuple[str, ...]:
    """The names that a page states for its authors, even if one is no person's: an organisation, a pen name."""
    if _DOMAIN_OR_FIRM.search(value):
        return ()
    return _turn_names(value) or parse_byline(value) or _accept_name(value)


def has_inner_lead(text: str) -> bool:
    """Whether some part of a line begins or ends like a byline: "12 May | by Jane Doe", "김민수 기자"."""
    parts = _split_parts(text)
    return any(ends_with_role(p) or (measure_lead(p) > 0 and not measure_helper_lead(p)) for p in parts)


def list_helpers(text: str) -> frozenset[str]:
    """The names in a line of people who helped: "Reviewed by Jane Doe"."""
    leads = [(part, lead) for part in _split_parts(text) if (lead := measure_helper_lead(part))]
    return frozenset(name for part, lead in leads for name in parse_byline(part[lead:]))


def count_other_letters(text: str, names: Iterable[str]) -> int:
    """Count the letters of a line besides names, leads, dates and the words around these."""
    for name in names:
        text = text.replace(name, " | ")
    parts = _split_parts(text)
    return sum(sum(map(str.isalpha, part[measure_lead(f"{part} ") :])) for part in parts)


def _accept_name(value: str) -> tuple[str, ...]:
    name = clean_name(value)
    is_address = "://" in value or value.startswith(("www.", "@", "/"))
    is_other = is_address or is_never_name(name) or measure_helper_lead(value)
    return (name,) if name and not is_other and "(" not in name else ()


def _split_line(text: str) -> Iterator[str]:
    """The pieces of a line between separators and joining words; each may be a name."""
    for part in _split_parts(text):
        if measure_helper_lead(part):
            continue
        lead = measure_lead(part)
        bare = part[lead:]
        if turned := _turn_names(bare) if ";" in bare else ():
            yield from turned
            continue
        join = _JOIN_SIGN if _JOIN_WORDS.isdisjoint(bare.split()) else _JOINED
        for piece in join.split(bare):
            if measure_helper_lead(piece):
                break
            yield cut_name(clean_name(piece), is_led=lead > 0)


def _split_parts(text: str) -> list[str]:
    """The parts of a line between bars, dashes, dates, labels and leads."""
    text = _mark_parts(text)
    return list(map(str.strip, _PARTS.split(text))) if _PART_SIGN.search(text) else [text.strip()]


# The tests for a single sign or word are quick, and save a search with a pattern for most lines.


def _mark_parts(text: str) -> str:
    """Take out what is no part of a name, and put a bar between the parts of a line that only words divide."""
    if _BRACKET.search(text):
        text = _BRACKETED.sub(" ", text)
    if any(map(text.__contains__, _ADDRESS_SIGNS)):
        text = _ADDRESS.sub(" ", text)
    if _CAMEL.search(text):
        text = _GLUED.sub(" | ", text)
    words = text.lower().split()
    if has_digit(text):
        text = _NUMBER.sub(" | ", _NOTE.sub("", text))
    text = divide_at_leads(text)
    if ":" in text or "：" in text:
        text = " | ".join(map(_divide_at_labels, text.split(" | ")))
    if not _STATUS_STARTS.isdisjoint([word.rstrip(":") for word in words]):
        text = _STATUS.sub(" | ", text)
    return text


def _divide_at_labels(part: str) -> str:
    """Put a bar before each label of a part, but for the lead that it begins with: "Tác giả:" has two words."""
    part = part.strip()
    lead = measure_lead(part)
    return part[:lead] + _LABEL.sub(" | ", part[lead:])


def _turn_names(text: str) -> tuple[str, ...]:
    """The names in a list like "Doe, Jane; Smith, John A.", turned round; empty for any other text."""
    if text.count(",") != text.count(";") + 1:
        return ()
    matches = [_TURNED.fullmatch(part.strip()) for part in text.split(";")]
    names = [f"{m['first']} {m['last']}" for m in matches if m is not None and _is_turned(m["last"], m["first"])]
    return tuple(names) if len(names) == len(matches) else ()


def _is_turned(last: str, first: str) -> bool:
    """Whether a surname and a first name stand before and behind a comma, and not a whole name and a degree."""
    is_whole = sum(word.lower() not in NAME_PARTICLES for word in last.split()) > 1 and not first[:3].isalpha()
    is_list = len(last.split()) > 1 and len(first.split()) > 1
    is_degree = first.casefold().strip(".") in DEGREES or (first.isupper() and "." not in first)
    return not (is_whole or is_list or is_degree or has_cjk(last)) and looks_like_name(f"{first} {last}")
