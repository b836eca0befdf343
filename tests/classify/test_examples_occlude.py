"""What occlusion says of features on hand-made networks, and the log-odds of hand-made logits."""

import numpy as np
import pytest

from cleancopy.block import Role
from cleancopy.classify.artifact import Model
from cleancopy.classify.network import DILATIONS, KERNEL, Network
from cleancopy.classify.occlude import Occlusion, keep_log_odds, occlusions
from cleancopy.classify.strongest import Word
from cleancopy.features import Bags, Features
from cleancopy.trace import Reason

ROLES = (Role.NAVIGATION, Role.PARAGRAPH, Role.SUBHEADING)


def model_of(network=None, sharpness=1.0):
    words, names = {"a": 1, "b": 2}, {"x": 1, "y": 2}
    return Model(network, words, names, ROLES, {}, sharpness, {}, ((0.0, 1.0), (0.0, 1.0)))


def passing_network(*, names=True):
    """The logit of a paragraph is 3 + the first feature over 2 + words a + 2 · words b + names y, all of one block."""
    w = {"mean": np.array([1.0, 0.0]), "scale": np.array([0.5, 1.0]), "words": np.array([[0.0], [1.0], [2.0]])}
    inputs = [0, 2, 3, 4, 5, 6] if names else [0, 2]
    if names:
        w["names"] = np.array([[0.0] * 4, [0.0] * 4, [1.0] * 4])
    w |= {
        "enter.weight": np.zeros((2, inputs[-1] + 1)),
        "enter.bias": np.array([3.0, 3.0]),
        "leave.weight": np.zeros((3, 2)),
    }
    w["enter.weight"][0, inputs] = 1
    w["leave.weight"][1, 0] = 1
    w |= {f"{name}.weight": np.zeros((2, 4)) for name in ("kin", "middle_kin", "view", "middle_view")}
    for i in range(len(DILATIONS)):
        w |= {f"taps.{i}": np.zeros((KERNEL, 2)), f"mix.{i}.weight": np.zeros((2, 2)), f"mix.{i}.bias": np.zeros(2)}
    w |= {f"{name}.bias": np.zeros(2) for name in ("kin", "middle_kin", "view", "middle_view")}
    return Network.of([w | {"leave.bias": np.array([0.0, 0.0, -40.0])}])


def features_of(*, html):
    n, above = 3, np.full((3, 9), -1)
    dense = np.array([[1.0, 5.0], [3.0, 5.0], [-3.0, 5.0]], np.float32)
    text = Bags.of([["a", "b"], ["a", "?"], ["?"]])
    names = [("y", "none"), ("x",)] if html else []
    if html:
        above[0, 0] = above[1, 8] = 0
    return Features(dense, text, [("y",), ("none",), ()] if html else [], names, above, np.zeros((n, 2), int))


def test_each_feature_is_taken_away_in_turn():
    told = {o.feature: o for o in occlusions(features_of(html=True), model_of(passing_network()), ["chars", "links"])}
    assert list(told) == ["chars", "links", "words of the text", "class names"]
    assert told["chars"].falls == pytest.approx([0, 1, -2], abs=1e-4)
    assert told["chars"].values.tolist() == [1, 3, -3]
    assert told["links"].falls == pytest.approx([0, 0, 0], abs=1e-4)
    assert told["words of the text"].falls == pytest.approx([3 / 2**0.5, 1, 0], abs=1e-4)
    assert told["words of the text"].values.tolist() == [2, 1, 0]
    assert told["words of the text"].words == [Word("b", "text"), Word("a", "text"), None]
    assert told["class names"].falls == pytest.approx([2, 1, 0], abs=1e-4)
    assert told["class names"].values.tolist() == [1, 0, 0]
    assert [word and word.text for word in told["class names"].words] == ["y", "y", None]
    flat = [
        o.feature
        for o in occlusions(features_of(html=False), model_of(passing_network(names=False)), ["chars", "links"])
    ]
    assert flat == ["chars", "links", "words of the text"]


def test_the_reason_for_one_block():
    bag = Occlusion("words of the text", np.array([2.0, 1.0]), np.array([0.5, -0.5]), [Word("^ferry", "text"), None])
    assert bag.reason(0) == Reason("words of the text", 2.0, 0.5, "its text begins with `ferry`")
    assert bag.reason(1) == Reason("words of the text", 1.0, -0.5, "its text has no word that the model knows")
    names = Occlusion("class names", np.array([0.0]), np.array([1.0]), [None])
    assert names.reason(0).phrase == "has no class name that the model knows"


@pytest.mark.parametrize("sharpness", [1.0, 2.5])
def test_log_odds_of_what_members_say_on_average(sharpness):
    logits = np.array([[[0.0, 1.0, 2.0], [0.5, 0.0, -1.0]], [[4.0, 0.0, 0.0], [0.0, 0.0, 3.0]], [[0, 0, 0], [9, 0, 0]]])
    chances = (np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)).mean(axis=1)
    kept = chances[:, 1:].sum(axis=1)
    found = keep_log_odds(logits.astype(np.float32), model_of(sharpness=sharpness))
    assert found == pytest.approx(np.log(kept / (1 - kept)) * sharpness, abs=1e-5)


def test_log_odds_of_large_logits_are_finite():
    logits = np.array([[[900.0, -900.0, -900.0]], [[-900.0, 900.0, 0.0]]], np.float32)
    assert keep_log_odds(logits, model_of()) == pytest.approx([-1800 + np.log(2), 1800])
