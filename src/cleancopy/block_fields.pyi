"""Loops over all blocks of a page, for stages that ask for one field of each."""

from collections.abc import Iterable, Sequence

from cleancopy.block import Block, Layout

def list_texts(blocks: Iterable[Block]) -> list[str]:
    """The texts of blocks."""

def find_layout(blocks: Iterable[Block], layout: Layout) -> list[int]:
    """The indices of the blocks of a layout."""

def find_inner_links(blocks: Sequence[Block], layout: Layout) -> list[int]:
    """The indices of the blocks of a layout that have marks, and no link but to parts of the page."""

def find_boxes(blocks: Iterable[Block], boxes: list[int]) -> list[int]:
    """Find for each block the box that its element is in, by element as in `elements.find_innermost`; -1 for none."""
