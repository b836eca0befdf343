"""Candidates for the fields of an article: what some source of a page gives, and what speaks for and against it."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cleancopy.trace import FieldTrace

BIAS, FLOOR, COMPANY = "bias", "floor", "company"
"""What a field's weights hold besides those of clues: what every candidate has, the least score that is believed, and
the least that is believed beside a better one of the same source."""

Weights = Mapping[str, Mapping[str, float]]
"""By field and clue."""


class Candidate(NamedTuple):
    """A value that a source gives for a field.

    source   where it stands, for people: "JSON-LD headline", "line 12"
    clues    short names of what is true of it, which a ranker weighs
    """

    field: str
    value: str
    source: str
    clues: tuple[str, ...]


_WORD = re.compile(r"\w+")
DAY = len("2024-02-03")
"""Characters of the day in a date."""


def key_of(field: str, value: str) -> str:
    """What makes two values the same: their words, or the day of a date."""
    if field in {"published", "modified"}:
        return value[:DAY]
    return " ".join(_WORD.findall(value.casefold()))


class Group(NamedTuple):
    """Candidates of one value."""

    key: str
    candidates: tuple[Candidate, ...]

    @property
    def clues(self) -> frozenset[str]:
        """All that is true of the value."""
        return frozenset(clue for c in self.candidates for clue in c.clues)


def grouped(field: str, candidates: Iterable[Candidate]) -> list[Group]:
    """The candidates of a field by value, in the order in which the values came."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.field == field and (key := key_of(field, candidate.value)):
            groups.setdefault(key, []).append(candidate)
    return [Group(key, tuple(members)) for key, members in groups.items()]


def score(group: Group, weights: Mapping[str, float]) -> FieldTrace:
    """Weigh the clues of a value."""
    known = {clue: weights[clue] for clue in group.clues if clue in weights}
    told = sorted(known.items(), key=lambda item: (-abs(item[1]), item[0]))
    first = group.candidates[0]
    return FieldTrace(
        first.field,
        first.value,
        tuple(dict.fromkeys(c.source for c in group.candidates)),
        weights.get(BIAS, 0.0) + sum(sorted(known.values())),
        tuple(told),
    )
