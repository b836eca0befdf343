"""The blocks of a page, field by field: what the other modules make columns of."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cleancopy.block import Block, prose_chars
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
        columns = {name: numbers(fields[name]) for name in _COUNTED}
        return cls(
            fields["text"],
            fields["inner"],
            places(map(LAYOUTS.index, fields["layout"])),
            places(fields["element"]),
            numbers(map(len, fields["text"])),
            np.fromiter(map(prose_chars, blocks), np.float32, len(blocks)),
            **columns,
        )


_COUNTED = ("level", "links", "link_chars", "bold_chars", "lines", "indent", "gap")
