# Python's tests of characters. With these names they need no lock.

cdef extern from "Python.h":
    bint is_space "Py_UNICODE_ISSPACE"(Py_UCS4 char) noexcept nogil
    bint is_line_break "Py_UNICODE_ISLINEBREAK"(Py_UCS4 char) noexcept nogil
    bint is_alpha "Py_UNICODE_ISALPHA"(Py_UCS4 char) noexcept nogil
    bint is_alphanumeric "Py_UNICODE_ISALNUM"(Py_UCS4 char) noexcept nogil
    bint is_upper "Py_UNICODE_ISUPPER"(Py_UCS4 char) noexcept nogil
    bint is_lower "Py_UNICODE_ISLOWER"(Py_UCS4 char) noexcept nogil
    bint is_digit "Py_UNICODE_ISDIGIT"(Py_UCS4 char) noexcept nogil
    bint is_decimal "Py_UNICODE_ISDECIMAL"(Py_UCS4 char) noexcept nogil
    Py_UCS4 to_lower "Py_UNICODE_TOLOWER"(Py_UCS4 char) noexcept nogil
