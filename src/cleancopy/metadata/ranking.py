"""The ranker: the score of each value of a field, and which values are chosen.

Two kinds of fields: for those in `RANKED_FIELDS` fitted weights of signals are summed; the others have a fixed order of
sources.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter

from cleancopy.metadata.candidate import BIAS, COAUTHOR_FLOOR, FLOOR, Candidate, CandidateGroup, ScoredValue
from cleancopy.metadata.names import names_group
from cleancopy.trace import FieldTrace

RANKED_FIELDS = ("title", "authors", "published", "captions", "credits", "dek")
"""Fields whose candidates the ranker weighs; the others take the first candidate in a fixed order of sources."""
MULTI_VALUED_FIELDS = ("authors", "captions", "credits")
"""Fields that may have several values."""

_SOURCES: Mapping[str, tuple[str, ...]] = {
    "modified": ("json-ld main dateModified", "meta article:modified_time", "meta og:updated_time", "meta datemodified",
                 "meta", "own modified", "says updated"),
    "site": ("meta og:site_name", "meta application-name", "json-ld main", "shown", "meta al:android:app_name",
             "meta apple-mobile-web-app-title", "json-ld other"),
    "section": ("json-ld main", "meta article:section", "meta og:article:section", "meta section",
                "meta parsely-section"),
    "license": ("json-ld main", "link", "meta dcterms.license", "meta license"),
    "tags": ("meta article:tag", "meta news_keywords", "json-ld main", "meta parsely-tags", "meta sailthru.tags",
             "meta keywords"),
}  # fmt: skip
_SOURCE_RANKS = {field: {signal: rank for rank, signal in enumerate(signals)} for field, signals in _SOURCES.items()}
ORDERED_FIELDS = tuple(_SOURCES)
"""Fields whose sources have a fixed order."""
_NO_WEIGHT = repeat(0.0)


def score_group(group: CandidateGroup, weights: Mapping[str, float]) -> ScoredValue:
    """Sum the weights of the signals of a value."""
    first, *more = group.candidates
    sources = tuple(dict.fromkeys([c.source for c in group.candidates])) if more else (first.source,)
    total = weights.get(BIAS, 0.0) + sum(sorted(map(weights.get, group.signals, _NO_WEIGHT)))
    return ScoredValue(first.field, first.value, sources, total, False, group.signals)


def rank_values(field: str, groups: Sequence[CandidateGroup], weights: Mapping[str, float]) -> list[ScoredValue]:
    """Score the values of a field and choose: the best one above the floor, or several in `MULTI_VALUED_FIELDS`."""
    scored = [score_group(group, weights) for group in groups]
    if field in MULTI_VALUED_FIELDS:
        choices = choose_values(field, scored, weights)
        return [s._replace(chosen=True) if chosen else s for s, chosen in zip(scored, choices, strict=True)]
    if not scored:
        return []
    best = max(scored, key=lambda s: s.score)  # the first of equals
    winner = best._replace(chosen=best.score >= weights.get(FLOOR, 0.0))
    return [winner, *sorted((s for s in scored if s is not best), key=lambda s: -s.score)]


def choose_values(field: str, scored: Sequence[ScoredValue], weights: Mapping[str, float]) -> list[bool]:
    """Whether each value of a field with several values is chosen: it must reach the floor.

    Coauthors sign together: an author other than the best must share a source with the best one, and then needs only
    the lower `COAUTHOR_FLOOR`. A person is better than the staff.
    """
    floor = weights.get(FLOOR, 0.0)
    if field != "authors" or not scored:
        return [s.score >= floor for s in scored]
    people = [s for s in scored if s.score >= floor and not names_group(s.value)]
    best = max(people or scored, key=lambda s: s.score)
    coauthor_floor = weights.get(COAUTHOR_FLOOR, floor)
    return [
        best.score >= floor
        and (s is best or (s.score >= coauthor_floor and not set(s.sources).isdisjoint(best.sources)))
        for s in scored
    ]


def rank_by_source(field: str, candidates: Iterable[Candidate]) -> list[ScoredValue]:
    """The values of a field in the fixed order of its sources. The first is chosen; of tags all of the first source."""
    ranks = _SOURCE_RANKS[field]
    known = [(min(own), c) for c in candidates if (own := [ranks[s] for s in c.signals if s in ranks])]
    known.sort(key=itemgetter(0))
    seen: set[str] = set()
    ranked = []
    for rank, candidate in known:
        if candidate.value not in seen:
            chosen = not seen or (field == "tags" and rank == known[0][0])
            seen.add(candidate.value)
            ranked.append(ScoredValue(field, candidate.value, (candidate.source,), float(-rank), chosen))
    return ranked


def field_trace(value: ScoredValue, weights: Mapping[str, float]) -> FieldTrace:
    """A value with what each of its signals added to its score; `weights` are those of its field."""
    known = {signal: weights[signal] for signal in value.signals if signal in weights}
    strongest_first = sorted(known.items(), key=lambda item: (-abs(item[1]), item[0]))
    return FieldTrace(value.field, value.value, value.sources, value.score, tuple(strongest_first), value.chosen)
