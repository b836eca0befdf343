cdef class Style:
    cdef public object layout
    cdef public int level
    cdef public int list_depth
    cdef public int depth
    cdef public bint is_code
    cdef public bint keeps_spans
    cdef dict _inner_styles
    cpdef Style enter(self, str tag)
    cdef Style _make_inner(self, str tag)
    cpdef Style enter_too_deep(self, str tag)
