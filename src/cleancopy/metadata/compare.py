"""What the values of a field say of each other: clues that no source has alone."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from cleancopy.metadata.candidate import Candidate, Group, grouped, key_of

_MOST = 80
"""So many values are compared with each other: a page with more of them is a list, and time must stay linear."""
_WORD = re.compile(r"\w{2,}")
_SLUG_WORDS = 3
_TOLD = 0.6
_SEVERAL = 3
_LONG_TITLE = 15


class Around(NamedTuple):
    """What is known of a page besides the values of one field.

    sites   names of the site, as keys
    slug    words of the page's address
    """

    sites: frozenset[str]
    slug: frozenset[str]


def around(candidates: Sequence[Candidate], url: str | None) -> Around:
    """What the candidates of a page and its address tell of every field."""
    sites = frozenset(key_of("site", c.value) for c in candidates if c.field == "site")
    return Around(sites - {""}, _slug(url))


def _slug(url: str | None) -> frozenset[str]:
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return frozenset()
    words = frozenset(w for w in _WORD.findall(unquote(path).casefold()) if not w.isdigit())
    return words if len(words) >= _SLUG_WORDS else frozenset()


def compared(field: str, candidates: Sequence[Candidate], known: Around) -> list[Group]:
    """The values of a field, each with clues of what the others are."""
    groups = grouped(field, candidates)
    if field == "title" and not any("shown" in g.clues for g in groups):
        groups = _without_site(groups, known.sites)
    keys = [g.key for g in groups[:_MOST]]
    first = next((g.key for g in groups if "shown" in g.clues and "above headline" not in g.clues), "")
    return [_with(g, [*_of_sources(g), *_of_others(field, g, keys, first), *_of_page(field, g, known)]) for g in groups]


def _without_site(groups: Sequence[Group], sites: frozenset[str]) -> list[Group]:
    """Titles but those that are another title with the name of the site at one end.

    Only where the page shows none: beside a headline in sight the ranker knows better.
    """
    keys = {g.key for g in groups}

    def is_named(key: str) -> bool:
        ends = ((f"{site} ", f" {site}") for site in sites)
        return any(key.removeprefix(a) in keys - {key} or key.removesuffix(b) in keys - {key} for a, b in ends)

    return [g for g in groups if not is_named(g.key)]


def _with(group: Group, clues: Sequence[str]) -> Group:
    first = group.candidates[0]
    return Group(group.key, (first._replace(clues=(*first.clues, *clues)), *group.candidates[1:]))


def _of_sources(group: Group) -> Iterator[str]:
    sources = {c.source.partition(" ")[0] for c in group.candidates}
    clues = group.clues
    yield f"{min(len(sources), _SEVERAL + 1)} kinds of sources"
    shown = "shown" in clues
    if shown and len(sources) > 1:
        yield "shown and stated"
    if {"meta", "JSON-LD"} <= sources:
        yield "stated by meta and JSON-LD"
    for clue in sorted(c for c in clues if c.startswith(("json-ld main", "h1"))):
        yield f"{clue} and {'stated' if clue == 'h1' and len(sources) > 1 else 'shown' if shown else 'not shown'}"


def _of_others(field: str, group: Group, keys: Sequence[str], first: str) -> Iterator[str]:
    if len(keys) == 1:
        yield "the only value"
    if group.key == first:
        yield "shown first"
    if field in {"published", "modified"}:
        yield from _of_days(group, keys)
    else:
        yield from _of_words(field, group, keys)


def _of_days(group: Group, keys: Sequence[str]) -> Iterator[str]:
    if group.key == min(keys):
        yield "earliest"
    if group.key == max(keys):
        yield "latest"
    if {"above text", "within 8 of headline"} <= group.clues:
        yield "between headline and text"


def _of_words(field: str, group: Group, keys: Sequence[str]) -> Iterator[str]:
    longer = sum(f" {group.key} " in f" {k} " for k in keys if k != group.key)
    if longer:
        yield "part of another value"
    if longer >= _SEVERAL:
        yield "part of several values"
    if any(f" {k} " in f" {group.key} " for k in keys if k != group.key):
        yield "holds another value"
    if field == "title":
        words = len(group.key.split())
        yield from (f"fewer than {n} words" for n in (2, 3, 5) if words < n)
        if words > _LONG_TITLE:
            yield "a long title"


def _of_page(field: str, group: Group, known: Around) -> Iterator[str]:
    if field in {"title", "authors"}:
        if group.key in known.sites:
            yield "is the name of the site"
        elif any(f" {site} " in f" {group.key} " for site in known.sites):
            yield "holds the name of the site"
    if field == "title" and known.slug:
        words = {w for w in group.key.split() if len(w) > 1}
        told = len(words & known.slug)
        if words and told / len(words) >= _TOLD:
            yield "told by the address"
        if told / len(known.slug) >= _TOLD:
            yield "tells the address"
        if not told:
            yield "unknown to the address"
