"""Features of a block of an HTML page: its element, what the page's head states, distances from headline and lead."""

from itertools import repeat

import numpy as np

from cleancopy.features.blocks import Blocks
from cleancopy.features.columns import Column, IntArray, TokenBags, constant, divide, int_column, one_hot, signed_log
from cleancopy.features.elements import ElementStats
from cleancopy.features.table import ANCESTOR_TAGS, INLINE_TAGS, LEVELS, TAGS
from cleancopy.features.words import tokenise

_TAG_INDEX = {tag: i for i, tag in enumerate(TAGS)}
_INLINE_BIT = {tag: 1 << i for i, tag in enumerate(INLINE_TAGS)}


def markup_columns(blocks: Blocks, stats: ElementStats) -> dict[str, Column]:
    """The columns of the table's group "markup" that come from markup and tree."""
    chars, links = blocks.chars, blocks.link_chars
    return {
        "link_share": divide(links, chars),
        "links": np.log1p(blocks.links),
        "bold_share": divide(blocks.bold_chars, chars),
        "level": blocks.level / 6,
        "page_links": constant(links.sum() / max(1.0, chars.sum())),
        "tag_*": one_hot(_encode_tags(stats)[stats.kind[stats.element]], len(TAGS)),
        "inner_*": _inline_columns(blocks),
        **stats.tree_columns(ANCESTOR_TAGS, LEVELS),
    }


def _encode_tags(stats: ElementStats) -> IntArray:
    """For each kind of element, and last for no element, the index of its tag in TAGS, -1 for other tags."""
    return int_column(map(_TAG_INDEX.get, (*stats.tags, ""), repeat(-1)))


def _inline_columns(blocks: Blocks) -> Column:
    """INLINE_TAGS × n: 1 where a block contains an inline element of the tag."""
    masks = {inner: sum(set(map(_INLINE_BIT.get, inner, repeat(0)))) for inner in set(blocks.inline_names)}
    mask = int_column(map(masks.__getitem__, blocks.inline_names))
    return (mask >> np.arange(len(INLINE_TAGS))[:, None] & 1).astype(np.float32)


def reference_blocks(prose: Column, headline_offset: Column) -> tuple[int, int]:
    """The indices of the headline and of the first prose from it on.

    If the page has none, the page's first block and first prose.
    """
    found = np.flatnonzero(headline_offset == 0)
    headline = int(found[0]) if len(found) < len(prose) else 0
    after = np.flatnonzero(prose[headline:])
    first = np.flatnonzero(prose)
    lead = headline + int(after[0]) if len(after) else int(first[0]) if len(first) else headline
    return headline, lead


MIN_TITLE_SHARE = 0.75
"""A block is the headline if the stated title holds this share of its words, and it half this share of the title's."""


def stated_columns(bags: TokenBags, title: str | None, description: str | None) -> dict[str, Column]:
    """The columns of the table's group "markup" that compare a block with what the page states."""
    n = len(bags.sizes)
    owner, word = bags.distinct_words()
    sizes = np.maximum(np.bincount(owner, minlength=n), 1)

    title_words, description_words = (set(tokenise(text or "", True)) for text in (title, description))
    stated_mask = dict.fromkeys(title_words, 1)
    stated_mask |= {token: stated_mask.get(token, 0) + 2 for token in description_words}
    mask = int_column(map(stated_mask.get, bags.words, repeat(0)))[word]
    from_title, from_description = (np.bincount(owner[mask & bit > 0], minlength=n) for bit in (1, 2))
    title_in_block, block_in_title = (from_title / np.maximum(1, whole) for whole in (len(title_words), sizes))
    hits = np.flatnonzero((block_in_title >= MIN_TITLE_SHARE) & (title_in_block >= MIN_TITLE_SHARE / 2))
    offset = np.arange(n) - hits[0] if len(hits) else np.zeros(n)
    return {
        "title_in_block": title_in_block.astype(np.float32),
        "block_in_title": block_in_title.astype(np.float32),
        "block_in_description": (from_description / sizes).astype(np.float32),
        "headline_offset": signed_log(offset),
    }
