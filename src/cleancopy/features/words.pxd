from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from cleancopy.features.numbering cimport Pool, Numbering
from cleancopy.features.texts cimport Texts


cdef class TokenBags:
    cdef Numbering table
    cdef uint32_t* ids
    cdef Py_ssize_t* starts  # of each bag in `ids`, and the end of the last
    cdef Py_ssize_t n, n_ids, bags_room, ids_room
    cdef uint32_t* word  # the letters of the word that is read
    cdef Py_ssize_t n_letters
    cdef int add_text(self, Texts texts, Py_ssize_t index, str text) except -1
    cdef int split(self, Texts texts, const uint32_t* codes, Py_ssize_t size, bint has_unspaced) except -1 nogil
    cdef int read(self, uint32_t letter) except -1 nogil
    cdef int add_word(self) except -1 nogil
    cdef int add_id(self, Py_ssize_t word) except -1 nogil
    cdef int close_bag(self) except -1 nogil
    cdef int mark(self, Py_ssize_t at, Py_ssize_t word, uint32_t before, uint32_t after) except -1 nogil
    cdef uint8_t* find_content_words(self, Pool pool) except NULL


cdef TokenBags split_words(Texts texts, strings)


cdef class Vocabulary(dict):
    cdef TokenBags table
    cdef int64_t* rows  # of each word in the table
    cdef Pool pool
    cdef int64_t find_row(self, const uint32_t* letters, Py_ssize_t size, uint64_t hashed) noexcept nogil
