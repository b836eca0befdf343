"""Which elements of a page fit best as boxes of posts: those with the same key are a group, and groups are weighed."""

from collections.abc import Collection

from cleancopy.block import Element, Segmentation

MIN_BOXES: int
"""Boxes of the shortest thread."""
HEADER_BLOCKS: int
"""Blocks above a box, outside of all boxes, that belong to it: a post's header may stand in a row of its own."""

Group = tuple[int, int, int, int, int, tuple[str, str]]
"""How well the elements with the same key fit as boxes of posts. The best group compares as the greatest.

weight      n_posts, and twice the number of those with a date and a user
n_posts     those with text and any note, less those with text alone
n_chars     characters of kept text in those with a note
n_said      what their notes say: a date, a user, or both count
height      the negated depth of the outermost
key         of these elements
"""

def list_names(element: Element) -> list[str]:
    """The first words of the class and id of an element that are no numbers."""

def list_keys(element: Element) -> list[tuple[str, str]]:
    """What an element has in common with others: the tag with each word of its names, or with its depth."""

def add_headers(box_of: list[int], headers: Collection[int]) -> list[int]:
    """Assign headers right above a box, outside of all boxes, to it.

    box_of    the box of each block, -1 for none
    headers   the blocks that may head a box
    """

class PostGroups:
    """The groups of elements around the texts of a page. Limits on levels, words and keys keep the time linear."""

    def __init__(self, page: Segmentation, text: list[int], notes: dict[int, str]) -> None:
        """Find the keys that most elements around texts have.

        text    the indices of the blocks that are text
        notes   what short lines say of posts, by block index (`post_boxes.get_note`)
        """

    def find_best(self, headers: Collection[int] = ()) -> Group:
        """Weigh all groups. `headers` are the blocks that count for the element below them."""
