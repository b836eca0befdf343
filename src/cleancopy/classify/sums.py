"""The network's sums over variable numbers of rows, in numpy.

`sums.pyx` has the same functions in Cython. Where it was compiled, Python imports that instead of this module.
"""

import math

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cleancopy.classify.arrays import Float32Array, IntArray


def bag_sums(table: Float32Array, ids: IntArray, starts: IntArray) -> Float32Array:
    """For each bag the sum of the rows of its ids over the square root of their number.

    ids      those of all bags in a row
    starts   where each bag starts, with an id 0 that is no part of it
    """
    sizes = np.diff(np.append(starts, len(ids))) - 1
    has_ids = sizes > 0
    sums = np.zeros((len(starts), table.shape[1]), np.float32)
    if has_ids.any():
        members = np.delete(ids, starts)
        begins = (starts - np.arange(len(starts)))[has_ids]
        roots = np.sqrt(sizes[has_ids], dtype=np.float32)[:, None]
        sums[has_ids] = _sum_segments(table.take(members, axis=0), begins) / roots
    return sums


def _sum_segments(rows: Float32Array, starts: IntArray) -> Float32Array:
    """Sums over the rows from each start to the next."""
    if rows.shape[1] % 2:
        return np.asarray(np.add.reduceat(rows, starts, axis=0))
    pairs = rows.view(np.complex64)  # reduceat works column by column: two columns at once are faster
    return np.add.reduceat(pairs, starts, axis=0).view(np.float32)


def row_sums(table: Float32Array, row_ids: IntArray) -> Float32Array:
    """For each line of `row_ids` the sum of the rows that it names; the table's last row stands for no row."""
    return np.asarray(table[row_ids].sum(axis=1))


def group_sums(rows: Float32Array, groups: IntArray, n_groups: int) -> Float32Array:
    """The sum of the rows of each group; `groups` has the group of each row."""
    width = rows.shape[1]
    cells = (groups[:, None] * width + np.arange(width)).ravel()
    shape = (n_groups, width)
    return np.bincount(cells, rows.ravel(), math.prod(shape)).reshape(shape).astype(np.float32)


def convolve(rows: Float32Array, weight: Float32Array, dilation: int) -> Float32Array:
    """Convolve each column by itself, with zeros beyond the first and the last row.

    weight     kernel × columns, with an odd kernel
    dilation   distance in rows between the weights
    """
    (n, width), kernel = rows.shape, len(weight)
    reach = kernel // 2 * dilation
    padded = np.zeros((n + 2 * reach, width), np.float32)
    padded[reach : reach + n] = rows
    row, item = padded.strides
    windows = as_strided(padded, (n, kernel, width), (row, dilation * row, item), writeable=False)
    return np.asarray(np.einsum("nkc,kc->nc", windows, weight))
