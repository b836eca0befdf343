"""The words before the name of an author in a byline: "By", "Posted by", "Author:", "作者：".

They are looked for in any text that may be a byline, so quick tests of single words come before the patterns.
"""

import re

from cleancopy.lexicon import (
    AUTHOR_LABELS,
    BY_WORDS,
    BYLINE_VERBS,
    COMMON_AUTHOR_LABELS,
    COMMON_BY_WORDS,
    HELPER_VERBS,
)

MIN_NAME_WORDS = 2
"""Words of the shortest name in a script with spaces."""


def any_of(*words: tuple[str, ...]) -> str:
    """Write an alternative of words, the longer first: "by" must not hide "by the"."""
    return "|".join(sorted({word for group in words for word in group}, key=lambda word: (-len(word), word)))


def is_east_asian(word: str) -> bool:
    """Whether a word begins in a script of East Asia."""
    return word >= "\u3000"


_NEEDS_NO_COLON = tuple(filter(is_east_asian, AUTHOR_LABELS))
"""Labels that stand before a name without a colon: "文 山田太郎"."""
_LEAD = re.compile(
    rf"(?:(?:{any_of(BYLINE_VERBS)})\s+)?(?:{any_of(BY_WORDS, COMMON_BY_WORDS)})\s*:?\s+|"
    rf"(?:{any_of(AUTHOR_LABELS, COMMON_AUTHOR_LABELS)}|autor\w*|interviewed by)\s*[:：|]\s*|"
    rf"(?:{any_of(_NEEDS_NO_COLON)})\s+",
    re.I,
)
_LEAD_STARTS = frozenset(
    word.split()[0] for word in (*BYLINE_VERBS, *BY_WORDS, *COMMON_BY_WORDS, *AUTHOR_LABELS, *COMMON_AUTHOR_LABELS)
) | {"interviewed"}
"""First words of `_LEAD`, but for those that begin with "autor"."""
_LEAD_ENDS = (":", "：", "|")
_HELPER = re.compile(
    rf"(?:\w+ly\s+)?(?:{any_of(HELPER_VERBS)})\s*(?:{any_of(BY_WORDS, COMMON_BY_WORDS)}|credits?|[:：|])(?:\s|$)", re.I
)
_HELPER_START = 3
_HELPER_STARTS = frozenset(verb[:_HELPER_START] for verb in HELPER_VERBS)
"""First characters of `_HELPER`, but for adverbs: "medically reviewed by"."""
_INNER = re.compile(
    rf"(?:^|\s+)((?:{any_of(BYLINE_VERBS, HELPER_VERBS)})\s+(?:{any_of(BY_WORDS)})(?=\s)|"
    rf"(?:by|par)(?=\s)|(?:{any_of(AUTHOR_LABELS)})(?=\s*[:：]))",
    re.I,
)
"""A lead within a line. "von" alone is a part of names, so it begins no name there."""
_INNER_STARTS = frozenset(word.split()[0] for word in (*BYLINE_VERBS, *HELPER_VERBS)) | {"by", "par"}


def measure_lead(text: str) -> int:
    """Count the characters of the lead of a text: "By", "Author:"."""
    words = text.split(None, 1)
    first = words[0].lower() if words else ""
    if first.rstrip(":") in _LEAD_STARTS or first.startswith("autor") or any(map(first.__contains__, _LEAD_ENDS)):
        match = _LEAD.match(text)
        # "Di" and "Oleh" are first names, too.
        if match and not (first in COMMON_BY_WORDS and len(text[match.end() :].split()) < MIN_NAME_WORDS):
            return match.end()
    return 0


def measure_helper_lead(text: str) -> int:
    """Count the characters of a lead before somebody who helped: "Photos by", "Medically reviewed by"."""
    start = text[:_HELPER_START]
    if start.isascii() and start.lower() not in _HELPER_STARTS and "ly" not in text.lower():
        return 0
    match = _HELPER.match(text)
    return match.end() if match else 0


def divide_at_leads(text: str) -> str:
    """Put a bar before each lead within a line."""
    if ":" in text or "：" in text or not _INNER_STARTS.isdisjoint(text.lower().split()):
        return _INNER.sub(r" | \1", text)
    return text
