"""The network's sums over uneven numbers of rows, in numpy.

`sums.pyx` says the same in Cython. Where it was compiled, Python takes that for this module: a tenth of the time.
"""

import math

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]


def bag_sums(table: Floats, ids: Ids, starts: Ids) -> Floats:
    """For each bag the sum of the rows of its ids over the square root of their number.

    ids      those of all bags, laid end to end
    starts   where each bag starts, with an id 0 that is no part of it
    """
    sizes = np.diff(np.append(starts, len(ids))) - 1
    some = sizes > 0
    sums = np.zeros((len(starts), table.shape[1]), np.float32)
    if some.any():
        members = np.delete(ids, starts)
        begins = (starts - np.arange(len(starts)))[some]
        sums[some] = _sums(table.take(members, axis=0), begins) / np.sqrt(sizes[some], dtype=np.float32)[:, None]
    return sums


def _sums(rows: Floats, starts: Ids) -> Floats:
    """Sums over the rows from each start to the next."""
    if rows.shape[1] % 2:
        return np.asarray(np.add.reduceat(rows, starts, axis=0))
    pairs = rows.view(np.complex64)  # reduceat goes through column by column: two at once take two thirds of the time
    return np.add.reduceat(pairs, starts, axis=0).view(np.float32)


def row_sums(table: Floats, places: Ids) -> Floats:
    """For each line of `places` the sum of the rows that it names, of which the last stands for none."""
    return np.asarray(table[places].sum(axis=1))


def group_sums(rows: Floats, groups: Ids, count: int) -> Floats:
    """The sum of the rows of each of `count` groups; `groups` tells that of each row."""
    width = rows.shape[1]
    cells = (groups[:, None] * width + np.arange(width)).ravel()
    shape = (count, width)
    return np.bincount(cells, rows.ravel(), math.prod(shape)).reshape(shape).astype(np.float32)


def convolve(rows: Floats, taps: Floats, dilation: int) -> Floats:
    """Each column by itself: an odd number of taps, `dilation` rows apart, nothing beyond the first and last row."""
    (n, width), kernel = rows.shape, len(taps)
    reach = kernel // 2 * dilation
    padded = np.zeros((n + 2 * reach, width), np.float32)
    padded[reach : reach + n] = rows
    row, item = padded.strides
    seen = as_strided(padded, (n, kernel, width), (row, dilation * row, item), writeable=False)
    return np.asarray(np.einsum("nkc,kc->nc", seen, taps))
