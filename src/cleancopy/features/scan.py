"""Passes over the characters of many texts one by one, in numpy.

Texts are concatenated as code points with a gap after each (`chars.concat_codepoints`). `scan.pyx` has the same
functions in Cython. Where it was compiled, Python imports that instead of this module.
"""

from collections.abc import Iterator
from itertools import chain, count, pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from cleancopy.features.char_table import BIT, CHUNK_CHARS, CharScan, CharTable
from cleancopy.features.columns import IntArray, chunk_slices, factorize_first, int_column

Number = TypeVar("Number", bound=np.generic)
Codes = npt.NDArray[np.uint32]


def scan_characters(table_index: Codes, ends: IntArray, table: CharTable, head: int, search: int) -> CharScan:
    """Find which characters texts have.

    table_index   for each character and each gap its index in the table
    ends          for each text the index of its gap
    head          characters at the start of a text whose words are counted separately
    search        characters at the start of a text that are searched for patterns
    """
    kinds = _look_up(table.kind_of_code, table_index)
    kinds[ends] = table.kind_of_code[-1]
    n, width = len(ends), len(table.class_matrix)
    kind_counts, word_counts = np.zeros((n, width)), np.zeros((3, n), np.int64)
    class_mask, head_class_mask = np.zeros(n, np.uint32), np.zeros(n, np.uint32)
    decimals = [np.zeros(0, np.int64)]
    for texts, first, chunk_ends in _chunk_texts(ends):
        chunk = kinds[first : first + chunk_ends[-1] + 1]
        masks = _look_up(table.class_masks, chunk)
        starts = np.append(0, chunk_ends[:-1] + 1)
        owner = np.repeat(np.arange(len(starts), dtype=np.int32), chunk_ends + 1 - starts)
        masks[chunk_ends] = BIT["gap"]
        word_counts[:, texts] = _count_words(masks, owner, starts, head)
        kind_counts[texts] = _count_kinds(table.counted_kinds, chunk, owner, (len(starts), width))
        masks[chunk_ends] = 0
        class_mask[texts] = np.bitwise_or.reduceat(masks, starts)
        for i in np.flatnonzero(chunk_ends - starts > search).tolist():
            masks[starts[i] + search : chunk_ends[i]] = 0
        head_class_mask[texts] = np.bitwise_or.reduceat(masks, starts)
        decimals.append(np.flatnonzero(masks & BIT["decimal"]) + first)
    return CharScan(kinds, kind_counts, word_counts, class_mask, head_class_mask, np.concatenate(decimals))


def _count_words(masks: Codes, owner: npt.NDArray[np.int32], starts: IntArray, head: int) -> IntArray:
    """Count the words of each text. A word starts at each character that is no space after one that is."""
    is_space = masks & (BIT["space"] | BIT["gap"]) > 0
    begins = ~is_space
    begins[1:] &= is_space[:-1]
    index = np.flatnonzero(begins)
    text = owner[index]
    in_head = index - starts[text] < head
    is_capital = masks[index] & BIT["capital"] > 0
    selections = (text, text[in_head], text[in_head & is_capital])
    return np.stack([np.bincount(selected, minlength=len(starts)) for selected in selections])


def _count_kinds(
    counted_kinds: npt.NDArray[np.uint8],
    kinds: npt.NDArray[np.uint8],
    owner: npt.NDArray[np.int32],
    shape: tuple[int, int],
) -> npt.NDArray[np.float64]:
    """How many characters of each counted kind every text has; gaps count as characters of their kind."""
    counts = np.zeros(shape)
    width = shape[1]
    for chunk in chunk_slices(len(kinds), CHUNK_CHARS):
        text = owner[chunk]
        first, last = text[0], text[-1] + 1
        cells = (text - first) * width + counted_kinds.take(kinds[chunk])
        counts[first:last] += np.bincount(cells, minlength=(last - first) * width).reshape(-1, width)
    return counts


