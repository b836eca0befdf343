"""Features of an HTML page's block: its element, what the page states of itself, kinship to headline and lead."""

from itertools import chain, repeat

import numpy as np

from cleancopy.features.blocks import Blocks
from cleancopy.features.columns import Bags, Column, Places, one_hot, places, share, signed_log
from cleancopy.features.structure import Structure
from cleancopy.features.table import ABOVE, INNER, LEVELS, TAGS
from cleancopy.features.words import tokenise

_PLACE_OF_TAG = {tag: i for i, tag in enumerate(TAGS)}
_PLACE_OF_INNER = {tag: i for i, tag in enumerate(INNER)}


def markup_columns(blocks: Blocks, structure: Structure) -> dict[str, Column]:
    """The columns of `table.MARKUP` that markup and structure give."""
    chars, links = blocks.chars, blocks.link_chars
    return {
        "link_share": share(links, chars),
        "links": np.log1p(blocks.links),
        "bold_share": share(blocks.bold_chars, chars),
        "level": blocks.level / 6,
        "page_links": np.full(len(chars), links.sum() / max(1.0, chars.sum()), np.float32),
        "tag_*": one_hot(places(map(_PLACE_OF_TAG.get, structure.tags, repeat(-1)))[structure.own], len(TAGS)),
        "inner_*": _inner(blocks),
        **structure.columns(ABOVE, LEVELS),
    }


def _inner(blocks: Blocks) -> Column:
    """INNER × n: 1 where a block holds an inline element of the tag."""
    found = np.zeros((len(INNER), len(blocks.inner)), np.float32)
    tag = places(map(_PLACE_OF_INNER.get, chain.from_iterable(blocks.inner), repeat(-1)))
    owner = np.repeat(np.arange(len(blocks.inner)), list(map(len, blocks.inner)))
    found[tag[tag >= 0], owner[tag >= 0]] = 1
    return found


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

    def shared(stated: set[str]) -> Places:
        """How many words of a stated text each block has."""
        of_text = np.fromiter(map(stated.__contains__, bags.words), bool, len(bags.words))
        return np.bincount(owner[of_text[word]], minlength=n)

    of_title = set(tokenise(title or "", True))
    in_both = shared(of_title)
    in_block, in_title = (in_both / np.maximum(1, whole) for whole in (len(of_title), sizes))
    hits = np.flatnonzero((in_title >= TITLE_SHARE) & (in_block >= TITLE_SHARE / 2))
    away = np.arange(n) - hits[0] if len(hits) else np.zeros(n)
    return {
        "title_in_block": in_block.astype(np.float32),
        "block_in_title": in_title.astype(np.float32),
        "block_in_description": (shared(set(tokenise(description or "", True))) / sizes).astype(np.float32),
        "past_headline": signed_log(away),
    }
