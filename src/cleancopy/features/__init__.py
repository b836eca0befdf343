"""Blocks to features: a float32 matrix in the order of one named table, and bags of words.

Takes a `Segmentation` (and what the page says its title and description are), gives one row a block.
Sees blocks only, never the tree, and knows nothing of a trained model.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.block import Segmentation
from cleancopy.features.blocks import Blocks
from cleancopy.features.charclass import Chars
from cleancopy.features.columns import Bags, Column, one_hot
from cleancopy.features.flat import flat_columns, flat_groups, patterns
from cleancopy.features.markup import anchors, markup_columns, stated_columns
from cleancopy.features.place import Topic, line_columns, place_columns
from cleancopy.features.shape import shape_columns
from cleancopy.features.structure import describe
from cleancopy.features.table import COLUMNS, FEATURE_SET, FEATURES, LAYOUTS, PARTS
from cleancopy.features.words import word_bags

__all__ = ["COLUMNS", "FEATURES", "FEATURE_SET", "Bags", "Features", "featurise"]


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
    text: Bags
    own: Sequence[tuple[str, ...]]
    names: Sequence[tuple[str, ...]]
    above: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]


def featurise(
    segmentation: Segmentation, title: str | None = None, description: str | None = None, words: Sequence[str] = ()
) -> Features:
    """Describe every block of a page that has at least one.

    title, description   as the page states them
    words                what the page says of its kind, see `dom.Tree.words`
    """
    blocks = Blocks.of(segmentation.blocks)
    if not segmentation.elements:
        return _of_flat(blocks)
    columns, bags = _of_any(blocks)[:2]
    structure = describe(blocks, segmentation.elements)
    stated = stated_columns(bags, title, description)
    columns |= markup_columns(blocks, structure) | stated
    columns |= structure.kinship(*anchors(columns["prose"], stated["past_headline"]))
    names = (*structure.names, tuple(words))
    above = np.append(structure.kinds_above(), np.full((len(blocks.texts), 1), len(names) - 1), axis=1)
    return Features(_dense(columns, "html"), bags, blocks.inner, names, above, structure.groups())


def _of_flat(blocks: Blocks) -> Features:
    columns, bags, topic, chars = _of_any(blocks)
    pattern = patterns(chars)
    columns |= flat_columns(blocks.texts, chars, pattern, topic, columns)
    nowhere = np.full((len(blocks.texts), 9), -1)
    groups = flat_groups(blocks, pattern, columns["prose"])
    return Features(_dense(columns, "text"), bags, blocks.inner, (), nowhere, groups)


def _of_any(blocks: Blocks) -> tuple[dict[str, Column], Bags, Topic, Chars]:
    """The columns that both kinds of page have, and what they are made of."""
    chars = Chars.of(blocks.texts)
    bags = word_bags(blocks.texts, chars)
    topic = Topic.of(bags)
    columns = shape_columns(blocks.texts, chars, chars.counts())
    columns |= place_columns(blocks, chars, bags, topic, columns)
    columns |= line_columns(blocks)
    columns["layout_*"] = one_hot(blocks.layout, len(LAYOUTS))
    return columns, bags, topic, chars


def _dense(columns: dict[str, Column], kind: Literal["html", "text"]) -> npt.NDArray[np.float32]:
    """Columns and families of columns as one matrix, n × columns."""
    out = np.empty((len(COLUMNS[kind]), len(columns["chars"])), np.float32)
    for name, place in PARTS[kind].items():
        out[place] = columns[name]
    return out.T
