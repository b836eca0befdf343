"""The type of a page: what the network takes it for, and what the page says of itself."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from cleancopy.classify.arrays import Float64Array
from cleancopy.flags import Flag
from cleancopy.page_type import LikelyPageType, PageType

_STATED: Mapping[str, PageType] = MappingProxyType(
    {
        "ld:searchresultspage": PageType.SEARCH,
        **dict.fromkeys(
            (
                f"ld:{kind}event"
                for kind in ("", *"business childrens comedy dance education exhibition festival food literary".split(),
                             *"music sale screening social sports theater visualarts".split())
            ),
            PageType.EVENT,
        ),
    }
)  # fmt: skip
"""Types that no labelled set has, by what a page says of itself (schema.org), see `dom.Tree.find_page_words`."""
_MAY_BE_EVENTS = frozenset({PageType.ARTICLE, PageType.PRODUCT, PageType.SERVICE})
"""What the network takes pages of one event for; a listing with events in its data stays one."""
LEAST = 1e-6
"""Least probability of a type; training uses it, too."""
STATED_PROBABILITY = 0.95
"""Of what a page says of itself. Not fitted: too few labelled pages state one of these types."""


class PageTypeWeights(NamedTuple):
    """How the network's answer becomes a type: a logistic model, fitted out of fold (`training.page_types`).

    types       the types that the network knows
    factor      of the logarithms of the network's probabilities
    constants   what each type gets besides
    words       what each type gets for a word that the page says of its kind
    """

    types: tuple[PageType, ...] = ()
    factor: float = 1.0
    constants: tuple[float, ...] = ()
    words: Mapping[str, tuple[float, ...]] = MappingProxyType({})


def find_page_type(
    probabilities: Float64Array, weights: PageTypeWeights, page_words: Collection[str] = (), wall: Flag | None = None
) -> LikelyPageType | None:
    """Find the type of a page; None from a model that does not know types.

    probabilities   of each of the types, as the network gives them
    page_words      what the page says of its kind
    wall            the flag of a page without text for a reader
    """
    if wall is Flag.ERROR_PAGE:
        return LikelyPageType(PageType.ERROR, STATED_PROBABILITY)
    types = weights.types
    if not types:
        return None
    logits = weights.factor * np.log(np.maximum(probabilities, LEAST)) + weights.constants
    for word in page_words:
        if (added := weights.words.get(word)) is not None:
            logits += added
    odds = np.exp(logits - logits.max())
    best = int(odds.argmax())
    stated = next((_STATED[word] for word in page_words if word in _STATED), None)
    if stated is PageType.SEARCH or (stated is PageType.EVENT and types[best] in _MAY_BE_EVENTS):
        return LikelyPageType(stated, STATED_PROBABILITY)
    return LikelyPageType(types[best], round(float(odds[best] / odds.sum()), 4))
