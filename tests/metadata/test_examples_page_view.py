"""The signals of the blocks of a page, on either side of each bound."""

# ruff: noqa: E501 - a page stands on one line

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleancopy.block import MarkKind, Role
from cleancopy.lexicon import ends_like_a_sentence
from cleancopy.metadata.page_view import PageView
from cleancopy.metadata.text_signals import SizeBuckets, fold_spaces, search_all
from tests.golden import assert_listing
from tests.metadata.page_views import Example, paragraphs, view_of

HERE = Path(__file__).parent
NAMES = "author comment related bio date"
HEADLINE, BYLINE = Role.HEADLINE, Role.BYLINE


def nested(levels: int, names: str = NAMES, inside: str = "<p>x") -> str:
    return f"<section class='{names}'>{'<div>' * levels}{inside}{'</div>' * levels}</section>"


EXAMPLES = {
    "a page without headline and text": Example("<p>a<p>b"),
    "a headline that is likely enough": Example("<p>a<p>b<h1>c</h1>", [2], {HEADLINE: {1: 0.5}}),
    "one that is not": Example("<p>a<p>b<h1>c</h1>", [2], {HEADLINE: {1: 0.49}}),
    "the last big heading before the text": Example("<h1>a</h1><h1>b</h1><p>c</p><h1>d</h1>", [2]),
    "the text begins with it": Example("<h1>a</h1><h1>b</h1><p>c</p>", [1, 2]),
    "the first where none stands before the text": Example("<p>a</p><h1>b</h1><h1>c</h1>", [0]),
    "the last where there is no text": Example("<p>a</p><h1>b</h1><h1>c</h1>"),
    "smaller headings are none": Example("<h2>a</h2><p>b", [1]),
    "in flattened text": Example("# a\n\nb\n\nc", [1]),
    "a headline in the text": Example("<p>a<p>b<h1>c</h1><p>d<p>e<p>f", [1, 4], {HEADLINE: {2: 0.9}}),
    "a text of one block": Example("<p>a<p>b<p>c", [1], {HEADLINE: {0: 0.9}}),
    "the first block is text and the page has no headline": Example("<p>a<p>b", [0]),
    "distances": Example(paragraphs(48), [23, 24], {HEADLINE: {24: 0.9}}),
    "chances of a role": Example(
        paragraphs(11), (), {BYLINE: dict(enumerate([0.019, 0.02, 0.09, 0.1, 0.29, 0.3, 0.59, 0.6, 0.89, 0.9, 1]))}
    ),
    "the name of the site": Example("<p>Harbour Post<p>Harbour", (), {Role.SITE: {0: 0.5}}),
    **{f"names {levels} levels up": Example(nested(levels, inside="<div>x</div>")) for levels in (0, 1, 2, 3, 6, 7, 8)},
    "names of the block itself": Example(f"<p class='{NAMES} published modified dek title'>x</p>"),
    "names of inline elements": Example("<p>a <span class='author nothing'>b</span> <i class=comment>c</i>"),
    "elements beside each other": Example(
        "<article class=bio><p class=author>a<p class=author>b<p class=date>c<p>d<h2 class=author>e</h2><h2>f</h2></article>"
        "<main><p class=author>g<p>h</main>"
    ),
    "tags": Example(
        "<main><article><header><h1>a</h1><time>b</time></header><figure><div>c</div></figure><article>d</article>"
        "<ul><li>e</ul><table><tr><td>f</table><aside>g</aside></article></main><nav>h</nav><footer><address>i</address></footer>"
    ),
    "a deep box under a tag": Example("<aside>" + "<div>" * 9 + "x" + "</div>" * 9 + "<p>y"),
    "levels below an author": Example("<p>a<div class=author>b<div>c<div>d<div>e<div>f</div></div></div></div></div><p>g"),
    "an author below an author": Example(
        "<div class=author><div>a<div><p class=writer>b<b>c</b></p><section class=by><div>d<div>e<div>f<div>g"
    ),
    "an author beside others": Example("<p>a<p class=author>b<p>c<div><p>d</div><p class=byline>e"),
}  # fmt: skip


