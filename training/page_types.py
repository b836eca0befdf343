"""Fits what a page's own statements add to the network's answer on its type, on out-of-fold answers.

A multinomial logistic model over the logarithms of the network's probabilities, one constant for each type, and one
weight for each type of each word that the page says of its kind (schema.org and Open Graph types).
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.classify.page_types import LEAST
from training.prepare import PAGE_TYPES

MIXED_SETS = frozenset({"wcxb", "harvest", "recipes"})
"""Sets with pages of several types, or of a rare one. The others would teach that nearly all pages are articles."""
STATED = ("ld:", "og:")
"""What the words begin with that state a type."""
MIN_SITES = 5
"""Sites that must state a word, or it has no weight."""
WORD_DECAY, CONSTANT_DECAY = 1.0, 0.1
MAX_ITERATIONS = 100


class TypedPage(NamedTuple):
    """A page with its labelled type (an index into PAGE_TYPES) and what the network says, out of fold.

    words   what the page says of its kind
    """

    site: str
    page_type: int
    probabilities: npt.NDArray[np.float32]
    words: Sequence[str]


def fit_types(pages: Sequence[TypedPage]) -> dict[str, object]:
    """The manifest's `page_type_weights`: a factor, constants in the order of PAGE_TYPES, and the same for words."""
    if not pages:
        return {"factor": 1.0, "constants": [0.0] * len(PAGE_TYPES), "words": {}}
    import torch  # noqa: PLC0415 - the tests of the calibration do without

    known = _find_words(pages)
    inputs = torch.from_numpy(np.log(np.maximum([p.probabilities for p in pages], LEAST)))
    states = torch.tensor([[float(word in p.words) for word in known] for p in pages], dtype=inputs.dtype)
    wanted = torch.tensor([p.page_type for p in pages])
    factor = torch.ones(1, dtype=inputs.dtype, requires_grad=True)
    constants = torch.zeros(len(PAGE_TYPES), dtype=inputs.dtype, requires_grad=True)
    weights = torch.zeros(len(known), len(PAGE_TYPES), dtype=inputs.dtype, requires_grad=True)
    optimizer = torch.optim.LBFGS([factor, constants, weights], max_iter=MAX_ITERATIONS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        logits = factor * inputs + constants + states.reshape(len(pages), len(known)) @ weights
        decay = WORD_DECAY * (weights**2).sum() + CONSTANT_DECAY * (constants**2).sum()
        total = torch.nn.functional.cross_entropy(logits, wanted, reduction="sum") + decay
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return {
        "factor": round(factor.item(), 3),
        "constants": _round(constants.tolist()),
        "words": {word: _round(row) for word, row in zip(known, weights.tolist(), strict=True)},
    }


def _find_words(pages: Sequence[TypedPage]) -> list[str]:
    """The words that enough sites state."""
    sites = defaultdict(set)
    for page in pages:
        for word in page.words:
            if word.startswith(STATED):
                sites[word].add(page.site)
    return sorted(word for word, at in sites.items() if len(at) >= MIN_SITES)


def _round(values: list[float]) -> list[float]:
    return [round(value, 3) for value in values]
