"""The numbers of posts."""

from cleancopy.article_data import Passage, Post
from cleancopy.assemble.posts import number_posts
from cleancopy.block import Role
from cleancopy.post_boxes import PostStart

BODY = tuple(Passage(Role.PARAGRAPH, text) for text in "abcd")


def numbers(starts, kept=(True,) * 4, body=BODY):
    numbered, posts = number_posts(body, kept, starts)
    return [p.post for p in numbered], posts


def test_a_post_goes_to_the_next():
    starts = [PostStart(0, "ann", None), PostStart(2, None, "2020-05-03")]
    assert numbers(starts) == ([1, 1, 2, 2], (Post("ann"), Post(None, "2020-05-03")))


def test_blocks_that_are_not_kept_have_no_passage():
    starts = [PostStart(1, "ann", None), PostStart(3, "bo", None)]
    assert numbers(starts, (False, True, False, True, True, True)) == ([1, 2, 2, 2], (Post("ann"), Post("bo")))


def test_text_above_the_first_post_has_none():
    assert numbers([PostStart(1, "ann", None)]) == ([0, 1, 1, 1], (Post("ann"),))


def test_posts_without_passages_are_left_out():
    starts = [PostStart(0, "ann", None), PostStart(1, "bo", None), PostStart(2, "cy", None)]
    kept = (True, False, True, True, True)
    assert numbers(starts, kept) == ([1, 2, 2, 2], (Post("ann"), Post("cy")))
    assert numbers([]) == ([0] * 4, ())
    assert numbers(starts, (), ()) == ([], ())
