"""The names of months and weekdays in many languages."""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_SAME_LETTERS = str.maketrans("ıیىک", "iييك")
"""Letters that keyboards confuse: Turkish i without dot (I folds to i), Persian and Arabic yeh and kaf."""


def fold_name(word: str) -> str:
    """The form of a name in the table of months: without case, combining and invisible marks, and dots at the end."""
    folded = word.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded.translate(_SAME_LETTERS))
        if not folded.isalpha():
            folded = "".join(c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return folded.rstrip(".׳'॰")


@cache
def load_months() -> Mapping[str, int | Mapping[str, int]]:
    """By folded name the month, or by language the month where languages differ. From CLDR, by training/months.py."""
    table: dict[str, int | Mapping[str, int]] = json.loads(Path(__file__).with_name("months.json").read_text("utf-8"))
    return table


@cache
def list_first_words() -> frozenset[str]:
    """First words of names with two words, as in Arabic and Irish."""
    return frozenset(name.partition(" ")[0] for name in load_months() if " " in name)


@cache
def load_weekdays() -> frozenset[str]:
    """The folded names of weekdays, written in full. From CLDR, by training/months.py."""
    return frozenset(json.loads(Path(__file__).with_name("weekdays.json").read_text("utf-8")))


@cache
def _count_weekday_words() -> tuple[int, ...]:
    """The numbers of words that names of weekdays have, the largest first."""
    return tuple(sorted({len(name.split()) for name in load_weekdays()}, reverse=True))


def drop_weekday(text: str) -> str:
    """A text without the weekday at its end: "Jane Doe Monday, ". Behind one word it may be a name, like Domingo."""
    words = text.rstrip(" ,.،").split(" ")
    for n_words in _count_weekday_words():
        if fold_name(" ".join(words[-n_words:]).lstrip("(")) in load_weekdays():
            rest = words[:-n_words]
            return text if len(rest) == 1 and rest[0].isalpha() else " ".join(rest)
    return text


def find_month(name: str, language: str) -> int | None:
    """The month of a folded name. The language decides only for names of two different months."""
    entry = load_months().get(name)
    return entry if entry is None or isinstance(entry, int) else entry.get(language)
