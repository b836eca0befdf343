cdef object _new
cdef object Mark
cdef object _LINK
cdef object _AUTHOR
cdef object _LINE_BREAK

cdef class Run:
    cdef public list chunks
    cdef public list inline_names
    cdef public list marks
    cdef public Py_ssize_t links
    cdef public Py_ssize_t link_chars
    cdef public Py_ssize_t bold_chars
    cdef public Py_ssize_t breaks
    cdef public bint after_link
    cdef public Py_ssize_t after_box
    cdef public list seams
    cdef public list raised
    cdef public list line_breaks

cdef class OpenMarks:
    cdef public dict open_by_kind
    cpdef open(self, object kind, tuple attributes, Run run)
    cpdef close(self, object kind, Run run)
    cpdef carry_over(self, Run run)

cdef class OpenSpans:
    cdef list _open
    cdef dict _known_names
    cpdef open(self, str class_and_id, Run run)
    cpdef close(self, Run run, bint keeps_all)
    cdef bint _is_credit_or_author(self, str class_and_id)

cpdef str fold_code(Run run)
cpdef separate_boxes(Run run)
cdef bint _is_set_apart(str before, str after)
cpdef tuple fold_run(Run run)
cpdef tuple drop_anchors(str text, tuple marks)
cdef bint _is_anchor(mark, str words)
cdef tuple _join_chunks(list chunks)
