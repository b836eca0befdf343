# cython: language_level=3, boundscheck=False, wraparound=False
"""What `names.py` says, compiled: sign by sign, without a pattern."""

cdef Py_ssize_t KEPT = 12


cdef inline bint is_small(Py_UCS4 sign) noexcept:
    return c'a' <= sign <= c'z'


cdef inline bint is_capital(Py_UCS4 sign) noexcept:
    return c'A' <= sign <= c'Z'


def name_words(str naming not None):
    cdef Py_ssize_t size = len(naming), start = 0, end
    cdef bint capital
    cdef list words = []
    while start < size and len(words) < KEPT:
        end = start + 1
        capital = is_capital(naming[start])
        if capital and end < size and is_capital(naming[end]):
            while end < size and is_capital(naming[end]):
                end += 1
        elif capital or is_small(naming[start]):
            while end < size and is_small(naming[end]):
                end += 1
        if end > start + 1:
            words.append(naming[start:end].lower() if capital else naming[start:end])
        start = end
    return tuple(words)
