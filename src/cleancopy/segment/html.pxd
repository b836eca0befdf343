cimport cython
from cleancopy.segment.inline cimport Run, OpenMarks, OpenSpans, fold_run, fold_code, drop_anchors, separate_boxes
from cleancopy.segment.style cimport Style
from cleancopy.dom cimport TreeHandler

cdef frozenset BLOCK_TAGS
cdef frozenset _TABLE_TAGS
cdef frozenset _CODE_LINE_TAGS
cdef frozenset CELL_TAGS
cdef frozenset BOLD_TAGS
cdef frozenset SPAN_TAGS
cdef dict CHUNK_OF_TAG
cdef dict MARK_OF_TAG
cdef object _CODE
cdef object _FORMULA
cdef frozenset RAISED_TAGS
cdef frozenset BRACKET_TAGS
cdef object _ALT
cdef object _HEADING
cdef object _new
cdef object Block
cdef object Element
cdef object split_identifiers

cdef class _Segmenter(TreeHandler):
    cdef object _limits
    cdef Py_ssize_t _left_out
    cdef list _blocks
    cdef list _block_cells
    cdef list _elements
    cdef dict _known_words
    cdef Style _style
    cdef Py_ssize_t _element
    cdef Py_ssize_t _cell
    cdef Py_ssize_t _prose
    cdef list _saved
    cdef Run _run
    cdef Py_ssize_t _link_depth
    cdef Py_ssize_t _bold_depth
    cdef OpenMarks _open_marks
    cdef OpenSpans _open_spans
    cdef list _tables
    cdef list _pictures
    cdef list _anchors
    cdef list _timestamps
    cdef list _images
    cdef public object hidden_parts
    cdef bint _has_hidden
    cdef list _code_lines
    @cython.locals(run=Run)
    cpdef add_text(self, str text)
    cdef _add_delimited(self, str text)
    cpdef add_formula(self, object formula)
    @cython.locals(run=Run)
    cdef _add_words(self, str text)
    @cython.locals(style=Style, parent=Py_ssize_t, words=tuple, detail=str)
    cpdef start_element(self, str tag, str class_and_id, str html_id, tuple attributes)
    cpdef end_element(self, str tag)
    cpdef add_image(self, str alt, str src)
    cdef _start_code_line(self, str tag)
    cdef _end_code_line(self, str tag)
    cdef _break_code_line(self)
    cdef _enter_too_deep(self, str tag)
    cdef _enter_table(self, str tag, tuple attributes, tuple words)
    cdef _enter_table_part(self, str tag, tuple attributes)
    cdef _end_row(self)
    cdef _end_table(self)
    @cython.locals(run=Run)
    cdef _start_inline(self, str tag, str class_and_id, tuple attributes)
    cdef _end_inline(self, str tag)
    cdef _end_reading(self, Run run)
    cdef _note_seam(self, Run run)
    cdef _start_link(self, Run run)
    cdef _set_code_language(self, str language)
    @cython.locals(run=Run)
    cdef _add_line_break(self)
    cdef tuple _split_identifiers(self, str class_and_id)
    @cython.locals(run=Run)
    cdef _flush(self)
    cdef _end_run(self, Run run)
    cdef _add_images(self, Py_ssize_t line)
    @cython.locals(style=Style, text=str, marks=tuple, size=Py_ssize_t)
    cdef _add_block(self, Run run)
cdef str _get_element_detail(str tag, tuple attributes)
