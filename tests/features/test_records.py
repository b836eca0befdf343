import pytest

from cleancopy.dom import Tree
from cleancopy.features import RECORD_PLACES, compute_features
from cleancopy.segment import segment_html

RECORDS = RECORD_PLACES + 1
CARDS = "".join(f"<div class=card><h3>Boat {i}</h3><p>Built in {1900 + i}.</p></div>" for i in range(3))


def group_texts(html, column=RECORD_PLACES):
    """The texts of the blocks of each group of two or more."""
    page = segment_html(Tree(html))
    groups = {}
    for block, group in zip(page.blocks, compute_features(page).groups[:, column].tolist(), strict=True):
        groups.setdefault(group, []).append(block.text)
    assert list(groups) == list(range(len(groups)))
    return [texts for texts in groups.values() if len(texts) > 1]


def test_parts_of_cards_are_alike_by_place():
    html = f"<h1>Boats</h1><p>All of them.</p><main>{CARDS}</main>"
    assert group_texts(html) == [
        ["Boat 0", "Boat 1", "Boat 2"], ["Built in 1900.", "Built in 1901.", "Built in 1902."]
    ]  # fmt: skip
    assert group_texts(html, RECORDS) == [[f"Boat {i}", f"Built in {1900 + i}."] for i in range(3)]


@pytest.mark.parametrize(
    "html",
    [
        "<div class=card><p>One.</div><div class=card><p>Two.</div>",  # two are no series
        "<div class=lead><p>One.</div><div class=main><p>Two.</div><div class=note><p>Three.</div>",
        "<p>One.<p>Two.<p>Three.",  # paragraphs of a text
        "<section><div><p>One.</div></section><section><div><p>Two.</div></section>",
        "<p>One.",
    ],
)
def test_what_is_no_series_of_records(html):
    assert group_texts(html) == group_texts(html, RECORDS) == []


def test_the_innermost_records_count():
    posts = "".join(f"<article><ul><li>One {i}<li>Two {i}<li>Three {i}</ul></article>" for i in range(3))
    assert [len(group) for group in group_texts(posts)] == [3, 3, 3]
    assert group_texts(posts, RECORDS) == []


def test_records_that_show_nothing_do_not_count():
    assert group_texts("<ul><li>One<li>Two<li><img src=x></ul>") == []
