from cleancopy.segment.run cimport OpenMarks, OpenSpans, Run
from cleancopy.segment.style cimport Style
from cleancopy.tree_walk cimport TreeHandler


cdef struct Outer:
    # What was around an open block element.
    Py_ssize_t element, cell, prose


cdef class Segmenter(TreeHandler):
    cdef object limits
    cdef Py_ssize_t max_blocks, max_depth, left_out
    cdef list blocks, block_cells, elements, pictures, anchors, timestamps, tables, images
    cdef dict known_words
    cdef Run text_run
    cdef OpenMarks open_marks
    cdef OpenSpans open_spans
    cdef Py_ssize_t link_depth, bold_depth
    cdef Style style
    cdef Py_ssize_t element, cell, prose
    cdef list outer_styles
    cdef Outer* outer
    cdef Py_ssize_t outer_room
    cdef list code_lines
    cdef readonly object hidden_parts
    cdef bint has_hidden

    cpdef add_text(self, str text)
    cdef int add_words(self, str text) except -1
    cdef int start_code_line(self, str tag) except -1
    cdef int end_code_line(self, str tag) except -1
    cdef int break_code_line(self) except -1
    cdef int save_outer(self) except -1
    cdef int enter_too_deep(self, str tag) except -1
    cdef int enter_table(self, str tag, tuple attributes, tuple words) except -1
    cdef int enter_table_part(self, str tag, tuple attributes) except -1
    cdef int end_table(self) except -1
    cdef int start_inline(self, str tag, str class_and_id, tuple attributes) except -1
    cdef int start_mark(self, str tag, kind, tuple attributes) except -1
    cdef int end_inline(self, str tag) except -1
    cdef int end_mark(self, str tag, kind) except -1
    cdef int end_bracket(self) except -1
    cdef int note_seam(self) except -1
    cdef int set_code_language(self, str language) except -1
    cdef int add_line_break(self) except -1
    cdef tuple split_names(self, str class_and_id)
    cdef int flush(self) except -1
    cdef int end_run(self) except -1
    cdef int add_block(self) except -1
    cdef int add_images(self, Py_ssize_t line) except -1
