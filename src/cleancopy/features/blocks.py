"""The blocks of a page, field by field: what the other modules make columns of."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cleancopy.block import PROSE_CHARS, Block, Layout
from cleancopy.features.columns import Column, Places, numbers, places
from cleancopy.features.table import LAYOUTS


class Blocks(NamedTuple):
    """The fields of n blocks, named as in `block.Block`.

    layout   for each block the place of its layout in LAYOUTS
    chars    its characters, `prose` those of one that is prose, 0 for any other
    """

    texts: tuple[str, ...]
    inner: tuple[tuple[str, ...], ...]
    layout: Places
    element: Places
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
    def of(cls, blocks: Sequence[Block]) -> "Blocks":
        """Take apart blocks, one at least."""
        fields = dict(zip(Block._fields, zip(*blocks, strict=True), strict=True))
        columns = {name: _column(fields[name]) for name in _COUNTED}
        chars = numbers(map(len, fields["text"]))
        layout = places(map(_PLACE.__getitem__, fields["layout"]))
        # As `block.prose_chars` has it.
        prose = (chars >= PROSE_CHARS) & (2 * columns["link_chars"] < chars) & (layout != _PLACE[Layout.ALT])
        element = places(fields["element"])
        return cls(fields["text"], fields["inner"], layout, element, chars, chars * prose, **columns)


def _column(values: Sequence[int]) -> Column:
    """A column of numbers; most fields are the same for all blocks of a page."""
    first = values[0]
    alike = values.count(first) == len(values)
    return np.full(len(values), first, np.float32) if alike else numbers(values)


_PLACE = {layout: place for place, layout in enumerate(LAYOUTS)}
_COUNTED = ("level", "links", "link_chars", "bold_chars", "lines", "indent", "gap")
