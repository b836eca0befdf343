"""What each feature does for a page's blocks: how their log-odds fall when it is taken away.

Log-odds, not probabilities: of a clear decision the probability is 0.9999 with or without a feature, while the
log-odds still say how much clearer the feature makes it.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.classify.artifact import Model
from cleancopy.classify.classifier import KEPT_ROLES, as_inputs
from cleancopy.classify.network import (
    Group,
    Ids,
    Inputs,
    enter,
    families_of,
    onwards,
    standardise,
)
from cleancopy.classify.strongest import Word, strongest_names, strongest_words
from cleancopy.features import Features
from cleancopy.features.phrases import describe, describe_unknown, describe_word
from cleancopy.trace import Reason

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]

TEXT_WORDS = "words of the text"
CLASS_NAMES = "class names"


class Occlusion(NamedTuple):
    """What a feature does for the n blocks of a page.

    values   of the feature, one for each block
    falls    how much the log-odds of each block fall without the feature
    words    of a bag of words the one that weighs most for each block, None where the model knows none of them;
             empty for other features
    """

    feature: str
    values: Array
    falls: Array
    words: Sequence[Word | None] = ()

    def reason(self, block: int) -> Reason:
        """What the feature did for one block."""
        value = float(self.values[block])
        return Reason(self.feature, value, float(self.falls[block]), self._phrase(block, value))

    def _phrase(self, block: int, value: float) -> str:
        if not self.words:
            return describe(self.feature, value)
        word = self.words[block]
        return describe_word(*word) if word else describe_unknown(self.feature == CLASS_NAMES)


def occlusions(features: Features, model: Model, names: Sequence[str]) -> Iterator[Occlusion]:
    """Set each feature in turn to its mean over the training pages, and see what becomes of the log-odds.

    The bags of words stand under ``words of the text`` and ``class names``. Falls are right to 1e-3: a feature's part
    is taken off what enters the network, in single precision.
    """
    inputs = as_inputs(features, model.text, model.names)
    page = _Page.of(inputs, model)
    parts = standardise(model.network, inputs.dense.T, np.ones(len(names), bool))  # the mean itself adds nothing
    for j, name in enumerate(names):
        without = page.entered - np.outer(parts[j], model.network.dense[j])
        yield Occlusion(name, inputs.dense[:, j].astype(np.float64), page.falls(without))
    wordless = enter(model.network, inputs._replace(text=_emptied(inputs.text)))
    words = strongest_words(inputs, model, page.entered - wordless)
    yield Occlusion(TEXT_WORDS, _sizes(inputs.text), page.falls(wordless), words)
    if inputs.names is not None and inputs.inner is not None:
        nameless = inputs._replace(names=_emptied(inputs.names), inner=_emptied(inputs.inner))
        unnamed = enter(model.network, nameless)
        words = strongest_names(inputs, model, page.entered - unnamed)
        yield Occlusion(CLASS_NAMES, _sizes(inputs.inner), page.falls(unnamed), words)


def keep_log_odds(logits: Floats, model: Model) -> Array:
    """Log-odds of each block that it is kept, from role logits, n × members × roles.

    They are those of `classifier.keep_scores`, which clips the probability; nothing is clipped here.
    """
    chances = _log_softmax(logits.astype(np.float64))
    kept = np.isin(np.array(model.roles), KEPT_ROLES)
    odds = _log_sum(chances[:, :, kept]) - _log_sum(chances[:, :, ~kept])
    return np.asarray(odds * model.sharpness)


def _log_softmax(logits: Array) -> Array:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _log_sum(logs: Array) -> Array:
    """The logarithm of the sum of what members and roles say; their mean differs by a constant that cancels out."""
    return np.asarray(np.logaddexp.reduce(logs.reshape(len(logs), -1), axis=1))


class _Page(NamedTuple):
    """A page on its way through a model: `entered` is what enters its network, `odds` are the log-odds of that."""

    model: Model
    families: Sequence[Sequence[Group]]
    entered: Floats
    odds: Array

    @classmethod
    def of(cls, inputs: Inputs, model: Model) -> "_Page":
        entered = enter(model.network, inputs)
        unscored = cls(model, families_of(inputs), entered, np.zeros(0))
        return unscored._replace(odds=unscored.log_odds(entered))

    def log_odds(self, entered: Floats) -> Array:
        return keep_log_odds(onwards(self.model.network, entered.copy(), self.families), self.model)

    def falls(self, entered: Floats) -> Array:
        """How much the log-odds fall if something else enters."""
        return self.odds - self.log_odds(entered)


def _emptied(bags: tuple[Ids, Ids]) -> tuple[Ids, Ids]:
    return np.zeros_like(bags[0]), bags[1]


def _sizes(bags: tuple[Ids, Ids]) -> Array:
    ids, starts = bags
    return np.add.reduceat((ids > 0).astype(np.float64), starts)
