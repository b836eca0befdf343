"""Features of an HTML page's block: its element, what the page states of itself, kinship to headline and lead."""

from collections.abc import Sequence

import numpy as np

from cleancopy.block import Block
from cleancopy.features.columns import Column, numbers, share
from cleancopy.features.structure import Structure
from cleancopy.features.table import ABOVE, INNER, LEVELS, TAGS
from cleancopy.features.words import tokenise


def markup_columns(blocks: Sequence[Block], structure: Structure) -> dict[str, Column]:
    """The columns of `table.MARKUP` that markup and structure give."""
    chars = numbers(len(b.text) for b in blocks)
    links = numbers(b.link_chars for b in blocks)
    tags = [structure.tags[b.element] if b.element >= 0 else "" for b in blocks]
    inner = [frozenset(b.inner) for b in blocks]
    return {
        "link_share": share(links, chars),
        "links": np.log1p(numbers(b.links for b in blocks)),
        "bold_share": share(numbers(b.bold_chars for b in blocks), chars),
        "level": numbers(b.level for b in blocks) / 6,
        "page_links": np.full(len(blocks), links.sum() / max(1.0, chars.sum()), np.float32),
        **{f"tag_{t}": numbers(x == t for x in tags) for t in TAGS},
        **{f"inner_{t}": numbers(t in x for x in inner) for t in INNER},
        **structure.columns(ABOVE, LEVELS),
    }


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


def stated_columns(tokens: list[list[str]], title: str | None, description: str | None) -> dict[str, Column]:
    """The columns of `table.MARKUP` that compare with what the page states."""
    of_title = set(tokenise(title or "", True)) - {""}
    of_description = set(tokenise(description or "", True))
    sets = [set(t) for t in tokens]
    in_block = numbers(len(of_title & s) / max(1, len(of_title)) for s in sets)
    in_title = numbers(len(of_title & s) / max(1, len(s)) for s in sets)
    index = np.arange(len(tokens))
    hits = np.flatnonzero((in_title >= TITLE_SHARE) & (in_block >= TITLE_SHARE / 2))
    away = index - hits[0] if len(hits) else np.zeros(len(tokens))
    return {
        "title_in_block": in_block,
        "block_in_title": in_title,
        "block_in_description": numbers(len(of_description & s) / max(1, len(s)) for s in sets),
        "past_headline": (np.sign(away) * np.log1p(np.abs(away))).astype(np.float32),
    }
