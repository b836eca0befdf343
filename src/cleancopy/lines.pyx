"""What lines are made of: tests of characters that stages ask for hundreds of times a page."""

from cpython.unicode cimport PyUnicode_4BYTE_KIND, PyUnicode_FromKindAndData
from libc.stdlib cimport free, malloc


def has_digit(str text not None):
    cdef Py_UCS4 char
    for char in text:
        if char.isdigit():
            return True
    return False


def find_digits(list texts not None, Py_ssize_t most):
    cdef Py_ssize_t i
    cdef str text
    cdef list found = []
    for i, text in enumerate(texts):
        if len(text) <= most and has_digit(text):
            found.append(i)
    return found


def find_beginning(list texts not None, str signs not None, *, bint or_digit=False):
    return find_signs(texts, signs, False, or_digit)


def find_ending(list texts not None, str signs not None):
    return find_signs(texts, signs, True, False)


cdef list find_signs(list texts, str signs, bint at_end, bint or_digit):
    cdef Py_ssize_t i
    cdef str text
    cdef Py_UCS4 char
    cdef list found = []
    for i, text in enumerate(texts):
        if text:
            char = text[len(text) - 1 if at_end else 0]
            if char in signs or (or_digit and char.isdecimal()):
                found.append(i)
    return found


def count_wide(str text not None):
    cdef Py_UCS4 char
    cdef Py_ssize_t count = 0
    if text.isascii():
        return 0
    for char in text:
        count += 0x3040 <= char <= 0x30FF or 0x3400 <= char <= 0x9FFF or 0xAC00 <= char <= 0xD7AF
    return count


cdef inline bint is_word_char(Py_UCS4 char) noexcept:
    # What `\\w` of `re` matches in a text without capitals.
    if char < 128:
        return c"a" <= char <= c"z" or c"0" <= char <= c"9" or char == c"_"
    return char.isalnum()


def fold_words(str text not None):
    cdef str folded = text.casefold()
    cdef Py_ssize_t used = 0
    cdef bint is_apart = False
    cdef Py_UCS4 char
    cdef Py_UCS4* words = <Py_UCS4*>malloc((len(folded) + 1) * sizeof(Py_UCS4))
    if words is NULL:
        raise MemoryError
    try:
        for char in folded:
            if not is_word_char(char):
                is_apart = used > 0
                continue
            if is_apart:  # in place of the sign before
                words[used] = c" "
                used += 1
                is_apart = False
            words[used] = char
            used += 1
        return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, words, used)
    finally:
        free(words)


def count_words(str text not None):
    cdef Py_ssize_t count = 0
    cdef bint is_in_word = False, was_in_word = False
    cdef Py_UCS4 char
    for char in text:
        is_in_word = char.isalnum() or char == c"_"
        count += is_in_word and not was_in_word
        was_in_word = is_in_word
    return count
