from cleancopy.features.numbering cimport Pool
from cleancopy.features.texts cimport Texts


cdef struct BlockC:
    Py_ssize_t element  # its index, or the number of elements for none
    int layout  # its index in LAYOUTS
    bint is_prose
    float chars, level, links, link_chars, bold_chars, lines, indent, gap  # as in `block.Block`


cdef class Blocks:
    cdef readonly tuple strings, inline_names
    cdef readonly Py_ssize_t n
    cdef BlockC* items
    cdef Texts texts
    cdef Pool pool


cdef class Matrix:
    cdef readonly object rows
    cdef float[:, ::1] values
    cdef dict row_of_column
    cdef object row(self, str name)
    cdef float* column(self, str name) except NULL
    cdef int fill(self, str name, float value) except -1


cdef inline float divide(float part, float whole) noexcept nogil:
    """The ratio of a part to a whole, which counts as 1 if it is less."""
    return part / (whole if whole > 1 else 1)