def split_words(
    codes: Codes, ends: IntArray, skipped: IntArray, lowercase: Codes
) -> tuple[list[str], IntArray, IntArray]:
    """Split texts into words, as the fields of `columns.TokenBags`.

    After the words of each text come its first (``^w``) and its last (``w$``) again.

    codes       the characters of texts and their gaps
    ends        for each text the index of its gap
    skipped     2 × n: for each text the start and end of a range that is skipped
    lowercase   see `CharTable`; past the basic plane, what is not part of a word counts as a space
    """
    id_of_word: dict[str, int] = {}
    counter = count()
    chunk_ids, chunk_sizes = [], []
    firsts, lasts = [], []
    for texts, first, chunk_ends in _chunk_texts(ends):
        chunk = codes[first : first + chunk_ends[-1] + 1]
        words, sizes = _split_chunk(chunk, chunk_ends, skipped[:, texts] - first, lowercase)
        upto = np.cumsum(sizes)
        firsts += ["^" + words[i] for i in (upto - sizes)[sizes > 0].tolist()]
        lasts += [words[i] + "$" for i in (upto[sizes > 0] - 1).tolist()]
        chunk_ids.append(int_column(map(id_of_word.setdefault, words, counter)))
        chunk_sizes.append(sizes)
    chunk_ids.append(int_column(map(id_of_word.setdefault, chain(firsts, lasts), counter)))
    return list(id_of_word), *_insert_marked(factorize_first(np.concatenate(chunk_ids)), np.concatenate(chunk_sizes))


def _split_chunk(codes: Codes, ends: IntArray, skipped: IntArray, lowercase: Codes) -> tuple[list[str], IntArray]:
    """The words of texts, and how many each text has. All texts are split at once."""
    astral = np.flatnonzero(codes >= len(lowercase))
    lowered = _look_up(lowercase, np.minimum(codes, len(lowercase) - 1) if len(astral) else codes)
    lowered[astral] = [code if chr(code).isalnum() else ord(" ") for code in codes[astral].tolist()]
    lowered[ends] = ord(" ")
    for i in np.flatnonzero(skipped[1] > skipped[0]).tolist():
        lowered[skipped[0, i] : skipped[1, i]] = ord(" ")
    begins = lowered != ord(" ")
    begins[1:] &= ~begins[:-1]
    sizes = np.diff(np.searchsorted(np.flatnonzero(begins), ends), prepend=0)
    return lowered.tobytes().decode("utf-32-le").split(), sizes


def _insert_marked(ids: IntArray, sizes: IntArray) -> tuple[IntArray, IntArray]:
    """Put the marked first and last word of each bag after its words. Gives the ids and the sizes of the bags.

    ids   those of all words, then those of the first words of bags that are not empty, then those of the last words
    """
    has_words = sizes > 0
    words, first, last = np.split(ids, np.cumsum([sizes.sum(), has_words.sum()]))
    sizes = sizes + 2 * has_words
    bag_ends = np.cumsum(sizes)[has_words]
    is_word = np.ones(len(ids), bool)
    is_word[bag_ends - 2] = is_word[bag_ends - 1] = False
    out = np.empty_like(ids)
    out[is_word], out[bag_ends - 2], out[bag_ends - 1] = words, first, last
    return out, sizes


def _chunk_texts(ends: IntArray) -> Iterator[tuple[slice, int, IntArray]]:
    """Texts in chunks that fit into the processor's cache and keep temporary arrays small.

    Gives for each chunk its texts, the index of its first character, and where each text ends, counted from there.
    """
    bounds = np.unique(np.searchsorted(ends, np.arange(CHUNK_CHARS, ends[-1] + 1, CHUNK_CHARS)))
    for first, last in pairwise((0, *bounds[bounds > 0].tolist(), len(ends))):
        start = int(ends[first - 1]) + 1 if first else 0
        yield slice(first, last), start, ends[first:last] - start


def _look_up(table: npt.NDArray[Number], index: npt.NDArray[np.unsignedinteger[Any]]) -> npt.NDArray[Number]:
    """The table's values at some indices, in chunks: numpy makes eight bytes of each index."""
    out = np.empty(len(index), table.dtype)
    for chunk in chunk_slices(len(index), CHUNK_CHARS):
        out[chunk] = table.take(index[chunk])
    return out
