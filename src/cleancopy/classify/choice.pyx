"""The choice of the blocks that are kept, from the probabilities of their roles."""

import numpy as np

from libc.math cimport pow
from libc.stdint cimport int64_t, uint8_t

MIN_TOP_SCORE = 0.25
cdef double _MIN_TOP_SCORE = MIN_TOP_SCORE, LEAST = 1e-7  # a probability is never quite 0, or 1


def sharpen(const double[:] p, double inverse_temperature):
    cdef Py_ssize_t i
    cdef double chance, odds
    out = np.empty(p.shape[0])
    cdef double[::1] sharpened = out
    with nogil:
        for i in range(p.shape[0]):
            chance = min(max(p[i], LEAST), 1 - LEAST)
            odds = pow(chance / (1 - chance), inverse_temperature)
            sharpened[i] = odds / (1 + odds)
    return out


def choose_blocks(const double[:] scores, const double[:] words, double beta):
    cdef Py_ssize_t n = scores.shape[0], size = 0, i
    cdef const int64_t[::1] order = np.argsort(np.negative(scores), kind="stable")
    cdef double weight = beta * beta, all_hits = 0, hits = 0, answer = 0, measure, best = 0, expected = 0
    kept = np.zeros(n, bool)
    cdef uint8_t[::1] is_kept = kept.view(np.uint8)
    if scores[order[0]] < _MIN_TOP_SCORE:
        return kept, 1 - scores[order[0]]
    for i in range(n):
        all_hits += scores[order[i]] * words[order[i]]
    for i in range(n):
        hits += scores[order[i]] * words[order[i]]
        answer += words[order[i]]
        measure = (1 + weight) * hits / (answer + weight * all_hits)
        if measure >= best:
            best, size, expected = measure, i + 1, 2 * hits / (answer + all_hits)
    for i in range(size):
        is_kept[order[i]] = True
    return kept, expected


def find_likeliest(const double[:, :] probabilities, columns not None):
    cdef const int64_t[::1] candidates = np.array(columns, np.int64)
    cdef Py_ssize_t i, k
    cdef int64_t best
    cdef list found = []
    for i in range(probabilities.shape[0]):
        best = candidates[0]
        for k in range(1, candidates.shape[0]):
            if probabilities[i, candidates[k]] > probabilities[i, best]:
                best = candidates[k]
        found.append(best)
    return found
