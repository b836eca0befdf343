"""What the values of a field say of each other: clues that no source has alone."""

import re
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from cleancopy.metadata.candidate import BIAS, FLOOR, Candidate, Group, Keys, grouped
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
    keys    of the values of all fields, found once
    """

    sites: frozenset[str]
    slug: frozenset[str]
    keys: Keys


def around(names: Sequence[Candidate], url: str | None) -> Around:
    """What a page's names of the site and its address tell of every field."""
    keys = Keys()
    sites = frozenset([keys[c.value] for c in names])
    return Around(sites - {""}, _slug(url), keys)


def _slug(url: str | None) -> frozenset[str]:
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return frozenset()
    words = frozenset(w for w in _WORD.findall(unquote(path).casefold()) if not w.isdigit())
    return words if len(words) >= _SLUG_WORDS else frozenset()


def compared(
    field: str, candidates: Sequence[Candidate], known: Around, weights: Mapping[str, float] | None = None
) -> list[Group]:
    """The values of a field, each with clues of what the others are.

    weights   by which values are left out that cannot reach the floor, whatever the others make of them
    """
    groups = grouped(field, candidates, known.keys)
    if field == "title" and not any("shown" in g.clues for g in groups):
        groups = _without_site(groups, known.sites)
    first = next((g.key for g in groups if "shown" in g.clues and "above headline" not in g.clues), "")
    others = [g.key for g in groups[:_MOST]]
    is_date = field in {"published", "modified"}
    padded = [] if is_date else [f" {key} " for key in others]
    found = []
    for group in groups if weights is None else _hopeful(groups, weights):
        clues = _of_days(group, min(others), max(others)) if is_date else _of_words(group.key, padded)
        clues += _of_sources(group)
        if len(groups) == 1:
            clues.append("the only value")
        if group.key == first:
            clues.append("shown first")
        if field in {"title", "authors"}:
            clues += _of_site(group.key, known.sites)
        if field == "title":
            clues += _of_title(group.key, known.slug)
        found.append(Group(group.key, group.candidates, group.clues.union(clues)))
    return found


_OF_OTHERS = (
    "1 kinds of sources", "2 kinds of sources", "3 kinds of sources", "4 kinds of sources", "shown and stated",
    "h1 and stated", "h1 and shown", "h1 and not shown", "stated by meta and JSON-LD", "part of another value",
    "part of several values", "holds another value", "the only value", "shown first",
)  # fmt: skip
"""All that `compared` may say of a caption or a credit."""
_ROUNDING = 1e-6
"""Sums of a few dozen weights are nearer to the truth than this."""


def _hopeful(groups: Sequence[Group], weights: Mapping[str, float]) -> list[Group]:
    """The values that may reach the floor. Of captions and credits these are few among dozens."""
    most = weights.get(BIAS, 0.0) + sum([max(0.0, weights.get(clue, 0.0)) for clue in _OF_OTHERS])
    least = weights.get(FLOOR, 0.0) - most - _ROUNDING
    return [group for group in groups if sum(map(weights.get, group.clues, repeat(0.0))) >= least]


def _without_site(groups: Sequence[Group], sites: frozenset[str]) -> list[Group]:
    """Titles but those that are another title with the name of the site at one end.

    Only where the page shows none: beside a headline in sight the ranker knows better.
    """
    keys = {g.key for g in groups}

    def is_named(key: str) -> bool:
        ends = ((f"{site} ", f" {site}") for site in sites)
        return any(key.removeprefix(a) in keys - {key} or key.removesuffix(b) in keys - {key} for a, b in ends)

    return [g for g in groups if not is_named(g.key)]


_KINDS = [f"{n} kinds of sources" for n in range(_SEVERAL + 2)]


def _of_sources(group: Group) -> list[str]:
    sources = {c.source.partition(" ")[0] for c in group.candidates}
    several, shown = len(sources) > 1, "shown" in group.clues
    clues = [_KINDS[min(len(sources), _SEVERAL + 1)]]
    if shown and several:
        clues.append("shown and stated")
    if "h1" in group.clues:
        clues.append(f"h1 and {'stated' if several else 'shown' if shown else 'not shown'}")
    if "JSON-LD" in sources:
        if "meta" in sources:
            clues.append("stated by meta and JSON-LD")
        how = "shown" if shown else "not shown"
        clues += [f"{clue} and {how}" for clue in group.clues if clue.startswith("json-ld main")]
    return clues


def _of_days(group: Group, earliest: str, latest: str) -> list[str]:
    clues = ["earliest"] if group.key == earliest else []
    clues += ["latest"] if group.key == latest else []
    return [*clues, "between headline and text"] if group.clues >= _BETWEEN else clues


_BETWEEN = frozenset({"above text", "within 8 of headline"})


def _of_words(key: str, others: Sequence[str]) -> list[str]:
    """What the words of a value say beside those of the others, which have a space at both ends."""
    mine = f" {key} "
    itself = mine in others
    longer = sum([mine in other for other in others]) - itself
    clues = ["part of another value"] if longer else []
    clues += ["part of several values"] if longer >= _SEVERAL else []
    return [*clues, "holds another value"] if sum([other in mine for other in others]) > itself else clues


def _of_site(key: str, sites: frozenset[str]) -> list[str]:
    if key in sites:
        return ["is the name of the site"]
    return ["holds the name of the site"] if any(f" {site} " in f" {key} " for site in sites) else []


def _of_title(key: str, slug: frozenset[str]) -> list[str]:
    words = key.split()
    clues = [*_SHORT.of(len(words))]
    if len(words) > _LONG_TITLE:
        clues.append("a long title")
    if not slug:
        return clues
    telling = {w for w in words if len(w) > 1}
    told = len(telling & slug)
    if telling and told / len(telling) >= _TOLD:
        clues.append("told by the address")
    if told / len(slug) >= _TOLD:
        clues.append("tells the address")
    if not told:
        clues.append("unknown to the address")
    return clues
