# The types of candidate.py.
cimport cython

@cython.locals(is_date=bint, groups=dict, key=str, value=str)
cpdef list group_candidates(str field, candidates, keys)
cdef frozenset _join_signals(list members)
