"""The choice of the blocks that are kept, from the probabilities of their roles."""

import numpy as np

from cleancopy.features import MIN_RECORDS

from libc.math cimport exp, log, pow
from libc.stdint cimport int64_t, uint8_t

SURE_SCORE = 0.25
cdef double _SURE_SCORE = SURE_SCORE, LEAST = 1e-7  # a probability is never quite 0, or 1
cdef Py_ssize_t _MIN_RECORDS = MIN_RECORDS
cdef double LEAST_OF_RECORDS = 1e-4  # what is surer than this says no more of its like


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


def level_records(const int64_t[:] places, const double[:] sizes, const double[:] scores):
    cdef Py_ssize_t i, place, n = scores.shape[0]
    levelled = np.array(scores)
    cdef double[::1] out = levelled, odds = np.zeros(n), total = np.zeros(n)
    cdef int64_t[::1] counts = np.zeros(n, np.int64)
    cdef double chance
    with nogil:
        for i in range(n):
            place = places[i]
            chance = min(max(scores[i], LEAST_OF_RECORDS), 1 - LEAST_OF_RECORDS)
            odds[place] += sizes[i] * log(chance / (1 - chance))
            total[place] += sizes[i]
            counts[place] += 1
        for i in range(n):
            place = places[i]
            if counts[place] >= _MIN_RECORDS:
                out[i] = 1 / (1 + exp(-odds[place] / total[place]))
    return levelled


def choose_blocks(const double[:] scores, const double[:] words, double beta, furniture=()):
    cdef Py_ssize_t n = scores.shape[0], size = 0, i
    cdef double weight = beta * beta, all_hits = 0, all_expected = 0, hits = 0, answer = 0, expected_hits = 0
    cdef double measure, best = 0, expected = 0, top = np.max(scores)
    cdef const double[:] weighed = scores
    kept = np.zeros(n, bool)
    cdef uint8_t[::1] is_kept = kept.view(np.uint8)
    if top < _SURE_SCORE:
        weighed = raise_scores(scores, furniture)
        if beta < 1 or np.max(weighed) == 0:
            return kept, 1 - top
    cdef const int64_t[::1] order = np.argsort(np.negative(weighed), kind="stable")
    for i in range(n):
        all_hits += weighed[order[i]] * words[order[i]]
        all_expected += scores[order[i]] * words[order[i]]
    for i in range(n):
        hits += weighed[order[i]] * words[order[i]]
        expected_hits += scores[order[i]] * words[order[i]]
        answer += words[order[i]]
        measure = (1 + weight) * hits / (answer + weight * all_hits)
        if measure >= best:
            best, size, expected = measure, i + 1, 2 * expected_hits / (answer + all_expected)
    for i in range(size):
        is_kept[order[i]] = True
    return kept, expected


def raise_scores(const double[:] scores, furniture=()):
    cdef Py_ssize_t i
    out = np.array(scores)
    out[list(furniture)] = 0
    cdef double[::1] raised = out
    cdef double top = np.max(out), factor, odds
    if top == 0:
        return out
    factor = (1 - top) / top
    for i in range(raised.shape[0]):
        odds = factor * raised[i] / (1 - raised[i])
        raised[i] = odds / (1 + odds)
    return out


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
