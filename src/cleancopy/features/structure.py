"""What stands above the blocks of an HTML page: sums over the parts of its tree, likeness of siblings.

A part of feature making, for pages that have elements. Works on the table of elements alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.block import Element, Segmentation, prose_chars
from cleancopy.features.columns import Column, Places, number

ABOVE = 8
"""How many elements above a block are looked at, its own counted."""


GROUPED_BY = (1, 2, 3, 5)
"""How many elements up the blocks of a group meet: the parent of their own element, and further."""


class Structure(NamedTuple):
    """The elements above the blocks of a page.

    kind     for each element the number of its tag and names; `names` has ``<tag`` and the names of each kind
    parent   for each element the one above it, -1 at the top; `levels`: the elements of each depth
    above    n × ABOVE: a block's element and those above it, -1 where there is none
    chars, prose, links   characters, characters of prose, characters of links under each element
    siblings   for each element the number of siblings of like tag and names, itself counted
    family   characters of prose under all of these
    style    for each block the number of its style: tags and names of the three elements nearest to it
    """

    tags: list[str]
    kind: Places
    names: list[tuple[str, ...]]
    above: Places
    parent: Places
    levels: list[Places]
    depth: Column
    inside: dict[str, npt.NDArray[np.bool_]]
    chars: Column
    prose: Column
    links: Column
    siblings: Column
    family: Column
    style: Places
    block_chars: Column
    block_prose: Column
    block_links: Column

    def columns(self, above: Sequence[str], levels: range) -> dict[str, Column]:
        """The features of `features.FEATURES` that are read off the tree."""
        out = {f"above_{t}": self._inside(t) for t in above}
        total = max(1.0, float(self.block_prose.sum()))
        out |= self._styles(total)
        own = self.above[:, 0]
        out["depth"] = np.where(own >= 0, np.log1p(self.depth[own]), 0).astype(np.float32)
        for k in levels:
            at = self.above[:, k - 1]
            there = at >= 0
            chars = np.maximum(self.chars[at], 1)
            family = np.maximum(self.family[at], 1)
            out[f"prose_{k}"] = _where(there, self.prose[at] / total)
            out[f"density_{k}"] = _where(there, self.prose[at] / chars)
            out[f"linked_{k}"] = _where(there, self.links[at] / chars)
            out[f"siblings_{k}"] = _where(there, np.log(np.maximum(self.siblings[at], 1)))
            out[f"dominance_{k}"] = _where(there, self.prose[at] / family)
        return out

    def groups(self) -> Places:
        """Ways of grouping blocks, n × 5: all under their element 1, 2, 3 and 5 up, and all of their style."""
        columns = [*(self.above[:, k] for k in GROUPED_BY), self.style]
        return np.stack([number(c.tolist()) for c in columns], axis=1)

    def kinship(self, headline: int, lead: int) -> dict[str, Column]:
        """How near blocks stand to the headline's block, to that of the first prose, and to the page's main body."""
        own = self.above[:, 0]
        to_headline, _ = self._paths(int(own[headline]))
        to_lead, from_lead = self._paths(int(own[lead]))
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
        score = np.zeros(len(self.tags))
        for column, share in ((0, 0.25), (1, 1.0), (2, 0.5)):
            at = self.above[:, column]
            np.add.at(score, at[at >= 0], self.block_prose[at >= 0] * share)
        return int(score.argmax())

    def _paths(self, anchor: int) -> tuple[Column, Column]:
        """For each block, logs of the steps up to the first element above `anchor` too, and from it up to there."""
        own = self.above[:, 0]
        if anchor < 0:
            return np.zeros(len(own), np.float32), np.zeros(len(own), np.float32)
        shared = np.full(len(self.tags) + 1, -1)  # the last row answers for blocks without an element
        at = anchor
        while at >= 0:
            shared[at] = at
            at = int(self.parent[at])
        for level in self.levels:
            up = self.parent[level]
            shared[level] = np.where(shared[level] >= 0, shared[level], np.where(up >= 0, shared[up], -1))
        met = shared[own]
        top = np.where(met >= 0, self.depth[met], 0)
        mine = np.where(own >= 0, self.depth[own], 0)
        return np.log1p(mine - top).astype(np.float32), np.log1p(self.depth[anchor] - top).astype(np.float32)

    def _inside(self, tag: str) -> Column:
        own = self.above[:, 0]
        return _where(own >= 0, self.inside[tag][own]) if tag in self.inside else np.zeros(len(own), np.float32)

    def _styles(self, total: float) -> dict[str, Column]:
        def per_style(values: Column) -> Column:
            return np.asarray(np.bincount(self.style, values)[self.style], np.float32)

        ones = np.ones_like(self.block_prose)
        return {
            "style_prose": per_style(self.block_prose) / np.float32(total),
            "style_blocks": per_style(ones) / np.float32(len(ones)),
            "style_links": per_style(self.block_links) / np.maximum(per_style(self.block_chars), 1),
        }


def _where(there: npt.NDArray[np.bool_], values: npt.NDArray[np.generic]) -> Column:
    return np.where(there, values, 0).astype(np.float32)


def describe(segmentation: Segmentation) -> Structure:
    """Read the structure off the elements of a page that has some."""
    blocks, elements = segmentation.blocks, segmentation.elements
    tags = [e.tag for e in elements]
    parent = np.fromiter((e.parent for e in elements), np.int64, len(elements))
    depth = np.fromiter((e.depth for e in elements), np.int64, len(elements))
    own = np.fromiter((b.element for b in blocks), np.int64, len(blocks))
    chars = np.fromiter((len(b.text) for b in blocks), np.float32, len(blocks))
    links = np.fromiter((b.link_chars for b in blocks), np.float32, len(blocks))
    prose = np.fromiter(map(prose_chars, blocks), np.float32, len(blocks))
    levels = _by_depth(depth)
    under = [_sum_up(values, own, parent, levels) for values in (chars, prose, links)]
    kind = number((e.tag, e.words) for e in elements)
    group = number(zip(parent.tolist(), kind.tolist(), strict=True))
    above = _above(own, parent)
    return Structure(
        tags=tags,
        kind=kind,
        names=_names(elements, kind),
        above=above,
        parent=parent,
        levels=levels,
        depth=depth.astype(np.float32),
        inside=_inside(tags, parent, levels),
        chars=under[0],
        prose=under[1],
        links=under[2],
        siblings=np.bincount(group)[group].astype(np.float32),
        family=np.bincount(group, under[1])[group].astype(np.float32),
        style=number(map(tuple, np.where(above[:, :3] >= 0, kind[above[:, :3]], -1).tolist())),
        block_chars=chars,
        block_prose=prose,
        block_links=links,
    )


def _names(elements: Sequence[Element], kind: Places) -> list[tuple[str, ...]]:
    _, first = np.unique(kind, return_index=True)
    return [("<" + elements[i].tag, *elements[i].words) for i in first]


def _above(own: Places, parent: Places) -> Places:
    columns = [own]
    for _ in range(ABOVE - 1):
        last = columns[-1]
        columns.append(np.where(last >= 0, parent[last], -1))
    return np.stack(columns, axis=1)


def _by_depth(depth: Places) -> list[Places]:
    """The elements of each depth, shallowest first."""
    order = np.argsort(depth, kind="stable")
    bounds = np.flatnonzero(np.diff(depth[order])) + 1
    return np.split(order, bounds)


def _sum_up(values: Column, own: Places, parent: Places, levels: list[Places]) -> Column:
    """Sums over everything under each element."""
    placed = own >= 0
    total = np.bincount(own[placed], values[placed], len(parent)).astype(np.float32)
    for level in reversed(levels):
        up = parent[level]
        np.add.at(total, up[up >= 0], total[level[up >= 0]])
    return total


def _inside(tags: list[str], parent: Places, levels: list[Places]) -> dict[str, npt.NDArray[np.bool_]]:
    """For each tag of the page, which elements are such a one or stand inside one."""
    code = number(tags)
    names = list(dict.fromkeys(tags))
    inside = code[:, None] == np.arange(len(names))[None, :]
    for level in levels:
        up = parent[level]
        inside[level[up >= 0]] |= inside[up[up >= 0]]
    return {name: inside[:, i] for i, name in enumerate(names)}
