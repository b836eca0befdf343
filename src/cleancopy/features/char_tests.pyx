"""Python's tests of characters, for all characters of the basic plane at once."""

import numpy as np

from cleancopy.characters cimport to_lower


def test_characters(Py_ssize_t size):
    """By name of a class, for each code point below `size` whether it is in the class."""
    cdef unsigned char[:, ::1] tests = np.zeros((6, size), np.uint8)
    cdef Py_ssize_t i
    cdef Py_UCS4 char
    for i in range(size):
        char = <Py_UCS4>i
        tests[0, i] = char.isspace()
        tests[1, i] = char.isdigit()
        tests[2, i] = char.isupper()
        tests[3, i] = char.islower()
        tests[4, i] = char.isalnum()
        tests[5, i] = char.isdecimal()
    names = ("space", "digit", "upper", "lower", "word", "decimal")
    return dict(zip(names, np.asarray(tests).view(bool)))


def lower_characters(Py_ssize_t size):
    """For each code point below `size` the lower case of the character, where that is one character."""
    cdef unsigned int[::1] lowered = np.empty(size, np.uint32)
    cdef Py_ssize_t i
    for i in range(size):
        lowered[i] = to_lower(<Py_UCS4>i)
    return np.asarray(lowered)
