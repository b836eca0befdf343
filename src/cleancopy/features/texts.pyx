"""The characters of many texts, end to end, with their classes.

A table gives the kind of each character, and a kind its classes: questions about characters are look-ups.
"""

cimport cython
from libc.string cimport memset

from cleancopy.features.char_table import BIT, CLASSES, HEAD_CHARS, PLANE, SEARCH_CHARS, char_table

from cleancopy.characters cimport is_alphanumeric, is_decimal, is_upper

cdef extern from "Python.h":
    Py_UCS4* PyUnicode_AsUCS4(object text, uint32_t* buffer, Py_ssize_t size, int with_null) except NULL

cdef uint32_t SPACE = BIT["space"], CAPITAL = BIT["capital"], UNSPACED = BIT["cjk"]
cdef Py_ssize_t HEAD = HEAD_CHARS, SEARCHED = SEARCH_CHARS
cdef uint8_t[BASIC + 17] kind_of_code  # `CharTable.kind_of_code`
cdef uint32_t[BASIC] lowercase
cdef uint32_t[256] mask_of_kind
cdef Py_ssize_t n_kinds = 0

assert len(CLASSES) == N_CLASSES
assert PLANE == BASIC


cdef int load_table() except -1:
    """Load the table with the first text: it takes some time to make."""
    global n_kinds
    cdef Py_ssize_t i
    table = char_table()
    cdef const uint8_t[::1] kinds = table.kind_of_code
    cdef const uint32_t[::1] lowered = table.lowercase, masks = table.class_masks
    for i in range(BASIC + 17):
        kind_of_code[i] = kinds[i]
    for i in range(BASIC):
        lowercase[i] = lowered[i]
    for i in range(masks.shape[0]):
        mask_of_kind[i] = masks[i]
    n_kinds = masks.shape[0]
    return 0


cdef uint8_t find_kind(uint32_t code) noexcept nogil:
    """The kind of a character."""
    if code < BASIC:
        return kind_of_code[code]
    # The order of `char_table.ASTRAL_MASKS`.
    return kind_of_code[
        BASIC + 8 * (0x20000 <= code <= 0x3FFFF) + 4 * is_upper(code) + 2 * is_alphanumeric(code) + is_decimal(code)
    ]


@cython.final
cdef class Texts:
    """Texts as code points, with a gap (U+0000) after each."""

    def __cinit__(self, strings):
        cdef Py_ssize_t i, size, used = 0
        cdef str string
        if not n_kinds:
            load_table()
        self.pool, self.n, self.unspaced = Pool(), len(strings), UNSPACED
        self.kind_of_code, self.lowercase, self.mask_of_kind = kind_of_code, lowercase, mask_of_kind
        self.items = <TextC*>self.pool.take(self.n, sizeof(TextC))
        for i, string in enumerate(strings):
            size = len(string)
            self.items[i].start, self.items[i].end = used, used + size
            used += size + 1
        self.codes = <uint32_t*>self.pool.take(used, sizeof(uint32_t))
        self.kinds = <uint8_t*>self.pool.take(used, 1)
        for i, string in enumerate(strings):
            size = self.items[i].end - self.items[i].start
            PyUnicode_AsUCS4(string, self.codes + self.items[i].start, size + 1, 1)
        with nogil:
            for i in range(self.n):
                self.scan(&self.items[i])

    cdef void scan(self, TextC* text) noexcept nogil:
        """Find the kinds of a text's characters, and count them."""
        cdef Py_ssize_t j, size = text.end - text.start
        cdef const uint32_t* codes = self.codes + text.start
        cdef uint8_t* kinds = self.kinds + text.start
        cdef uint8_t kind
        cdef uint32_t mask, all_masks = 0, count
        cdef bint after_space = True
        cdef uint32_t[2][256] counts  # two take turns: on equal letters in a row one would wait for itself
        memset(counts, 0, sizeof(counts))
        for j in range(size):
            kinds[j] = kind = find_kind(codes[j])
            mask = mask_of_kind[kind]
            counts[j & 1][kind] += 1
            if j == SEARCHED:
                text.head_mask = all_masks
            all_masks |= mask
            if mask & SPACE:
                after_space = True
            elif after_space:
                after_space = False
                text.words += 1
                if j < HEAD:
                    text.head_words += 1
                    text.head_capitals += mask & CAPITAL != 0
        kinds[size] = kind_of_code[BASIC + 16]
        text.mask = all_masks
        if size <= SEARCHED:
            text.head_mask = all_masks
        for kind in range(n_kinds):
            count = counts[0][kind] + counts[1][kind]
            if count:
                for j in range(N_CLASSES):
                    text.counts[j] += count * (mask_of_kind[kind] >> j & 1)
