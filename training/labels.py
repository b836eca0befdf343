"""Labels from references: the share of each block that the reference text has.

A reference is a text, not a list of labels. The label of a block is the share of its word trigrams that are in the
reference and not used by another block. Longer blocks come first, so that a teaser that repeats the lead, or a caption
that appears twice, does not use up the words of the paragraph that it repeats.
"""

import bisect
from collections import Counter
from collections.abc import Sequence

from labelled import list_trigrams, split_words

MIN_ANCHOR_WORDS = 8
"""Words of the shortest block that, if it is found whole, shows where in the page the reference is."""


def label_blocks(blocks: Sequence[str], reference: str) -> list[float]:
    """For each block of a page, the share (0..1) of it that belongs to the reference."""
    block_words = [split_words(b) for b in blocks]
    reference_words = split_words(reference)
    positions = {g: i for i, g in reversed(list(enumerate(list_trigrams(reference_words))))}
    unused = Counter(list_trigrams(reference_words))
    lines = Counter(" ".join(split_words(line)) for line in reference.split("\n"))
    expected = _expect_positions(block_words, positions, len(reference_words))
    order = sorted(
        range(len(blocks)),
        key=lambda i: (-len(block_words[i]), _measure_distance(i, block_words[i], positions, expected)),
    )
    labels = [0.0] * len(blocks)
    for i in order:
        labels[i] = _claim_share(block_words[i], unused, lines)
    return labels


def _claim_share(words: list[str], unused: Counter[tuple[str, str, str]], lines: Counter[str]) -> float:
    if not words:
        return 0.0
    grams = Counter(list_trigrams(words))
    line = " ".join(words)
    if len(words) < 5 and lines[line] > 0:
        lines[line] -= 1
        unused.subtract({g: min(n, unused[g]) for g, n in grams.items()})
        return 1.0
    if not grams:
        return 0.0
    matches = {g: min(n, unused[g]) for g, n in grams.items() if unused[g] > 0}
    share = sum(matches.values()) / sum(grams.values())
    if share >= 0.5:
        unused.subtract(matches)
    if len(words) < 5:
        return 0.0  # a few common words in a row are no evidence
    return share


def _expect_positions(blocks: list[list[str]], positions: dict[tuple[str, str, str], int], size: int) -> list[float]:
    """For each block, the position in the reference where it is expected, judged by the nearest anchor before it."""
    anchors = [
        (i, positions[grams[0]])
        for i, words in enumerate(blocks)
        if len(words) >= MIN_ANCHOR_WORDS
        and (grams := list_trigrams(words))
        and sum(g in positions for g in grams) >= 0.9 * len(grams)
        and grams[0] in positions
    ]
    if not anchors:
        return [0.0] * len(blocks)
    anchors = _find_longest_run(anchors)
    out, k = [], 0
    for i in range(len(blocks)):
        while k + 1 < len(anchors) and anchors[k + 1][0] <= i:
            k += 1
        near = anchors[k]
        out.append(float(near[1] if abs(i - near[0]) < 30 else (size * 9 if i > near[0] else -size * 9)))
    return out


def _find_longest_run(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of anchors that rises in both page and reference (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    back = [-1] * len(anchors)
    for i, (_, position) in enumerate(anchors):
        k = bisect.bisect_left(tails, position)
        back[i] = ends[k - 1] if k else -1
        tails[k : k + 1] = [position]
        ends[k : k + 1] = [i]
    chain, i = [], ends[-1]
    while i >= 0:
        chain.append(anchors[i])
        i = back[i]
    return chain[::-1]


def _measure_distance(
    i: int, words: list[str], positions: dict[tuple[str, str, str], int], expected: list[float]
) -> float:
    position = next((positions[g] for g in list_trigrams(words) if g in positions), None)
    return abs(position - expected[i]) if position is not None else 0.0
