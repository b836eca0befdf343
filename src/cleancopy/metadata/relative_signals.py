"""Signals that come from comparing the values of a field: with each other, with the site's name and the address."""

import re
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from cleancopy.metadata.candidate import BIAS, FLOOR, Candidate, CandidateGroup, KeyCache, group_candidates
from cleancopy.metadata.text_signals import SizeBuckets

_MAX_COMPARED = 80
"""Values that are compared with each other: a page with more of them is a list, and time must stay linear."""
_WORD = re.compile(r"\w{2,}")
_MIN_ADDRESS_WORDS = 3
_MOST = 0.6
"""Share of the words from which on they are most of the words."""
_SEVERAL = 3
_LONG_TITLE = 15
_SHORT_TITLES = SizeBuckets((2, 3, 5), "words")


class PageContext(NamedTuple):
    """What is known of a page besides the values of one field.

    site_names      keys of the names of the site
    address_words   words of the path of the page's address
    keys            keys of the values of all fields
    """

    site_names: frozenset[str]
    address_words: frozenset[str]
    keys: KeyCache


def make_context(sites: Sequence[Candidate], url: str | None) -> PageContext:
    """The context of a page, from the candidates for the name of its site and from its address."""
    keys = KeyCache()
    site_names = frozenset([keys[c.value] for c in sites])
    return PageContext(site_names - {""}, _split_address(url), keys)


def _split_address(url: str | None) -> frozenset[str]:
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return frozenset()
    words = frozenset(w for w in _WORD.findall(unquote(path).casefold()) if not w.isdigit())
    return words if len(words) >= _MIN_ADDRESS_WORDS else frozenset()


def add_relative_signals(
    field: str, candidates: Sequence[Candidate], context: PageContext, weights: Mapping[str, float] | None = None
) -> list[CandidateGroup]:
    """Group the candidates of a field by value, and add the signals that compare the values.

    weights   if given, values are left out that cannot reach the floor with any signals from here
    """
    groups = group_candidates(field, candidates, context.keys)
    if field == "title" and not any("shown" in g.signals for g in groups):
        groups = _drop_titles_with_site(groups, context.site_names)
    first_key = next((g.key for g in groups if "shown" in g.signals and "above headline" not in g.signals), "")
    others = [g.key for g in groups[:_MAX_COMPARED]]
    is_date = field in {"published", "modified"}
    padded = [] if is_date else [f" {key} " for key in others]
    earliest, latest = min(others, default=""), max(others, default="")
    result = []
    for group in groups if weights is None else _drop_hopeless(groups, weights):
        signals = _day_signals(group, earliest, latest) if is_date else _word_signals(group.key, padded)
        signals += _source_signals(group)
        if len(groups) == 1:
            signals.append("the only value")
        if group.key == first_key:
            signals.append("shown first")
        if field in {"title", "authors"}:
            signals += _site_signals(group.key, context.site_names)
        if field == "title":
            signals += _title_signals(group.key, context.address_words)
        result.append(CandidateGroup(group.key, group.candidates, group.signals.union(signals)))
    return result


_RELATIVE_SIGNALS = (
    "1 kinds of sources", "2 kinds of sources", "3 kinds of sources", "4 kinds of sources", "shown and stated",
    "h1 and stated", "h1 and shown", "h1 and not shown", "stated by meta and JSON-LD", "part of another value",
    "part of several values", "holds another value", "the only value", "shown first",
)  # fmt: skip
"""All signals that `add_relative_signals` may add to a caption or a credit."""
_ROUNDING = 1e-6
"""Bound of the rounding error of a sum of a few dozen weights."""


def _drop_hopeless(groups: Sequence[CandidateGroup], weights: Mapping[str, float]) -> list[CandidateGroup]:
    """Drop the values that cannot reach the floor. Of captions and credits these are most of dozens."""
    most = weights.get(BIAS, 0.0) + sum([max(0.0, weights.get(signal, 0.0)) for signal in _RELATIVE_SIGNALS])
    least = weights.get(FLOOR, 0.0) - most - _ROUNDING
    return [group for group in groups if sum(map(weights.get, group.signals, repeat(0.0))) >= least]


def _drop_titles_with_site(groups: Sequence[CandidateGroup], site_names: frozenset[str]) -> list[CandidateGroup]:
    """Drop titles that are another title with the name of the site at one end.

    Only for a page that shows no title: with a visible headline the ranker decides better.
    """
    keys = {g.key for g in groups}

    def has_site_at_end(key: str) -> bool:
        ends = ((f"{site} ", f" {site}") for site in site_names)
        return any(key.removeprefix(a) in keys - {key} or key.removesuffix(b) in keys - {key} for a, b in ends)

    return [g for g in groups if not has_site_at_end(g.key)]


_KINDS_OF_SOURCES = [f"{n} kinds of sources" for n in range(_SEVERAL + 2)]


def _source_signals(group: CandidateGroup) -> list[str]:
    sources = {c.source.partition(" ")[0] for c in group.candidates}
    has_several, is_shown = len(sources) > 1, "shown" in group.signals
    signals = [_KINDS_OF_SOURCES[min(len(sources), _SEVERAL + 1)]]
    if is_shown and has_several:
        signals.append("shown and stated")
    if "h1" in group.signals:
        signals.append(f"h1 and {'stated' if has_several else 'shown' if is_shown else 'not shown'}")
    if "JSON-LD" in sources:
        if "meta" in sources:
            signals.append("stated by meta and JSON-LD")
        how = "shown" if is_shown else "not shown"
        signals += [f"{signal} and {how}" for signal in group.signals if signal.startswith("json-ld main")]
    return signals


def _day_signals(group: CandidateGroup, earliest: str, latest: str) -> list[str]:
    signals = ["earliest"] if group.key == earliest else []
    signals += ["latest"] if group.key == latest else []
    return [*signals, "between headline and text"] if group.signals >= _BETWEEN else signals


_BETWEEN = frozenset({"above text", "within 8 of headline"})


def _word_signals(key: str, others: Sequence[str]) -> list[str]:
    """Signals of a value that holds another or is part of another; the others have a space at both ends."""
    padded = f" {key} "
    n_longer = 0
    holds_another = False
    for other in others:
        if len(other) > len(padded):
            n_longer += padded in other
        elif len(other) < len(padded) and other in padded:
            holds_another = True
    signals = ["part of another value"] if n_longer else []
    signals += ["part of several values"] if n_longer >= _SEVERAL else []
    return [*signals, "holds another value"] if holds_another else signals


def _site_signals(key: str, site_names: frozenset[str]) -> list[str]:
    if key in site_names:
        return ["is the name of the site"]
    return ["holds the name of the site"] if any(f" {site} " in f" {key} " for site in site_names) else []


def _title_signals(key: str, address_words: frozenset[str]) -> list[str]:
    words = key.split()
    signals = [*_SHORT_TITLES.list_signals(len(words))]
    if len(words) > _LONG_TITLE:
        signals.append("a long title")
    if not address_words:
        return signals
    long_words = {w for w in words if len(w) > 1}
    n_shared = len(long_words & address_words)
    if long_words and n_shared / len(long_words) >= _MOST:
        signals.append("mostly in the address")
    if n_shared / len(address_words) >= _MOST:
        signals.append("has most of the address")
    if not n_shared:
        signals.append("not in the address")
    return signals
