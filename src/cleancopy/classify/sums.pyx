# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What `sums.py` says, compiled. Every row that is named is looked for among those that there are."""

import numpy as np

from libc.math cimport sqrtf


cdef inline void add(float* to, const float* row, Py_ssize_t width) noexcept nogil:
    cdef Py_ssize_t c
    for c in range(width):
        to[c] += row[c]


cdef check(long long place, Py_ssize_t count):
    if place < 0 or place >= count:
        raise IndexError(f"row {place} of {count}")


def bag_sums(const float[:, ::1] table, const long long[::1] ids, const long long[::1] starts):
    cdef Py_ssize_t bags = starts.shape[0], width = table.shape[1], i, j, c, first, end
    cdef float scale
    out = np.zeros((bags, width), np.float32)
    cdef float[:, ::1] sums = out
    for i in range(bags):
        first = starts[i] + 1
        end = starts[i + 1] if i + 1 < bags else ids.shape[0]
        check(first - 1, ids.shape[0])
        check(end - 1, ids.shape[0])
        for j in range(first, end):
            check(ids[j], table.shape[0])
            add(&sums[i, 0], &table[ids[j], 0], width)
        if end - first > 1:
            scale = sqrtf(<float>(end - first))
            for c in range(width):
                sums[i, c] /= scale
    return out


def row_sums(const float[:, ::1] table, const long long[:, :] places):
    cdef Py_ssize_t n = places.shape[0], i, j, last = table.shape[0] - 1
    cdef long long place
    out = np.zeros((n, table.shape[1]), np.float32)
    cdef float[:, ::1] sums = out
    for i in range(n):
        for j in range(places.shape[1]):
            place = places[i, j]
            if place >= 0 and place != last:
                check(place, table.shape[0])
                add(&sums[i, 0], &table[place, 0], table.shape[1])
    return out


def group_sums(const float[:, ::1] rows, const long long[::1] groups, Py_ssize_t count):
    cdef Py_ssize_t i
    out = np.zeros((count, rows.shape[1]), np.float32)
    cdef float[:, ::1] sums = out
    for i in range(rows.shape[0]):
        check(groups[i], count)
        add(&sums[groups[i], 0], &rows[i, 0], rows.shape[1])
    return out


def convolve(const float[:, ::1] rows, const float[:, ::1] taps, Py_ssize_t dilation):
    cdef Py_ssize_t n = rows.shape[0], width = rows.shape[1], i, c, k, j
    cdef float* to
    cdef const float* row
    cdef const float* tap
    out = np.zeros((n, width), np.float32)
    cdef float[:, ::1] sums = out
    for i in range(n):
        to = &sums[i, 0]
        for k in range(taps.shape[0]):
            j = i + (k - taps.shape[0] // 2) * dilation
            if 0 <= j < n:
                row, tap = &rows[j, 0], &taps[k, 0]
                for c in range(width):
                    to[c] += row[c] * tap[c]
    return out
