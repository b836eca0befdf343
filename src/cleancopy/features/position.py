"""Features of a block among the others: its position, repetition, and the vocabulary of the page's prose."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.features.blocks import Blocks
from cleancopy.features.chars import Chars
from cleancopy.features.columns import (
    Column,
    IntArray,
    TokenBags,
    constant,
    divide,
    first_index,
    int_column,
    slice_bytes,
)

WINDOW_REACH = 5
"""Blocks on either side of a block that count as around it."""
MAX_DISTANCE = 40
"""Distances in blocks to prose are cut at this."""
MIN_CONTENT_LETTERS = 4


class ContentWords(NamedTuple):
    """The words that may show a text's subject: those of four letters or more, and all that are not ASCII.

    ids               indices into `TokenBags.words`
    owners            for each of `ids` the block of the word
    sizes             how many content words each block has, at least 1
    vocabulary_size   how many words `TokenBags.words` has
    """

    ids: IntArray
    owners: IntArray
    sizes: IntArray
    vocabulary_size: int

    @classmethod
    def from_bags(cls, bags: TokenBags) -> "ContentWords":
        """Select the content words of bags."""
        is_content = int_column(map(len, bags.words)) >= MIN_CONTENT_LETTERS
        if not "".join(bags.words).isascii():
            is_content |= [not word.isascii() for word in bags.words]
        selected = is_content[bags.ids]
        owners = bags.repeat_owners()[selected]
        sizes = np.maximum(np.bincount(owners, minlength=len(bags.sizes)), 1)
        return cls(bags.ids[selected], owners, sizes, len(bags.words))

    def average(self, values: npt.NDArray[Any]) -> Column:
        """For each block the mean of its words' values."""
        return (np.bincount(self.owners, values, len(self.sizes)) / self.sizes).astype(np.float32)


def position_columns(
    blocks: Blocks, chars: Chars, bags: TokenBags, content: ContentWords, shape: dict[str, Column]
) -> dict[str, Column]:
    """The columns of the table's group "position", from blocks, their characters, words and shape."""
    n = len(blocks.texts)
    size = np.expm1(shape["chars"])
    prose = (blocks.prose > 0).astype(np.float32)
    prose_size = prose * size
    index = np.arange(n, dtype=np.float32)
    total, total_prose = size.sum(), prose_size.sum()
    before = np.cumsum(prose_size) - prose_size
    return {
        "position": index / np.float32(max(1, n - 1)),
        "chars_before": divide(np.cumsum(size) - size, total),
        "from_start": np.log1p(index),
        "from_end": np.log1p(n - 1 - index),
        "prose": prose,
        "prose_before": divide(before, total_prose),
        "prose_after": divide(total_prose - before - prose_size, total_prose),
        "to_prose_above": _distance_to_prose(prose),
        "to_prose_below": _distance_to_prose(prose[::-1])[::-1],
        "prose_around": divide(window_sum(prose_size, WINDOW_REACH), window_sum(size, WINDOW_REACH)),
        "length_rank": divide(size, size.max()),
        **_repetition_columns(bags),
        "within_neighbour": _within_neighbour(blocks.texts, chars),
        **_topic_columns(content, prose > 0),
        "page_blocks": constant(np.log1p(n)),
        "page_prose": constant(np.log1p(total_prose)),
        "page_prose_share": constant(total_prose / max(1.0, total)),
        "page_sentences": constant(shape["ends_sentence"].mean()),
    }


def _distance_to_prose(prose: Column) -> Column:
    """Log of the blocks since the last prose above, the block itself not counted."""
    index = np.arange(len(prose))
    last = np.maximum.accumulate(np.where(prose > 0, index, -MAX_DISTANCE - 1))
    last = np.concatenate(([-MAX_DISTANCE - 1], last[:-1]))
    return np.log1p(np.minimum(index - last, MAX_DISTANCE)).astype(np.float32)


def window_sum(values: Column, reach: int) -> Column:
    """For each block the sum over itself and `reach` neighbours on either side."""
    sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    index = np.arange(len(values))
    return np.asarray(sums[np.minimum(index + reach + 1, len(values))] - sums[np.maximum(index - reach, 0)], np.float32)


FIRST_WORDS = 5


def _repetition_columns(bags: TokenBags) -> dict[str, Column]:
    """How often a block's words, or its first words, stand on the page."""
    has_words = bags.sizes > 0
    ends = np.cumsum(bags.sizes)
    starts = ends - bags.sizes
    same_text = first_index(slice_bytes(bags.ids, starts, ends))
    same_start = first_index(slice_bytes(bags.ids, starts, np.minimum(ends, starts + FIRST_WORDS)))
    rank = _rank_in_group(same_start)
    return {
        "repeats": np.log(np.bincount(same_text)[same_text].astype(np.float32)),
        "repeats_above": (has_words & (rank > 0)).astype(np.float32),
        "repeats_below": (has_words & (rank < np.bincount(same_start)[same_start] - 1)).astype(np.float32),
    }


def _rank_in_group(groups: IntArray) -> IntArray:
    """For each thing how many of its group come before it."""
    order = np.argsort(groups, kind="stable")
    size = np.bincount(groups)
    rank = np.empty_like(groups)
    rank[order] = np.arange(len(groups)) - np.repeat(np.cumsum(size) - size, size)
    return rank


MIN_CONTAINED_CHARS = 12


def _within_neighbour(texts: Sequence[str], chars: Chars) -> Column:
    """1 where a neighbour within two blocks contains a text or is contained by it, at its start."""
    found = np.zeros(len(texts), np.float32)
    is_long = chars.ends - chars.starts >= MIN_CONTAINED_CHARS
    # Two characters that must agree: the first, and one in the middle of the shortest text.
    first = chars.codes[chars.starts]
    middle = chars.codes[np.minimum(chars.starts + MIN_CONTAINED_CHARS // 2, chars.ends)]
    for reach in (1, 2):
        is_similar = (first[:-reach] == first[reach:]) & (middle[:-reach] == middle[reach:])
        is_similar &= is_long[:-reach] & is_long[reach:]
        for i in np.flatnonzero(is_similar).tolist():
            a, b = texts[i], texts[i + reach]
            if a.startswith(b[:-1]) or b.startswith(a[:-1]):
                found[i] = found[i + reach] = 1
    return found


def _topic_columns(content: ContentWords, is_prose: npt.NDArray[np.bool_]) -> dict[str, Column]:
    """How much of a block's vocabulary the page's prose shares, the block's own use not counted."""
    in_prose = is_prose[content.owners]
    uses = np.bincount(content.ids[in_prose], minlength=content.vocabulary_size)
    other_uses = np.maximum(uses[content.ids] - in_prose, 0)
    return {
        "topic": content.average(_LOG1P[np.minimum(other_uses, len(_LOG1P) - 1)]),
        "topic_known": content.average(other_uses > 0),
    }


_LOG1P = np.log1p(np.arange(200))


def line_columns(blocks: Blocks) -> dict[str, Column]:
    """The columns of the table's group "lines"."""
    gap = np.minimum(blocks.gap, 4)
    return {
        "gap": gap,
        "gap_below": np.append(gap[1:], np.float32(0)),
        "gap_usual": constant(gap.mean()),
        "indent": np.log1p(blocks.indent),
        "line_count": np.log(blocks.lines),
    }
