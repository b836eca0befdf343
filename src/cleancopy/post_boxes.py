"""The boxes of posts: a thread, a list of answers, comments or a live blog repeat one element for each.

A box is known by its tag and a word of its class or id, by what it holds (text that is kept), and by the notes in it or
right above it: a date, a link to a user. No list of forum software is needed, and none is used.
"""

from collections.abc import Collection
from itertools import chain
from typing import NamedTuple

from cleancopy.block import Segmentation
from cleancopy.block_fields import find_boxes
from cleancopy.elements import find_elements, find_innermost
from cleancopy.post_groups import HEADER_BLOCKS, MIN_BOXES, PostGroups, add_headers, list_keys
from cleancopy.post_notes import USER_CHARS, find_notes

MIN_HEADED = 2
"""How many times as many posts there must be, for headers outside of the boxes to count."""


class PostBoxes(NamedTuple):
    """The elements that hold a post each, and by block the one that it belongs to, -1 for none."""

    boxes: tuple[int, ...]
    box_of: tuple[int, ...]


NO_BOXES = PostBoxes((), ())


class PostStart(NamedTuple):
    """Where a post begins, who wrote it and when.

    block_index   its first kept block
    """

    block_index: int
    author: str | None
    published: str | None


def find_post_boxes(page: Segmentation, kept: Collection[int]) -> PostBoxes:
    """Find the elements that hold a post each; none where the page does not repeat any.

    kept   the indices of the blocks that are text
    """
    text = sorted(i for i in kept if page.blocks[i].element >= 0)
    if len(text) < MIN_BOXES:
        return NO_BOXES
    notes = find_notes(page, range(text[0], text[-1]))
    n_between = sum(_is_between_posts(page, i, kept) for i in notes)
    if not n_between:  # as in most articles
        return NO_BOXES
    end = min(len(page.blocks), text[-1] + HEADER_BLOCKS + 1)
    notes |= find_notes(page, chain(range(max(0, text[0] - HEADER_BLOCKS), text[0]), range(text[-1], end)))
    groups = PostGroups(page, text, notes)
    _, n_posts, *_, key = groups.find_best()
    most = MIN_HEADED * max(n_posts, 1)
    has_headers = False
    if n_between >= most:
        _, n_headed, *_, headed_key = groups.find_best({i for i in notes if len(page.blocks[i].text) <= USER_CHARS})
        if has_headers := n_headed >= most:
            n_posts, key = n_headed, headed_key
    if n_posts < MIN_BOXES:
        return NO_BOXES
    alike = find_elements(page.elements, frozenset({key[0]}))
    members = tuple(i for i in alike if key in list_keys(page.elements[i]))
    inner = find_innermost(page.elements, frozenset(members))
    box_of = find_boxes(page.blocks, inner)
    if has_headers:
        may_head = {i for i, b in enumerate(page.blocks) if i not in kept or len(b.text) <= USER_CHARS}
        box_of = add_headers(box_of, may_head)
    return PostBoxes(members, tuple(box_of))


def _is_between_posts(page: Segmentation, i: int, kept: Collection[int]) -> bool:
    """Whether a note between texts may head a post. A line that is itself text does, if its markup says so."""
    block = page.blocks[i]
    return i not in kept or bool(block.marks) or bool(block.cells)
