"""Names of people: whether a text looks like one, and a name without what stands around it.

Precision comes first: what does not look like a name is left out.
"""

import re
from collections.abc import Callable, Sequence

from cleancopy.lexicon import (
    AGENCIES,
    AUTHOR_LABELS,
    BY_WORDS,
    BYLINE_VERBS,
    CJK,
    COMMON_AUTHOR_LABELS,
    HELPER_VERBS,
    NAME_PARTICLES,
    NON_NAME_WORDS,
    ROLE_ADJECTIVES,
    ROLE_WORDS,
    STATUS_WORDS,
    regex_ranges,
)
from cleancopy.lines import has_digit
from cleancopy.metadata.byline_leads import MIN_NAME_WORDS, any_of, is_east_asian, measure_lead

NAME_CHARS = 45
NAME_WORDS = 5
CJK_CHARS = range(2, 6)

_TITLE_STARTS = frozenset("dr pr mr ms di in ma ph re si li do".split())
_TITLES = re.compile(r"^(?:dr|prof|mr|mrs|ms|dipl|ing|mag|msc|phd|rev|sir|lic|doc)\b\.?(?:-\w+\.)?\s+", re.I)
_ROLE_LEAD = re.compile(rf"(?:[\w-]*(?:{any_of(ROLE_WORDS)})\s+)+(?=\S)", re.I)
_ROLE_END = 2
_ROLE_ENDS = frozenset(role[-_ROLE_END:] for role in ROLE_WORDS)
"""Last characters of the first word of a text that `_ROLE_LEAD` matches."""
_CJK_ROLES = tuple(filter(is_east_asian, ROLE_WORDS))
_TAIL_WORDS = NAME_PARTICLES.union(ROLE_WORDS)
"""Words that no name ends in."""
_GROUPS = frozenset({"staff", "team", "redaktion", "redazione", "redacción", "rédaction", "editors", "desk"})
"""Words for all who write for a site, beside its name."""
_JOINTS = frozenset({"for", "at", "in", "on", "from", "the"})
"""Words that join a name to what follows it: "By Jane Doe For The Post"."""
_NON_NAME_STARTS = ("korrespondent", "redakt", "journalist", "autor", "photograph", "foto")
_NEVER_NAMES = frozenset(
    {*BY_WORDS, *AUTHOR_LABELS, *COMMON_AUTHOR_LABELS, *ROLE_WORDS, *BYLINE_VERBS, *HELPER_VERBS, *STATUS_WORDS}
    | set("artikel article mehr more foto photo super web site on le am at the wordpressadmin root".split())
)
_WORD = re.compile(r"\w+")
_NO_SIGNS = frozenset('<>{}=@#?!"“”„:：')
_NO_PEN_SIGNS = frozenset('<>{}()=#?!"“„:：\t@')
_CJK = re.compile(f"[{regex_ranges(CJK)}]")


def clean_name(text: str) -> str:
    """A name without academic title, lead ("By"), role ("Reporter") and signs at its ends."""
    name = " ".join(text.split()).strip(" .,;:|/·•-–—\u200b*")
    name = name[measure_lead(name) :]
    if name.endswith(_CJK_ROLES):
        name = next(name.removesuffix(role) for role in _CJK_ROLES if name.endswith(role)).rstrip()
    elif _may_begin_with_role(name) and (match := _ROLE_LEAD.match(name)):
        name = name[match.end() :]
    if name[:2].lower() in _TITLE_STARTS:
        name = _TITLES.sub("", name)
    return name.strip(" .,;:|/")


def _may_begin_with_role(name: str) -> bool:
    """Whether the first of several words ends like a role: a quick test, because the pattern is slow."""
    first, space, _ = name.partition(" ")
    end = first[-_ROLE_END:]
    may_end = not end.isascii() or end.lower() in _ROLE_ENDS
    return bool(space) and may_end and (not first.isascii() or first.lower().endswith(ROLE_WORDS))


