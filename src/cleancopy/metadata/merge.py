"""Merge all candidates of a page into the fields of its article.

The ranker weighs candidates for title, dek, authors, dates, captions and credits (`fields.json` of the artefact; the
weights are fitted out of fold). The other fields have no labels, so their sources have a fixed order:

site            og:site_name, then other names in the head, the publisher of JSON-LD, the name that the page shows
language        that of the text
url             the caller's, then the canonical one, then og:url
tags            the first source that has any: article:tag, news_keywords, JSON-LD, keywords
section, license   JSON-LD of the main work, then meta tags, then links
paywalled       True where the page says so, False where it says the contrary, None where it says nothing
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cleancopy.metadata.author_evidence import drop_lesser_names
from cleancopy.metadata.candidate import DAY, Candidate, CandidateGroup, KeyCache, ScoredValue, Weights
from cleancopy.metadata.fields import Fields, HeadMetadata
from cleancopy.metadata.ranking import ORDERED_FIELDS, RANKED_FIELDS, rank_by_source, rank_values
from cleancopy.metadata.relative_signals import PageContext, add_relative_signals, make_context

_PER_BLOCK_FIELDS = ("captions", "credits")
"""Fields with dozens of candidates; each is chosen by its own score alone."""
LATEST = "2040"
"""Dates from this year on are not believed: extraction has no clock, and a page of 2099 is a mistake."""
_MAX_TAGS = 50
LONGEST: Mapping[str, int] = {"title": 500, "authors": 100, "site": 100, "section": 100, "credits": 200}
LONGEST_VALUE = 2_000
"""Characters of the longest value of a field that `LONGEST` does not name; a longer one is a mistake of the page."""


class PageOrigin(NamedTuple):
    """Where a page comes from.

    url          as the caller gave it
    fetch_date   the day on which the page was fetched, in ISO 8601; None where it is unknown
    """

    url: str | None = None
    fetch_date: str | None = None


def merge_candidates(
    candidates: Sequence[Candidate],
    head: HeadMetadata,
    weights: Weights,
    origin: PageOrigin,
    language: str | None,
    *,
    include_losers: bool = True,
) -> Fields:
    """Weigh all candidates and choose the fields.

    include_losers   also weigh captions and credits that cannot win, for people to see
    """
    by_field: dict[str, list[Candidate]] = {}
    for candidate in (*candidates, *local_day_candidates(candidates)):
        if _is_plausible(candidate, origin.fetch_date):
            by_field.setdefault(candidate.field, []).append(candidate)
    context = make_context(by_field.get("site", ()), origin.url or head.url)
    values: dict[str, list[ScoredValue]] = {}
    for field in RANKED_FIELDS:
        own = weights.get(field, {})
        pruning = own if field in _PER_BLOCK_FIELDS and not include_losers else None
        groups = add_relative_signals(field, by_field.get(field, ()), context, pruning)
        values[field] = rank_values(field, _drop_taken(groups, values, context.keys) if field == "dek" else groups, own)
    values["authors"] = _drop_lesser_authors(values["authors"], context)
    for field in ORDERED_FIELDS:
        values[field] = rank_by_source(field, by_field.get(field, ()))
    return _make_fields(values, head, origin, language)


def _make_fields(
    values: Mapping[str, Sequence[ScoredValue]], head: HeadMetadata, origin: PageOrigin, language: str | None
) -> Fields:
    """The fields with the values that were chosen."""
    chosen = {field: tuple(v.value for v in scored if v.chosen) for field, scored in values.items()}
    first = {field: next(iter(texts), None) for field, texts in chosen.items()}
    return Fields(
        title=first["title"], dek=first["dek"], authors=chosen["authors"], published=first["published"],
        modified=_drop_earlier(first["modified"], first["published"]), site=first["site"], language=language,
        url=origin.url or head.url, section=first["section"], license=first["license"],
        paywalled=True if head.paid else False if head.free else None,
        tags=tuple(_split_tags(chosen["tags"])), captions=chosen["captions"], credits=chosen["credits"],
        candidates=(*(v for scored in values.values() for v in scored), *_list_unranked(head, origin, language)),
    )  # fmt: skip


def _drop_lesser_authors(values: Sequence[ScoredValue], context: PageContext) -> list[ScoredValue]:
    """Choose no author that only repeats another one, and no organisation beside a person."""
    kept = drop_lesser_names([context.keys[v.value] for v in values if v.chosen], context.site_names)
    return [v._replace(chosen=False) if v.chosen and context.keys[v.value] not in kept else v for v in values]


def _drop_taken(
    groups: Sequence[CandidateGroup], values: Mapping[str, Sequence[ScoredValue]], keys: KeyCache
) -> list[CandidateGroup]:
    """Drop values that title or captions have taken, and values that begin like one of these."""
    taken = {keys[v.value] for field in ("title", "captions") for v in values[field] if v.chosen}
    openings = tuple([f"{key} " for key in taken])
    return [g for g in groups if g.key not in taken and not g.key.startswith(openings)]


def _drop_earlier(modified: str | None, published: str | None) -> str | None:
    """The date of the change; None if it lies before the publication, because then the page contradicts itself."""
    return None if published and modified and modified[:DAY] < published[:DAY] else modified


def _list_unranked(head: HeadMetadata, origin: PageOrigin, language: str | None) -> Iterator[ScoredValue]:
    """The values of fields that are not ranked: each has one source, or takes the first one with a value."""
    urls = (("the caller", origin.url), ("canonical link", head.url))
    for i, (source, url) in enumerate((s, u) for s, u in urls if u):
        yield ScoredValue("url", url, (source,), -i, i == 0)
    if language:
        yield ScoredValue("language", language, ("the words of the text",), 0.0, chosen=True)
    if head.paid or head.free:
        answer = "yes" if head.paid else "no"
        yield ScoredValue("paywalled", answer, ("JSON-LD or article:content_tier",), 0.0, chosen=True)


_MIDNIGHTS = ("T22:00:00+00:00", "T23:00:00+00:00")
"""Midnight of central Europe in UTC, in summer and in winter."""


def local_day_candidates(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """For each date at midnight of central Europe in UTC, the day that began then."""
    for c in candidates:
        if c.field in {"published", "modified"} and c.value.endswith(_MIDNIGHTS):
            day = date.fromisoformat(c.value[:DAY]) + timedelta(days=1)
            yield c._replace(value=day.isoformat(), signals=(*c.signals, "midnight in central Europe"))


def _is_plausible(candidate: Candidate, fetch_date: str | None) -> bool:
    """Whether a value is possible for its field: not a date in the future, and not too long."""
    if candidate.field in {"published", "modified"}:
        day = candidate.value[:DAY]
        return day <= fetch_date[:DAY] if fetch_date else day < LATEST
    return len(candidate.value) <= LONGEST.get(candidate.field, LONGEST_VALUE)


def _split_tags(values: tuple[str, ...]) -> Iterator[str]:
    tags: dict[str, str] = {}
    for value in values:
        for tag in value.split(",") if value.count(",") else [value]:
            if tag := tag.strip():
                tags.setdefault(tag.casefold(), tag)
    yield from list(tags.values())[:_MAX_TAGS]
