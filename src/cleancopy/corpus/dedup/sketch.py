"""Turns texts into sketches: the number of words, a digest of them, a MinHash signature of their shingles.

Words are compared without case, punctuation and white space. A shingle is three words in a row. In scripts without
spaces between words each letter counts as a word, joined with the next two letters.

As in `features.chars`, texts are concatenated to one array of code points, without a Python loop over characters or
words.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from cleancopy.lexicon import UNSPACED

Numbers = npt.NDArray[np.uint64]

SHINGLE = 3
"""Number of words in a shingle. Two or five find the same pairs of 2,477 labelled pages; an edit changes as many
shingles."""

PERMUTATIONS = 256
"""Number of values of a signature: at a similarity of 0.6 the estimate errs by 0.03 (one standard deviation)."""

_SEED = 1
_BATCH_CHARACTERS = 100_000  # few enough that all arrays fit the caches of a core
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2 ** 64: SplitMix64's golden ratio
_INVERSE = pow(_BASE, -1, 1 << 64)

_SEPARATOR, _WORD, _LETTER = range(3)


class Sketch(NamedTuple):
    """The sketches of n texts.

    words        number of words of each text
    digests      64 bits of its words in their order: equal for texts of the same words
    signatures   n times PERMUTATIONS: the share of values in which two agree estimates the Jaccard similarity of their
                 shingles. Sixteen bits of each value are kept: two different values look alike once in 65,536
    """

    words: npt.NDArray[np.int64]
    digests: Numbers
    signatures: npt.NDArray[np.uint16]


def sketch_texts(texts: Sequence[str]) -> Sketch:
    """Sketch each text; the sketch of a text does not depend on the other texts."""
    parts = [_sketch_batch(batch) for batch in _split_batches(texts)]
    return Sketch(*(np.concatenate(column) for column in zip(*parts, strict=True))) if parts else _sketch_batch([])


def _split_batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first, size = 0, 0
    for index, text in enumerate(texts):
        if size and size + len(text) > _BATCH_CHARACTERS:
            yield texts[first:index]
            first, size = index, 0
        size += len(text)
    if first < len(texts):
        yield texts[first:]


def _sketch_batch(texts: Sequence[str]) -> Sketch:
    words, counts = _hash_words(texts)
    shingles, offsets = _hash_shingles(words, counts)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(shingles, offsets, PERMUTATIONS, _SEED)
    signatures = np.array(matrix.to_rows(), np.uint32).reshape(-1, PERMUTATIONS)
    return Sketch(counts, _hash_texts(words, counts), signatures.astype(np.uint16))


def _hash_words(texts: Sequence[str]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Hash each word of all texts, and count the words of each text."""
    folded = [unicodedata.normalize("NFKC", text).casefold() + "\0" for text in texts]
    codes = np.frombuffer("".join(folded).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _classify_code_points()[codes]
    begins = kinds == _LETTER
    letters = kinds == _WORD
    begins[:1] |= letters[:1]
    begins[1:] |= letters[1:] & ~letters[:-1]
    starts = np.flatnonzero(begins)
    ends = np.cumsum(np.fromiter(map(len, folded), np.int64, len(folded)))
    counts = np.diff(np.searchsorted(starts, ends), prepend=0)
    # The slice of a word includes the white space and punctuation behind it, as zeros.
    words = _mix_bits(_fold_slices(codes * (kinds != _SEPARATOR), starts))
    is_letter = kinds[starts] == _LETTER
    return (_extend_letters(words, is_letter, counts) if is_letter.any() else words), counts


def _extend_letters(words: Numbers, is_letter: npt.NDArray[np.bool_], counts: npt.NDArray[np.int64]) -> Numbers:
    """Join each letter of an unspaced script with the next two of its run: three letters carry as much as a word."""
    text = np.repeat(np.arange(len(counts)), counts)
    nothing = np.zeros(1, np.uint64)
    continues = is_letter[:-1] & is_letter[1:] & (text[:-1] == text[1:])
    second = np.append(words[1:] * continues, nothing)
    third = np.append(second[1:] * continues, nothing)
    base = np.uint64(_BASE)
    return np.where(is_letter, _mix_bits((words * base + second) * base + third), words)


def _hash_shingles(words: Numbers, counts: npt.NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Hash each shingle, none across two texts; also return the offset of each text's first shingle, and the total."""
    offsets = np.zeros(len(counts) + 1, np.uint64)
    offsets[1:] = np.cumsum(np.maximum(counts - SHINGLE + 1, 0))
    if len(words) < SHINGLE:
        return np.zeros(0, np.uint64), offsets
    text = np.repeat(np.arange(len(counts)), counts)
    windows = np.zeros(len(words) - SHINGLE + 1, np.uint64)
    for offset in range(SHINGLE):
        windows = windows * np.uint64(_BASE) + words[offset : len(windows) + offset]
    within = text[: len(windows)] == text[SHINGLE - 1 :]
    return _mix_bits(windows[within]), offsets


def _hash_texts(words: Numbers, counts: npt.NDArray[np.int64]) -> Numbers:
    digests = counts.astype(np.uint64)
    starts = (np.cumsum(counts) - counts)[counts > 0]
    digests[counts > 0] += _fold_slices(words, starts)
    return _mix_bits(digests)


def _fold_slices(values: npt.NDArray[np.unsignedinteger], starts: npt.NDArray[np.int64]) -> Numbers:
    """Fold each slice of `values`, from a start to the next, to a polynomial modulo 2 ** 64."""
    if not len(starts):
        return np.zeros(0, np.uint64)
    size = 1 << len(values).bit_length()
    powers = values * _compute_powers(_BASE, size)[: len(values)]
    return np.asarray(np.add.reduceat(powers, starts) * _compute_powers(_INVERSE, size)[starts], np.uint64)


def _mix_bits(values: Numbers) -> Numbers:
    """Apply the finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection after which all bits look random."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@lru_cache(4)  # two for the usual size, two for the odd long text
def _compute_powers(base: int, size: int) -> Numbers:
    return np.cumprod(np.full(size, base, np.uint64), dtype=np.uint64)


@cache
def _classify_code_points() -> npt.NDArray[np.uint8]:
    """Classify each code point: a separator, part of a word (marks too), or a letter that counts as a word."""
    is_word = (unicodedata.category(chr(code))[0] in "LMN" for code in range(0x110000))
    kinds = np.fromiter(is_word, np.uint8, 0x110000)
    for first, last in UNSPACED:
        kinds[first : last + 1] *= _LETTER
    return kinds
