"""Candidates for the fields of an article: values from the sources of a page, with signals for and against them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cleancopy.lines import fold_words

BIAS, FLOOR, COAUTHOR_FLOOR = "bias", "floor", "coauthor_floor"
"""Keys of a field's weights that are not signals: the weight of every candidate, the least score of a winner, and the
least score of an author beside a better one from the same source."""

Weights = Mapping[str, Mapping[str, float]]
"""By field and signal."""


class Candidate(NamedTuple):
    """A value that a source gives for a field.

    source    where the value stands, for people: "JSON-LD headline", "line 12"
    signals   short names of what is true of the value; the ranker weighs them
    """

    field: str
    value: str
    source: str
    signals: tuple[str, ...]


DAY = len("2024-02-03")
"""Characters of the day in a date."""
_DATES = frozenset({"published", "modified"})


class KeyCache(dict[str, str]):
    """The keys of values. The sources of a page give most values several times, so each key is made once."""

    def __missing__(self, value: str) -> str:
        """Make the key of a value: its words."""
        key = self[value] = fold_words(value)
        return key


def make_key(field: str, value: str) -> str:
    """The key of a value: its words, or the day of a date. Values with the same key are one value."""
    return value[:DAY] if field in _DATES else fold_words(value)


class CandidateGroup(NamedTuple):
    """Candidates with the same value, and the signals of all of them."""

    key: str
    candidates: tuple[Candidate, ...]
    signals: frozenset[str]


def group_candidates(field: str, candidates: Iterable[Candidate], keys: KeyCache) -> list[CandidateGroup]:
    """Group the candidates of a field by value, in the order in which the values first appear."""
    is_date = field in _DATES
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        value = candidate.value
        if key := value[:DAY] if is_date else keys[value]:
            groups.setdefault(key, []).append(candidate)
    return [CandidateGroup(key, tuple(members), _join_signals(members)) for key, members in groups.items()]


def _join_signals(members: Sequence[Candidate]) -> frozenset[str]:
    first, *more = members
    return frozenset(first.signals).union(*[c.signals for c in more]) if more else frozenset(first.signals)


class ScoredValue(NamedTuple):
    """A value of a field with its score.

    score     as in `FieldTrace`
    chosen    whether it is (part of) the answer
    signals   the signals that were weighed; empty for a field whose sources have a fixed order
    """

    field: str
    value: str
    sources: tuple[str, ...]
    score: float
    chosen: bool = False
    signals: frozenset[str] = frozenset()
