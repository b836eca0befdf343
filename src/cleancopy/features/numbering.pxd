cimport cython
from libc.stdint cimport int32_t, uint32_t, uint64_t


cdef class Pool:
    cdef list parts
    cdef void* take(self, Py_ssize_t count, Py_ssize_t size) except NULL


cdef struct SequenceC:
    Py_ssize_t start, size  # in `Numbering.values`
    uint64_t hashed


cdef class Numbering:
    cdef uint32_t* values  # of all sequences, end to end
    cdef SequenceC* sequences
    cdef int32_t* slots  # a power of 2, at least twice the sequences: the number of a sequence + 1, or 0
    cdef Py_ssize_t count, room, values_used, values_room, slot_mask
    cdef Py_ssize_t number(self, const uint32_t* values, Py_ssize_t size) except -1 nogil
    cdef Py_ssize_t find(self, const uint32_t* values, Py_ssize_t size, uint64_t hashed) noexcept nogil
    cdef int grow(self) except -1 nogil


cdef void* resized(void* memory, Py_ssize_t count, Py_ssize_t size) except NULL nogil
