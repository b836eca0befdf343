import numpy as np
import pytest

from cleancopy.classify.records import find_like_blocks, level_records
from cleancopy.dom import Tree
from cleancopy.segment import segment_html


def read(html):
    return segment_html(Tree(html))


def texts(page):
    return [[page.blocks[i].text for i in group] for group in find_like_blocks(page)]


CARDS = "".join(f"<div class=card><h3>Boat {i}</h3><p>Built in {1900 + i}.</p></div>" for i in range(3))


def test_parts_of_cards_are_alike_by_place():
    page = read(f"<h1>Boats</h1><p>All of them.</p><main>{CARDS}</main>")
    assert texts(page) == [["Boat 0", "Boat 1", "Boat 2"], ["Built in 1900.", "Built in 1901.", "Built in 1902."]]


@pytest.mark.parametrize(
    "html",
    [
        "<div class=card><p>One.</div><div class=card><p>Two.</div>",  # two are no series
        "<div class=lead><p>One.</div><div class=main><p>Two.</div><div class=note><p>Three.</div>",
        "<p>One.<p>Two.<p>Three.",  # paragraphs of a text
        "<section><div><p>One.</div></section><section><div><p>Two.</div></section>",
        "",
    ],
)
def test_what_is_no_series_of_records(html):
    assert texts(read(html)) == []


def test_the_innermost_records_count():
    posts = "".join(f"<article><ul><li>One {i}<li>Two {i}<li>Three {i}</ul></article>" for i in range(3))
    assert [len(group) for group in texts(read(posts))] == [3, 3, 3]


def test_blocks_at_one_place_get_the_mean_of_their_log_odds_weighed_by_characters():
    page = read("<ul><li>ab<li>abcd<li>ab</ul><p>outside")
    levelled = level_records(page, np.array([0.5, 0.9, 0.5, 0.3]))
    odds = np.exp(4 * np.log(9) / 8)
    assert levelled == pytest.approx([*[odds / (1 + odds)] * 3, 0.3])


def test_certainty_has_a_limit_and_scores_are_not_changed_in_place():
    page = read("<ul><li>ab<li>ab<li>ab</ul>")
    scores = np.array([0.0, 1.0, 0.5])
    assert level_records(page, scores) == pytest.approx([0.5] * 3)
    assert scores.tolist() == [0.0, 1.0, 0.5]
