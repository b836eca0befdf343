from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.classify import choose_blocks, sharpen
from cleancopy.classify.choice import SURE_SCORE, find_likeliest, raise_scores


def measure(kept, scores, words, beta):
    hits = sum(s * w for s, w, k in zip(scores, words, kept, strict=True) if k)
    answer = sum(w for w, k in zip(words, kept, strict=True) if k)
    reference = sum(s * w for s, w in zip(scores, words, strict=True))
    return (1 + beta**2) * hits / (answer + beta**2 * reference)


probability = st.integers(1, 99).map(lambda n: n / 100)


@given(st.lists(st.tuples(probability, st.integers(1, 50)), min_size=1, max_size=7), st.sampled_from([0.5, 1.0, 2.0]))
def test_no_other_choice_of_blocks_has_a_higher_expectation(blocks, beta):
    scores = np.array([s for s, _ in blocks])
    words = np.array([w for _, w in blocks], float)
    kept, expected = choose_blocks(scores, words, beta)
    if scores.max() < SURE_SCORE and beta < 1:
        assert not kept.any()
        return
    weighed = raise_scores(scores) if scores.max() < SURE_SCORE else scores
    best = max(measure(k, weighed, words, beta) for k in product([False, True], repeat=len(blocks)) if any(k))
    assert measure(kept, weighed, words, beta) == pytest.approx(best, rel=1e-5)
    assert expected == pytest.approx(measure(kept, scores, words, 1.0), rel=1e-5)


def test_modes_are_points_on_one_curve():
    scores = np.array([0.95, 0.6, 0.45, 0.2, 0.05])
    words = np.full(5, 20.0)
    sizes = [choose_blocks(scores, words, beta)[0].sum() for beta in (0.5, 1.0, 2.0)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_where_nothing_is_likely_the_likeliest_is_kept_unless_precision_is_asked_for():
    scores, words = np.array([0.1, 0.01, 0.001]), np.ones(3)
    kept, expected = choose_blocks(scores, words, 1.0)
    assert kept.tolist() == [True, False, False]
    assert expected == pytest.approx(2 * 0.1 / 1.111)
    assert choose_blocks(scores, words, 1.0, [0])[0].tolist() == [False, True, False]
    assert not choose_blocks(scores, words, 1.0, [0, 1, 2])[0].any()
    kept, expected = choose_blocks(scores, words, 0.5)
    assert not kept.any()
    assert expected == pytest.approx(0.9)


def test_raised_scores_keep_their_order_and_their_ratios_of_odds():
    assert raise_scores(np.array([0.1, 0.05])) == pytest.approx([0.5, 9 / 28])


def test_sharpening_keeps_the_order_and_the_middle():
    p = np.array([0.1, 0.5, 0.9])
    assert sharpen(p, 1.0) == pytest.approx(p)
    assert sharpen(p, 2.0) == pytest.approx([1 / 82, 0.5, 81 / 82])


def test_of_equally_likely_columns_the_first_counts():
    probabilities = np.array([[0.9, 0.3, 0.3], [0.1, 0.2, 0.6]])
    assert find_likeliest(probabilities, [2, 1]) == [2, 2]
    assert find_likeliest(probabilities, [1, 0]) == [0, 1]
