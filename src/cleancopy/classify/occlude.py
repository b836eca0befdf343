"""Why a block is kept or dropped: how its log-odds change when a feature is occluded.

Log-odds, not probabilities: the probability of a clear decision is 0.9999 with or without a feature, while the
log-odds still show how much the feature contributes.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from cleancopy.classify.arrays import Float32Array, Float64Array, IntArray
from cleancopy.classify.artifact import Model
from cleancopy.classify.classifier import KEPT_ROLES, build_inputs
from cleancopy.classify.network import Inputs, embed_inputs, encode, standardise
from cleancopy.classify.strongest import Word, find_strongest_names, find_strongest_words
from cleancopy.features import Features, describe_feature, describe_unknown, describe_word
from cleancopy.trace import Reason

TEXT_WORDS = "words of the text"
CLASS_NAMES = "class names"


class Occlusion(NamedTuple):
    """What a feature contributes to the n blocks of a page.

    values        the feature's value for each block
    score_drops   how much the log-odds of each block drop without the feature
    words         for a bag of words the strongest word of each block, None if the model knows no word of the block;
                  empty for other features
    """

    feature: str
    values: Float64Array
    score_drops: Float64Array
    words: Sequence[Word | None] = ()

    def reason(self, block_index: int) -> Reason:
        """The feature's part in the decision on one block."""
        value = float(self.values[block_index])
        phrase = self._describe_value(block_index, value)
        return Reason(self.feature, value, float(self.score_drops[block_index]), phrase)

    def _describe_value(self, block_index: int, value: float) -> str:
        if not self.words:
            return describe_feature(self.feature, value)
        word = self.words[block_index]
        return describe_word(*word) if word else describe_unknown(self.feature == CLASS_NAMES)


def occlude_features(features: Features, model: Model, names: Sequence[str]) -> Iterator[Occlusion]:
    """Set each feature in turn to its mean over the training pages, and give the drop of the log-odds.

    The bags of words have the names ``words of the text`` and ``class names``. Drops are exact to 1e-3: a feature's
    part is subtracted from the embedded inputs in single precision.
    """
    inputs = build_inputs(features, model.text_vocabulary, model.name_vocabulary)
    page = _PageState.from_inputs(inputs, model)
    parts = standardise(model.network, inputs.dense).T  # the mean itself adds nothing
    for j, name in enumerate(names):
        without = page.embedded - np.outer(parts[j], model.network.dense[j])
        yield Occlusion(name, inputs.dense[:, j].astype(np.float64), page.compute_drops(without))
    wordless = embed_inputs(model.network, inputs._replace(text=_clear_bags(inputs.text)))
    words = find_strongest_words(inputs, model, page.embedded - wordless)
    yield Occlusion(TEXT_WORDS, _count_known(inputs.text), page.compute_drops(wordless), words)
    if inputs.element_names is not None and inputs.inline_names is not None:
        cleared = inputs._replace(
            element_names=_clear_bags(inputs.element_names), inline_names=_clear_bags(inputs.inline_names)
        )
        nameless = embed_inputs(model.network, cleared)
        words = find_strongest_names(inputs, model, page.embedded - nameless)
        yield Occlusion(CLASS_NAMES, _count_known(inputs.inline_names), page.compute_drops(nameless), words)


def keep_log_odds(logits: Float32Array, model: Model) -> Float64Array:
    """Log-odds that each block is kept, from role logits, n × members × roles.

    Those of `classifier.compute_scores`, which clips the probability; here nothing is clipped.
    """
    probabilities = _log_softmax(logits.astype(np.float64))
    is_kept_role = np.isin(np.array(model.roles), KEPT_ROLES)
    odds = _log_sum(probabilities[:, :, is_kept_role]) - _log_sum(probabilities[:, :, ~is_kept_role])
    return np.asarray(odds * model.inverse_temperature)


def _log_softmax(logits: Float64Array) -> Float64Array:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _log_sum(logs: Float64Array) -> Float64Array:
    """The logarithm of the sum over members and roles; their mean differs by a constant that cancels out."""
    return np.asarray(np.logaddexp.reduce(logs.reshape(len(logs), -1), axis=1))


class _PageState(NamedTuple):
    """A page inside the network: its embedded inputs, and the log-odds that they give."""

    model: Model
    groups: IntArray
    embedded: Float32Array
    odds: Float64Array

    @classmethod
    def from_inputs(cls, inputs: Inputs, model: Model) -> "_PageState":
        embedded = embed_inputs(model.network, inputs)
        state = cls(model, inputs.groups, embedded, np.zeros(0))
        return state._replace(odds=state.compute_odds(embedded))

    def compute_odds(self, embedded: Float32Array) -> Float64Array:
        return keep_log_odds(encode(self.model.network, embedded.copy(), self.groups).roles, self.model)

    def compute_drops(self, embedded: Float32Array) -> Float64Array:
        """How much the log-odds drop with other embedded inputs."""
        return self.odds - self.compute_odds(embedded)


def _clear_bags(bags: tuple[IntArray, IntArray]) -> tuple[IntArray, IntArray]:
    return np.zeros_like(bags[0]), bags[1]


def _count_known(bags: tuple[IntArray, IntArray]) -> Float64Array:
    ids, starts = bags
    return np.add.reduceat((ids > 0).astype(np.float64), starts)
