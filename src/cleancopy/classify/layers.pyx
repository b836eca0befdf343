"""The layers of the network as loops over float32 arrays, a row a block. What indexes a row is checked before.

Each sum has one order on every processor. A weight is members × in × out; in the columns of an activation the members
of an ensemble lie side by side.
"""

import numpy as np

from libc.math cimport expf, sqrtf
from libc.stdint cimport int64_t
from libc.string cimport memcpy, memset

cdef extern from *:
    """
    #define NAMED(name) name##_portable
    #define TARGET
    #define LANES 4
    #define TILE_ROWS 6
    #include "loops.h"

    #if defined(__GNUC__) && defined(__x86_64__)
    #define NAMED(name) name##_avx2
    #define TARGET __attribute__((target("avx2")))
    #define LANES 8
    #define TILE_ROWS 6
    #include "loops.h"
    #define NAMED(name) name##_avx512
    #define TARGET __attribute__((target("avx512f")))
    #define LANES 16
    #define TILE_ROWS 12
    #include "loops.h"
    #define CHOOSE_LOOPS() (__builtin_cpu_supports("avx512f") ? &loops_avx512 : \
        __builtin_cpu_supports("avx2") ? &loops_avx2 : &loops_portable)
    #else
    #define CHOOSE_LOOPS() (&loops_portable)
    #endif
    """
    ctypedef struct Loops:
        void (*multiply)(
            const float* a, Py_ssize_t a_stride, const float* b, Py_ssize_t b_stride, float* out, Py_ssize_t out_stride,
            Py_ssize_t rows, Py_ssize_t inner, Py_ssize_t columns,
        ) noexcept nogil
        void (*add)(float* to, const float* row, Py_ssize_t width) noexcept nogil
        void (*divide)(float* row, float divisor, Py_ssize_t width) noexcept nogil
        void (*raise_to)(float* to, const float* row, Py_ssize_t width) noexcept nogil
        void (*rectify)(float* row, Py_ssize_t width) noexcept nogil
        void (*convolve)(float* to, const float** rows, const float* kernel, Py_ssize_t width) noexcept nogil
    const Loops* CHOOSE_LOOPS()
    enum:
        KERNEL

cdef const Loops* loops = CHOOSE_LOOPS()

cdef enum:
    TILE = 96  # blocks that are computed at a time where a layer has steps: what is between them stays in the cache


cdef int check_index(int64_t index, Py_ssize_t count) except -1 nogil:
    if index < 0 or index >= count:
        raise IndexError(f"row {index} of {count}")
    return 0


cdef int check_shapes(bint fit) except -1:
    if not fit:
        raise ValueError("the shapes of the arrays do not fit each other")
    return 0


def rectify(float[:, ::1] h):
    """Set negative values to 0."""
    cdef Py_ssize_t i
    with nogil:
        for i in range(h.shape[0]):
            loops.rectify(&h[i, 0], h.shape[1])


def bag_sums(const float[:, ::1] table, const int64_t[::1] ids, const int64_t[::1] starts):
    """For each bag the sum of the rows of its ids over the square root of their number.

    ids      those of all bags in a row
    starts   where each bag starts, with an id 0 that is no part of it
    """
    cdef Py_ssize_t n = starts.shape[0], width = table.shape[1], i, j, first, end
    out = np.zeros((n, width), np.float32)
    cdef float[:, ::1] sums = out
    with nogil:
        for i in range(n):
            check_index(starts[i], ids.shape[0])
            first, end = starts[i] + 1, ids.shape[0]
            if i + 1 < n:
                check_index(starts[i + 1], ids.shape[0])
                end = starts[i + 1]
            for j in range(first, end):
                check_index(ids[j], table.shape[0])
                loops.add(&sums[i, 0], &table[ids[j], 0], width)
            if end - first > 1:
                loops.divide(&sums[i, 0], sqrtf(<float>(end - first)), width)
    return out


