cdef class Style:
    cdef object layout
    cdef int level, list_depth, depth
    cdef bint is_code, keeps_spans
    cdef dict inner_styles
    cdef Style enter(self, str tag)
    cdef Style make_inner(self, str tag)
    cdef Style enter_too_deep(self, str tag)
