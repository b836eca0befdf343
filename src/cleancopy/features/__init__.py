"""Blocks to features: a float32 matrix in the order of one named table, and bags of words.

Takes a `Segmentation` (and what the page says its title and description are), gives one row a block.
Sees blocks only, never the tree, and knows nothing of a trained model.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.block import Segmentation
from cleancopy.features import charclass
from cleancopy.features.columns import numbers
from cleancopy.features.flat import flat_columns, flat_groups, pattern
from cleancopy.features.markup import anchors, markup_columns, stated_columns
from cleancopy.features.place import line_columns, place_columns
from cleancopy.features.shape import shape_columns
from cleancopy.features.structure import describe
from cleancopy.features.table import COLUMNS, FEATURE_SET, FEATURES, LAYOUTS
from cleancopy.features.words import tokenise

__all__ = ["COLUMNS", "FEATURES", "FEATURE_SET", "Features", "featurise"]


class Features(NamedTuple):
    """What the model sees of a page of n blocks.

    dense   float32, n × columns, in the order of the names asked for
    text    for each block its words, lower-cased, CJK by pairs; ``^w`` and ``w$`` are the first and last
    own     for each block the words of the ``own`` bag that are its alone (inline elements inside it)
    names   for each kind of element ``<tag`` and its naming words; last the words of the page as a whole
    above   int, n × 9: for each block the kinds of its element and the seven above, -1 where there is none, and
            the last of `names`
    groups  int, n × g: for each way of grouping the number of each block's group, counted from 0
    """

    dense: npt.NDArray[np.float32]
    text: list[list[str]]
    own: list[tuple[str, ...]]
    names: list[tuple[str, ...]]
    above: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]


def featurise(
    segmentation: Segmentation, title: str | None = None, description: str | None = None, words: Sequence[str] = ()
) -> Features:
    """Describe every block of a page that has at least one.

    title, description   as the page states them
    words                what the page says of its kind, see `dom.Tree.words`
    """
    blocks = segmentation.blocks
    texts = [b.text for b in blocks]
    counts = charclass.count(texts)
    tokens = [tokenise(t, bool(c)) for t, c in zip(texts, counts["cjk"], strict=True)]
    columns = shape_columns(texts, counts)
    columns |= place_columns(blocks, tokens, columns)
    columns |= line_columns(blocks)
    columns |= {f"layout_{v}": numbers(b.layout is v for b in blocks) for v in LAYOUTS}
    if segmentation.elements:
        structure = describe(segmentation)
        stated = stated_columns(tokens, title, description)
        columns |= markup_columns(blocks, structure) | stated
        columns |= structure.kinship(*anchors(columns["prose"], stated["past_headline"]))
        names = [*structure.names, tuple(words)]
        above = np.where(structure.above >= 0, structure.kind[structure.above], -1)
        above = np.append(above, np.full((len(blocks), 1), len(names) - 1), axis=1)
        groups = structure.groups()
    else:
        patterns = [pattern(t) for t in texts]
        columns |= flat_columns(texts, patterns, tokens, columns)
        above, names = np.full((len(blocks), 9), -1), []
        groups = flat_groups(blocks, patterns, columns["prose"])
    wanted = COLUMNS["html" if segmentation.elements else "text"]
    dense = np.stack([columns[n] for n in wanted], axis=1).astype(np.float32, copy=False)
    return Features(dense, tokens, [b.inner for b in blocks], names, above, groups)
