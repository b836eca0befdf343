from types import SimpleNamespace

import numpy as np
import pytest

from training.calibrate import BALANCED, ScoredPage, calibrate


def page(label, scores, source="a set", form="html", groups=None):
    n = len(label)
    features = SimpleNamespace(
        dense=np.ones((n, 1), np.float32),
        groups=np.zeros((n, 3), int) if groups is None else groups,
        element_names=((),),
    )
    example = SimpleNamespace(
        source=source, input=form, label=np.array(label, np.float32), words=np.full(n, 10, np.float32),
        features=features, page_type=-1,
    )  # fmt: skip
    return ScoredPage(example, np.array(scores, np.float32), np.zeros(0, np.float32))


def test_the_modes_give_up_one_figure_for_the_other():
    rng = np.random.default_rng(0)
    probabilities = rng.random((200, 40))
    pages = [page(rng.random(40) < c, c) for c in probabilities]
    modes = calibrate(pages)["modes"]
    assert modes["precision"] < modes["balanced"] == BALANCED < modes["recall"]


def test_confidence_rises_and_is_what_was_found():
    sure = [page([1, 0], [0.99, 0.01]) for _ in range(30)]
    torn = [page([1, 0], [0.6, 0.7]) for _ in range(30)]
    expected, found = calibrate([*sure, *torn])["confidence"]
    assert expected == sorted(expected)
    assert found == sorted(found)
    assert found[-1] == 1
    assert found[0] == pytest.approx(2 / 3, abs=0.01)  # both blocks are kept, one is right


def test_pages_without_a_whole_reference_and_pages_cut_down_do_not_count():
    real = [page([1, 0], [0.9, 0.1]) for _ in range(20)]
    others = [page([-1, 1], [0.9, 0.1]), page([1, 0], [0.1, 0.9], form="html-shortened")]
    snippets = [page([0, 1], [0.9, 0.1], source="segments")]
    assert calibrate([*real, *others, *snippets]) == calibrate(real)


def test_records_are_judged_as_one():
    """Three cards of one kind: with their scores levelled all are kept, and rightly so."""
    places = np.zeros((3, 7), int)
    cards = [page([1, 1, 1], [0.9, 0.9, 0.2], groups=places) for _ in range(20)]
    assert calibrate(cards)["confidence"][1][-1] == 1
