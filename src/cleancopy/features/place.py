"""Features of a block among the others: its place, repetition, and the vocabulary of the page's prose."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.features.blocks import Blocks
from cleancopy.features.charclass import Chars
from cleancopy.features.columns import Bags, Column, Places, firsts, places, same, share, slices

AROUND = 5
FAR = 40


TOPIC_LETTERS = 4


class Topic(NamedTuple):
    """The words that may tell what a text is about: those of four letters or more, and all that are not ASCII.

    ids, owners   places in `Bags.words`, and for each the block that it stands in
    sizes         how many each block has, 1 at least
    words         how many words there are in `Bags.words`
    """

    ids: Places
    owners: Places
    sizes: Places
    words: int

    @classmethod
    def of(cls, bags: Bags) -> "Topic":
        """Take these words from among all."""
        tells = places(map(len, bags.words)) >= TOPIC_LETTERS
        if not "".join(bags.words).isascii():
            tells |= [not word.isascii() for word in bags.words]
        counted = tells[bags.ids]
        owners = bags.owners()[counted]
        sizes = np.maximum(np.bincount(owners, minlength=len(bags.sizes)), 1)
        return cls(bags.ids[counted], owners, sizes, len(bags.words))

    def mean(self, values: npt.NDArray[Any]) -> Column:
        """For each block the mean of its words' values."""
        return (np.bincount(self.owners, values, len(self.sizes)) / self.sizes).astype(np.float32)


def place_columns(
    blocks: Blocks, chars: Chars, bags: Bags, topic: Topic, shape: dict[str, Column]
) -> dict[str, Column]:
    """The columns of `table.PLACE`, from blocks, their characters, words and shape."""
    n = len(blocks.texts)
    size = np.expm1(shape["chars"])
    prose = (blocks.prose > 0).astype(np.float32)
    of_prose = prose * size
    index = np.arange(n, dtype=np.float32)
    total, total_prose = size.sum(), of_prose.sum()
    before = np.cumsum(of_prose) - of_prose
    return {
        "place": index / np.float32(max(1, n - 1)),
        "place_chars": share(np.cumsum(size) - size, total),
        "from_start": np.log1p(index),
        "from_end": np.log1p(n - 1 - index),
        "prose": prose,
        "prose_before": share(before, total_prose),
        "prose_after": share(total_prose - before - of_prose, total_prose),
        "to_prose_above": _distance(prose),
        "to_prose_below": _distance(prose[::-1])[::-1],
        "prose_around": share(window(of_prose, AROUND), window(size, AROUND)),
        "length_rank": share(size, size.max()),
        **_repeats(bags),
        "within_neighbour": _within_neighbour(blocks.texts, chars),
        **_shared(topic, prose > 0),
        "page_blocks": same(np.log1p(n)),
        "page_prose": same(np.log1p(total_prose)),
        "page_prose_share": same(total_prose / max(1.0, total)),
        "page_sentences": same(shape["ends_sentence"].mean()),
    }


def _distance(prose: Column) -> Column:
    """Log of the blocks since the last prose above, itself not counted."""
    index = np.arange(len(prose))
    last = np.maximum.accumulate(np.where(prose > 0, index, -FAR - 1))
    last = np.concatenate(([-FAR - 1], last[:-1]))
    return np.log1p(np.minimum(index - last, FAR)).astype(np.float32)


def window(values: Column, reach: int) -> Column:
    """Sums over `reach` neighbours on either side, the block itself included."""
    sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    index = np.arange(len(values))
    return np.asarray(sums[np.minimum(index + reach + 1, len(values))] - sums[np.maximum(index - reach, 0)], np.float32)


FIRST_WORDS = 5


def _repeats(bags: Bags) -> dict[str, Column]:
    """How often a block's words, or its first words, stand on the page."""
    some = bags.sizes > 0
    ends = np.cumsum(bags.sizes)
    starts = ends - bags.sizes
    whole = firsts(slices(bags.ids, starts, ends))
    heads = firsts(slices(bags.ids, starts, np.minimum(ends, starts + FIRST_WORDS)))
    rank = _rank(heads)
    return {
        "repeats": np.log(np.bincount(whole)[whole].astype(np.float32)),
        "repeats_above": (some & (rank > 0)).astype(np.float32),
        "repeats_below": (some & (rank < np.bincount(heads)[heads] - 1)).astype(np.float32),
    }


def _rank(groups: Places) -> Places:
    """For each thing how many of its group stand before it."""
    order = np.argsort(groups, kind="stable")
    size = np.bincount(groups)
    rank = np.empty_like(groups)
    rank[order] = np.arange(len(groups)) - np.repeat(np.cumsum(size) - size, size)
    return rank


CONTAINED_CHARS = 12


def _within_neighbour(texts: Sequence[str], chars: Chars) -> Column:
    found = np.zeros(len(texts), np.float32)
    long = chars.ends - chars.starts >= CONTAINED_CHARS
    # One that holds the other starts as it does.
    first, later = chars.codes[chars.starts], chars.codes[np.minimum(chars.starts + CONTAINED_CHARS // 2, chars.ends)]
    for reach in (1, 2):
        alike = (first[:-reach] == first[reach:]) & (later[:-reach] == later[reach:]) & long[:-reach] & long[reach:]
        for i in np.flatnonzero(alike).tolist():
            a, b = texts[i], texts[i + reach]
            if a.startswith(b[:-1]) or b.startswith(a[:-1]):
                found[i] = found[i + reach] = 1
    return found


def _shared(topic: Topic, prose: npt.NDArray[np.bool_]) -> dict[str, Column]:
    """How much of a block's vocabulary the page's prose shares: its own use aside."""
    own = prose[topic.owners]
    used = np.bincount(topic.ids[own], minlength=topic.words)
    times = np.maximum(used[topic.ids] - own, 0)
    return {
        "topic": topic.mean(_LOG1P[np.minimum(times, len(_LOG1P) - 1)]),
        "topic_known": topic.mean(times > 0),
    }


_LOG1P = np.log1p(np.arange(200))


def line_columns(blocks: Blocks) -> dict[str, Column]:
    """The columns of `table.LINES`."""
    gap = np.minimum(blocks.gap, 4)
    return {
        "gap": gap,
        "gap_below": np.append(gap[1:], np.float32(0)),
        "gap_usual": same(gap.mean()),
        "indent": np.log1p(blocks.indent),
        "joined": np.log(blocks.lines),
    }
