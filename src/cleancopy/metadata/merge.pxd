# The types of merge.py.
cdef bint _is_plausible(candidate, fetch_date) except -1
