"""Blocks to features: a float32 matrix in the order of one named table, and bags of words.

Takes a `Segmentation` (and what the page states as its title and description), and gives one row a block.
Sees blocks only, never the tree, and knows nothing of a trained model.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.block import Segmentation
from cleancopy.features.compute import compute_flat, compute_html
from cleancopy.features.phrases import WordSource, describe_feature, describe_unknown, describe_word
from cleancopy.features.table import COLUMNS, FEATURE_SET, FEATURES, MIN_RECORDS, RECORD_PLACES
from cleancopy.features.words import TokenBags, Vocabulary, bag_ids, name_ids

__all__ = [
    "COLUMNS",
    "FEATURES",
    "FEATURE_SET",
    "MIN_RECORDS",
    "RECORD_PLACES",
    "Features",
    "TokenBags",
    "Vocabulary",
    "WordSource",
    "bag_ids",
    "compute_features",
    "describe_feature",
    "describe_unknown",
    "describe_word",
    "name_ids",
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


def compute_features(
    segmentation: Segmentation, title: str | None = None, description: str | None = None, words: Sequence[str] = ()
) -> Features:
    """Compute the features of every block of a page that has at least one.

    title, description   as the page states them
    words                what the page says of its kind, see `dom.Tree.words`
    """
    blocks = segmentation.blocks
    if not segmentation.elements:
        dense, text, groups = compute_flat(blocks)
        return Features(dense, text, (), (), np.full((len(blocks), 9), -1), groups)
    dense, text, inline_names, names, kinds, groups = compute_html(blocks, segmentation.elements, title, description)
    return Features(dense, text, inline_names, (*names, tuple(words)), kinds, groups)