def row_sums(const float[:, :] table, const int64_t[:, :] row_ids):
    """For each line of `row_ids` the sum of the rows that it names; -1 stands for no row."""
    cdef Py_ssize_t n = row_ids.shape[0], width = table.shape[1], i, j
    cdef int64_t row
    check_shapes(table.strides[1] == sizeof(float))
    out = np.zeros((n, width), np.float32)
    cdef float[:, ::1] sums = out
    with nogil:
        for i in range(n):
            for j in range(row_ids.shape[1]):
                row = row_ids[i, j]
                if row != -1:
                    check_index(row, table.shape[0])
                    loops.add(&sums[i, 0], &table[row, 0], width)
    return out


cdef void multiply_members(
    const float* x, const float[:, :, :] weight, float* out, Py_ssize_t rows
) noexcept nogil:
    """Add to `out` the product of each member's part of x with that member's weights."""
    cdef Py_ssize_t members = weight.shape[0], n_in = weight.shape[1], n_out = weight.shape[2], m
    for m in range(members):
        loops.multiply(
            x + m * n_in, members * n_in, &weight[m, 0, 0], weight.strides[1] // sizeof(float),
            out + m * n_out, members * n_out, rows, n_in, n_out,
        )


def add_product(const float[:, ::1] x, const float[:, :, :] weight, float[:, ::1] out):
    """Add to `out`, n × members · out, the product of each member's part of x, n × members · in, with its weights."""
    check_shapes(weight.strides[2] == sizeof(float) and x.shape[0] == out.shape[0] > 0)
    check_shapes(x.shape[1] == weight.shape[0] * weight.shape[1] and out.shape[1] == weight.shape[0] * weight.shape[2])
    with nogil:
        multiply_members(&x[0, 0], weight, &out[0, 0], x.shape[0])


def find_varying(const float[:, :] dense):
    """Indices of the columns that are not the same in all rows."""
    cdef Py_ssize_t n = dense.shape[0], i, j
    cdef char[::1] varies = np.zeros(dense.shape[1], np.int8)
    with nogil:
        if dense.strides[0] < dense.strides[1]:  # column by column, as they lie
            for j in range(dense.shape[1]):
                for i in range(n):
                    if dense[i, j] != dense[0, j]:
                        varies[j] = 1
                        break
        else:
            for i in range(n):
                for j in range(dense.shape[1]):
                    varies[j] |= dense[i, j] != dense[0, j]
    return np.flatnonzero(varies)


cdef inline float standardise(float value, float mean, float scale, float limit) noexcept nogil:
    value = (value - mean) * scale
    value = limit if value > limit else value
    return -limit if value < -limit else value


