"""What the modules of feature making share: columns of numbers, one a block, and numbers for equal things."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import chain, count
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


def numbers(values: Iterable[float]) -> Column:
    """A column of values, booleans as 0 and 1."""
    return np.fromiter(values, np.float32)


def places(values: Iterable[int]) -> Places:
    """A column of whole numbers."""
    return np.fromiter(values, np.int64)


def share(part: npt.NDArray[Any], whole: npt.NDArray[Any] | np.floating[Any]) -> Column:
    """A part of a whole that counts as 1 at least."""
    return np.asarray(part / np.maximum(whole, 1), np.float32)


def one_hot(codes: Places, size: int) -> Column:
    """A family of `size` columns, size × n: 1 in the column that a block's code names, none for other codes."""
    return np.asarray(codes == np.arange(size)[:, None], np.float32)


def number(keys: Iterable[Hashable]) -> Places:
    """Give equal keys equal numbers, counted from 0 in the order in which keys are first seen."""
    seen: defaultdict[Hashable, int] = defaultdict(count().__next__)
    return places(map(seen.__getitem__, keys))


def signed_log(values: npt.NDArray[Any]) -> Column:
    """Log of 1 + the size of a number, with its sign."""
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)), np.float32)


class Bags(NamedTuple):
    """The words of n things, in order.

    words   every word once
    ids     the places in `words` of the first thing's words, of the second's, and so on
    sizes   how many of these each thing has
    """

    words: list[str]
    ids: Places
    sizes: Places

    @classmethod
    def of(cls, bags: Sequence[Sequence[str]]) -> "Bags":
        """Number the words of bags."""
        seen: defaultdict[str, int] = defaultdict(count().__next__)
        ids = places(map(seen.__getitem__, chain.from_iterable(bags)))
        return cls(list(seen), ids, places(map(len, bags)))

    def owners(self) -> Places:
        """For each of `ids` the thing whose word it is."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    def once(self) -> tuple[Places, Places]:
        """Each thing's words without repetition: the things, and places in `words`."""
        pairs = np.sort(self.owners() * len(self.words) + self.ids)
        first = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]
        owners, words = np.divmod(pairs[first], max(1, len(self.words)))
        return owners, words

    def keys(self, most: int | None = None) -> list[bytes]:
        """For each thing what equals another's only if it has the same (first so many) words in the same order."""
        data = self.ids.tobytes()
        ends = np.cumsum(self.sizes)
        starts = ends - self.sizes
        ends = ends if most is None else np.minimum(ends, starts + most)
        width = self.ids.itemsize
        return list(map(data.__getitem__, map(slice, (starts * width).tolist(), (ends * width).tolist())))
