"""The boxes of posts."""

import pytest

from cleancopy.block import Block, Segmentation
from cleancopy.post_boxes import NO_BOXES, find_post_boxes
from cleancopy.post_notes import find_notes, is_of_user
from tests.threads import TEXT, make_header, make_post, segment_thread


def boxes_of(page: str) -> list[list[str]]:
    """For each box the first words of its blocks."""
    segmentation, text = segment_thread(page)
    boxes, box_of = find_post_boxes(segmentation, text)
    return [[b.text[:8] for i, b in enumerate(segmentation.blocks) if box_of[i] == box] for box in boxes]


POSTS = "".join(make_post(n, make_header(f"user{n}", n)) for n in range(1, 4))


def test_boxes_repeat_a_tag_and_a_word():
    page = f'<h1>Title</h1><div class="posts">{POSTS}</div><div class="post-footer">Home</div>'
    assert [box for box in boxes_of(page) if box != ["Home"]] == [[f"user{n} {n} ", "Text of "] for n in range(1, 4)]


def test_of_nested_boxes_the_outer_ones_count():
    inner = "".join(f'<div class="wrap">{make_post(n, make_header("ann", n))}</div>' for n in range(1, 4))
    segmentation, text = segment_thread(f"<main>{inner}</main>")
    boxes, _ = find_post_boxes(segmentation, text)
    assert {segmentation.elements[box].words for box in boxes} == {("wrap",)}


def test_replies_stand_in_posts():
    reply = make_post(2, make_header("bo", 2))
    page = f'<div class="post">{make_header("ann", 1)}<p>{TEXT} 1.</p>{reply}</div>{make_post(3, make_header("cy", 3))}'
    assert boxes_of(page) == [["ann 1 Ma", "Text of "], ["bo 2 May", "Text of "], ["cy 3 May", "Text of "]]


def test_headers_in_rows_of_their_own():
    rows = "".join(
        f'<tr class="head"><td>user{n}</td><td>{n} May 2020, 10:00</td></tr><tr class="body"><td>{TEXT} {n}.</td></tr>'
        for n in range(1, 5)
    )
    found = boxes_of(f"<table>{rows}</table>")
    assert len(found) == 4
    assert all(box[-1] == "Text of " and box[0].startswith("user") for box in found)


@pytest.mark.parametrize("page", [
    "".join(make_post(n, "") for n in range(3)),
    make_post(1, make_header("ann", 1)),
    "",
    f"<p>{TEXT} 1.</p><p>In 1999</p><p>{TEXT} 2.</p>",
])  # fmt: skip
def test_pages_without_posts(page):
    segmentation, text = segment_thread(page)
    assert find_post_boxes(segmentation, text) == NO_BOXES


def test_flattened_text_has_no_boxes():
    segmentation, text = segment_thread(POSTS)
    lines = tuple(block._replace(element=-1) for block in segmentation.blocks)
    assert find_post_boxes(Segmentation(lines), text) == NO_BOXES


@pytest.mark.parametrize("html, note", [
    ("3 May 2020", "d"), ("2020-05-03", "d"), ("03.05.20", "d"), ("10:15", "d"), ("5月3日 2020年5", "d"),
    ("2020", ""), ("12345 views", ""), ("Reply", ""), ("Version 3.10.2", ""),
    ('<a href="/members/ann.3/">ann</a>', "u"), ('<a href="profile.php?id=3">ann</a>', "u"),
    ('<a href="/news/3">ann</a>', ""), ('<span class="username">ann</span>', "u"),
    ('<a href="/u/ann">ann</a> 3 May 2020', "du"), ('<time datetime="2020-05-03">then</time>', "d"),
    (f"{'word ' * 40} 3 May 2020", ""), ("Joined: 3 May 2010", ""), ("Dabei seit 03.05.2010", ""),
])  # fmt: skip
def test_notes(html, note):
    segmentation, _ = segment_thread(f"<p>{html}</p>")
    assert find_notes(segmentation, [0]).get(0, "") == note


def test_a_label_says_since_when_a_user_is_a_member():
    blocks = [Block("Join Date", element=0), Block("3 May 2010", element=0), Block("4 May 2020", element=0)]
    assert [is_of_user(blocks, i) for i in range(3)] == [True, True, False]
    assert not is_of_user([Block("Joined: 3 May 2010", element=0), Block("4 May 2020", element=0)], 1)
