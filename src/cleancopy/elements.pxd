cdef bint has_any(tuple own_words, frozenset words) except -1
