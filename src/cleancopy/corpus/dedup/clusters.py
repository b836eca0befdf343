"""Finds copies: texts of the same words, and near copies by their signatures.

Texts come best first, and an index here is an index in that order: so nothing depends on how rows were stored. A text
is dropped only if it is itself a copy of a kept text: similarity does not add up along a chain.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.corpus.dedup.sketch import PERMUTATIONS, Sketch

Indices = npt.NDArray[np.int64]
Signatures = npt.NDArray[np.uint16]

THRESHOLD = 0.6
"""Estimated Jaccard similarity from which two texts are copies. All pairs of 2,477 labelled pages that reach it have
the same content; two offers and two listings of a shop reach 0.56. Of copies that are cut, edited or have navigation in
them, 0.5 finds 0.998, 0.6 finds 0.990 and 0.7 finds 0.943 (`benchmarks/dedup.py`)."""

MIN_WORDS = 20
"""Texts with fewer words have no near copies: in a short template the words that differ are its content."""

_MIN_FOUND_SHARE = 0.98
"""Share of the pairs right at the threshold that are compared; of closer pairs it is more."""
_MAX_KEPT = 1_000
"""Number of texts of a group that are kept and compared with the others; copies of further texts are not found. This
keeps time linear. Groups of the 2,477 labelled pages have four texts at most, of which one is kept."""
_BATCH_PAIRS = 1 << 16  # pairs whose signatures are in memory: 64 MB
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd: SplitMix64's golden ratio


class Copies(NamedTuple):
    """For each text the text that is kept instead of it, itself if it is kept.

    kept         index of the kept text
    exact        whether both have the same words
    similarity   estimated Jaccard similarity to it, 1.0 for the same words
    """

    kept: Indices
    exact: npt.NDArray[np.bool_]
    similarity: npt.NDArray[np.float32]


def find_copies(sketch: Sketch, signature_rows: Indices, threshold: float) -> Copies:
    """Find the copies among texts.

    sketch           of the texts, best first; its signatures may be on disk, in another order
    signature_rows   for each text the row of its signature
    """
    _, firsts, groups = np.unique(sketch.digests, return_index=True, return_inverse=True)
    first = firsts[groups]
    candidates = np.flatnonzero((first == np.arange(len(first))) & (sketch.words >= MIN_WORDS))
    near, similarity_to_kept = _find_near_copies(sketch.signatures, signature_rows[candidates], threshold)
    kept = np.arange(len(first))
    kept[candidates] = candidates[near]
    similarity = np.ones(len(first), np.float32)
    similarity[candidates] = similarity_to_kept
    return Copies(kept[first], kept[first] == first, similarity[first])


def _find_near_copies(
    signatures: Signatures, rows: Indices, threshold: float
) -> tuple[Indices, npt.NDArray[np.float32]]:
    kept = np.arange(len(rows))
    similarity_to_kept = np.ones(len(rows), np.float32)
    for members in _find_groups(signatures, rows, threshold):
        for best, copies, similarity in _split_by_best(signatures, rows, members, threshold):
            kept[copies] = best
            similarity_to_kept[copies] = similarity
    return kept, similarity_to_kept


def _split_by_best(
    signatures: Signatures, rows: Indices, members: Indices, threshold: float
) -> Iterator[tuple[int, Indices, npt.NDArray[np.float32]]]:
    """Split a group: the best text with its copies, then the best of the rest with its copies, and so on."""
    for _ in range(_MAX_KEPT):
        if len(members) < 2:  # noqa: PLR2004 - one alone has no copies
            return
        best, others = int(members[0]), members[1:]
        similarity = _estimate_similarity(signatures, np.full(len(others), rows[best]), rows[others])
        copies = similarity >= threshold
        yield best, others[copies], similarity[copies]
        members = others[~copies]


def _find_groups(signatures: Signatures, rows: Indices, threshold: float) -> Iterator[Indices]:
    """Find groups of two and more texts that chains of copies join, best first."""
    parents = np.arange(len(rows))
    for band in _make_bands(threshold):
        one, other = _make_pairs(_hash_band(signatures, rows, band))
        parents = _find_roots(parents)
        joins = parents[one] != parents[other]
        one, other = one[joins], other[joins]
        are_copies = _estimate_similarity(signatures, rows[one], rows[other]) >= threshold
        _join(parents, one[are_copies], other[are_copies])
    parents = _find_roots(parents)
    together = np.flatnonzero(np.bincount(parents, minlength=len(parents))[parents] > 1)
    together = together[np.argsort(parents[together], kind="stable")]
    begins = np.flatnonzero(np.diff(parents[together])) + 1
    return (group for group in np.split(together, begins) if len(group))


def _make_bands(threshold: float) -> list[slice]:
    """Split a signature into bands, the longest for which most pairs at the threshold agree in at least one band."""

    def estimate_found_share(length: int) -> float:
        return 1 - (1 - threshold**length) ** (PERMUTATIONS // length)

    lengths = range(PERMUTATIONS, 0, -1)
    length = next(n for n in lengths if n == 1 or estimate_found_share(n) >= _MIN_FOUND_SHARE)
    return [slice(i, i + length) for i in range(0, PERMUTATIONS - length + 1, length)]


def _hash_band(signatures: Signatures, rows: Indices, band: slice) -> npt.NDArray[np.uint64]:
    keys = np.zeros(len(rows), np.uint64)
    for first in range(0, len(rows), _BATCH_PAIRS):
        batch = slice(first, first + _BATCH_PAIRS)
        for column in signatures[rows[batch], band].T:
            keys[batch] = (keys[batch] ^ column) * _MULTIPLIER
            keys[batch] ^= keys[batch] >> np.uint64(29)
    return keys


def _make_pairs(keys: npt.NDArray[np.uint64]) -> tuple[Indices, Indices]:
    """Pair each text with the best text of the same key and with the one before it: at most two pairs for each text."""
    order = np.argsort(keys, kind="stable")
    same = np.zeros(len(order), bool)
    same[1:] = keys[order][1:] == keys[order][:-1]
    later = np.flatnonzero(same)
    best = np.maximum.accumulate(np.where(same, 0, np.arange(len(order))))[later]
    return order[np.append(best, later - 1)], order[np.append(later, later)]


def _estimate_similarity(signatures: Signatures, one: Indices, other: Indices) -> npt.NDArray[np.float32]:
    """Estimate the similarity of two rows: the share of values in which their signatures agree."""
    similarity = np.empty(len(one), np.float32)
    for first in range(0, len(one), _BATCH_PAIRS):
        batch = slice(first, first + _BATCH_PAIRS)
        similarity[batch] = (signatures[one[batch]] == signatures[other[batch]]).mean(1, dtype=np.float32)
    return similarity


def _find_roots(parents: Indices) -> Indices:
    while (parents != (grandparents := parents[parents])).any():
        parents = grandparents
    return parents


def _join(parents: Indices, one: Indices, other: Indices) -> None:
    """Put both texts of each pair in one tree, whose root is its best text."""
    for pair in zip(one.tolist(), other.tolist(), strict=True):
        low, high = sorted(_find_root(parents, index) for index in pair)
        parents[high] = low


def _find_root(parents: Indices, index: int) -> int:
    while (parent := int(parents[index])) != index:
        parents[index] = index = int(parents[parent])  # halve the path
    return index
