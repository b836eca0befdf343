"""Features of a page to a verdict on each block.

The network gives every block a probability of each role. Which blocks are kept is decided for the page as a whole:
those that make the expected word F-measure of the answer largest.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.block import Block, Layout, Role
from cleancopy.classify.artifact import Model
from cleancopy.classify.network import Inputs, bag_ids, forward, softmax
from cleancopy.classify.revise import revise, runs_on
from cleancopy.features import Features

Array = npt.NDArray[np.float64]

KEPT_ROLES = (Role.PARAGRAPH, Role.SUBHEADING)
"""What the network can say of a kept block; the layout tells the kinds of running text apart."""

_BY_LAYOUT = {
    Layout.LIST_ITEM: Role.LIST_ITEM,
    Layout.QUOTE: Role.QUOTE,
    Layout.TABLE_ROW: Role.TABLE_ROW,
    Layout.CODE: Role.CODE,
}

SURE = 0.5
"""A page with no block more likely kept than not has no running text."""


class Verdict(NamedTuple):
    """What the model says of a page of n blocks.

    roles       the role of each block
    scores      probability that it belongs to the running text or its subheadings
    kept        whether it is part of the answer
    chances     n × roles: the probability of each role, columns as in `Model.roles`
    expected    expected word F1 of the answer, calibrated
    """

    roles: tuple[Role, ...]
    scores: Array
    kept: npt.NDArray[np.bool_]
    chances: Array
    expected: float


def judge(blocks: Sequence[Block], features: Features, model: Model, mode: str) -> Verdict:
    """Decide on the blocks of a page that has at least one."""
    inputs = as_inputs(features, model.text, model.names)
    chances = role_chances(inputs, model)
    scores = keep_scores(chances, model)
    words = word_counts(features)
    beta = model.modes[mode]
    kept, expected = choose(scores, words, beta)
    alternatives = np.array([block.layout is Layout.ALT for block in blocks])  # no words that the page shows
    revised = revise(blocks, scores, chances, kept, model)
    kept[list(revised)] = False
    kept &= ~alternatives
    roles = _roles(blocks, kept, chances, model.roles)
    for place, role in revised.items():
        roles[place] = role
    if beta >= 1:
        for place in runs_on(blocks, np.where(alternatives, 0, scores), roles, kept):
            kept[place], roles[place] = True, _BY_LAYOUT.get(blocks[place].layout, Role.PARAGRAPH)
    return Verdict(tuple(roles), scores, kept, chances, float(np.interp(expected, *model.confidence)))


def as_inputs(features: Features, text: Mapping[str, int], names: Mapping[str, int]) -> Inputs:
    """A page's features as the numbers that the network takes; `text` and `names` are vocabularies."""
    named = bool(features.names)
    return Inputs(
        features.dense,
        bag_ids(features.text, text),
        bag_ids(features.names, names) if named else None,
        bag_ids(features.own, names) if named else None,
        features.above,
        features.groups,
    )


def role_chances(inputs: Inputs, model: Model) -> Array:
    """Probability of each role for each block, n × roles: the mean over the model's networks."""
    return np.asarray(softmax(forward(model.network, inputs)).mean(axis=1), np.float64)


def keep_scores(chances: Array, model: Model) -> Array:
    """Probability of each block that it is kept, from the network's chances, sharpened as fitted."""
    kept = chances[:, [model.roles.index(r) for r in KEPT_ROLES]].sum(axis=1)
    return sharpen(kept, model.sharpness)


def sharpen(p: Array, exponent: float) -> Array:
    """Raise the odds of probabilities to a power."""
    p = np.clip(p, 1e-7, 1 - 1e-7)
    odds = (p / (1 - p)) ** exponent
    return np.asarray(odds / (1 + odds))


def word_counts(features: Features) -> Array:
    """Words of each block, two CJK characters counted as a word."""
    return np.maximum(np.expm1(features.dense[:, 1], dtype=np.float64), 1)


def choose(scores: Array, words: Array, beta: float) -> tuple[npt.NDArray[np.bool_], float]:
    """The blocks whose expected word F-measure is largest, and its value for β = 1.

    With blocks in falling order of score the best answer is always a head of that order (Lewis 1995), so all heads
    are tried: expected hits over a mean of the answer's and the reference's expected words that β weights.
    Ties keep more.
    """
    nothing = np.zeros(len(scores), bool)
    if scores.max() < SURE:
        return nothing, float(1 - scores.max())
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum((scores * words)[order], dtype=np.float64)
    answer = np.cumsum(words[order], dtype=np.float64)
    measure = (1 + beta**2) * hits / (answer + beta**2 * hits[-1])
    size = len(measure) - int(np.argmax(measure[::-1]))
    kept = nothing
    kept[order[:size]] = True
    return kept, float(2 * hits[size - 1] / (answer[size - 1] + hits[-1]))


def _roles(blocks: Sequence[Block], kept: npt.NDArray[np.bool_], chances: Array, roles: tuple[Role, ...]) -> list[Role]:
    """The likeliest roles that agree with the decisions to keep or drop; which block is the dek, `revise` says."""
    aside = [i for i, r in enumerate(roles) if r not in KEPT_ROLES and r is not Role.DEK]
    dropped = [roles[aside[best]] for best in chances[:, aside].argmax(axis=1).tolist()]
    is_heading = chances[:, roles.index(Role.SUBHEADING)] > chances[:, roles.index(Role.PARAGRAPH)]
    running = (
        Role.SUBHEADING if heading else _BY_LAYOUT.get(block.layout, Role.PARAGRAPH)
        for block, heading in zip(blocks, is_heading.tolist(), strict=True)
    )
    return [r if k else d for r, d, k in zip(running, dropped, kept.tolist(), strict=True)]
