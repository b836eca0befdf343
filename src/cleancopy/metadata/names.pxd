# The types of names.py.
cimport cython

@cython.locals(first=str, end=str)
cdef bint _may_begin_with_role(str name)
cdef list _drop_tail(list words)
@cython.locals(words=list, is_name=bint)
cpdef bint looks_like_name(str text)
@cython.locals(first=str)
cpdef bint is_name_word(str word)
cpdef bint has_cjk(str text)