def cut_name(text: str, *, is_led: bool) -> str:
    """A name without what follows it: "Jane Doe for the Post", "JANE DOE Associated Press", "Jane Doe Staff Writer".

    is_led   whether a lead stands before it: then what follows a name in Han or Hangul is cut, too
    """
    words = text.split()
    if len(words) > 1 and has_cjk(text):
        return words[0] if is_led and not looks_like_name(text) else text
    n_capitals = _count_while(words, lambda word: len(word) > 1 and word.isupper())
    n_names = _count_while(words, lambda word: is_name_word(word) and word.lower() not in _JOINTS)
    end = n_capitals if n_capitals >= MIN_NAME_WORDS else n_names
    return " ".join(_drop_tail(words[:end])) if end >= MIN_NAME_WORDS else text


def _count_while(words: Sequence[str], is_part: Callable[[str], bool]) -> int:
    return next((n for n, word in enumerate(words) if not is_part(word)), len(words))


def _drop_tail(words: list[str]) -> list[str]:
    """Drop the news agency and the role behind a name."""
    starts = range(MIN_NAME_WORDS, len(words))
    words = next((words[:n] for n in starts if " ".join(words[n:]).casefold() in AGENCIES), words)
    tail_words = _TAIL_WORDS
    while len(words) > MIN_NAME_WORDS and words[-1].lower() in tail_words:
        if words.pop().lower() not in NAME_PARTICLES:
            tail_words = _TAIL_WORDS | ROLE_ADJECTIVES
    return words


def ends_with_role(text: str) -> bool:
    """Whether a text ends in a role that stands behind names in East Asia: "김민수 기자"."""
    return text.endswith(_CJK_ROLES)


def looks_like_name(text: str) -> bool:
    """Whether a text may be the name of a person: two to five capitalised words, or two to five CJK characters."""
    words = text.split()
    if not words or len(text) > NAME_CHARS or len(words) > NAME_WORDS:
        return False
    if not _NO_SIGNS.isdisjoint(text) or has_digit(text):
        return False
    if has_cjk(text):
        is_name = len(text.replace(" ", "")) in CJK_CHARS and len(words) <= MIN_NAME_WORDS
    else:
        is_name = len(words) >= MIN_NAME_WORDS and all(map(is_name_word, words)) and not words[0].islower()
        is_name = is_name and words[-1] not in NAME_PARTICLES
    return is_name and not has_non_name_word(text)  # last, because it is the slowest


def can_be_pen_name(text: str) -> bool:
    """Whether a text that is stated as a name can be one: a word, or a few with capitals, without signs of prose."""
    words = text.split()
    if not 0 < len(text) <= NAME_CHARS or len(words) > NAME_WORDS or any(map(str.isdigit, words)):
        return False
    if len(words) > 1 and not _ends_like_name(words):
        return False
    return _NO_PEN_SIGNS.isdisjoint(text) and not is_never_name(text)


def _ends_like_name(words: Sequence[str]) -> bool:
    """Whether words with capitals end in one of a name: "Senior Reporter" does not, but "Harbour Post Staff" does."""
    last = words[-1].casefold()
    is_group = last in _GROUPS and words[0].casefold() not in _NEVER_NAMES
    return all(map(is_name_word, words)) and last not in NAME_PARTICLES and (is_group or last not in _NEVER_NAMES)


def is_never_name(text: str) -> bool:
    """Whether a text is nothing but words around names: "Posted by", "Senior Reporter"."""
    folded = text.casefold()
    return folded in _NEVER_NAMES or all(word in _NEVER_NAMES for word in _WORD.findall(folded))


def has_non_name_word(text: str) -> bool:
    """Whether a text has a word that no name has."""
    words = _WORD.findall(text.lower())
    if not NON_NAME_WORDS.isdisjoint(words) or any(word.startswith(_NON_NAME_STARTS) for word in words):
        return True
    return "e" in words and "e-mail" in text.lower()


def is_name_word(word: str) -> bool:
    """Whether a word may be a part of a name: it begins with a capital, or is a particle."""
    first = word.lstrip("'‘’\"(")[:1]
    return word.lower() in NAME_PARTICLES or (first.isalpha() and first == first.upper())


def names_group(text: str) -> bool:
    """Whether a name is that of all who write for a site: "Harbour Post Staff"."""
    return not _GROUPS.isdisjoint(_WORD.findall(text.casefold()))


def has_cjk(text: str) -> bool:
    """Whether a text has a character of Han, kana or Hangul."""
    return not text.isascii() and _CJK.search(text) is not None
