"""Memory for a page, and numbers for equal sequences: of letters, of words, of kinds of elements."""

cimport cython
from cpython.bytearray cimport PyByteArray_AS_STRING, PyByteArray_FromStringAndSize
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memcmp, memcpy, memset

cdef extern from *:
    ctypedef unsigned long long uint128_t "unsigned __int128"

cdef uint64_t PRIME = (<uint64_t>1 << 61) - 1
# Python hashes texts with a secret of the process, which nobody can know who writes a page.
cdef uint64_t SECRET = hash("the multiplier of sequences") % (PRIME - 2) + 2


@cython.final
cdef class Pool:
    """Memory that is 0 at first and lives as long as this object."""

    def __cinit__(self):
        self.parts = []

    cdef void* take(self, Py_ssize_t count, Py_ssize_t size) except NULL:
        """Memory for a number of things of a size."""
        part = PyByteArray_FromStringAndSize(NULL, count * size)
        self.parts.append(part)
        return memset(PyByteArray_AS_STRING(part), 0, count * size)


cdef void* resized(void* memory, Py_ssize_t count, Py_ssize_t size) except NULL nogil:
    """Memory for a number of things, with what it held before."""
    cdef void* new = realloc(memory, count * size)
    if new is NULL:
        with gil:
            raise MemoryError
    return new


cdef uint64_t hash_values(const uint32_t* values, Py_ssize_t size) noexcept nogil:
    """A polynomial in a secret number: two sequences of k values meet for at most k of all 2⁶¹ secrets.

    So the author of a page cannot make its words meet, and time stays linear.
    """
    cdef uint128_t product
    cdef uint64_t hashed = size
    cdef Py_ssize_t i
    for i in range(size):
        product = <uint128_t>hashed * SECRET + values[i]
        hashed = <uint64_t>(product & PRIME) + <uint64_t>(product >> 61)
        if hashed >= PRIME:
            hashed -= PRIME
    return hashed


@cython.final
cdef class Numbering:
    """Numbers sequences, counted from 0 in the order in which they first occur; equal ones have the same number."""

    def __cinit__(self):
        self.room, self.values_room, self.slot_mask = 128, 512, 255
        self.values = <uint32_t*>resized(NULL, self.values_room, sizeof(uint32_t))
        self.sequences = <SequenceC*>resized(NULL, self.room, sizeof(SequenceC))
        self.slots = <int32_t*>calloc(self.slot_mask + 1, sizeof(int32_t))
        if self.slots is NULL:
            raise MemoryError

    def __dealloc__(self):
        free(self.values)
        free(self.sequences)
        free(self.slots)

    cdef Py_ssize_t number(self, const uint32_t* values, Py_ssize_t size) except -1 nogil:
        """The number of a sequence, a new one if it is new."""
        cdef uint64_t hashed = hash_values(values, size)
        cdef Py_ssize_t found = self.find(values, size, hashed), slot = hashed & self.slot_mask
        if found >= 0:
            return found
        if self.values_used + size > self.values_room:
            self.values_room = 2 * self.values_room + size
            self.values = <uint32_t*>resized(self.values, self.values_room, sizeof(uint32_t))
        memcpy(self.values + self.values_used, values, size * sizeof(uint32_t))
        self.sequences[self.count] = SequenceC(self.values_used, size, hashed)
        while self.slots[slot]:
            slot = (slot + 1) & self.slot_mask
        self.values_used += size
        self.count += 1
        self.slots[slot] = <int32_t>self.count
        if self.count == self.room:
            self.grow()
        return self.count - 1

    cdef Py_ssize_t find(self, const uint32_t* values, Py_ssize_t size, uint64_t hashed) noexcept nogil:
        """The number of a sequence, -1 if it has none."""
        cdef Py_ssize_t slot = hashed & self.slot_mask
        cdef SequenceC* other
        while self.slots[slot]:
            other = &self.sequences[self.slots[slot] - 1]
            if other.hashed == hashed and other.size == size:
                if memcmp(self.values + other.start, values, size * sizeof(uint32_t)) == 0:
                    return self.slots[slot] - 1
            slot = (slot + 1) & self.slot_mask
        return -1

    cdef int grow(self) except -1 nogil:
        cdef Py_ssize_t i, slot, n_slots = 4 * self.room
        self.room *= 2
        self.sequences = <SequenceC*>resized(self.sequences, self.room, sizeof(SequenceC))
        self.slots = <int32_t*>resized(self.slots, n_slots, sizeof(int32_t))
        self.slot_mask = n_slots - 1
        memset(self.slots, 0, n_slots * sizeof(int32_t))
        for i in range(self.count):
            slot = self.sequences[i].hashed & self.slot_mask
            while self.slots[slot]:
                slot = (slot + 1) & self.slot_mask
            self.slots[slot] = <int32_t>(i + 1)
        return 0
