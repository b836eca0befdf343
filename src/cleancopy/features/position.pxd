from libc.stdint cimport uint8_t

from cleancopy.features.blocks cimport Blocks, Matrix
from cleancopy.features.words cimport TokenBags


cdef int fill_position(
    Matrix m, Blocks blocks, const float* sizes, TokenBags bags, const uint8_t* is_content
) except -1
cdef float sum_floats(const float* values, Py_ssize_t n) noexcept nogil
cdef int sum_windows(const float* values, Py_ssize_t n, Py_ssize_t reach, float* out) except -1
cdef bint starts_alike(Blocks blocks, Py_ssize_t a, Py_ssize_t b, Py_ssize_t size) noexcept nogil
