"""Whole articles that a page appends to its own: endless scrolling, "read next" in full.

Each looks like the article of the page, so the network takes it for text. Only the title of the page tells them apart.
"""

from collections.abc import Iterator, Sequence

from cleancopy.block import Layout, Segmentation, is_inside
from cleancopy.block_fields import find_boxes, find_layout
from cleancopy.classify.arrays import BoolArray
from cleancopy.elements import find_elements, find_innermost
from cleancopy.lines import fold_words

MAX_LEVEL = 2
"""The level of the lowest heading that is a headline."""
MIN_TITLE_WORDS = 3
"""Words of the shortest headline that is looked for in the title of the page."""
_BOX_TAGS = frozenset({"article"})
_BOX_NAMES = frozenset({"hentry", "h-entry"})
"""Words of classes of an article, besides the element: those of microformats."""


def find_other_articles(page: Segmentation, kept: BoolArray, title: str | None) -> list[int]:
    """The indices of kept blocks in articles below that of the page.

    title   the title of the page, from its head
    """
    if not title or len(find_elements(page.elements, _BOX_TAGS)) < 2:  # noqa: PLR2004 - one and another
        return []
    boxes = find_innermost(page.elements, frozenset(find_elements(page.elements, _BOX_TAGS, _BOX_NAMES)))
    headlines = dict(_find_headlines(page, boxes))
    page_words = fold_words(title)
    main = next((box for box, i in headlines.items() if _is_in_title(page.blocks[i].text, page_words)), None)
    if main is None:
        return []
    own = page.blocks[headlines[main]]
    others = {
        box for box, i in headlines.items()
        if box > main and _look_alike(page, own.element, page.blocks[i].element)
        and fold_words(page.blocks[i].text) not in page_words and not is_inside(page.elements, box, main)
    }  # fmt: skip
    if not others:
        return []
    found = [i for i, box in enumerate(find_boxes(page.blocks, boxes)) if box in others and kept[i]]
    return found if len(found) < kept.sum() else []  # a teaser bore the title, and the article another headline


def _find_headlines(page: Segmentation, boxes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each article with the index of its headline: the first heading in it."""
    seen = {-1}
    for i in find_layout(page.blocks, Layout.HEADING):
        block = page.blocks[i]
        if block.element >= 0 and (box := boxes[block.element]) not in seen:
            seen.add(box)
            if block.level <= MAX_LEVEL:
                yield box, i


def _is_in_title(text: str, page_words: str) -> bool:
    words = fold_words(text)
    return words in page_words and len(words.split()) >= MIN_TITLE_WORDS


def _look_alike(page: Segmentation, one: int, other: int) -> bool:
    """Whether two headings have the same tag and class."""
    a, b = page.elements[one], page.elements[other]
    return (a.tag, a.words) == (b.tag, b.words)
