"""Features of an HTML page's block: its element, what the page states of itself, kinship to headline and lead."""

from itertools import repeat

import numpy as np

from cleancopy.features.blocks import Blocks
from cleancopy.features.columns import Bags, Column, Places, one_hot, places, same, share, signed_log
from cleancopy.features.structure import Structure
from cleancopy.features.table import ABOVE, INNER, LEVELS, TAGS
from cleancopy.features.words import tokenise

_PLACE_OF_TAG = {tag: i for i, tag in enumerate(TAGS)}
_BIT_OF_INNER = {tag: 1 << i for i, tag in enumerate(INNER)}


def markup_columns(blocks: Blocks, structure: Structure) -> dict[str, Column]:
    """The columns of `table.MARKUP` that markup and structure give."""
    chars, links = blocks.chars, blocks.link_chars
    return {
        "link_share": share(links, chars),
        "links": np.log1p(blocks.links),
        "bold_share": share(blocks.bold_chars, chars),
        "level": blocks.level / 6,
        "page_links": same(links.sum() / max(1.0, chars.sum())),
        "tag_*": one_hot(_tags(structure)[structure.kind[structure.own]], len(TAGS)),
        "inner_*": _inner(blocks),
        **structure.columns(ABOVE, LEVELS),
    }


def _tags(structure: Structure) -> Places:
    """For each kind of element the place of its tag in TAGS, -1 for others and, last, for no element."""
    return places(map(_PLACE_OF_TAG.get, (*structure.tags, ""), repeat(-1)))


def _inner(blocks: Blocks) -> Column:
    """INNER × n: 1 where a block holds an inline element of the tag."""
    bits = {inner: sum(set(map(_BIT_OF_INNER.get, inner, repeat(0)))) for inner in set(blocks.inner)}
    held = places(map(bits.__getitem__, blocks.inner))
    return (held >> np.arange(len(INNER))[:, None] & 1).astype(np.float32)


def anchors(prose: Column, past_headline: Column) -> tuple[int, int]:
    """The headline's block and the first prose from it on; the page's first block and prose where there is none."""
    found = np.flatnonzero(past_headline == 0)
    headline = int(found[0]) if len(found) < len(prose) else 0
    after = np.flatnonzero(prose[headline:])
    first = np.flatnonzero(prose)
    lead = headline + int(after[0]) if len(after) else int(first[0]) if len(first) else headline
    return headline, lead


TITLE_SHARE = 0.75
"""A block that holds so much of the stated title, and little else, is the headline's place."""


def stated_columns(bags: Bags, title: str | None, description: str | None) -> dict[str, Column]:
    """The columns of `table.MARKUP` that compare with what the page states."""
    n = len(bags.sizes)
    owner, word = bags.once()
    sizes = np.maximum(np.bincount(owner, minlength=n), 1)

    of_title, of_description = (set(tokenise(text or "", True)) for text in (title, description))
    where = dict.fromkeys(of_title, 1)
    where |= {stated: where.get(stated, 0) + 2 for stated in of_description}
    stated = places(map(where.get, bags.words, repeat(0)))[word]
    in_both, described = (np.bincount(owner[stated & bit > 0], minlength=n) for bit in (1, 2))
    in_block, in_title = (in_both / np.maximum(1, whole) for whole in (len(of_title), sizes))
    hits = np.flatnonzero((in_title >= TITLE_SHARE) & (in_block >= TITLE_SHARE / 2))
    away = np.arange(n) - hits[0] if len(hits) else np.zeros(n)
    return {
        "title_in_block": in_block.astype(np.float32),
        "block_in_title": in_title.astype(np.float32),
        "block_in_description": (described / sizes).astype(np.float32),
        "past_headline": signed_log(away),
    }
