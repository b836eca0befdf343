"""Copies: texts of the same words, and near copies by their signatures.

Texts come best first, and a number here is a place in that order: so nothing depends on how rows were stored. A text
is dropped only if it is itself a copy of one that is kept: similarity does not add up along a chain.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.corpus.dedup.sketch import PERMUTATIONS, Sketch

Places = npt.NDArray[np.int64]
Signatures = npt.NDArray[np.uint16]

THRESHOLD = 0.6
"""Estimated Jaccard similarity from which two texts are copies. All pairs of 2,477 labelled pages that reach it tell
the same; two offers and two listings of a shop reach 0.56. Of copies that are cut, edited or have chrome left in, 0.5
finds 0.998, 0.6 finds 0.990 and 0.7 finds 0.943 (`benchmarks/dedup.py`)."""

LEAST_WORDS = 20
"""Texts with fewer words have no near copies: in a template of that length the words that differ are what it says."""

_FOUND = 0.98
"""Share of the pairs right at the threshold that are looked at; of closer ones it is more."""
_MOST_KEPT = 1_000
"""Of texts that hang together so many are kept and compared with the others, and copies of the rest are not found: time
stays linear. Of 2,477 labelled pages four hang together at most, and one of them is kept."""
_AT_ONCE = 1 << 16  # pairs whose signatures are in memory: 64 MB
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd: SplitMix64's golden ratio


class Copies(NamedTuple):
    """For each text the one that is kept instead of it, itself if it is kept.

    kept         its place
    exact        whether both have the same words
    similarity   estimated Jaccard similarity to it, 1.0 for the same words
    """

    kept: Places
    exact: npt.NDArray[np.bool_]
    similarity: npt.NDArray[np.float32]


def find_copies(sketch: Sketch, slot: Places, threshold: float) -> Copies:
    """Find the copies among texts.

    sketch   of the texts, best first; its signatures may be on disk, and that of text i is at ``slot[i]``
    """
    _, firsts, groups = np.unique(sketch.digests, return_index=True, return_inverse=True)
    first = firsts[groups]
    apart = np.flatnonzero((first == np.arange(len(first))) & (sketch.words >= LEAST_WORDS))
    near, close = _near_copies(sketch.signatures, slot[apart], threshold)
    kept = np.arange(len(first))
    kept[apart] = apart[near]
    similarity = np.ones(len(first), np.float32)
    similarity[apart] = close
    return Copies(kept[first], kept[first] == first, similarity[first])


def _near_copies(signatures: Signatures, rows: Places, threshold: float) -> tuple[Places, npt.NDArray[np.float32]]:
    kept = np.arange(len(rows))
    close = np.ones(len(rows), np.float32)
    for members in _hanging_together(signatures, rows, threshold):
        for best, copies, alike in _stars(signatures, rows, members, threshold):
            kept[copies] = best
            close[copies] = alike
    return kept, close


def _stars(
    signatures: Signatures, rows: Places, members: Places, threshold: float
) -> Iterator[tuple[int, Places, npt.NDArray[np.float32]]]:
    """The best text with its copies, of the others the best with its own, and so on."""
    for _ in range(_MOST_KEPT):
        if len(members) < 2:  # noqa: PLR2004 - one alone has no copies
            return
        best, others = int(members[0]), members[1:]
        alike = _similarity(signatures, np.full(len(others), rows[best]), rows[others])
        copies = alike >= threshold
        yield best, others[copies], alike[copies]
        members = others[~copies]


def _hanging_together(signatures: Signatures, rows: Places, threshold: float) -> Iterator[Places]:
    """Texts that chains of copies join, two and more, best first."""
    parents = np.arange(len(rows))
    for band in _bands(threshold):
        one, other = _pairs(_keys(signatures, rows, band))
        parents = _roots(parents)
        news = parents[one] != parents[other]
        one, other = one[news], other[news]
        alike = _similarity(signatures, rows[one], rows[other]) >= threshold
        _join(parents, one[alike], other[alike])
    parents = _roots(parents)
    together = np.flatnonzero(np.bincount(parents, minlength=len(parents))[parents] > 1)
    together = together[np.argsort(parents[together], kind="stable")]
    begins = np.flatnonzero(np.diff(parents[together])) + 1
    return (group for group in np.split(together, begins) if len(group))


def _bands(threshold: float) -> list[slice]:
    """The places of a signature in bands, as long as they may be for pairs at the threshold to agree in one."""
    length = next(
        r for r in range(PERMUTATIONS, 0, -1) if r == 1 or 1 - (1 - threshold**r) ** (PERMUTATIONS // r) >= _FOUND
    )
    return [slice(i, i + length) for i in range(0, PERMUTATIONS - length + 1, length)]


def _keys(signatures: Signatures, rows: Places, band: slice) -> npt.NDArray[np.uint64]:
    keys = np.zeros(len(rows), np.uint64)
    for first in range(0, len(rows), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        for column in signatures[rows[part], band].T:
            keys[part] = (keys[part] ^ column) * _MULTIPLIER
            keys[part] ^= keys[part] >> np.uint64(29)
    return keys


def _pairs(keys: npt.NDArray[np.uint64]) -> tuple[Places, Places]:
    """Of texts with one key each with the best and with the one before it: no more pairs than twice the texts."""
    order = np.argsort(keys, kind="stable")
    same = np.zeros(len(order), bool)
    same[1:] = keys[order][1:] == keys[order][:-1]
    later = np.flatnonzero(same)
    best = np.maximum.accumulate(np.where(same, 0, np.arange(len(order))))[later]
    return order[np.append(best, later - 1)], order[np.append(later, later)]


def _similarity(signatures: Signatures, one: Places, other: Places) -> npt.NDArray[np.float32]:
    """The share of places in which the signatures of two rows agree."""
    alike = np.empty(len(one), np.float32)
    for first in range(0, len(one), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        alike[part] = (signatures[one[part]] == signatures[other[part]]).mean(1, dtype=np.float32)
    return alike


def _roots(parents: Places) -> Places:
    while (parents != (above := parents[parents])).any():
        parents = above
    return parents


def _join(parents: Places, one: Places, other: Places) -> None:
    """Put both of each pair in one tree, whose root is its best text."""
    for pair in zip(one.tolist(), other.tolist(), strict=True):
        low, high = sorted(_root(parents, place) for place in pair)
        parents[high] = low


def _root(parents: Places, place: int) -> int:
    while (above := int(parents[place])) != place:
        parents[place] = place = int(parents[above])  # halve the path
    return place