def embed_dense(
    const float[:, :] dense, const float[::1] mean, const float[::1] scale, float limit,
    const float[:, ::1] weight, const float[::1] bias,
):
    """The bias and the part of features: these are standardised, clipped at a limit and multiplied by the weight.

    Many features are the same for all blocks of a page: their part is computed once.
    """
    cdef const int64_t[::1] varying = find_varying(dense)
    cdef Py_ssize_t n = dense.shape[0], n_varying = varying.shape[0], width = weight.shape[1], i, j, k, c, t, first, rows
    cdef float value
    check_shapes(n > 0 and dense.shape[1] == mean.shape[0] == scale.shape[0] == weight.shape[0])
    check_shapes(width == bias.shape[0])
    out = np.empty((n, width), np.float32)
    cdef float[:, ::1] sums = out
    cdef float[::1] constant = np.array(bias)
    cdef float[:, ::1] varying_weight = np.empty((n_varying + 1, width), np.float32)
    cdef float[:, ::1] tile = np.empty((TILE, n_varying + 1), np.float32)  # one more, for a page without any
    with nogil:
        k = 0
        for j in range(dense.shape[1]):
            if k < n_varying and varying[k] == j:
                memcpy(&varying_weight[k, 0], &weight[j, 0], width * sizeof(float))
                k += 1
            else:
                value = standardise(dense[0, j], mean[j], scale[j], limit)
                for c in range(width):
                    constant[c] += value * weight[j, c]
        for t in range((n + TILE - 1) // TILE):
            first = t * TILE
            rows = min(<Py_ssize_t>TILE, n - first)
            for k in range(n_varying):
                j = varying[k]
                for i in range(rows):
                    tile[i, k] = standardise(dense[first + i, j], mean[j], scale[j], limit)
            for i in range(rows):
                memcpy(&sums[first + i, 0], &constant[0], width * sizeof(float))
            loops.multiply(
                &tile[0, 0], n_varying + 1, &varying_weight[0, 0], width, &sums[first, 0], width,
                rows, n_varying, width,
            )
    return out


def add_group_pool(float[:, ::1] h, const int64_t[:, :] groups, const float[:, :, ::1] weight, const float[::1] bias):
    """Add to each block a function of the means over its groups, then rectify.

    groups   n × groupings: the group of each block, less than n
    weight   members × groupings · hidden × hidden
    """
    cdef Py_ssize_t n = h.shape[0], width = h.shape[1], members = weight.shape[0], hidden = weight.shape[2]
    cdef Py_ssize_t n_groups = 0, axis, i
    check_shapes(groups.shape[0] == n and width == members * hidden == bias.shape[0])
    check_shapes(groups.shape[1] * hidden == weight.shape[1])
    cdef const float[:, :, :] axis_weight
    cdef float[:, ::1] added = np.empty((n, width), np.float32), means, values
    cdef int64_t[::1] sizes
    with nogil:
        for i in range(n):
            memcpy(&added[i, 0], &bias[0], width * sizeof(float))
            for axis in range(groups.shape[1]):
                check_index(groups[i, axis], n)
                n_groups = max(n_groups, groups[i, axis] + 1)
    means, values = np.empty((n_groups, width), np.float32), np.empty((n_groups, width), np.float32)
    sizes = np.empty(n_groups, np.int64)
    for axis in range(groups.shape[1]):
        axis_weight = weight[:, axis * hidden : (axis + 1) * hidden]
        with nogil:
            n_groups = average_groups(h, groups[:, axis], means, sizes)
            memset(&values[0, 0], 0, n_groups * width * sizeof(float))
            multiply_members(&means[0, 0], axis_weight, &values[0, 0], n_groups)
            for i in range(n):
                loops.add(&added[i, 0], &values[groups[i, axis], 0], width)
    with nogil:
        for i in range(n):
            loops.add(&h[i, 0], &added[i, 0], width)
            loops.rectify(&h[i, 0], width)


cdef Py_ssize_t average_groups(
    const float[:, ::1] h, const int64_t[:] groups, float[:, ::1] means, int64_t[::1] sizes
) noexcept nogil:
    """Compute the mean of the rows of each group. Gives the number of groups."""
    cdef Py_ssize_t width = h.shape[1], n_groups = 0, i
    for i in range(groups.shape[0]):
        n_groups = max(n_groups, groups[i] + 1)
    memset(&means[0, 0], 0, n_groups * width * sizeof(float))
    memset(&sizes[0], 0, n_groups * sizeof(int64_t))
    for i in range(groups.shape[0]):
        sizes[groups[i]] += 1
        loops.add(&means[groups[i], 0], &h[i, 0], width)
    for i in range(n_groups):
        loops.divide(&means[i, 0], <float>max(sizes[i], 1), width)
    return n_groups


def pool_page(const float[:, ::1] h, Py_ssize_t members):
    """The mean and the maximum of each channel over the page, 1 × members · 2 · hidden."""
    cdef Py_ssize_t n = h.shape[0], width = h.shape[1], hidden = width // members, i, c, m
    check_shapes(n > 0 and width == members * hidden)
    cdef float[::1] mean = np.array(h[0]), highest = np.array(h[0])
    out = np.empty((1, 2 * width), np.float32)
    cdef float[:, ::1] pooled = out
    with nogil:
        for i in range(1, n):
            loops.add(&mean[0], &h[i, 0], width)
            loops.raise_to(&highest[0], &h[i, 0], width)
        for m in range(members):
            for c in range(hidden):
                pooled[0, 2 * m * hidden + c] = mean[m * hidden + c] / <float>n
                pooled[0, (2 * m + 1) * hidden + c] = highest[m * hidden + c]
    return out


def add_to_all(float[:, ::1] h, const float[:, ::1] added):
    """Add to each block the same row, then rectify.

    added   1 × channels
    """
    cdef Py_ssize_t n = h.shape[0], width = h.shape[1], i
    check_shapes(n > 0 and added.shape[0] == 1 and added.shape[1] == width)
    with nogil:
        for i in range(n):
            loops.add(&h[i, 0], &added[0, 0], width)
            loops.rectify(&h[i, 0], width)


def add_convolution(
    const float[:, ::1] h, const float[:, ::1] kernel, Py_ssize_t dilation,
    const float[:, :, ::1] weight, const float[::1] bias, float[:, ::1] out,
):
    """Give in `out` the blocks and what a convolution adds to them: over each channel, then a layer, then rectified.

    kernel     KERNEL × channels; there are zeros beyond the first and the last block
    dilation   distance in blocks between the weights of the kernel
    """
    cdef Py_ssize_t n = h.shape[0], width = h.shape[1], t, first, rows, i, j, k
    check_shapes(out.shape[0] == n > 0 and out.shape[1] == width == kernel.shape[1] == bias.shape[0])
    check_shapes(weight.shape[0] * weight.shape[1] == width == weight.shape[0] * weight.shape[2])
    check_shapes(kernel.shape[0] == KERNEL)
    cdef float[:, ::1] convolved = np.empty((TILE, width), np.float32)
    cdef const float[::1] beyond = np.zeros(width, np.float32)
    cdef const float *row[KERNEL]
    with nogil:
        for t in range((n + TILE - 1) // TILE):
            first = t * TILE
            rows = min(<Py_ssize_t>TILE, n - first)
            for i in range(rows):
                memcpy(&out[first + i, 0], &bias[0], width * sizeof(float))
                for k in range(KERNEL):
                    j = first + i + (k - KERNEL // 2) * dilation
                    row[k] = &h[j, 0] if 0 <= j < n else &beyond[0]
                loops.convolve(&convolved[i, 0], row, &kernel[0, 0], width)
            multiply_members(&convolved[0, 0], weight, &out[first, 0], rows)
            for i in range(first, first + rows):
                loops.rectify(&out[i, 0], width)
                loops.add(&out[i, 0], &h[i, 0], width)


def mean_softmax(const float[:, :, ::1] logits):
    """The mean over members of the probabilities, n × roles, that follow from logits, n × members × roles."""
    cdef Py_ssize_t n = logits.shape[0], members = logits.shape[1], roles = logits.shape[2], i, m, r
    cdef float highest, total
    cdef float[::1] odds = np.empty(roles, np.float32), mean = np.empty(roles, np.float32)
    out = np.empty((roles, n))
    cdef double[:, ::1] probabilities = out
    with nogil:
        for i in range(n):
            memset(&mean[0], 0, roles * sizeof(float))
            for m in range(members):
                highest, total = logits[i, m, 0], 0
                for r in range(1, roles):
                    highest = max(highest, logits[i, m, r])
                for r in range(roles):
                    odds[r] = expf(logits[i, m, r] - highest)
                    total += odds[r]
                loops.divide(&odds[0], total, roles)
                loops.add(&mean[0], &odds[0], roles)
            loops.divide(&mean[0], <float>members, roles)
            for r in range(roles):
                probabilities[r, i] = mean[r]
    return out.T
