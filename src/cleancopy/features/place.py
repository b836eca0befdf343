"""Features of a block among the others: its place, repetition, and the vocabulary of the page's prose."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.features.blocks import Blocks
from cleancopy.features.columns import Bags, Column, Places, number, share

AROUND = 5
FAR = 40


def place_columns(blocks: Blocks, bags: Bags, shape: dict[str, Column]) -> dict[str, Column]:
    """The columns of `table.PLACE`, from blocks, their words and their shape."""
    n = len(blocks.texts)
    chars = np.expm1(shape["chars"])
    prose = (blocks.prose > 0).astype(np.float32)
    of_prose = prose * chars
    index = np.arange(n, dtype=np.float32)
    total, total_prose = chars.sum(), of_prose.sum()
    before = np.cumsum(of_prose) - of_prose
    full = np.ones(n, np.float32)
    return {
        "place": index / max(1, n - 1),
        "place_chars": share(np.cumsum(chars) - chars, total),
        "from_start": np.log1p(index),
        "from_end": np.log1p(n - 1 - index),
        "prose": prose,
        "prose_before": share(before, total_prose),
        "prose_after": share(total_prose - before - of_prose, total_prose),
        "to_prose_above": _distance(prose),
        "to_prose_below": _distance(prose[::-1])[::-1],
        "prose_around": share(window(of_prose, AROUND), window(chars, AROUND)),
        "length_rank": share(chars, chars.max()),
        **_repeats(bags),
        "within_neighbour": _within_neighbour(blocks.texts),
        **_topic(bags, prose > 0),
        "page_blocks": full * np.log1p(n),
        "page_prose": full * np.log1p(total_prose),
        "page_prose_share": full * total_prose / max(1.0, total),
        "page_sentences": full * shape["ends_sentence"].mean(),
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
    whole, heads = number(bags.keys()), number(bags.keys(FIRST_WORDS))
    some = bags.sizes > 0
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


def _within_neighbour(texts: Sequence[str]) -> Column:
    found = np.zeros(len(texts), np.float32)
    starts = number([t[: CONTAINED_CHARS - 1] for t in texts])  # one that holds the other starts as it does
    for reach in (1, 2):
        for i in np.flatnonzero(starts[:-reach] == starts[reach:]).tolist():
            a, b = texts[i], texts[i + reach]
            if min(len(a), len(b)) >= CONTAINED_CHARS and (a.startswith(b[:-1]) or b.startswith(a[:-1])):
                found[i] = found[i + reach] = 1
    return found


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
        tells = np.fromiter((len(w) >= TOPIC_LETTERS or not w.isascii() for w in bags.words), bool, len(bags.words))
        counted = tells[bags.ids]
        owners = bags.owners()[counted]
        sizes = np.maximum(np.bincount(owners, minlength=len(bags.sizes)), 1)
        return cls(bags.ids[counted], owners, sizes, len(bags.words))

    def mean(self, values: npt.NDArray[Any]) -> Column:
        """For each block the mean of its words' values."""
        return (np.bincount(self.owners, values, len(self.sizes)) / self.sizes).astype(np.float32)


def _topic(bags: Bags, prose: npt.NDArray[np.bool_]) -> dict[str, Column]:
    """How much of a block's vocabulary the page's prose shares: its own use aside."""
    topic = Topic.of(bags)
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
        "gap_usual": np.full(len(gap), gap.mean(), np.float32),
        "indent": np.log1p(blocks.indent),
        "joined": np.log(blocks.lines),
    }
