"""What the modules of feature making share: columns of numbers, one a block."""

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


def numbers(values: Iterable[float]) -> Column:
    """A column of values, booleans as 0 and 1."""
    return np.fromiter(values, np.float32)


def share(part: npt.NDArray[Any], whole: npt.NDArray[Any] | np.floating[Any]) -> Column:
    """A part of a whole that counts as 1 at least."""
    return np.asarray(part / np.maximum(whole, 1), np.float32)


def number(keys: Iterable[Hashable]) -> Places:
    """Give equal keys equal numbers, counted from 0."""
    seen: dict[Hashable, int] = {}
    return np.fromiter((seen.setdefault(k, len(seen)) for k in keys), np.int64)
