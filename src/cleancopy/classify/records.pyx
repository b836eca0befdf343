"""Records: parts of a page that repeat, such as cards, posts, rows. They are of one kind, so they are judged as one."""

import numpy as np

from cleancopy.block_fields import find_boxes, list_texts

from libc.math cimport exp, log

cdef frozenset RECORD_TAGS = frozenset("li div article section tr td th a dd dt ul ol dl".split())
cdef Py_ssize_t MIN_RECORDS = 3
cdef double LEAST = 1e-4  # what is surer than this says no more


def level_records(page, const double[:] scores):
    levelled = np.array(scores)
    cdef double[::1] out = levelled
    cdef list group, texts = list_texts(page.blocks)
    cdef double odds, score
    cdef Py_ssize_t i
    for group in find_like_blocks(page):
        odds = average_log_odds(texts, scores, group)
        score = 1 / (1 + exp(-odds))
        for i in group:
            out[i] = score
    return levelled


cdef double average_log_odds(list texts, const double[:] scores, list group) except? -1:
    """The mean of the log-odds of some blocks, weighed by their characters. No text is empty."""
    cdef double chance, total = 0, weights = 0
    cdef Py_ssize_t i, size
    for i in group:
        size = len(<str?>texts[i])
        chance = min(max(scores[i], LEAST), 1 - LEAST)
        total += size * log(chance / (1 - chance))
        weights += size
    return total / weights


def find_like_blocks(page):
    cdef Py_ssize_t i = 0
    cdef dict groups = {}
    if not page.elements:
        return []
    for block, place in zip(page.blocks, find_boxes(page.blocks, find_places(page.elements, page.blocks))):
        if place >= 0:
            groups.setdefault((place, block.layout), []).append(i)
        i += 1
    return [group for group in groups.values() if len(group) >= MIN_RECORDS]


cdef list find_places(tuple elements, tuple blocks):
    """Number the places of elements in records: two are alike if their records are, and the elements between.

    Gives -1 for elements outside of records.
    """
    cdef Py_ssize_t i = 0, parent
    cdef list places = [], keys = find_record_keys(elements, blocks)
    cdef dict numbers = {}, counts = count_keys(keys)
    for fields in elements:
        tag, parent, _depth, words, _html_id, _detail = <tuple>fields
        key = keys[i]
        if key is not None and <Py_ssize_t>counts[key] >= MIN_RECORDS:
            places.append(numbers.setdefault(key, len(numbers)))
        elif parent >= 0 and <Py_ssize_t>places[parent] >= 0:
            places.append(numbers.setdefault((places[parent], tag, words), len(numbers)))
        else:
            places.append(-1)
        i += 1
    return places


cdef list find_record_keys(tuple elements, tuple blocks):
    """For each element that may be a record and shows something what it shares with its like; None for others."""
    cdef bytearray shows = find_shown(elements, blocks)
    cdef Py_ssize_t i = 0
    cdef list keys = []
    for fields in elements:
        tag, parent, _depth, words, _html_id, _detail = <tuple>fields
        keys.append((tag, words, parent, True) if shows[i] and tag in RECORD_TAGS else None)
        i += 1
    return keys


cdef bytearray find_shown(tuple elements, tuple blocks):
    """Mark the elements that have blocks in them."""
    cdef bytearray shows = bytearray(len(elements))
    cdef Py_ssize_t i
    for block in blocks:
        i = block.element
        while i >= 0 and not shows[i]:
            shows[i] = True
            i = (<tuple>elements[i])[1]
    return shows


cdef dict count_keys(list keys):
    cdef dict counts = {}
    for key in keys:
        if key is not None:
            counts[key] = counts.get(key, 0) + 1
    return counts
