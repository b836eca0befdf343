# The types of caption_parser.py.
cimport cython

cpdef bint _has_stem(str text) except -1
@cython.locals(last=str)
cpdef bint _may_end_in_name(str text)
@cython.locals(start=str)
cdef bint _may_begin_with_label(str text) except -1
@cython.locals(start=Py_ssize_t, tail=str, folded=str, signs=set)
cdef _split_wording(str text)
cdef str _balance_brackets(str text)
