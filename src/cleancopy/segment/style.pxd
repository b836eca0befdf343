cdef class Style:
    cdef public object layout
    cdef public int level
    cdef public int list_depth
    cdef public int depth
    cdef public bint is_code
    cdef public bint is_parted
    cdef dict _inner
    cpdef Style inside(self, str tag)
    cdef Style _inside(self, str tag)
    cpdef Style deeper(self, str tag)
