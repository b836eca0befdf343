"""Array helpers of feature making: columns of numbers, one a block, and codes for equal keys."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import chain, count
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]


def float_column(values: Iterable[float]) -> Column:
    """A column of values, booleans as 0 and 1."""
    return np.fromiter(values, np.float32)


def int_column(values: Iterable[int]) -> IntArray:
    """A column of integers."""
    return np.fromiter(values, np.int64)


def constant(value: float | np.floating[Any]) -> Column:
    """A column with the same value for all blocks."""
    return np.array(value, np.float32)


def divide(part: npt.NDArray[Any], whole: npt.NDArray[Any] | np.floating[Any]) -> Column:
    """The ratio of a part to a whole, which counts as 1 if it is less."""
    return np.asarray(part / np.maximum(whole, 1), np.float32)


def one_hot(codes: IntArray, size: int) -> Column:
    """A family of columns, size × n: 1 in the column of a block's code. Codes outside the range give no 1."""
    return np.asarray(codes == np.arange(size)[:, None], np.float32)


def chunk_slices(size: int, chunk_size: int) -> list[slice]:
    """Slices that cut a long column into chunks that fit into the processor's cache and keep temporary arrays small."""
    return [slice(start, start + chunk_size) for start in range(0, size, chunk_size)]


def first_index(keys: Iterable[Hashable]) -> IntArray:
    """For each key the index of the first key that equals it."""
    firsts: dict[Hashable, int] = {}
    return int_column(map(firsts.setdefault, keys, count()))


def first_index_of_ints(keys: IntArray, size: int) -> IntArray:
    """As `first_index`, for keys from 0 to `size`."""
    index = np.arange(len(keys))
    first = np.full(size, len(keys))
    np.minimum.at(first, keys, index)
    return first[keys]


def factorize_first(first: IntArray) -> IntArray:
    """As `factorize`, from the `first_index` of the keys."""
    return np.asarray((np.cumsum(first == np.arange(len(first))) - 1)[first])


def factorize(keys: Iterable[Hashable]) -> IntArray:
    """Encode keys as integers, counted from 0 in the order of their first occurrence; equal keys have equal codes."""
    return factorize_first(first_index(keys))


def signed_log(values: npt.NDArray[Any]) -> Column:
    """The logarithm of 1 + the absolute value of a number, with the number's sign."""
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)), np.float32)


class TokenBags(NamedTuple):
    """The words of n things, in order.

    words   every word once
    ids     indices into `words`: those of the first thing's words, then of the second's, and so on
    sizes   how many words each thing has
    """

    words: list[str]
    ids: IntArray
    sizes: IntArray

    @classmethod
    def from_bags(cls, bags: Sequence[Sequence[str]]) -> "TokenBags":
        """Number the words of bags."""
        id_of_word: defaultdict[str, int] = defaultdict(count().__next__)
        ids = int_column(map(id_of_word.__getitem__, chain.from_iterable(bags)))
        return cls(list(id_of_word), ids, int_column(map(len, bags)))

    def repeat_owners(self) -> IntArray:
        """For each of `ids` the index of the thing whose word it is."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    def distinct_words(self) -> tuple[IntArray, IntArray]:
        """Each thing's words without repetition: the indices of the things, and indices into `words`."""
        # Small numbers are sorted in linear time; owners stay in order, so that equal pairs become neighbours.
        small = np.uint16 if len(self.words) <= 1 << 16 else np.int64
        order = np.argsort(self.ids.astype(small), kind="stable")
        owners, words = self.repeat_owners()[order], self.ids[order]
        is_repeated = (owners[1:] == owners[:-1]) & (words[1:] == words[:-1])
        is_first = np.append(True, ~is_repeated)[: len(words)]
        return owners[is_first], words[is_first]


def slice_bytes(values: npt.NDArray[Any], starts: IntArray, ends: IntArray) -> list[bytes]:
    """The values of each slice as bytes, which are equal exactly if the values are."""
    data, width = values.tobytes(), values.itemsize
    return [data[a:b] for a, b in zip((starts * width).tolist(), (ends * width).tolist(), strict=True)]
