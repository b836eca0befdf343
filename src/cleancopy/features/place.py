"""Features of a block among the others: its place, repetition, and the vocabulary of the page's prose."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from cleancopy.block import Block, prose_chars
from cleancopy.features.columns import Column, numbers, share

AROUND = 5
FAR = 40


def place_columns(blocks: Sequence[Block], tokens: list[list[str]], shape: dict[str, Column]) -> dict[str, Column]:
    """The columns of `table.PLACE`, from blocks, their words and their shape."""
    n = len(blocks)
    chars = np.expm1(shape["chars"])
    prose = numbers(prose_chars(b) > 0 for b in blocks)
    of_prose = prose * chars
    index = np.arange(n, dtype=np.float32)
    total, total_prose = chars.sum(), of_prose.sum()
    before = np.cumsum(of_prose) - of_prose
    texts = [" ".join(t) for t in tokens]
    same = Counter(texts)
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
        "repeats": np.log(numbers(same[t] for t in texts)),
        **_first_words_repeat(tokens),
        "within_neighbour": _within_neighbour(blocks),
        **_topic(tokens, prose),
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


def _first_words_repeat(tokens: list[list[str]]) -> dict[str, Column]:
    keys = [tuple(t[:FIRST_WORDS]) for t in tokens]
    left = Counter(keys)
    seen: set[tuple[str, ...]] = set()
    above, below = [], []
    for key in keys:
        left[key] -= 1
        above.append(key in seen and len(key) > 1)
        below.append(left[key] > 0 and len(key) > 1)
        seen.add(key)
    return {"repeats_above": numbers(above), "repeats_below": numbers(below)}


CONTAINED_CHARS = 12


def _within_neighbour(blocks: Sequence[Block]) -> Column:
    found = np.zeros(len(blocks), np.float32)
    texts = [b.text for b in blocks]
    for reach in (1, 2):
        for i in range(len(texts) - reach):
            a, b = texts[i], texts[i + reach]
            if min(len(a), len(b)) >= CONTAINED_CHARS and (a.startswith(b[:-1]) or b.startswith(a[:-1])):
                found[i] = found[i + reach] = 1
    return found


TOPIC_LETTERS = 4


def topic_words(tokens: list[str]) -> list[str]:
    """The words that may tell what a text is about: those of four letters or more, and all that are not ASCII."""
    return [w for w in tokens if len(w) >= TOPIC_LETTERS or not w.isascii()]


def _topic(tokens: list[list[str]], prose: Column) -> dict[str, Column]:
    """How much of a block's vocabulary the page's prose shares: its own use aside."""
    long_words = [topic_words(t) for t in tokens]
    used: Counter[str] = Counter()
    for words, is_prose in zip(long_words, prose, strict=True):
        if is_prose:
            used.update(words)
    mean, known = [], []
    for words, is_prose in zip(long_words, prose, strict=True):
        own = 1 if is_prose else 0
        times = [max(0, used[w] - own) for w in words]
        size = max(1, len(words))
        mean.append(sum(map(_LOG1P.__getitem__, (min(t, len(_LOG1P) - 1) for t in times))) / size)
        known.append(sum(t > 0 for t in times) / size)
    return {"topic": numbers(mean), "topic_known": numbers(known)}


_LOG1P = [float(x) for x in np.log1p(np.arange(200))]


def line_columns(blocks: Sequence[Block]) -> dict[str, Column]:
    """The columns of `table.LINES`."""
    gap = np.minimum(numbers(b.gap for b in blocks), 4)
    return {
        "gap": gap,
        "gap_below": np.append(gap[1:], np.float32(0)),
        "gap_usual": np.full(len(blocks), gap.mean(), np.float32),
        "indent": np.log1p(numbers(b.indent for b in blocks)),
        "joined": np.log(numbers(b.lines for b in blocks)),
    }
