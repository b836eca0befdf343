"""All candidates of a page to the fields of its article.

Order of trust: the ranker's weights for title, dek, authors, dates, captions and credits (`fields.json` of the
artefact; fitted out of fold); a stated order for the rest, which no set has labels for.

site            og:site_name, then other names in the head, the publisher of JSON-LD, the name that the page shows
language        that of the text
url             the caller's, then the canonical one, then og:url
tags            the first source that has any: article:tag, news_keywords, JSON-LD, keywords
section, license   JSON-LD of the main work, then meta tags, then links
paywalled       True where the page says so, False where it says the contrary, None where it says nothing
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import NamedTuple

from cleancopy.metadata.candidate import COMPANY, DAY, FLOOR, Candidate, Group, Weighed, Weights, key_of, score
from cleancopy.metadata.compare import around, compared
from cleancopy.metadata.fields import Fields, Stated

RANKED = ("title", "authors", "published", "captions", "credits", "dek")
"""Fields whose candidates a ranker weighs; the others take the first candidate in a stated order."""
SETS = ("authors", "captions", "credits")
"""Fields that may have several values."""
_MANY = ("captions", "credits")
"""Fields with dozens of candidates, each of which is told from its own score alone."""
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
_ORDER = {field: {clue: place for place, clue in enumerate(clues)} for field, clues in _SOURCES.items()}
LATEST = "2040"
"""No date is believed that lies so far ahead: extraction has no clock, and what a page says of 2099 is a slip."""
_MOST_TAGS = 50
LONGEST: Mapping[str, int] = {"title": 500, "authors": 100, "site": 100, "section": 100, "credits": 200}
LONGEST_VALUE = 2_000
"""Characters: a longer value of a field is a slip of the page, and is not told."""


class Bounds(NamedTuple):
    """What is known of a page besides its contents.

    url       as the caller gave it
    fetched   the day on which the page was fetched, ISO, None where it is not known
    """

    url: str | None = None
    fetched: str | None = None


def merge(
    candidates: Sequence[Candidate],
    stated: Stated,
    weights: Weights,
    bounds: Bounds,
    language: str | None,
    *,
    every: bool = True,
) -> Fields:
    """Weigh all candidates.

    every   weigh captions and credits too that cannot win, for people to see
    """
    by_field: dict[str, list[Candidate]] = {}
    for candidate in (*candidates, *local_days(candidates)):
        if _is_plausible(candidate, bounds.fetched):
            by_field.setdefault(candidate.field, []).append(candidate)
    known = around(by_field.get("site", ()), bounds.url or stated.url)
    ranked: dict[str, list[Weighed]] = {}
    for field in RANKED:
        own = weights.get(field, {})
        groups = compared(field, by_field.get(field, ()), known, own if field in _MANY and not every else None)
        free = _free(groups, ranked) if field == "dek" else groups
        ranked[field] = rank(field, free, own)
    ordered = {field: in_order(field, by_field.get(field, ())) for field in _ORDER}
    won = {f: tuple(r.value for r in rs if r.won) for f, rs in (ranked | ordered).items()}

    def one(field: str) -> str | None:
        return next(iter(won[field]), None)

    return Fields(
        title=one("title"), dek=one("dek"), authors=won["authors"], published=one("published"),
        modified=_not_before(one("published"), one("modified")), site=one("site"), language=language,
        url=bounds.url or stated.url, section=one("section"), license=one("license"),
        paywalled=True if stated.paid else False if stated.free else None,
        tags=tuple(_tags(won["tags"])), captions=won["captions"], credits=won["credits"],
        candidates=(*(r for rs in (ranked | ordered).values() for r in rs), *_told(stated, bounds, language)),
    )  # fmt: skip


def _free(groups: Sequence[Group], ranked: Mapping[str, Sequence[Weighed]]) -> list[Group]:
    """Values but those that title and captions have taken, or that only begin like one of these."""
    taken = {key_of(f, told.value) for f in ("title", "captions") for told in ranked[f] if told.won}
    begun = tuple([f"{key} " for key in taken])
    return [g for g in groups if g.key not in taken and not g.key.startswith(begun)]


def _not_before(published: str | None, modified: str | None) -> str | None:
    """The day of a change, unless it lies before that of the publication: then the page contradicts itself."""
    return None if published and modified and modified[:DAY] < published[:DAY] else modified


def _told(stated: Stated, bounds: Bounds, language: str | None) -> Iterator[Weighed]:
    """What is not weighed: each of these has one source, or the first that has a value."""
    urls = (("the caller", bounds.url), ("canonical link", stated.url))
    for i, (source, url) in enumerate((s, u) for s, u in urls if u):
        yield Weighed("url", url, (source,), -i, i == 0)
    if language:
        yield Weighed("language", language, ("the words of the text",), 0.0, won=True)
    if stated.paid or stated.free:
        yield Weighed("paywalled", "yes" if stated.paid else "no", ("JSON-LD or article:content_tier",), 0.0, won=True)


_MIDNIGHTS = ("T22:00:00+00:00", "T23:00:00+00:00")


def local_days(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The day that began when a date was written as midnight of central Europe in UTC."""
    for c in candidates:
        if c.field in {"published", "modified"} and c.value.endswith(_MIDNIGHTS):
            day = date.fromisoformat(c.value[:DAY]) + timedelta(days=1)
            yield c._replace(value=day.isoformat(), clues=(*c.clues, "midnight in central Europe"))


