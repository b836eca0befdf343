cdef object _new
cdef object Mark
cdef object _LINK
cdef object _AUTHOR

cdef class Run:
    cdef public list parts
    cdef public list inner
    cdef public list marks
    cdef public Py_ssize_t links
    cdef public Py_ssize_t link_chars
    cdef public Py_ssize_t bold_chars
    cdef public Py_ssize_t breaks
    cdef public bint after_link

cdef class OpenMarks:
    cdef dict _open
    cpdef begin(self, object mark, tuple detail, Run run)
    cpdef end(self, object mark, Run run)
    cpdef cut(self, Run run)

cdef class OpenParts:
    cdef list _open
    cdef dict _telling
    cpdef begin(self, str naming, Run run)
    cpdef end(self, Run run, bint every)
    cdef bint _tells(self, str naming)

cpdef str fold_code(Run run)
cpdef tuple fold(Run run)
cdef tuple _joined(list parts)
