import numpy as np
import pytest

from cleancopy.classify.choice import level_records


def test_blocks_at_one_place_get_the_mean_of_their_log_odds_weighed_by_size():
    places, sizes = np.array([0, 0, 0, 1]), np.array([2.0, 4.0, 2.0, 7.0])
    odds = np.exp(4 * np.log(9) / 8)
    levelled = level_records(places, sizes, np.array([0.5, 0.9, 0.5, 0.3]))
    assert levelled == pytest.approx([*[odds / (1 + odds)] * 3, 0.3])


def test_two_blocks_keep_their_own_scores():
    scores = np.array([0.2, 0.9])
    assert level_records(np.array([0, 0]), np.array([2.0, 2.0]), scores) == pytest.approx(scores)


def test_certainty_has_a_limit_and_scores_are_not_changed_in_place():
    scores = np.array([0.0, 1.0, 0.5])
    assert level_records(np.zeros(3, np.int64), np.full(3, 2.0), scores) == pytest.approx([0.5] * 3)
    assert scores.tolist() == [0.0, 1.0, 0.5]
