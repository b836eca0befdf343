"""The images of a page, each with the blocks of text beside it."""

from collections.abc import Sequence
from typing import NamedTuple

from cleancopy.block import Layout, Picture
from cleancopy.metadata.page_scan import BlocksInside
from cleancopy.metadata.page_view import PageView

MAX_TEXTS = 6
"""Blocks beside an image that may hold its caption; with more of them it is a teaser, a card or the article itself."""
MAX_CHARS = 900
"""Characters of all texts beside an image."""
MAX_SPREAD = 4
"""Times `MAX_TEXTS`: blocks from the first to the last text beside an image, with alternative texts between them."""
_CAPTION_LEVELS = 2
"""Elements, from that of the block on, that may be named a caption."""
# A member of an enumeration is slow to look up in Python 3.11, so this is done once.
_ALT, _CAPTION = Layout.ALT, Layout.CAPTION


class Figure(NamedTuple):
    """An image with the blocks beside it.

    picture_index   index in `Segmentation.pictures`
    block_indices   the blocks of text beside it
    """

    picture_index: int
    block_indices: tuple[int, ...]


def find_figures(view: PageView, pictures: Sequence[Picture]) -> list[Figure]:
    """For each image the blocks beside it: those in the smallest element around the image that has any."""
    if not pictures:
        return []
    inside = BlocksInside(view.parents, view.element_of_block, view.texts, view.layouts, _ALT)
    figures: list[Figure] = []
    taken: set[int] = set()
    for picture_index, picture in enumerate(pictures):
        box = inside.find_box(picture.element) if picture.element >= 0 else -1
        texts = [i for i in _select_texts(view, inside.measure(box)) if i not in taken] if box >= 0 else []
        taken.update(texts)
        figures.append(Figure(picture_index, tuple(texts)))
    return figures


def is_named_caption(view: PageView, i: int) -> bool:
    """Whether the element of block i, or the one above it, has "caption" among the words of its class and id."""
    element = view.element_of_block[i]
    for _ in range(_CAPTION_LEVELS):
        if element < 0:
            return False
        if "caption" in view.elements[element].words:
            return True
        element = view.parents[element]
    return False


def _select_texts(view: PageView, box: tuple[int, int, int, int]) -> list[int]:
    """The blocks beside an image, without blocks of the article unless the markup calls them a caption."""
    n_blocks, n_chars, first, last = box
    if n_blocks > MAX_TEXTS or n_chars > MAX_CHARS or last - first > MAX_SPREAD * MAX_TEXTS:
        return []
    texts = [i for i in range(first, last + 1) if view.layouts[i] is not _ALT]
    captions = [i for i in texts if view.layouts[i] is _CAPTION or is_named_caption(view, i)]
    has_article_text = any(view.kept[i] for i in texts if i not in captions)
    return captions if has_article_text else texts