def rank(field: str, groups: Sequence[Group], weights: Mapping[str, float]) -> list[Weighed]:
    """The values of a field, and which of them win: of a field with one value the best, if it is above the floor."""
    scored = [score(g, weights) for g in groups]
    if field in SETS:
        return [s._replace(won=True) if w else s for s, w in zip(scored, winners(field, scored, weights), strict=True)]
    if not scored:
        return []
    best = max(range(len(scored)), key=lambda i: scored[i].score)  # of equals the first
    told = scored[best]
    won = told._replace(won=told.score >= _floor(field, groups[best], weights))
    return [won, *sorted((s for s in scored if s is not told), key=lambda s: -s.score)]


LIKELY_DEK = -0.5
"""Log-odds from which on a paragraph of the text that nothing states is believed to be the dek (LOG.md)."""
_OF_THE_TEXT = frozenset({"in markup", "kept", "role paragraph", "1 kinds of sources"})


def _floor(field: str, group: Group, weights: Mapping[str, float]) -> float:
    """The least score that is believed; a higher one of a dek that neither head nor markup sets apart from the text.

    In flattened text nothing could: there the fitted floor holds.
    """
    floor = weights.get(FLOOR, 0.0)
    return max(floor, LIKELY_DEK) if field == "dek" and group.clues >= _OF_THE_TEXT else floor


def winners(field: str, scored: Sequence[Weighed], weights: Mapping[str, float]) -> list[bool]:
    """Which values of a field with several win: those above the floor.

    Authors sign together: others than the best must share a source with it, and then win from a lower score on.
    """
    floor = weights.get(FLOOR, 0.0)
    if field != "authors" or not scored:
        return [s.score >= floor for s in scored]
    best = max(scored, key=lambda s: s.score)
    company = weights.get(COMPANY, floor)
    return [
        best.score >= floor and (s is best or (s.score >= company and not set(s.sources).isdisjoint(best.sources)))
        for s in scored
    ]


def in_order(field: str, candidates: Iterable[Candidate]) -> list[Weighed]:
    """The values of a field in a stated order of their sources; the first wins, of tags all of its source."""
    order = _ORDER[field]
    mine = [(min(places), c) for c in candidates if (places := [order[clue] for clue in c.clues if clue in order])]
    mine.sort(key=itemgetter(0))
    seen: set[str] = set()
    ranked = []
    for place, c in mine:
        if c.value not in seen:
            won = not seen or (field == "tags" and place == mine[0][0])
            seen.add(c.value)
            ranked.append(Weighed(field, c.value, (c.source,), float(-place), won))
    return ranked


def _is_plausible(candidate: Candidate, fetched: str | None) -> bool:
    """Whether a value can be one of its field at all: neither a date to come nor a text for a name."""
    if candidate.field in {"published", "modified"}:
        day = candidate.value[:DAY]
        return day <= fetched[:DAY] if fetched else day < LATEST
    return len(candidate.value) <= LONGEST.get(candidate.field, LONGEST_VALUE)


def _tags(values: tuple[str, ...]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for value in values:
        for tag in value.split(",") if value.count(",") else [value]:
            if tag := tag.strip():
                seen.setdefault(tag.casefold(), tag)
    yield from list(seen.values())[:_MOST_TAGS]
