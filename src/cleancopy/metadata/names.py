"""Names of people in bylines: "By Jane Doe and John Smith, Senior Reporter" to Jane Doe, John Smith.

Better few than wrong: what does not look like a name is left out.
"""

import re
import unicodedata
from collections.abc import Iterator

LINE_CHARS = 300
"""A longer text is no byline."""
NAME_CHARS = 45
NAME_WORDS = 5
LEAST_WORDS = 2
CJK_CHARS = range(2, 6)

_LEAD = re.compile(
    r"(?:(?:posted|published|written|reported|story|words|text|article|reviewed|presented|veröffentlicht|geschrieben|"
    r"erstellt|verfasst|publié|écrit|publicado|escrito|pubblicato|scritto)\s+)?"
    r"(?:by|von|vom|par|por|da|di|de|door|av|af|от|przez|от|oleh|bởi|ni|na)\s*:?\s+|"
    r"(?:author|authors|autor|autorin|autoren|autor\w*|auteur|auteurs|autore|redacción|redakteur(?:in)?|redaktion|"
    r"text|texte|texto|testo|tekst|tekstas|interview|interviewed by|contributor|reporter|writer|opinion|kommentar|"
    r"автор|текст|συντάκτης|작성자|글|作者|文|記者|记者|责编|責任編輯|责任编辑)\s*[:：|]\s*",
    re.I,
)
_PARTS = re.compile(r"\s*[|•·●\n\t]\s*|\s+[–—-]\s+|\s*[/]\s*(?=\w)|(?<=\w)\s*//\s*|\s+\+\s+")
_JOINED = re.compile(
    r"\s*[,;、，]\s*|\s+(?:and|und|et|y|e|og|och|en|i|oraz|ja|és|și|ve|и|та|і|και|dan|na|&|with|mit|avec|con|med)\s+|\s*&\s*"
)
_ASIDE = re.compile(r"\s*[(\[（【][^()\[\]（）【】]{0,60}[)\]）】]\s*")
_WRAPPED = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]*)[)\]）】]\s*")
_ADDRESS = re.compile(r"\S+@\S+|@\S+|https?://\S+|www\.\S+")
_PARTICLES = frozenset(
    (
        "de da di do du dos das del della der den van von vom zu zur zum la le les el al bin ibn ben bint abu ter ten "
        "te y e af av d' o' mc mac st san santa dela"
    ).split()
)
_TITLES = re.compile(r"^(?:dr|prof|mr|mrs|ms|dipl|ing|mag|msc|phd|rev|sir|lic|doc)\b\.?(?:-\w+\.)?\s+", re.I)
_NO_NAME = re.compile(
    r"\b(?:reporter|editor|editorial|staff|writer|correspondent|korrespondent\w*|redakt\w*|redaktion|redacción|"
    r"redazione|rédaction|journalist\w*|columnist|contributor|author|autor\w*|ago|min|read|minutes?|hours?|updated?|"
    r"published|posted|comments?|share|follow|subscribe|newsletter|view|more|all|posts?|bio|profile|team|news|desk|"
    r"chief|director|professor|analyst|producer|photograph\w*|foto\w*|photo|bild|image|getty|copyright|rights|"
    r"reserved|uhr|kommentare?|artikel|mehr|lesen|sekunden|stunden|vor|the|this|that|is|was|are|about|our|your|"
    r"print|email|e-mail|facebook|twitter|whatsapp|telegram|linkedin|instagram|stand|aktualisiert|veröffentlicht|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|"
    r"sonntag|january|february|march|april|june|july|august|september|october|november|december|januar|februar|"
    r"märz|mai|juni|juli|oktober|dezember)\b",
    re.I,
)
_NO_SIGNS = frozenset('<>{}=@#?!"“”„:')
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_KOREAN_ROLE = re.compile(r"\s*(?:기자|특파원|논설위원|앵커|편집위원|記者|记者)$")


_SAID_BY = re.compile(
    r"(?:^|\s|[|•·,(])(?:by|von|vom|par|por|door|av|af|от|przez|autor|author|redaktion)\s*:?\s+(?P<name>[^|•·,()\n]{2,60}?)"
    r"(?=\s+(?:on|am|um|at|in|under|unter|le|el|il|den|dne|dia|\d)\b|\s*[|•·,(:;–]|\s+-\s|\s*$)", re.I,
)  # fmt: skip


def said_by(text: str) -> str | None:
    """The name that a short line gives behind "by" or its like: also one word, a pen name. None without one."""
    match = _SAID_BY.search(text[:LINE_CHARS])
    if match is None:
        return None
    name = clean_name(match["name"])
    return name if may_be_pen_name(name) and not _NO_NAME.search(name) else None


def stated_name(value: str) -> tuple[str, ...]:
    """What a page states as an author's name and does not read like a person's: an organisation, a pen name."""
    name = clean_name(value)
    is_address = "://" in value or value.startswith(("www.", "@", "/"))
    return (name,) if name and not is_address and name.casefold() not in _LONE and "(" not in name else ()


_LONE = frozenset(
    (
        "by von vom par por door av af от przez text texte texto testo author authors autor autorin autoren auteur "
        "journalist journalistin reporter reporterin redaktion artikel article editor staff writer admin mehr more "
        "foto photo"
    ).split()
)


def may_be_pen_name(text: str) -> bool:
    """Whether a text that is said to be a name may be one: a few words, none of them a digit or a mark of prose."""
    plain = not any(c in text for c in '<>{}()=#?!"“„:\t') and text.casefold() not in _LONE
    return plain and 0 < len(text) <= NAME_CHARS and len(text.split()) <= NAME_WORDS and not text.isdigit()


def byline_names(text: str) -> tuple[str, ...]:
    """The names in a line that is a byline, in order; empty where none looks like one."""
    text = unicodedata.normalize("NFC", " ".join(text.split())) if "\n" not in text else text
    if len(text) > LINE_CHARS:
        return ()
    inner = _WRAPPED.fullmatch(text)
    return tuple(dict.fromkeys(_names(inner[1] if inner else text)))


def _names(text: str) -> Iterator[str]:
    for part in _PARTS.split(_ADDRESS.sub(" ", _ASIDE.sub(" ", text))):
        bare = _LEAD.sub("", part.strip(), count=1) if _LEAD.match(part.strip()) else part
        for piece in _JOINED.split(bare):
            name = clean_name(piece)
            if looks_like_name(name):
                yield name


def clean_name(text: str) -> str:
    """A name without an academic title, a lead ("By") and stray marks."""
    name = " ".join(text.split()).strip(" .,;:|/·•-–—\u200b*")
    if (lead := _LEAD.match(name)) is not None:
        name = name[lead.end() :]
    name = _KOREAN_ROLE.sub("", name)
    return _TITLES.sub("", name).strip(" .,;:|/")


def looks_like_name(text: str) -> bool:
    """Whether a text may be the name of a person: two to five capitalised words, or two to four CJK characters."""
    if not text or len(text) > NAME_CHARS or not _NO_SIGNS.isdisjoint(text) or any(map(str.isdigit, text)):
        return False
    words = text.split()
    if not text.isascii() and _CJK.search(text):
        named = len(text.replace(" ", "")) in CJK_CHARS and len(words) <= LEAST_WORDS
    else:
        named = LEAST_WORDS <= len(words) <= NAME_WORDS and all(map(_is_name_word, words)) and not words[0].islower()
    return named and _NO_NAME.search(text) is None  # last: this takes longest


def _is_name_word(word: str) -> bool:
    first = word.lstrip("'‘’\"(")[:1]
    return word.lower() in _PARTICLES or (first.isalpha() and first == first.upper())
