cimport cython

cdef object Text
cdef object Element
cdef object _HTML
cdef frozenset _SPECIAL
cdef frozenset _UNRENDERED
cdef frozenset _UNRENDERED_SVG
cdef frozenset _EMBEDDED
cdef dict _DETAILS

cdef class Reader:
    cpdef text(self, str text)
    cpdef begin(self, str tag, str naming, str anchor, tuple detail)
    cpdef end(self, str tag)
    cpdef image(self, str alt, str src)

cdef class _Gate:
    cdef Reader _reader
    cdef object _reveal
    cdef Py_ssize_t _passed
    cdef Py_ssize_t shown
    cdef bint lets_in(self, element, str tag, Py_ssize_t depth)

cdef bint _is_rendered(element, str tag)
cdef bint _is_hidden(element, str tag)
cdef str _naming(element)
cdef tuple _detail(element, str tag)
cdef str _source(element)
@cython.locals(waiting=list, depth=Py_ssize_t, deepest=Py_ssize_t, tag=str, naming=str, anchor=str, is_dressed=bint,
               children=tuple)
cdef _walk(document, frozenset dressed, Reader reader, _Gate gate)
