"""The blocks of a page, field by field: the other modules make columns of them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cleancopy.block import PROSE_CHARS, Block, Layout
from cleancopy.features.columns import Column, IntArray, float_column, int_column
from cleancopy.features.table import LAYOUTS


class Blocks(NamedTuple):
    """The fields of n blocks, named as in `block.Block`.

    layout   for each block the index of its layout in LAYOUTS
    chars    characters of each block
    prose    characters of each block that is prose, 0 for others
    """

    texts: tuple[str, ...]
    inline_names: tuple[tuple[str, ...], ...]
    layout: IntArray
    element: IntArray
    chars: Column
    prose: Column
    level: Column
    links: Column
    link_chars: Column
    bold_chars: Column
    lines: Column
    indent: Column
    gap: Column

    @classmethod
    def from_blocks(cls, blocks: Sequence[Block]) -> "Blocks":
        """Take the fields of one or more blocks."""
        fields = dict(zip(Block._fields, zip(*blocks, strict=True), strict=True))
        columns = {name: _make_column(fields[name]) for name in _NUMERIC_FIELDS}
        chars = float_column(map(len, fields["text"]))
        layout = int_column(map(_LAYOUT_INDEX.__getitem__, fields["layout"]))
        # The same rule as `block.count_prose_chars`.
        prose = (chars >= PROSE_CHARS) & (2 * columns["link_chars"] < chars) & (layout != _LAYOUT_INDEX[Layout.ALT])
        element = int_column(fields["element"])
        return cls(fields["text"], fields["inline_names"], layout, element, chars, chars * prose, **columns)


def _make_column(values: Sequence[int]) -> Column:
    """A column of numbers; most fields are the same for all blocks of a page."""
    first = values[0]
    is_constant = values.count(first) == len(values)
    return np.full(len(values), first, np.float32) if is_constant else float_column(values)


_LAYOUT_INDEX = {layout: index for index, layout in enumerate(LAYOUTS)}
_NUMERIC_FIELDS = ("level", "links", "link_chars", "bold_chars", "lines", "indent", "gap")
