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


def same(value: float | np.floating[Any]) -> Column:
    """A column of one value, the same for all blocks."""
    return np.array(value, np.float32)


def share(part: npt.NDArray[Any], whole: npt.NDArray[Any] | np.floating[Any]) -> Column:
    """A part of a whole that counts as 1 at least."""
    return np.asarray(part / np.maximum(whole, 1), np.float32)


def one_hot(codes: Places, size: int) -> Column:
    """A family of `size` columns, size × n: 1 in the column that a block's code names, none for other codes."""
    return np.asarray(codes == np.arange(size)[:, None], np.float32)


def pieces(size: int, most: int) -> list[slice]:
    """A long column by so many places as fit into the processor's cache: what comes of them on the way stays small."""
    return [slice(start, start + most) for start in range(0, size, most)]


def firsts(keys: Iterable[Hashable]) -> Places:
    """For each key the place of the first that equals it."""
    seen: dict[Hashable, int] = {}
    return places(map(seen.setdefault, keys, count()))


def firsts_below(size: int, keys: Places) -> Places:
    """As `firsts`, of keys from 0 to `size`."""
    index = np.arange(len(keys))
    first = np.full(size, len(keys))
    np.minimum.at(first, keys, index)
    return first[keys]


def numbered(first: Places) -> Places:
    """Give equal keys, told by their `firsts`, equal numbers, counted from 0 in the order in which they are seen."""
    return np.asarray((np.cumsum(first == np.arange(len(first))) - 1)[first])


def number(keys: Iterable[Hashable]) -> Places:
    """Give equal keys equal numbers, counted from 0 in the order in which keys are first seen."""
    return numbered(firsts(keys))


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
        # Small numbers are sorted in linear time; owners stay in order, so that equal pairs come to stand together.
        small = np.uint16 if len(self.words) <= 1 << 16 else np.int64
        order = np.argsort(self.ids.astype(small), kind="stable")
        owners, words = self.owners()[order], self.ids[order]
        again = (owners[1:] == owners[:-1]) & (words[1:] == words[:-1])
        first = np.append(True, ~again)[: len(words)]
        return owners[first], words[first]


def slices(values: npt.NDArray[Any], starts: Places, ends: Places) -> list[bytes]:
    """What equals another only if the values from a start to an end are the same."""
    data, width = values.tobytes(), values.itemsize
    return [data[a:b] for a, b in zip((starts * width).tolist(), (ends * width).tolist(), strict=True)]
