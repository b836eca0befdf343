"""Loops over all lines, blocks and elements of a page: one step a character, a block or an element."""

from libc.stdlib cimport calloc, free

cdef Py_UCS4 FIRST_OTHER_DIGIT = 0x660


def find_lines_with_digits(lines not None, Py_ssize_t least):
    cdef Py_ssize_t i = 0, count
    cdef Py_UCS4 char
    cdef str line
    cdef list found = []
    for line in lines:
        count = 0
        for char in line:
            count += c"0" <= char <= c"9" or char >= FIRST_OTHER_DIGIT
        if count >= least:
            found.append(i)
        i += 1
    return found


cdef struct Inside:
    Py_ssize_t n_blocks
    Py_ssize_t first
    Py_ssize_t last
    Py_ssize_t n_chars


cdef class BlocksInside:
    cdef Inside *_inside
    cdef Py_ssize_t _n_elements

    def __cinit__(self, list parents not None, element_of_block not None, texts not None, layouts not None, left_out):
        self._n_elements = len(parents)
        self._inside = <Inside *>calloc(self._n_elements + 1, sizeof(Inside))
        if self._inside is NULL:
            raise MemoryError
        cdef Py_ssize_t i = 0, element, parent
        for element, text, layout in zip(element_of_block, texts, layouts, strict=True):
            if layout is not left_out and 0 <= element < self._n_elements:
                self._add(element, 1, i, i, len(<str?>text))
            i += 1
        for element in range(self._n_elements - 1, 0, -1):  # an element comes after its parent
            parent = parents[element]
            if 0 <= parent < element and self._inside[element].n_blocks:
                own = self._inside[element]
                self._add(parent, own.n_blocks, own.first, own.last, own.n_chars)

    def __dealloc__(self):
        free(self._inside)

    cdef void _add(
        self, Py_ssize_t element, Py_ssize_t n_blocks, Py_ssize_t first, Py_ssize_t last, Py_ssize_t n_chars
    ) noexcept:
        cdef Inside *inside = &self._inside[element]
        inside.first = min(inside.first, first) if inside.n_blocks else first
        inside.last = max(inside.last, last) if inside.n_blocks else last
        inside.n_blocks += n_blocks
        inside.n_chars += n_chars

    def measure(self, Py_ssize_t element):
        if not 0 <= element < self._n_elements:
            raise IndexError(element)
        cdef Inside inside = self._inside[element]
        return inside.n_blocks, inside.n_chars, inside.first, inside.last
