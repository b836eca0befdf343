"""What each feature does for a page's blocks: how the scores fall when it is taken away."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.classify.artifact import Model
from cleancopy.classify.classifier import as_inputs, keep_scores
from cleancopy.classify.network import (
    Group,
    Ids,
    Inputs,
    enter,
    families_of,
    onwards,
    softmax,
    standardise,
)
from cleancopy.features import Features

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]


class Occlusion(NamedTuple):
    """What a feature does for the n blocks of a page: its values, and how much each score falls without it."""

    feature: str
    values: Array
    falls: Array


def occlusions(features: Features, model: Model, names: Sequence[str]) -> Iterator[Occlusion]:
    """Set each feature in turn to its mean over the training pages, and see what becomes of the scores.

    The bags of words stand under ``words of the text`` and ``class names``. Falls are right to 1e-5: a feature's part
    is taken off what enters the network.
    """
    inputs = as_inputs(features, model.text, model.names)
    page = _Page.of(inputs, model)
    parts = standardise(model.network, inputs.dense.T, np.ones(len(names), bool))  # the mean itself adds nothing
    for j, name in enumerate(names):
        without = page.entered - np.outer(parts[j], model.network.dense[j])
        yield Occlusion(name, inputs.dense[:, j].astype(np.float64), page.falls(without))
    wordless = inputs._replace(text=_emptied(inputs.text))
    yield Occlusion("words of the text", _sizes(inputs.text), page.falls(enter(model.network, wordless)))
    if inputs.names is not None and inputs.inner is not None:
        unnamed = inputs._replace(names=_emptied(inputs.names), inner=_emptied(inputs.inner))
        yield Occlusion("class names", _sizes(inputs.inner), page.falls(enter(model.network, unnamed)))


class _Page(NamedTuple):
    """A page on its way through a model: `entered` is what enters its network, `scores` are what comes of that."""

    model: Model
    families: Sequence[Sequence[Group]]
    entered: Floats
    scores: Array

    @classmethod
    def of(cls, inputs: Inputs, model: Model) -> "_Page":
        entered = enter(model.network, inputs)
        unscored = cls(model, families_of(inputs), entered, np.zeros(0))
        return unscored._replace(scores=unscored.score(entered))

    def score(self, entered: Floats) -> Array:
        logits = onwards(self.model.network, entered.copy(), self.families)
        return keep_scores(softmax(logits).mean(axis=1, dtype=np.float64), self.model)

    def falls(self, entered: Floats) -> Array:
        """How much the scores fall if something else enters."""
        return self.scores - self.score(entered)


def _emptied(bags: tuple[Ids, Ids]) -> tuple[Ids, Ids]:
    return np.zeros_like(bags[0]), bags[1]


def _sizes(bags: tuple[Ids, Ids]) -> Array:
    ids, starts = bags
    return np.add.reduceat((ids > 0).astype(np.float64), starts)
