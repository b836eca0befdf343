"""What the values of a field say of each other: clues that no source has alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from cleancopy.metadata.candidate import Candidate, Group, grouped, key_of
from cleancopy.metadata.sight import Fewer

_MOST = 80
"""So many values are compared with each other: a page with more of them is a list, and time must stay linear."""
_WORD = re.compile(r"\w{2,}")
_SLUG_WORDS = 3
_TOLD = 0.6
_SEVERAL = 3
_LONG_TITLE = 15
_SHORT = Fewer((2, 3, 5), "words")


class Around(NamedTuple):
    """What is known of a page besides the values of one field.

    sites   names of the site, as keys
    slug    words of the page's address
    """

    sites: frozenset[str]
    slug: frozenset[str]


def around(names: Sequence[Candidate], url: str | None) -> Around:
    """What a page's names of the site and its address tell of every field."""
    sites = frozenset(key_of("site", c.value) for c in names)
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
    first = next((g.key for g in groups if "shown" in g.clues and "above headline" not in g.clues), "")
    keys = [g.key for g in groups[:_MOST]]
    others: Iterable[Iterable[str]]
    if field in {"published", "modified"}:
        others = [_of_days(g, min(keys), max(keys)) for g in groups]
    else:
        others = _of_words([g.key for g in groups], keys)
    found = []
    for group, of_others in zip(groups, others, strict=True):
        clues = {*group.clues, *_of_sources(group), *of_others}
        if len(groups) == 1:
            clues.add("the only value")
        if group.key == first:
            clues.add("shown first")
        if field in {"title", "authors"}:
            clues.update(_of_site(group, known.sites))
        if field == "title":
            clues.update(_of_title(group, known.slug))
        found.append(group._replace(clues=frozenset(clues)))
    return found


def _without_site(groups: Sequence[Group], sites: frozenset[str]) -> list[Group]:
    """Titles but those that are another title with the name of the site at one end.

    Only where the page shows none: beside a headline in sight the ranker knows better.
    """
    keys = {g.key for g in groups}

    def is_named(key: str) -> bool:
        ends = ((f"{site} ", f" {site}") for site in sites)
        return any(key.removeprefix(a) in keys - {key} or key.removesuffix(b) in keys - {key} for a, b in ends)

    return [g for g in groups if not is_named(g.key)]


def _of_sources(group: Group) -> Iterator[str]:
    sources = {c.source.partition(" ")[0] for c in group.candidates}
    shown = "shown" in group.clues
    yield f"{min(len(sources), _SEVERAL + 1)} kinds of sources"
    if shown and len(sources) > 1:
        yield "shown and stated"
    if "h1" in group.clues:
        yield f"h1 and {'stated' if len(sources) > 1 else 'shown' if shown else 'not shown'}"
    if "JSON-LD" in sources:
        if "meta" in sources:
            yield "stated by meta and JSON-LD"
        how = "shown" if shown else "not shown"
        yield from (f"{clue} and {how}" for clue in group.clues if clue.startswith("json-ld main"))


def _of_days(group: Group, earliest: str, latest: str) -> Iterator[str]:
    if group.key == earliest:
        yield "earliest"
    if group.key == latest:
        yield "latest"
    if {"above text", "within 8 of headline"} <= group.clues:
        yield "between headline and text"


def _of_words(values: Sequence[str], keys: Sequence[str]) -> Iterator[list[str]]:
    """For each value what its words say beside those of the others; `keys` are the values that are compared."""
    others = [f" {key} " for key in keys]
    heads: dict[str, list[str]] = {}
    for key in keys:
        heads.setdefault(key.partition(" ")[0], []).append(f" {key} ")
    everything = "\n".join(others)
    for place, value in enumerate(values):
        mine = f" {value} "
        alone = everything.count(mine) == (place < len(keys))
        longer = [] if alone else [other for other in others if mine in other and other != mine]
        clues = ["part of another value"] if longer else []
        if len(longer) >= _SEVERAL:
            clues.append("part of several values")
        if any(other in mine and other != mine for word in {*value.split()} for other in heads.get(word, ())):
            clues.append("holds another value")
        yield clues


def _of_site(group: Group, sites: frozenset[str]) -> Iterator[str]:
    if group.key in sites:
        yield "is the name of the site"
    elif any(f" {site} " in f" {group.key} " for site in sites):
        yield "holds the name of the site"


def _of_title(group: Group, slug: frozenset[str]) -> Iterator[str]:
    words = group.key.split()
    yield from _SHORT.of(len(words))
    if len(words) > _LONG_TITLE:
        yield "a long title"
    if not slug:
        return
    telling = {w for w in words if len(w) > 1}
    told = len(telling & slug)
    if telling and told / len(telling) >= _TOLD:
        yield "told by the address"
    if told / len(slug) >= _TOLD:
        yield "tells the address"
    if not told:
        yield "unknown to the address"
