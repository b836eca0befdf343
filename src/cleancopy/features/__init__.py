"""Blocks to features: a float32 matrix in the order of one named table, and bags of words.

Takes a `Segmentation` (and what the page states as its title and description), and gives one row a block.
Sees blocks only, never the tree, and knows nothing of a trained model.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.block import Segmentation
from cleancopy.features.blocks import Blocks
from cleancopy.features.chars import Chars, concat_codepoints
from cleancopy.features.columns import Column, TokenBags, chunk_slices, one_hot
from cleancopy.features.elements import compute_element_stats
from cleancopy.features.flat import find_patterns, flat_columns, flat_groups
from cleancopy.features.markup import markup_columns, reference_blocks, stated_columns
from cleancopy.features.phrases import WordSource, describe_feature, describe_unknown, describe_word
from cleancopy.features.position import ContentWords, line_columns, position_columns
from cleancopy.features.shape import shape_columns
from cleancopy.features.table import COLUMN_SLICES, COLUMNS, FEATURE_SET, FEATURES, LAYOUTS
from cleancopy.features.words import word_bags

__all__ = [
    "COLUMNS",
    "FEATURES",
    "FEATURE_SET",
    "Features",
    "TokenBags",
    "WordSource",
    "chunk_slices",
    "compute_features",
    "concat_codepoints",
    "describe_feature",
    "describe_unknown",
    "describe_word",
]


class Features(NamedTuple):
    """What the model sees of a page of n blocks.

    dense           float32, n × columns, in the order of the table
    text            for each block its words in lower case, CJK by pairs; ``^w`` and ``w$`` are the first and last
    inline_names    for each block the words of the names of elements inside it
    element_names   for each kind of element ``<tag`` and the words of its class and id; last the words of the page
    ancestor_kinds  int, n × 9: for each block the kinds of its element and the seven above, -1 for no element, and
                    the last of `element_names`
    groups          int, n × groupings: the number of each block's group, counted from 0
    """

    dense: npt.NDArray[np.float32]
    text: TokenBags
    inline_names: Sequence[tuple[str, ...]]
    element_names: Sequence[tuple[str, ...]]
    ancestor_kinds: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]


class _SharedFeatures(NamedTuple):
    """The columns that both kinds of page have, and what they are made of."""

    columns: dict[str, Column]
    bags: TokenBags
    content: ContentWords
    chars: Chars


def compute_features(
    segmentation: Segmentation, title: str | None = None, description: str | None = None, words: Sequence[str] = ()
) -> Features:
    """Compute the features of every block of a page that has at least one.

    title, description   as the page states them
    words                what the page says of its kind, see `dom.Tree.words`
    """
    blocks = Blocks.from_blocks(segmentation.blocks)
    if not segmentation.elements:
        return _compute_flat_features(blocks)
    columns, bags, _, _ = _compute_shared_features(blocks)
    stats = compute_element_stats(blocks, segmentation.elements)
    stated = stated_columns(bags, title, description)
    columns |= markup_columns(blocks, stats) | stated
    columns |= stats.tree_distances(*reference_blocks(columns["prose"], stated["headline_offset"]))
    names = (*stats.names, tuple(words))
    page_kind = np.full((len(blocks.texts), 1), len(names) - 1)
    ancestor_kinds = np.append(stats.ancestor_kinds(), page_kind, axis=1)
    return Features(
        _fill_matrix(columns, "html"), bags, blocks.inline_names, names, ancestor_kinds, stats.group_blocks()
    )


def _compute_flat_features(blocks: Blocks) -> Features:
    columns, bags, content, chars = _compute_shared_features(blocks)
    pattern = find_patterns(chars)
    columns |= flat_columns(blocks.texts, chars, pattern, content, columns)
    no_ancestors = np.full((len(blocks.texts), 9), -1)
    groups = flat_groups(blocks, pattern, columns["prose"])
    return Features(_fill_matrix(columns, "text"), bags, blocks.inline_names, (), no_ancestors, groups)


def _compute_shared_features(blocks: Blocks) -> _SharedFeatures:
    chars = Chars.from_texts(blocks.texts)
    bags = word_bags(blocks.texts, chars)
    content = ContentWords.from_bags(bags)
    columns = shape_columns(blocks.texts, chars, chars.count_classes())
    columns |= position_columns(blocks, chars, bags, content, columns)
    columns |= line_columns(blocks)
    columns["layout_*"] = one_hot(blocks.layout, len(LAYOUTS))
    return _SharedFeatures(columns, bags, content, chars)


def _fill_matrix(columns: dict[str, Column], kind: Literal["html", "text"]) -> npt.NDArray[np.float32]:
    """Columns and families of columns as one matrix, n × columns."""
    out = np.empty((len(COLUMNS[kind]), len(columns["chars"])), np.float32)
    for name, rows in COLUMN_SLICES[kind].items():
        out[rows] = columns[name]
    return out.T
