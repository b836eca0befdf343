"""The words of a text as the scorer counts them, and how they are compared."""

import re
from collections.abc import Sequence

from cleancopy.lexicon import CJK, regex_ranges

Trigram = tuple[str, str, str]

_WORD = re.compile(r"\w+")
_CJK = re.compile(f"([{regex_ranges(CJK)}])")


def split_words(text: str | None) -> list[str]:
    r"""Lower-cased ``\w+`` tokens; Chinese, Japanese and Korean by the character. So the WCXB benchmark tokenizes."""
    return _WORD.findall(_CJK.sub(r" \1 ", (text or "").lower()))


def normalize_words(text: str | None) -> str:
    """The words of a text, joined by spaces."""
    return " ".join(split_words(text))


def list_trigrams(words: Sequence[str]) -> list[Trigram]:
    """All runs of three words, in order."""
    return list(zip(words, words[1:], words[2:], strict=False))
