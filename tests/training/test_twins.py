import numpy as np
import pytest

pytest.importorskip("torch")

from labelled import FLATTENERS
from tests.training.pages import HTML, make_row
from training.fit import Recipe, fit_network, predict
from training.prepare import Page, make_examples
from training.twins import SURE, fill_labels, make_lessons

QUICK = Recipe(epochs=1, broad_epochs=1, hidden=4)


@pytest.fixture(scope="module")
def taught():
    """A network that was fitted in a moment, so its answers are poor, but its own."""
    examples = [e for n in range(8) for e in make_examples(Page(make_row(n), "news-en", n), ("html",))]
    return fit_network(examples, QUICK)


def flattened(row, number=1):
    page = Page(row, "news-en", number)
    return make_examples(page, ("html",)), make_examples(page, ("wet",))


def test_lines_without_a_label_get_what_the_model_says_of_their_twins(taught):
    pages, lines = flattened(make_row(1, text=None))
    assert (lines[0].label == -1).all()
    filled = next(iter(fill_labels(lines, make_lessons(pages, *taught))))
    assert (filled.label[lines[0].twin >= 0] >= 0).all()
    assert (filled.label[lines[0].twin < 0] == -1).all()


def test_labels_of_a_reference_stay(taught):
    pages, lines = flattened(make_row(1))
    assert [e.label.tolist() for e in fill_labels(lines, make_lessons(pages, *taught))] == [
        e.label.tolist() for e in lines
    ]


def test_a_page_without_a_lesson_stays(taught):
    _, lines = flattened(make_row(1, text=None), number=2)
    pages, _ = flattened(make_row(1, text=None), number=3)
    assert all(
        map(
            np.array_equal,
            [e.label for e in fill_labels(lines, make_lessons(pages, *taught))],
            [e.label for e in lines],
        )
    )


def test_twins_are_blocks_with_the_same_words():
    pages, lines = flattened(make_row(1))
    texts = FLATTENERS["wet"](HTML.encode())
    assert "Imprint" in texts
    assert lines[0].twin.tolist() == list(range(len(pages[0].label)))


def test_a_role_is_filled_only_where_no_rule_gives_one(taught):
    pages, lines = flattened(make_row(1, text=None))
    network, vocabularies = taught
    said = next(predict(network, vocabularies, pages)).roles[lines[0].twin]
    filled = next(iter(fill_labels(lines, make_lessons(pages, network, vocabularies))))
    for role, before, twin, row in zip(filled.role, lines[0].role, lines[0].twin, said, strict=True):
        assert role == (row.argmax() if twin >= 0 and before < 0 and row.max() > SURE else before)
