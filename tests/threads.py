"""Small threads: pages whose texts begin with "Text"."""

from collections.abc import Sequence

import numpy as np

from cleancopy.block import Segmentation
from cleancopy.dom import Tree
from cleancopy.segment import segment_html

TEXT = "Text of a post that is long enough to be one, and which ends as sentences do, number"


def segment_thread(page: str) -> tuple[Segmentation, frozenset[int]]:
    """The blocks of a page, and the indices of those that are texts."""
    segmentation = segment_html(Tree(page))
    return segmentation, frozenset(i for i, b in enumerate(segmentation.blocks) if b.text.startswith("Text"))


def make_mask(segmentation: Segmentation, indices: Sequence[int] | frozenset[int]) -> np.ndarray:
    return np.isin(np.arange(len(segmentation.blocks)), list(indices))


def make_post(number: int, header: str, *, box: str = 'div class="post"', text: str = "") -> str:
    """A post with a header above its text."""
    tag = box.split(maxsplit=1)[0]
    return f'<{box}>{header}<div class="body"><p>{text or f"{TEXT} {number}."}</p></div></{tag}>'


def make_header(user: str, day: int) -> str:
    """A header with a link to the user and the date."""
    return f'<p class="head"><a href="/users/{user}">{user}</a> {day} May 2020, 10:00</p>'
