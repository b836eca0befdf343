"""What occlusion says of features on hand-made networks, and the log-odds of hand-made logits."""

import numpy as np
import pytest

from cleancopy.block import Role
from cleancopy.classify.artifact import Model
from cleancopy.classify.network import DILATIONS, KERNEL, Network
from cleancopy.classify.occlude import Occlusion, keep_log_odds, occlude_features
from cleancopy.classify.strongest import Word
from cleancopy.features import Features, TokenBags, Vocabulary
from cleancopy.trace import Reason

ROLES = (Role.NAVIGATION, Role.PARAGRAPH, Role.SUBHEADING)


def model_of(network=None, inverse_temperature=1.0):
    words, names = {"a": 1, "b": 2}, {"x": 1, "y": 2}
    return Model(
        network, Vocabulary(words), Vocabulary(names), ROLES, {}, inverse_temperature, {}, ((0.0, 1.0), (0.0, 1.0))
    )


def passing_network(*, names=True):
    """The logit of a paragraph is 3 + the first feature over 2 + words a + 2 · words b + names y, all of one block."""
    w = {"mean": np.array([1.0, 0.0]), "scale": np.array([0.5, 1.0]), "words": np.array([[0.0], [1.0], [2.0]])}
    inputs = [0, 2, 3, 4, 5, 6] if names else [0, 2]
    if names:
        w["names"] = np.array([[0.0] * 4, [0.0] * 4, [1.0] * 4])
    w |= {
        "input_layer.weight": np.zeros((2, inputs[-1] + 1)),
        "input_layer.bias": np.array([3.0, 3.0]),
        "output_layer.weight": np.zeros((3, 2)),
    }
    w["input_layer.weight"][0, inputs] = 1
    w["output_layer.weight"][1, 0] = 1
    w |= {
        f"{name}.weight": np.zeros((2, 4))
        for name in ("group_pool", "middle_group_pool", "global_pool", "middle_global_pool")
    }
    for i in range(len(DILATIONS)):
        w |= {
            f"depthwise_weight.{i}": np.zeros((KERNEL, 2)),
            f"pointwise.{i}.weight": np.zeros((2, 2)),
            f"pointwise.{i}.bias": np.zeros(2),
        }
    w |= {
        f"{name}.bias": np.zeros(2) for name in ("group_pool", "middle_group_pool", "global_pool", "middle_global_pool")
    }
    return Network.from_members([w | {"output_layer.bias": np.array([0.0, 0.0, -40.0])}])


def features_of(*, html):
    n, above = 3, np.full((3, 9), -1)
    dense = np.array([[1.0, 5.0], [3.0, 5.0], [-3.0, 5.0]], np.float32)
    text = TokenBags.from_bags([["a", "b"], ["a", "?"], ["?"]])
    names = [("y", "none"), ("x",)] if html else []
    if html:
        above[0, 0] = above[1, 8] = 0
    return Features(dense, text, [("y",), ("none",), ()] if html else [], names, above, np.zeros((n, 2), int))


def test_each_feature_is_taken_away_in_turn():
    found = {
        o.feature: o for o in occlude_features(features_of(html=True), model_of(passing_network()), ["chars", "links"])
    }
    assert list(found) == ["chars", "links", "words of the text", "class names"]
    assert found["chars"].score_drops == pytest.approx([0, 1, -2], abs=1e-4)
    assert found["chars"].values.tolist() == [1, 3, -3]
    assert found["links"].score_drops == pytest.approx([0, 0, 0], abs=1e-4)
    assert found["words of the text"].score_drops == pytest.approx([3 / 2**0.5, 1, 0], abs=1e-4)
    assert found["words of the text"].values.tolist() == [2, 1, 0]
    assert found["words of the text"].words == [Word("b", "text"), Word("a", "text"), None]
    assert found["class names"].score_drops == pytest.approx([2, 1, 0], abs=1e-4)
    assert found["class names"].values.tolist() == [1, 0, 0]
    assert [word and word.text for word in found["class names"].words] == ["y", "y", None]
    flat = [
        o.feature
        for o in occlude_features(features_of(html=False), model_of(passing_network(names=False)), ["chars", "links"])
    ]
    assert flat == ["chars", "links", "words of the text"]


def test_the_reason_for_one_block():
    bag = Occlusion("words of the text", np.array([2.0, 1.0]), np.array([0.5, -0.5]), [Word("^ferry", "text"), None])
    assert bag.reason(0) == Reason("words of the text", 2.0, 0.5, "its text begins with `ferry`")
    assert bag.reason(1) == Reason("words of the text", 1.0, -0.5, "its text has no word that the model knows")
    names = Occlusion("class names", np.array([0.0]), np.array([1.0]), [None])
    assert names.reason(0).phrase == "has no class name that the model knows"


@pytest.mark.parametrize("inverse_temperature", [1.0, 2.5])
def test_log_odds_of_what_members_say_on_average(inverse_temperature):
    logits = np.array([[[0.0, 1.0, 2.0], [0.5, 0.0, -1.0]], [[4.0, 0.0, 0.0], [0.0, 0.0, 3.0]], [[0, 0, 0], [9, 0, 0]]])
    probabilities = (np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)).mean(axis=1)
    kept = probabilities[:, 1:].sum(axis=1)
    odds = keep_log_odds(logits.astype(np.float32), model_of(inverse_temperature=inverse_temperature))
    assert odds == pytest.approx(np.log(kept / (1 - kept)) * inverse_temperature, abs=1e-5)


def test_log_odds_of_large_logits_are_finite():
    logits = np.array([[[900.0, -900.0, -900.0]], [[-900.0, 900.0, 0.0]]], np.float32)
    assert keep_log_odds(logits, model_of()) == pytest.approx([-1800 + np.log(2), 1800])
