cimport cython
from cleancopy.segment.inline cimport Run, OpenMarks, OpenParts, fold, fold_code
from cleancopy.segment.style cimport Style
from cleancopy.dom cimport Reader

cdef frozenset _BLOCK_TAGS
cdef frozenset _TABULAR
cdef frozenset CELLS
cdef frozenset BOLD
cdef frozenset PARTS
cdef frozenset SPACERS
cdef dict MARKS
cdef object _CODE
cdef object _ALT
cdef object _new
cdef object Block
cdef object Element
cdef object name_words

cdef class _Segmenter(Reader):
    cdef object _limits
    cdef Py_ssize_t _left_out
    cdef list _blocks
    cdef list _cells
    cdef list _elements
    cdef dict _names
    cdef Style _style
    cdef Py_ssize_t _element
    cdef Py_ssize_t _cell
    cdef Py_ssize_t _prose
    cdef list _around
    cdef Run _run
    cdef Py_ssize_t _link_depth
    cdef Py_ssize_t _bold_depth
    cdef OpenMarks _open_marks
    cdef OpenParts _open_parts
    cdef list _rows
    cdef list _pictures
    cdef list _images
    cdef public Py_ssize_t hidden_prose
    cdef public set cut_off
    cdef Py_ssize_t _passed
    cdef dict _beside
    @cython.locals(run=Run)
    cpdef text(self, str text)
    @cython.locals(style=Style, parent=Py_ssize_t, words=tuple, own=str)
    cpdef begin(self, str tag, str naming, str anchor, tuple detail)
    cpdef end(self, str tag)
    cpdef image(self, str alt, str src)
    cdef _enter_too_deep(self, str tag)
    cdef _enter_table(self, str tag, tuple detail)
    cdef _look_beside(self, Py_ssize_t seen)
    cdef _end_row(self, Py_ssize_t first_block)
    @cython.locals(run=Run)
    cdef _begin_inline(self, str tag, str naming, tuple detail)
    cdef _end_inline(self, str tag)
    cdef _begin_link(self, Run run)
    cdef _name_language(self, str language)
    @cython.locals(run=Run)
    cdef _break(self)
    cdef tuple _words(self, str naming)
    @cython.locals(run=Run)
    cdef _flush(self)
    cdef _end_run(self, Run run)
    cdef _place_images(self, Py_ssize_t line)
    @cython.locals(style=Style, text=str, marks=tuple, size=Py_ssize_t)
    cdef _add(self, Run run)
cdef str _element_detail(str tag, tuple detail)
