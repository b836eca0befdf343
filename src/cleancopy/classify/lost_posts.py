"""Short posts that the network drops from a thread of which it keeps the rest: "Thanks, that was it!".

Their text stands where that of the other posts stands: in elements that share a name, and hold little else.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence

from cleancopy.block import Layout, Segmentation
from cleancopy.post_boxes import PostBoxes
from cleancopy.post_groups import list_names
from cleancopy.post_notes import USER, find_notes

MAX_LOST = 8
"""The most posts without kept text for each one with it, in a thread of which the rest is kept."""
MIN_THREAD_SHARE = 0.4
"""The least share of the kept text that stands in posts; a longer article has comments."""


def find_lost_posts(page: Segmentation, post_boxes: PostBoxes, kept: Collection[int]) -> Iterator[int]:
    """The indices of the texts of posts of which nothing is kept.

    kept   the indices of kept blocks
    """
    boxes, box_of = post_boxes
    with_text = {box_of[i] for i in kept} - {-1} if boxes else set()
    if with_text.issuperset({*box_of} - {-1}):
        return
    notes = find_notes(page, (i for i, box in enumerate(box_of) if box >= 0))
    signed = {box_of[i] for i, kind in notes.items() if USER in kind}
    lost = {box_of[i] for i in notes} - with_text
    n_chars = sum(len(page.blocks[i].text) for i in kept if box_of[i] >= 0)
    n_all = sum(len(page.blocks[i].text) for i in kept)
    if 2 * len(signed & with_text) <= len(with_text):
        return
    if not 0 < len(lost) <= MAX_LOST * len(with_text) or n_chars < MIN_THREAD_SHARE * n_all:
        return
    body = _find_body_key(page, box_of, with_text, kept)
    for i, box in enumerate(box_of):
        if box in lost and i not in notes:
            block = page.blocks[i]
            is_text = block.layout is not Layout.ALT and 2 * block.link_chars < len(block.text)
            if is_text and body in _list_inner_keys(page, block.element, box):
                yield i


def _find_body_key(
    page: Segmentation, box_of: Sequence[int], with_text: Collection[int], kept: Collection[int]
) -> Hashable:
    """What the elements around the texts of most posts have in common: those with the most text and the least else."""
    gains: defaultdict[Hashable, int] = defaultdict(int)
    holders: defaultdict[Hashable, set[int]] = defaultdict(set)
    inner: defaultdict[tuple[int, int], int] = defaultdict(int)  # by element and box
    for i, box in enumerate(box_of):
        if box in with_text and page.blocks[i].layout is not Layout.ALT:
            inner[page.blocks[i].element, box] += len(page.blocks[i].text) * (1 if i in kept else -1)
    for (element, box), n_chars in inner.items():
        for key in _list_inner_keys(page, element, box):
            gains[key] += n_chars
            holders[key].add(box)
    common = [key for key in gains if 2 * len(holders[key]) > len(with_text)]
    return max(common, key=gains.__getitem__, default=None)


def _list_inner_keys(page: Segmentation, index: int, box: int) -> dict[Hashable, None]:
    """The tags of an element and those around it, each with the words of its names, from the innermost up to its box.

    A dict, as a set of words has another order in each process, and of keys that are equally good the first counts.
    """
    keys: dict[Hashable, None] = {}
    while index >= box:
        element = page.elements[index]
        for word in list_names(element) or [""]:
            keys[element.tag, word] = None
        index = element.parent
    return keys
