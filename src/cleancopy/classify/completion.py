"""Blocks that belong to the text because of what they are part of: footnotes, formulas, parts of lists and tables.

The network judges each block by itself and its surroundings. What stands in a structure is kept with the rest of it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import compress, groupby
from statistics import fmean

from cleancopy.block import Block, Layout, MarkKind, Role, Segmentation
from cleancopy.block_fields import find_boxes, find_layout
from cleancopy.classify.arrays import BoolArray, Float64Array
from cleancopy.classify.flattened_completion import find_flattened_parts, find_headings, list_dropped, list_gaps
from cleancopy.elements import find_elements, find_innermost, find_outermost
from cleancopy.footnotes import find_footnotes
from cleancopy.lexicon import VERSE_NAMES

_QUOTE_TAGS = frozenset({"blockquote"})
_CODE, _ALT, _FORMULA = Layout.CODE, Layout.ALT, MarkKind.FORMULA
MAX_INNER_BLOCKS = 4
MAX_INNER_ITEMS = 12
MIN_INNER_SCORE = 0.1
MIN_CODE_SCORE = 0.03
"""The most blocks of a run between two kept blocks (items, rows and code are more), and the least scores in it."""
_STRUCTURED = frozenset({Layout.LIST_ITEM, Layout.TABLE_ROW, Layout.CODE})
MIN_TABLE_SCORE = 0.05
"""The least mean score of the rows of a table between kept blocks."""
MAX_INNER_CHARS = 100
"""Characters of the longest block inside of a kept text."""
_FIELD_ROLES = frozenset({Role.HEADLINE, Role.DEK, Role.BYLINE, Role.DATELINE, Role.RELATED, Role.PROMOTION})
MAX_ITEM_BLOCKS = 30
MIN_ITEM_SCORE = 0.03
"""The most blocks of an item of a list, and the least score of one that goes with the beginning of the item."""


def find_parts(page: Segmentation, scores: Float64Array, roles: Sequence[Role], kept: BoolArray) -> list[int]:
    """The indices of the blocks that are not kept, but belong to the structure of those that are."""
    if not kept.any():
        return []
    if not page.elements:
        return find_flattened_parts(page.blocks, scores, roles, kept)
    found: set[int] = set()
    was_kept, now_kept, chances = kept.tolist(), kept.tolist(), scores.tolist()
    for parts in (
        _find_notes(page, was_kept),
        _find_formulas(page.blocks, was_kept),
        _find_rows(page, chances, now_kept),
        _find_item_parts(page, chances, now_kept),
        _find_quotes(page, now_kept),
        _find_headings(page, chances, roles, now_kept),
        _find_enclosed(page, chances, roles, now_kept),
        find_headings(page.blocks, chances, roles, now_kept),
        _find_inner_text(page, now_kept),
    ):
        new = list(parts)
        found.update(new)
        for i in new:
            now_kept[i] = True
    return sorted(found)


def _find_ends(kept: Sequence[bool]) -> tuple[int, int]:
    """The first and the last kept block."""
    return kept.index(True), len(kept) - 1 - kept[::-1].index(True)


def _find_notes(page: Segmentation, kept: Sequence[bool]) -> Iterator[int]:
    """The footnotes that the text refers to."""
    text = list(compress(range(len(kept)), kept))
    if any(mark.value.startswith("#") for i in text for mark in page.blocks[i].marks):
        candidates = [i for i, block in enumerate(page.blocks) if block.layout is not _ALT]
        notes = find_footnotes(page, text, candidates)
        yield from (i for i in notes.labels if not kept[i])


def _find_formulas(blocks: Sequence[Block], kept: Sequence[bool]) -> Iterator[int]:
    """Formulas on lines of their own beside kept blocks."""
    ends = [(start, end - 1) for start, end in list_dropped(kept)]
    beside = {start for start, _ in ends if start > 0} | {last for _, last in ends if last < len(blocks) - 1}
    return (i for i in beside if blocks[i].marks and _is_formula(blocks[i]))


def _is_formula(block: Block) -> bool:
    n_chars = sum([mark.end - mark.start for mark in block.marks if mark.kind is _FORMULA])
    return n_chars * 2 > len(block.text)


def _find_rows(page: Segmentation, scores: Sequence[float], kept: Sequence[bool]) -> Iterator[int]:
    """The rows of tables of which at least half of the rows are kept, and of those between kept blocks."""
    rows: dict[int, list[int]] = {}
    for i in find_layout(page.blocks, Layout.TABLE_ROW):
        rows.setdefault(_find_table(page, page.blocks[i].element), []).append(i)
    for members in rows.values():
        n_kept = sum([kept[i] for i in members])
        above, below = members[0] - 1, members[-1] + 1
        is_between = above >= 0 and below < len(page.blocks) and kept[above] and kept[below]
        is_likely = is_between and fmean([scores[i] for i in members]) >= MIN_TABLE_SCORE
        if n_kept < len(members) and (n_kept * 2 >= len(members) or is_likely):
            yield from (i for i in members if not kept[i])


def _find_table(page: Segmentation, element: int) -> int:
    while element >= 0 and page.elements[element].tag != "table":
        element = page.elements[element].parent
    return element


def _find_enclosed(
    page: Segmentation, scores: Sequence[float], roles: Sequence[Role], kept: Sequence[bool]
) -> Iterator[int]:
    """Short runs of blocks between kept ones that the network takes for nothing in particular."""
    for above, below in list_gaps(kept):
        run = [i for i in range(above + 1, below) if page.blocks[i].layout is not _ALT]
        is_list = all(page.blocks[i].layout in _STRUCTURED for i in run)
        most = MAX_INNER_ITEMS if is_list else MAX_INNER_BLOCKS
        if run and len(run) <= most and all(_may_be_text(page.blocks[i], roles[i], scores[i]) for i in run):
            yield from run


def _find_inner_text(page: Segmentation, kept: Sequence[bool]) -> Iterator[int]:
    """Blocks inside of a kept text: its element holds text of its own above and below the block."""
    for i in [above for above, below in list_gaps(kept) if below == above + 2]:
        above, block, below = page.blocks[i], page.blocks[i + 1], page.blocks[i + 2]
        if above.element == below.element >= 0 and block.layout is not _ALT:
            element = page.elements[block.element] if block.element >= 0 else None
            if element is not None and element.parent == above.element and len(block.text) <= MAX_INNER_CHARS:
                yield i + 1


def _find_headings(
    page: Segmentation, scores: Sequence[float], roles: Sequence[Role], kept: Sequence[bool]
) -> Iterator[int]:
    """Headings right above kept text that look like kept ones, or like others that are all above kept text."""
    first, last = _find_ends(kept)
    alike: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for i in find_layout(page.blocks, Layout.HEADING):
        block = page.blocks[i]
        if first <= i < last and block.element >= 0 and roles[i] not in _FIELD_ROLES:
            element = page.elements[block.element]
            alike.setdefault((element.tag, element.words), []).append(i)
    for members in alike.values():
        above_text = [i for i in members if kept[i + 1]]
        n_kept = sum([kept[i] for i in members])
        are_all_above_text = (
            len(above_text) == len(members) > 1 and fmean([scores[i] for i in members]) >= MIN_INNER_SCORE
        )
        if n_kept * 2 > len(members) or are_all_above_text:
            yield from (i for i in above_text if not kept[i])


def _find_quotes(page: Segmentation, kept: Sequence[bool]) -> Iterator[int]:
    """Quotes and stanzas of which a part is kept, and those between kept blocks.

    An embedded post has its text in one block and its author in another; lines of a song are short.
    """
    quotes = find_elements(page.elements, _QUOTE_TAGS, VERSE_NAMES)
    if not quotes:
        return
    boxes = find_boxes(page.blocks, find_innermost(page.elements, frozenset(quotes)))
    alternative = frozenset(find_layout(page.blocks, _ALT))
    shown = [i for i in range(len(boxes)) if i not in alternative]
    outside = [i for i in shown if boxes[i] < 0]
    for box, group in groupby(shown, key=boxes.__getitem__):
        members = list(group)
        if box >= 0 and len(members) <= MAX_ITEM_BLOCKS:
            at = bisect_left(outside, members[0])
            is_between = 0 < at < len(outside) and kept[outside[at - 1]] and kept[outside[at]]
            if is_between or any(kept[i] for i in members):
                yield from (i for i in members if not kept[i])


def _may_be_text(block: Block, role: Role, score: float) -> bool:
    if block.layout is _CODE:
        return score >= MIN_CODE_SCORE
    return role is Role.OTHER and score >= MIN_INNER_SCORE and block.link_chars * 3 < len(block.text)


def _find_item_parts(page: Segmentation, scores: Sequence[float], kept: Sequence[bool]) -> Iterator[int]:
    """What stands in an item of a list whose beginning is kept."""
    items = find_boxes(page.blocks, find_outermost(page.elements, "li"))
    first, last = _find_ends(kept)
    blocks = [i for i in range(first, len(items)) if items[i] >= 0 and (i <= last or items[i] == items[last])]
    for _, group in groupby(blocks, key=items.__getitem__):
        members = list(group)
        if len(members) <= MAX_ITEM_BLOCKS and kept[members[0]]:
            for i in members:
                block = page.blocks[i]
                is_text = scores[i] >= MIN_ITEM_SCORE and block.link_chars * 2 < len(block.text)
                if not kept[i] and block.layout is not _ALT and is_text:
                    yield i
