cdef class Run:
    cdef public list chunks
    cdef public list inline_names
    cdef public list marks
    cdef public list raised
    cdef list seams
    cdef list line_breaks
    cdef Py_ssize_t number
    cdef Py_ssize_t links
    cdef Py_ssize_t link_chars
    cdef Py_ssize_t bold_chars
    cdef Py_ssize_t breaks
    cdef Py_ssize_t after_box
    cdef bint after_link
    cdef int clear(self) except -1
    cdef str fold_code(self)
    cdef int separate_boxes(self) except -1
    cdef tuple fold(self)


cdef class OpenMarks:
    cdef dict by_kind
    cdef int open(self, kind, tuple attributes, Run run) except -1
    cdef int close(self, kind, Run run) except -1
    cdef int carry_over(self, Run run) except -1


cdef class OpenSpans:
    cdef list spans
    cdef dict known_names
    cdef int open(self, str class_and_id, Run run) except -1
    cdef int close(self, Run run, bint keeps_all) except -1
    cdef bint is_credit_or_author(self, str class_and_id) except -1
