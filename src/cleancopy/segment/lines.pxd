cdef enum:
    # What a line has after its indent, marks included.
    SPACE = 1  # in the table of characters only
    LINE_END = 2  # in the table of characters only
    HAS_GAP = 4  # white space other than single spaces
    HAS_BAR = 8
    HAS_TICK = 16  # a backtick
    HAS_CODE_SIGN = 32  # without which few lines are code


cdef class Line:
    cdef readonly Py_ssize_t number, indent, quoted, width
    cdef readonly str mark, body, raw
    cdef int signs
    cdef Py_UCS4 first(self) noexcept
    cdef Py_UCS4 last(self) noexcept
    cdef bint is_drawn(self) except -1


cpdef bint is_cjk(Py_UCS4 char) noexcept
cpdef bint is_unspaced(Py_UCS4 char) noexcept
