"""What stands above the blocks of an HTML page: sums over the parts of its tree, likeness of siblings.

A part of feature making, for pages that have elements. Works on the table of elements alone, where all that stands
under an element comes right behind it. Steps up the tree are doubled (to the parent, two up, four up, …), so that a
deep tree takes few of them.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.block import Element
from cleancopy.features.blocks import Blocks
from cleancopy.features.columns import Column, Places, firsts, firsts_below, number, numbered, numbers, places

ABOVE = 8
"""How many elements above a block are looked at, its own counted."""


GROUPED_BY = (1, 2, 3, 5)
"""How many elements up the blocks of a group meet: the parent of their own element, and further."""


class Structure(NamedTuple):
    """The elements above the blocks of a page, and one more, the last, that stands for none.

    tags     the tag of each kind of element; `names` has ``<tag`` and the naming words of each
    kind     for each element the number of its tag and naming words, -1 for none
    up       for each element the one above it, none for those at the top and for none itself
    above    ABOVE × n: a block's element and those above it; `own`: its element
    chars, prose, links   characters, characters of prose, characters of links under each element
    siblings   for each element the number of siblings of like tag and naming words, itself counted
    family   characters of prose under all of these
    style    for each block the number of its style: tags and names of the three elements nearest to it
    """

    tags: Sequence[str]
    kind: Places
    names: list[tuple[str, ...]]
    above: Places
    own: Places
    up: Places
    depth: Column
    chars: Column
    prose: Column
    links: Column
    siblings: Column
    family: Column
    style: Places
    blocks: Blocks

    def columns(self, above: Sequence[str], levels: range) -> dict[str, Column]:
        """The features of `features.FEATURES` that are read off the tree."""
        total = max(1.0, float(self.blocks.prose.sum()))
        at = self.above[levels.start - 1 : levels.stop - 1]
        prose, chars = self.prose[at], np.maximum(self.chars[at], 1)
        return {
            "above_*": self._inside(above),
            **self._styles(total),
            "depth": np.log1p(self.depth[self.own]),
            "prose_*": prose / total,
            "density_*": prose / chars,
            "linked_*": self.links[at] / chars,
            "siblings_*": np.log(np.maximum(self.siblings[at], 1)),
            "dominance_*": prose / np.maximum(self.family[at], 1),
        }

    def kinds_above(self) -> Places:
        """Give for each block the kinds of its element and those above it, n × ABOVE; -1 where there is none."""
        return self.kind[self.above].T

    def groups(self) -> Places:
        """Ways of grouping blocks, n × 5: all under their element 1, 2, 3 and 5 up, and all of their style."""
        above = self.above[GROUPED_BY,]
        # All ways at once: an element counts as another in each.
        apart = above + np.arange(len(above))[:, None] * len(self.up)
        first = firsts_below(len(above) * len(self.up), apart.ravel())
        seen = (first == np.arange(above.size)).reshape(above.shape)
        ways = (np.cumsum(seen, axis=1) - 1).ravel()[first].reshape(above.shape)
        return np.stack([*ways, self.style], axis=1)

    def kinship(self, headline: int, lead: int) -> dict[str, Column]:
        """How near blocks stand to the headline's block, to that of the first prose, and to the page's main body."""
        to_headline, _ = self._paths(int(self.own[headline]))
        to_lead, from_lead = self._paths(int(self.own[lead]))
        to_body, from_body = self._paths(self._body())
        return {
            "to_headline": to_headline,
            "to_lead": to_lead,
            "lead_to_it": from_lead,
            "lead_style": (self.style == self.style[lead]).astype(np.float32),
            "to_body": to_body,
            "body_to_it": from_body,
        }

    def _body(self) -> int:
        """The element with most prose close below it: its children's in full, its grandchildren's by half."""
        score = np.zeros(len(self.up))
        for at, share in zip(self.above, (0.25, 1.0, 0.5), strict=False):
            score += np.bincount(at, self.blocks.prose, len(score)) * share
        return int(score[:-1].argmax())

    def _paths(self, anchor: int) -> tuple[Column, Column]:
        """For each block, logs of the steps up to the first element above `anchor` too, and from it up to there."""
        none = len(self.up) - 1
        if anchor == none:
            return np.zeros(len(self.own), np.float32), np.zeros(len(self.own), np.float32)
        # Of all elements from one to the other in the page's order, the first behind is under what is above both.
        shared = np.zeros_like(self.depth)
        shared[anchor] = self.depth[anchor]
        shared[anchor + 1 : none] = np.minimum.accumulate(self.depth[anchor + 1 : none]) - 1
        shared[:anchor] = np.minimum.accumulate(self.depth[anchor:0:-1])[::-1] - 1
        top = shared[self.own]
        return np.log1p(self.depth[self.own] - top), np.log1p(self.depth[anchor] - top)

    def _inside(self, tags: Sequence[str]) -> Column:
        """Tags × n: 1 where a block stands inside such an element."""
        bit = {tag: 1 << i for i, tag in enumerate(tags)}
        bits = np.array([*(bit.get(tag, 0) for tag in self.tags), 0])[self.kind]
        for up in _doubled(self.up, int(self.depth.max())):
            bits |= bits[up]
        return (bits[self.own] >> np.arange(len(tags))[:, None] & 1).astype(np.float32)

    def _styles(self, total: float) -> dict[str, Column]:
        def per_style(values: Column) -> Column:
            return np.asarray(np.bincount(self.style, values)[self.style], np.float32)

        ones = np.ones_like(self.blocks.prose)
        return {
            "style_prose": per_style(self.blocks.prose) / np.float32(total),
            "style_blocks": per_style(ones) / np.float32(len(ones)),
            "style_links": per_style(self.blocks.link_chars) / np.maximum(per_style(self.blocks.chars), 1),
        }


def describe(blocks: Blocks, elements: Sequence[Element]) -> Structure:
    """Read the structure off the elements of a page that has some."""
    tags, parents, depths, words, *_ = zip(*elements, strict=True)
    none = len(elements)
    parent = places(parents)
    up = np.append(np.where(parent < 0, none, parent), none)
    own = np.where(blocks.element < 0, none, blocks.element)
    last = _last_under(up, max(depths))
    chars, prose, links = (_sums_under(v, own, last) for v in (blocks.chars, blocks.prose, blocks.link_chars))
    first = firsts(zip(tags, words, strict=True))
    kinds = np.flatnonzero(first == np.arange(none)).tolist()
    size = len(kinds)
    kind = np.append(numbered(first), -1)
    group = firsts((up[:-1] * size + kind[:-1]).tolist())
    above = _above(own, up)
    near = kind[above[:3]] + 1
    return Structure(
        tags=[tags[i] for i in kinds],
        kind=kind,
        names=[("<" + tags[i], *words[i]) for i in kinds],
        above=above,
        own=own,
        up=up,
        depth=np.append(numbers(depths), np.float32(0)),
        chars=chars,
        prose=prose,
        links=links,
        siblings=_of_group(group, np.ones(none)),
        family=_of_group(group, prose[:-1]),
        style=number(((near[0] * (size + 1) + near[1]) * (size + 1) + near[2]).tolist()),
        blocks=blocks,
    )


def _of_group(group: Places, values: npt.NDArray[np.floating]) -> Column:
    """For each element the sum over its group, 0 for none."""
    return np.append(np.bincount(group, values)[group], 0).astype(np.float32)


def _above(own: Places, up: Places) -> Places:
    rows = [own]
    for _ in range(ABOVE - 1):
        rows.append(up[rows[-1]])
    return np.stack(rows)


def _doubled(up: Places, deepest: int) -> Iterator[Places]:
    """The element 1, 2, 4, … above each one, until there is none above any; depths are counted from 1."""
    for _ in range((deepest - 1).bit_length()):
        yield up
        up = up[up]


def _last_under(up: Places, deepest: int) -> Places:
    """For each element the last one under it, or itself: first of what lies 1 below, then up to 3, 7 and so on."""
    last = np.arange(len(up))
    for above in _doubled(up, deepest):
        np.maximum.at(last, above, last)
    return last[:-1]


def _sums_under(values: Column, own: Places, last: Places) -> Column:
    """Sums over everything under each element, 0 for none."""
    upto = np.cumsum(np.bincount(own, values, len(last) + 1)[:-1])
    before = np.append(0, upto)
    return np.append(upto[last] - before[:-1], 0).astype(np.float32)
