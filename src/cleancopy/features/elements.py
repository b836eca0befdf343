"""Statistics of the elements of an HTML page: sums over subtrees, siblings of the same kind, distances in the tree.

Works on the table of elements alone, in which the descendants of an element come right after it. Steps up the tree are
doubled (to the parent, two up, four up, …), so that a deep tree needs few of them.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.block import Element
from cleancopy.features.blocks import Blocks
from cleancopy.features.columns import (
    Column,
    IntArray,
    factorize,
    factorize_first,
    first_index,
    first_index_of_ints,
    float_column,
    int_column,
)

N_ANCESTORS = 8
"""Elements above a block that are used, its own element included."""

GROUPED_BY = (1, 2, 3, 5)
"""How many elements up the blocks of a group meet: 1 is the parent of their own element."""


class ElementStats(NamedTuple):
    """The elements above the blocks of a page. One more element, the last, stands for no element.

    tags       the tag of each kind of element
    names      for each kind ``<tag`` and the words of its class and id
    kind       for each element the index of its kind, its tag and words; -1 for no element
    parent     for each element its parent; no element for those at the top and for no element itself
    ancestors  N_ANCESTORS × n: a block's element and those above it
    element    for each block its element
    chars, prose, links   characters, characters of prose, characters of links under each element
    siblings   for each element the number of siblings of the same kind, itself included
    sibling_prose   characters of prose under all of these
    style      for each block the number of its style: the kinds of its element, the parent and the grandparent
    """

    tags: Sequence[str]
    kind: IntArray
    names: list[tuple[str, ...]]
    ancestors: IntArray
    element: IntArray
    parent: IntArray
    depth: Column
    chars: Column
    prose: Column
    links: Column
    siblings: Column
    sibling_prose: Column
    style: IntArray
    blocks: Blocks

    def tree_columns(self, ancestor_tags: Sequence[str], levels: range) -> dict[str, Column]:
        """The columns of the feature table that come from the tree alone."""
        total = max(1.0, float(self.blocks.prose.sum()))
        ancestors = self.ancestors[levels.start - 1 : levels.stop - 1]
        prose, chars = self.prose[ancestors], np.maximum(self.chars[ancestors], 1)
        return {
            "above_*": self._ancestor_columns(ancestor_tags),
            **self._style_columns(total),
            "depth": np.log1p(self.depth[self.element]),
            "prose_*": prose / total,
            "density_*": prose / chars,
            "linked_*": self.links[ancestors] / chars,
            "siblings_*": np.log(np.maximum(self.siblings[ancestors], 1)),
            "dominance_*": prose / np.maximum(self.sibling_prose[ancestors], 1),
        }

    def ancestor_kinds(self) -> IntArray:
        """For each block the kinds of its element and those above it, n × N_ANCESTORS; -1 for no element."""
        return self.kind[self.ancestors].T

    def group_blocks(self) -> IntArray:
        """Groupings of the blocks, n × 5: under the same element 1, 2, 3 and 5 up, and of the same style."""
        ancestors = self.ancestors[GROUPED_BY,]
        # One call for all groupings: the offsets give an element another key in each.
        keys = ancestors + np.arange(len(ancestors))[:, None] * len(self.parent)
        first = first_index_of_ints(keys.ravel(), len(ancestors) * len(self.parent))
        is_first = (first == np.arange(ancestors.size)).reshape(ancestors.shape)
        groupings = (np.cumsum(is_first, axis=1) - 1).ravel()[first].reshape(ancestors.shape)
        return np.stack([*groupings, self.style], axis=1)

    def tree_distances(self, headline: int, lead: int) -> dict[str, Column]:
        """Distances of blocks from the headline's block, from that of the first prose, and from the page's main body.

        headline, lead   indices of these blocks
        """
        to_headline, _ = self._path_lengths(int(self.element[headline]))
        to_lead, from_lead = self._path_lengths(int(self.element[lead]))
        to_body, from_body = self._path_lengths(self._find_body())
        return {
            "to_headline": to_headline,
            "to_lead": to_lead,
            "from_lead": from_lead,
            "lead_style": (self.style == self.style[lead]).astype(np.float32),
            "to_body": to_body,
            "from_body": from_body,
        }

    def _find_body(self) -> int:
        """The element with most prose close below it: its children's in full, its grandchildren's by half."""
        score = np.zeros(len(self.parent))
        for elements, weight in zip(self.ancestors, (0.25, 1.0, 0.5), strict=False):
            score += np.bincount(elements, self.blocks.prose, len(score)) * weight
        return int(score[:-1].argmax())

    def _path_lengths(self, anchor: int) -> tuple[Column, Column]:
        """For each block, logs of the steps up to the nearest common ancestor with element `anchor`, and down to it."""
        no_element = len(self.parent) - 1
        if anchor == no_element:
            return np.zeros(len(self.element), np.float32), np.zeros(len(self.element), np.float32)
        # Of all elements between the two in the page's order, the highest is a child of the common ancestor.
        common_depth = np.zeros_like(self.depth)
        common_depth[anchor] = self.depth[anchor]
        common_depth[anchor + 1 : no_element] = np.minimum.accumulate(self.depth[anchor + 1 : no_element]) - 1
        common_depth[:anchor] = np.minimum.accumulate(self.depth[anchor:0:-1])[::-1] - 1
        top = common_depth[self.element]
        return np.log1p(self.depth[self.element] - top), np.log1p(self.depth[anchor] - top)

    def _ancestor_columns(self, tags: Sequence[str]) -> Column:
        """Tags × n: 1 where a block stands inside an element of the tag."""
        bit = {tag: 1 << i for i, tag in enumerate(tags)}
        bits = np.array([*(bit.get(tag, 0) for tag in self.tags), 0])[self.kind]
        for ancestor in _double_steps(self.parent, int(self.depth.max())):
            bits |= bits[ancestor]
        return (bits[self.element] >> np.arange(len(tags))[:, None] & 1).astype(np.float32)

    def _style_columns(self, total: float) -> dict[str, Column]:
        def sum_by_style(values: Column) -> Column:
            return np.asarray(np.bincount(self.style, values)[self.style], np.float32)

        ones = np.ones_like(self.blocks.prose)
        return {
            "style_prose": sum_by_style(self.blocks.prose) / np.float32(total),
            "style_blocks": sum_by_style(ones) / np.float32(len(ones)),
            "style_links": sum_by_style(self.blocks.link_chars) / np.maximum(sum_by_style(self.blocks.chars), 1),
        }


def compute_element_stats(blocks: Blocks, elements: Sequence[Element]) -> ElementStats:
    """Compute the statistics of the elements of a page that has at least one."""
    tags, parents, depths, words, *_ = zip(*elements, strict=True)
    no_element = len(elements)
    parent = int_column(parents)
    parent = np.append(np.where(parent < 0, no_element, parent), no_element)
    element = np.where(blocks.element < 0, no_element, blocks.element)
    last = _find_last_descendants(parent, max(depths))
    chars, prose, links = (_sum_subtrees(v, element, last) for v in (blocks.chars, blocks.prose, blocks.link_chars))
    first = first_index(zip(tags, words, strict=True))
    kinds = np.flatnonzero(first == np.arange(no_element)).tolist()
    n_kinds = len(kinds)
    kind = np.append(factorize_first(first), -1)
    sibling_group = first_index((parent[:-1] * n_kinds + kind[:-1]).tolist())
    ancestors = _find_ancestors(element, parent)
    near = kind[ancestors[:3]] + 1
    return ElementStats(
        tags=[tags[i] for i in kinds],
        kind=kind,
        names=[("<" + tags[i], *words[i]) for i in kinds],
        ancestors=ancestors,
        element=element,
        parent=parent,
        depth=np.append(float_column(depths), np.float32(0)),
        chars=chars,
        prose=prose,
        links=links,
        siblings=_sum_groups(sibling_group, np.ones(no_element)),
        sibling_prose=_sum_groups(sibling_group, prose[:-1]),
        style=factorize(((near[0] * (n_kinds + 1) + near[1]) * (n_kinds + 1) + near[2]).tolist()),
        blocks=blocks,
    )


def _sum_groups(group: IntArray, values: npt.NDArray[np.floating]) -> Column:
    """For each element the sum over its group, 0 for no element."""
    return np.append(np.bincount(group, values)[group], 0).astype(np.float32)


def _find_ancestors(element: IntArray, parent: IntArray) -> IntArray:
    rows = [element]
    for _ in range(N_ANCESTORS - 1):
        rows.append(parent[rows[-1]])
    return np.stack(rows)


def _double_steps(parent: IntArray, max_depth: int) -> Iterator[IntArray]:
    """The ancestors 1, 2, 4, … above each element, up to the greatest depth; depths are counted from 1."""
    ancestor = parent
    for _ in range((max_depth - 1).bit_length()):
        yield ancestor
        ancestor = ancestor[ancestor]


def _find_last_descendants(parent: IntArray, max_depth: int) -> IntArray:
    """For each element its last descendant, or itself: first among those 1 below, then up to 3, 7 and so on."""
    last = np.arange(len(parent))
    for ancestor in _double_steps(parent, max_depth):
        np.maximum.at(last, ancestor, last)
    return last[:-1]


def _sum_subtrees(values: Column, element: IntArray, last: IntArray) -> Column:
    """For each element the sum over the blocks in its subtree, 0 for no element."""
    upto = np.cumsum(np.bincount(element, values, len(last) + 1)[:-1])
    before = np.append(0, upto)
    return np.append(upto[last] - before[:-1], 0).astype(np.float32)
