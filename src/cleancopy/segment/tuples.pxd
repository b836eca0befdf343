cdef object make_element(str tag, Py_ssize_t parent, int depth, tuple words, str html_id, str detail)
cdef object make_mark(kind, Py_ssize_t start, Py_ssize_t end, value)
cdef object make_block(
    str text, layout, Py_ssize_t level, Py_ssize_t element, Py_ssize_t links, Py_ssize_t link_chars,
    Py_ssize_t bold_chars, tuple inline_names, Py_ssize_t line, Py_ssize_t lines, Py_ssize_t indent, Py_ssize_t gap,
    tuple marks,
)
