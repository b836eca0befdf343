"""Candidates for the fields of an article: what some source of a page gives, and what speaks for and against it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
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


_DATES = frozenset({"published", "modified"})


class Keys(dict[str, str]):
    """The words of values, each found once: the sources of a page give most of them several times."""

    def __missing__(self, value: str) -> str:
        """Find them."""
        key = self[value] = " ".join(_WORD.findall(value.casefold()))
        return key

    def of(self, field: str, value: str) -> str:
        """What makes two values the same: their words, or the day of a date."""
        return value[:DAY] if field in _DATES else self[value]


def key_of(field: str, value: str) -> str:
    """As `Keys.of`, for a single value."""
    return Keys().of(field, value)


class Group(NamedTuple):
    """Candidates of one value, and all that is true of it."""

    key: str
    candidates: tuple[Candidate, ...]
    clues: frozenset[str]


def grouped(field: str, candidates: Iterable[Candidate], keys: Keys) -> list[Group]:
    """Candidates of a field by value, in the order in which the values came."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if key := keys.of(field, candidate.value):
            groups.setdefault(key, []).append(candidate)
    return [Group(key, tuple(members), _clues_of(members)) for key, members in groups.items()]


def _clues_of(members: Sequence[Candidate]) -> frozenset[str]:
    first, *more = members
    return frozenset(first.clues).union(*[c.clues for c in more]) if more else frozenset(first.clues)


class Weighed(NamedTuple):
    """A value that was weighed for a field.

    clues   what the ranker weighed; empty for a field whose sources have a stated order
    score   as in `FieldTrace`
    """

    field: str
    value: str
    sources: tuple[str, ...]
    score: float
    won: bool = False
    clues: frozenset[str] = frozenset()


_NOTHING = repeat(0.0)
"""What a clue without a weight weighs."""


def score(group: Group, weights: Mapping[str, float]) -> Weighed:
    """Weigh the clues of a value."""
    first, *more = group.candidates
    sources = tuple(dict.fromkeys([c.source for c in group.candidates])) if more else (first.source,)
    total = weights.get(BIAS, 0.0) + sum(sorted(map(weights.get, group.clues, _NOTHING)))
    return Weighed(first.field, first.value, sources, total, False, group.clues)


def field_trace(weighed: Weighed, weights: Mapping[str, float]) -> FieldTrace:
    """A value with what each of its clues added, by the weights that it was weighed with."""
    known = {clue: weights[clue] for clue in weighed.clues if clue in weights}
    told = sorted(known.items(), key=lambda item: (-abs(item[1]), item[0]))
    return FieldTrace(weighed.field, weighed.value, weighed.sources, weighed.score, tuple(told), weighed.won)
