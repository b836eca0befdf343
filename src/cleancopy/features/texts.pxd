from libc.stdint cimport uint8_t, uint32_t

from cleancopy.characters cimport is_alphanumeric
from cleancopy.features.numbering cimport Pool

cdef enum:
    N_CLASSES = 10  # `char_table.CLASSES`
    BASIC = 0x10000  # code points of the basic plane


cdef struct TextC:
    Py_ssize_t start, end  # of its characters; the gap stands at `end`
    uint32_t mask, head_mask  # classes of all its characters, and of those that are searched for patterns
    uint32_t[N_CLASSES] counts  # characters of each class
    uint32_t words, head_words, head_capitals  # words that start in it, in its head, and there in upper case


cdef class Texts:
    cdef Py_ssize_t n
    cdef TextC* items
    cdef uint32_t* codes
    cdef uint8_t* kinds  # of each character
    cdef const uint8_t* kind_of_code  # these are `char_table.CharTable`, without what C does not need
    cdef const uint32_t* lowercase
    cdef const uint32_t* mask_of_kind
    cdef uint32_t unspaced  # the bit of that class
    cdef Pool pool
    cdef void scan(self, TextC* text) noexcept nogil


cdef inline uint32_t mask_at(Texts texts, Py_ssize_t index) noexcept nogil:
    """The mask of the classes of a character."""
    return texts.mask_of_kind[texts.kinds[index]]


cdef inline uint32_t lower(Texts texts, uint32_t code) noexcept nogil:
    """The lower case of a character, a space if it is not part of a word; see `CharTable.lowercase`."""
    if code < BASIC:
        return texts.lowercase[code]
    return code if is_alphanumeric(code) else c" "


cdef inline bint is_unspaced(Texts texts, uint32_t code) noexcept nogil:
    """Whether a character of the basic plane is of a script that puts no spaces between words."""
    return code < BASIC and texts.mask_of_kind[texts.kind_of_code[code]] & texts.unspaced != 0
