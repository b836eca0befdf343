# cython: language_level=3
"""The functions of `sums.py`, compiled. Every index of a row is checked."""

import numpy as np

from libc.math cimport sqrtf


cdef inline void add_row(float* to, const float* row, Py_ssize_t width) noexcept nogil:
    cdef Py_ssize_t c
    for c in range(width):
        to[c] += row[c]


cdef check_row(long long index, Py_ssize_t count):
    if index < 0 or index >= count:
        raise IndexError(f"row {index} of {count}")


def bag_sums(const float[:, ::1] table, const long long[::1] ids, const long long[::1] starts):
    cdef Py_ssize_t bags = starts.shape[0], width = table.shape[1], i, j, c, first, end
    cdef float scale
    out = np.zeros((bags, width), np.float32)
    cdef float[:, ::1] sums = out
    for i in range(bags):
        first = starts[i] + 1
        end = starts[i + 1] if i + 1 < bags else ids.shape[0]
        check_row(first - 1, ids.shape[0])
        check_row(end - 1, ids.shape[0])
        for j in range(first, end):
            check_row(ids[j], table.shape[0])
            add_row(&sums[i, 0], &table[ids[j], 0], width)
        if end - first > 1:
            scale = sqrtf(<float>(end - first))
            for c in range(width):
                sums[i, c] /= scale
    return out


def row_sums(const float[:, ::1] table, const long long[:, :] row_ids):
    cdef Py_ssize_t n = row_ids.shape[0], i, j, last = table.shape[0] - 1
    cdef long long row
    out = np.zeros((n, table.shape[1]), np.float32)
    cdef float[:, ::1] sums = out
    for i in range(n):
        for j in range(row_ids.shape[1]):
            row = row_ids[i, j]
            if row >= 0 and row != last:
                check_row(row, table.shape[0])
                add_row(&sums[i, 0], &table[row, 0], table.shape[1])
    return out


def group_sums(const float[:, ::1] rows, const long long[::1] groups, Py_ssize_t n_groups):
    cdef Py_ssize_t i
    out = np.zeros((n_groups, rows.shape[1]), np.float32)
    cdef float[:, ::1] sums = out
    for i in range(rows.shape[0]):
        check_row(groups[i], n_groups)
        add_row(&sums[groups[i], 0], &rows[i, 0], rows.shape[1])
    return out


def convolve(const float[:, ::1] rows, const float[:, ::1] weight, Py_ssize_t dilation):
    cdef Py_ssize_t n = rows.shape[0], width = rows.shape[1], i, c, k, j
    cdef float* to
    cdef const float* row
    cdef const float* factor
    out = np.zeros((n, width), np.float32)
    cdef float[:, ::1] sums = out
    for i in range(n):
        to = &sums[i, 0]
        for k in range(weight.shape[0]):
            j = i + (k - weight.shape[0] // 2) * dilation
            if 0 <= j < n:
                row, factor = &rows[j, 0], &weight[k, 0]
                for c in range(width):
                    to[c] += row[c] * factor[c]
    return out
