cdef class Line:
    cdef readonly Py_ssize_t number, indent, quoted, width
    cdef readonly str mark, body, raw
    cdef bint has_gap, has_bar, has_ticks
    cdef Py_UCS4 first(self) noexcept
    cdef Py_UCS4 last(self) noexcept
    cdef bint is_drawn(self) except -1


cpdef bint is_cjk(Py_UCS4 char) noexcept
cpdef bint is_unspaced(Py_UCS4 char) noexcept
