"""The sums, on hand-made weights that make the outcome plain; parity with PyTorch is proved at export."""

import numpy as np
import pytest

from cleancopy.classify.layers import add_group_pool, bag_sums, mean_softmax, row_sums
from cleancopy.classify.network import DILATIONS, KERNEL, Inputs, Network
from cleancopy.classify.network import forward as forward_all
from cleancopy.features import Vocabulary, name_ids


def weights(hidden=4, dense=2, width=2, roles=2):
    """A network that does nothing: every array zero, scale one."""
    inside = dense + width
    w = {
        "mean": np.zeros(dense), "scale": np.ones(dense), "words": np.zeros((3, width)),
        "input_layer.weight": np.zeros((hidden, inside)), "input_layer.bias": np.zeros(hidden),
        "group_pool.weight": np.zeros((hidden, 2 * hidden)), "group_pool.bias": np.zeros(hidden),
        "middle_group_pool.weight": np.zeros((hidden, 2 * hidden)), "middle_group_pool.bias": np.zeros(hidden),
        "global_pool.weight": np.zeros((hidden, 2 * hidden)), "global_pool.bias": np.zeros(hidden),
        "middle_global_pool.weight": np.zeros((hidden, 2 * hidden)), "middle_global_pool.bias": np.zeros(hidden),
        "output_layer.weight": np.zeros((roles, hidden)), "output_layer.bias": np.zeros(roles),
    }  # fmt: skip
    for i in range(len(DILATIONS)):
        w |= {f"depthwise_weight.{i}": np.zeros((KERNEL, hidden)), f"pointwise.{i}.weight": np.zeros((hidden, hidden))}
        w[f"pointwise.{i}.bias"] = np.zeros(hidden)
    return {name: array.astype(np.float32) for name, array in w.items()}


def forward(w, inputs):
    """The logits of an ensemble of one."""
    return forward_all(Network.from_members([w]), inputs).roles[:, 0]


def page(dense, words, groups=None):
    """A page of blocks that are all of one group, in both groupings, by default."""
    n = len(dense)
    groups = np.zeros((n, 2), int) if groups is None else np.array(groups)
    bags = name_ids(words, Vocabulary({"a": 1, "b": 2}))
    return Inputs(np.array(dense, np.float32), bags, None, None, np.full((n, 8), -1), groups)


def test_a_feature_passes_through():
    w = weights()
    w["input_layer.weight"][0, 0] = w["output_layer.weight"][1, 0] = 1
    assert forward(w, page([[3, 0], [-3, 0]], [[], []])).tolist() == [[0, 3], [0, 0]]  # the negative is cut by relu


def test_features_are_standardised_and_cut():
    w = weights()
    w["mean"][0], w["scale"][0] = 1, 2
    w["input_layer.weight"][0, 0] = w["output_layer.weight"][1, 0] = 1
    assert forward(w, page([[2, 0], [1000, 0]], [[], []]))[:, 1].tolist() == [2, 6]


def test_words_are_summed_over_the_root_of_their_number():
    w = weights()
    w["words"][1, 0] = w["words"][2, 0] = 1
    w["input_layer.weight"][0, 2] = w["output_layer.weight"][1, 0] = 1
    got = forward(w, page([[0, 0]] * 3, [["a", "unknown"], ["a", "b"], []]))[:, 1]
    assert got.tolist() == pytest.approx([1, 2**0.5, 0])


def test_convolutions_reach_neighbours_and_nothing_beyond_the_ends():
    w = weights()
    w["input_layer.weight"][0, 0] = w["output_layer.weight"][1, 1] = 1
    w["pointwise.0.weight"][1, 0] = 1
    w["depthwise_weight.0"][KERNEL // 2 + 1, 0] = 1  # the next block
    assert forward(w, page([[0, 0], [5, 0], [0, 0]], [[], [], []]))[:, 1].tolist() == [5, 0, 0]


def test_global_pooling_reaches_every_block():
    w = weights()
    w["input_layer.weight"][0, 0] = w["output_layer.weight"][1, 1] = 1
    w["global_pool.weight"][1, 4] = 1  # the largest value of channel 0 over the page
    assert forward(w, page([[0, 0], [5, 0]], [[], []]))[:, 1].tolist() == [5, 5]


def test_blocks_see_the_mean_of_each_of_their_groups():
    w = weights()
    w["input_layer.weight"][0, 0] = w["output_layer.weight"][0, 1] = w["output_layer.weight"][1, 2] = 1
    w["group_pool.weight"][1, 0] = w["group_pool.weight"][2, 4] = 1  # channel 0, of the first and the second grouping
    got = forward(w, page([[1, 0], [3, 0], [5, 0]], [[]] * 3, groups=[[1, 0], [0, 0], [1, 0]]))
    assert got.tolist() == [[3, 3], [3, 3], [3, 3]]
    got = forward(w, page([[1, 0], [2, 0], [5, 0]], [[]] * 3, groups=[[1, 0], [0, 1], [1, 2]]))
    assert got.tolist() == [[3, 1], [2, 2], [3, 5]]


def test_probabilities_are_the_mean_of_those_of_the_members():
    logits = np.array([[[0, np.log(3)], [0, 0]], [[1000, -1000], [1000, -1000]]], np.float32)
    assert mean_softmax(logits).tolist() == [pytest.approx([0.375, 0.625]), [1, 0]]


@pytest.mark.parametrize("row", [-2, 3, 1 << 40])
def test_an_index_past_a_table_is_refused(row):
    table, ids = np.ones((3, 2), np.float32), np.array([0, row])
    with pytest.raises(IndexError):
        bag_sums(table, ids, np.array([0]))
    with pytest.raises(IndexError):
        bag_sums(table, np.array([0, 1]), ids)
    with pytest.raises(IndexError):
        row_sums(table, ids[:, None])
    with pytest.raises(IndexError):
        add_group_pool(table, np.array([[0], [row], [0]]), np.ones((1, 2, 2), np.float32), np.ones(2, np.float32))


def test_members_answer_side_by_side_as_each_alone():
    rng = np.random.default_rng(0)
    members = [{name: rng.normal(size=a.shape) for name, a in weights().items()} for _ in range(3)]
    for w in members:
        w |= {"mean": np.zeros(2), "scale": np.ones(2)}
    inputs = page([[1, 0], [3, 2], [5, 1]], [["a"], [], ["b", "a"]], groups=[[1, 0], [0, 0], [1, 0]])
    together = forward_all(Network.from_members(members), inputs).roles
    assert together.shape == (3, 3, 2)
    for i, w in enumerate(members):
        assert together[:, i] == pytest.approx(forward(w, inputs))


def test_members_must_standardise_alike():
    with pytest.raises(ValueError, match="differently"):
        Network.from_members([weights(), weights() | {"mean": np.ones(2)}])


def test_a_grouping_may_join_the_groups_of_another():
    w = weights()
    w["input_layer.weight"][0, 0] = w["output_layer.weight"][0, 1] = w["output_layer.weight"][1, 2] = 1
    w["group_pool.weight"][1, 0] = w["group_pool.weight"][2, 4] = 1
    got = forward(w, page([[1, 0], [2, 0], [6, 0], [5, 0]], [[]] * 4, groups=[[0, 1], [0, 1], [1, 1], [2, 0]]))
    assert got.tolist() == [[1.5, 3], [1.5, 3], [6, 3], [5, 5]]