def listed(view: PageView) -> Iterator[str]:
    site = "" if view.site_index is None else f", site {view.site_index}"
    yield f"  headline {view.headline_index}, first {view.first_index}, last {view.last_index}, top {view.top_index}{site}"
    if near := [at for at, levels in enumerate(view.find_author_elements()) if levels]:
        yield f"  near an author: {', '.join(f'{at} {view.elements[at].tag}' for at in near)}"
    for i, block in enumerate(view.blocks):
        yield f"  {view.source_label(i)} {block.text!r}: {', '.join(sorted(view.block_signals(i, BYLINE)))}"


def test_what_a_page_shows():
    lines = [line for name, e in EXAMPLES.items() for line in (name, *listed(view_of(e)))]
    assert_listing(HERE / "golden/page_view.txt", lines)


def test_signals_are_the_same_the_second_time_and_probabilities_are_of_the_role():
    view = view_of(Example("<p>a<p>b", [0], {BYLINE: {0: 0.3}, Role.DEK: {0: 0.9}}))
    assert view.block_signals(0, BYLINE) == view.block_signals(0, BYLINE)
    assert view.block_signals(0, BYLINE)[-3:] == ("byline 0.02", "byline 0.1", "byline 0.3")
    assert view.probability_signals(0, Role.DEK) == tuple(f"dek {step}" for step in (0.02, 0.1, 0.3, 0.6, 0.9))
    assert view.probability_signals(1, Role.DEK) == ()
    assert view.list_probabilities(BYLINE) == [0.3, 0] == view.list_probabilities(BYLINE)


def test_marks_of_all_blocks_by_kind():
    view = view_of(Example("<p>a <b>c</b><p>d <a href=/e>f</a> <b>g</b>"))
    assert [(i, mark.start) for i, mark in view.marks_by_kind[MarkKind.STRONG]] == [(0, 2), (1, 4)]
    assert [(i, mark.value) for i, mark in view.marks_by_kind[MarkKind.LINK]] == [(1, "/e")]
    assert view.marks_by_kind[MarkKind.TIME] == []


@pytest.mark.parametrize(
    "pattern, texts, indices",
    [
        ("a", ["a", "b a", "", "AA", "b"], [0, 1, 3, 3]),
        (r"\0b", ["ab", "b", "bb", "", "B"], [1, 2, 4]),
        ("a", ["b"], []),
        ("b", ["a", "a", "ab", "b"], [2, 3]),
    ],
)
def test_texts_in_which_a_pattern_is_found(pattern, texts, indices):
    assert search_all(re.compile(pattern), texts) == indices


@pytest.mark.parametrize(
    "size, signals",
    [
        (0, ("fewer than 2 words", "fewer than 4 words")),
        (1, ("fewer than 2 words", "fewer than 4 words")),
        (2, ("fewer than 4 words",)),
        (3, ("fewer than 4 words",)),
        (4, ()),
        (9, ()),
    ],
)
def test_steps_of_a_size(size, signals):
    assert SizeBuckets((2, 4), "words").list_signals(size) == signals


@pytest.mark.parametrize(
    "text, ends", [("It is. ", True), ("Is it?", True), ("港。", True), ("It is", False), ("", False)]
)
def test_ends_of_sentences(text, ends):
    assert ends_like_a_sentence(text) is ends


def test_a_text_on_one_line_and_the_label_of_a_block():
    assert fold_spaces(" a \n\n b\tc ") == "a b c"
    text = view_of(Example("a\n\n\nb"))
    assert [text.source_label(i) for i in (0, 1)] == ["line 1", "line 4"]
    assert view_of(Example("<p>a<p>b")).source_label(1) == "block 1"
