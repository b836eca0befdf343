"""Labels from references: how much of each block the reference text holds.

A reference is a text, not a list of labels. A block's label is the share of its word trigrams that
the reference still has to give: longer blocks are served first, so that a teaser that repeats the lead,
or a caption that stands twice, does not get the words of the paragraph it repeats.
"""

import bisect
import re
from collections import Counter
from collections.abc import Sequence

WORD = re.compile(r"\w+")
CJK = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")

ANCHOR_WORDS = 8
"""Blocks of at least so many words, found whole, tell where in the page the reference runs."""


def words_of(text: str) -> list[str]:
    """Lower-cased words, CJK by the character: the tokeniser of the scorer."""
    return WORD.findall(CJK.sub(r" \1 ", text.lower()))


def trigrams(words: Sequence[str]) -> list[tuple[str, str, str]]:
    """All runs of three words, in order."""
    return list(zip(words, words[1:], words[2:], strict=False))


def block_labels(blocks: Sequence[str], reference: str) -> list[float]:
    """Give each block of a page the share (0..1) of it that belongs to the reference."""
    block_words = [words_of(b) for b in blocks]
    reference_words = words_of(reference)
    places = {g: i for i, g in reversed(list(enumerate(trigrams(reference_words))))}
    stock = Counter(trigrams(reference_words))
    lines = Counter(" ".join(words_of(line)) for line in reference.split("\n"))
    expected = _expected_place(block_words, places, len(reference_words))
    order = sorted(
        range(len(blocks)), key=lambda i: (-len(block_words[i]), _stray(i, block_words[i], places, expected))
    )
    labels = [0.0] * len(blocks)
    for i in order:
        labels[i] = _serve(block_words[i], stock, lines)
    return labels


def _serve(words: list[str], stock: Counter[tuple[str, str, str]], lines: Counter[str]) -> float:
    if not words:
        return 0.0
    grams = Counter(trigrams(words))
    line = " ".join(words)
    if len(words) < 5 and lines[line] > 0:
        lines[line] -= 1
        stock.subtract({g: min(n, stock[g]) for g, n in grams.items()})
        return 1.0
    if not grams:
        return 0.0
    found = {g: min(n, stock[g]) for g, n in grams.items() if stock[g] > 0}
    share = sum(found.values()) / sum(grams.values())
    if share >= 0.5:
        stock.subtract(found)
    if len(words) < 5:
        return 0.0  # a few common words in a row are no evidence
    return share


def _expected_place(blocks: list[list[str]], places: dict[tuple[str, str, str], int], size: int) -> list[float]:
    """For each block, where in the reference a block that stands there should be found (by its anchors)."""
    anchors = [
        (i, places[grams[0]])
        for i, words in enumerate(blocks)
        if len(words) >= ANCHOR_WORDS
        and (grams := trigrams(words))
        and sum(g in places for g in grams) >= 0.9 * len(grams)
        and grams[0] in places
    ]
    if not anchors:
        return [0.0] * len(blocks)
    anchors = _longest_run(anchors)
    out, k = [], 0
    for i in range(len(blocks)):
        while k + 1 < len(anchors) and anchors[k + 1][0] <= i:
            k += 1
        near = anchors[k]
        out.append(float(near[1] if abs(i - near[0]) < 30 else (size * 9 if i > near[0] else -size * 9)))
    return out


def _longest_run(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of anchors that goes forward in page and reference (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    back = [-1] * len(anchors)
    for i, (_, place) in enumerate(anchors):
        k = bisect.bisect_left(tails, place)
        back[i] = ends[k - 1] if k else -1
        tails[k : k + 1] = [place]
        ends[k : k + 1] = [i]
    chain, i = [], ends[-1]
    while i >= 0:
        chain.append(anchors[i])
        i = back[i]
    return chain[::-1]


def _stray(i: int, words: list[str], places: dict[tuple[str, str, str], int], expected: list[float]) -> float:
    place = next((places[g] for g in trigrams(words) if g in places), None)
    return abs(place - expected[i]) if place is not None else 0.0
