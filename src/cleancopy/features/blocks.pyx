"""The blocks of a page as an array, and the matrix whose columns the other modules fill."""

import numpy as np

cimport cython

from cleancopy.block import PROSE_CHARS, Layout
from cleancopy.features.table import LAYOUTS, ROWS

cdef float MIN_PROSE_CHARS = PROSE_CHARS
cdef tuple LAYOUT_LIST = LAYOUTS
cdef int ALT = LAYOUTS.index(Layout.ALT)


@cython.final
cdef class Blocks:
    """The fields of n blocks.

    n_elements   the elements of the page: the number after the last stands for no element
    """

    def __cinit__(self, blocks, Py_ssize_t n_elements):
        cdef Py_ssize_t i
        cdef BlockC* block
        self.n, self.pool = len(blocks), Pool()
        self.items = <BlockC*>self.pool.take(self.n, sizeof(BlockC))
        texts, inline_names = [], []
        for i, fields in enumerate(blocks):
            block = &self.items[i]
            if not isinstance(fields, tuple):
                raise TypeError(f"{fields!r} is no block")
            (
                text, layout, block.level, block.element, block.links, block.link_chars, block.bold_chars, names,
                _line, block.lines, block.indent, block.gap, _marks, _cells
            ) = <tuple>fields
            if not -1 <= block.element < n_elements:
                raise IndexError(f"element {block.element} of {n_elements}")
            if block.element < 0:
                block.element = n_elements
            block.layout, block.chars = LAYOUT_LIST.index(layout), len(text)
            # The same rule as `block.count_prose_chars`.
            block.is_prose = block.chars >= MIN_PROSE_CHARS and 2 * block.link_chars < block.chars
            block.is_prose = block.is_prose and block.layout != ALT
            texts.append(text)
            inline_names.append(names)
        self.strings, self.inline_names, self.texts = tuple(texts), tuple(inline_names), Texts(texts)


@cython.final
cdef class Matrix:
    """The features of n blocks, a row for each column of the table; all 0 at first.

    kind   html or text: which columns the table has
    """

    def __cinit__(self, str kind, Py_ssize_t n):
        self.row_of_column = ROWS[kind]
        self.rows = np.zeros((len(self.row_of_column), n), np.float32)
        self.values = self.rows

    cdef object row(self, str name):
        """The values of a column as an array."""
        return self.rows[self.row_of_column[name]]

    cdef float* column(self, str name) except NULL:
        """The values of a column, one a block; those of the next column come after them."""
        return &self.values[self.row_of_column[name], 0]

    cdef int fill(self, str name, float value) except -1:
        """Give all blocks the same value in a column."""
        self.row(name)[:] = value
        return 0
