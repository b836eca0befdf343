"""Passes over every character of a page. Each reads the characters where Python stores them, in 1, 2 or 4 bytes each.

Most pages have nothing to repair, so a pass first asks whole runs of characters whether anything is there. The compiler
does that for many characters at once. Only a run with something is read one by one.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport (
    PyUnicode_1BYTE_KIND, PyUnicode_2BYTE_KIND, PyUnicode_DATA, PyUnicode_DecodeUTF8, PyUnicode_FromKindAndData,
    PyUnicode_KIND
)
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memchr, memcpy, memset

from cleancopy.characters cimport is_space

cdef enum:
    RUN = 64  # characters that are asked at once
    N_KINDS = 4  # of tags, a power of two

cpdef enum TagKind:
    OTHER_TAG = 0
    MERGED_TAG = 1
    REOPENED_TAG = 2
    OPTION_TAG = 3

cpdef enum Fault:
    SURROGATE = 1
    REPLACEMENT = 2
    NUL = 4
    CONTROL = 8
    GARBLED = 16

ctypedef fused char_t:
    uint8_t
    uint16_t
    uint32_t


# ── UTF-8 ─────────────────────────────────────────────────────────────────────────────────────────


def decode_utf8(bytes data not None):
    cdef const char* source = data
    cdef Py_ssize_t size = len(data), joined_size = -1
    cdef char* joined = NULL
    try:
        if b"\r" in data:
            joined = <char*>PyMem_Malloc(size)
            if not joined:
                raise MemoryError
            joined_size = join_crlf(source, size, joined)
        if joined_size >= 0:
            return PyUnicode_DecodeUTF8(joined, joined_size, NULL)
        return PyUnicode_DecodeUTF8(source, size, NULL)
    except UnicodeDecodeError:
        return None
    finally:
        PyMem_Free(joined)


cdef Py_ssize_t join_crlf(const char* source, Py_ssize_t size, char* joined) noexcept:
    """Copy `source` without carriage returns. Returns the size of the copy; -1 if one is not before a line feed."""
    cdef Py_ssize_t start = 0, index, written = 0
    cdef const char* found
    while True:
        found = <const char*>memchr(source + start, c"\r", size - start)
        index = found - source if found else size
        memcpy(joined + written, source + start, index - start)
        written += index - start
        if not found:
            return written
        start = index + 1
        if source[start] != c"\n":  # there is a zero after the last byte
            return -1


# ── faults of characters ──────────────────────────────────────────────────────────────────────────


def find_faults(str text not None):
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = len(text)
    cdef int kind = PyUnicode_KIND(text), faults
    with nogil:
        if kind == PyUnicode_1BYTE_KIND:
            faults = search_faults[uint8_t](<const uint8_t*>data, size)
        elif kind == PyUnicode_2BYTE_KIND:
            faults = search_faults[uint16_t](<const uint16_t*>data, size)
        else:
            faults = search_faults[uint32_t](<const uint32_t*>data, size)
    return faults


cdef int search_faults(const char_t* chars, Py_ssize_t size) noexcept nogil:
    cdef Py_ssize_t i = 0, j
    cdef int faults = 0
    while i < size:
        # The character after the run is read, too: what Python stores ends in a zero.
        if size - i < RUN or not (is_plain(chars + i) or is_faultless(chars + i)):
            for j in range(i, min(i + RUN, size)):
                faults |= find_fault(chars[j], chars[j + 1])
        i += RUN
    return faults


cdef inline bint is_plain(const char_t* chars) noexcept nogil:
    """Whether the `RUN` characters are those that can be typed in ASCII."""
    cdef char_t found = 0, char
    cdef Py_ssize_t i
    for i in range(RUN):
        char = chars[i]
        found |= (<char_t>(char - 0x20) > 0x5E) & (char != 9) & (char != 10) & (char != 13)
    return not found


cdef inline bint is_faultless(const char_t* chars) noexcept nogil:
    """Whether certainly none of the `RUN` characters has a fault."""
    cdef char_t found = 0, char
    cdef Py_ssize_t i
    for i in range(RUN):
        char = chars[i]
        found |= (char < 32) & (char != 9) & (char != 10) & (char != 13)
        found |= <char_t>(char - 0x7F) < 0x21
        found |= (<char_t>(char - 0xC2) < 0x2F) & (chars[i + 1] >= 0x80)
        if char_t is not uint8_t:
            found |= (char >= 0xD800) & (<char_t>(char - 0xE000) >= 0x1FFD)
    return not found


cdef inline int find_fault(Py_UCS4 char, Py_UCS4 following) noexcept nogil:
    if 0x20 <= char < 0x7F or char in (9, 10, 12, 13):
        return 0
    if char == 0:
        return NUL
    if char < 0xA0:
        return CONTROL
    if is_garbled(char, following):
        return GARBLED
    if char == 0xFFFD:
        return REPLACEMENT
    return SURROGATE if 0xD800 <= char < 0xE000 else 0


cdef inline bint is_garbled(Py_UCS4 char, Py_UCS4 following) noexcept nogil:
    """Whether two characters are the bytes that begin a character in UTF-8, read as windows-1252."""
    if char == 0xE2:
        return following == 0x20AC
    if char == 0xF0:
        return following == 0x178
    return char in (0xC2, 0xC3, 0xCE, 0xCF, 0xD0, 0xD1) and following >= 0x80


def normalize_controls(str text not None):
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = len(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* out = PyMem_Malloc(size * kind + 1)
    if not out:
        raise MemoryError
    try:
        with nogil:
            if kind == PyUnicode_1BYTE_KIND:
                size = write_normalized[uint8_t](<const uint8_t*>data, size, <uint8_t*>out)
            elif kind == PyUnicode_2BYTE_KIND:
                size = write_normalized[uint16_t](<const uint16_t*>data, size, <uint16_t*>out)
            else:
                size = write_normalized[uint32_t](<const uint32_t*>data, size, <uint32_t*>out)
        return PyUnicode_FromKindAndData(kind, out, size)
    finally:
        PyMem_Free(out)


cdef Py_ssize_t write_normalized(const char_t* chars, Py_ssize_t size, char_t* out) noexcept nogil:
    """Write characters to `out`, which has room for all, and return how many were written: never more than are read."""
    cdef Py_ssize_t i = 0, end, written = 0
    cdef char_t char
    while i < size:
        end = min(i + RUN, size)
        if end - i == RUN and not has_control(chars + i):
            memcpy(out + written, chars + i, RUN * sizeof(char_t))
            written += RUN
            i = end
        while i < end:
            char = chars[i]
            i += 1
            if char < 0x20 and char not in (9, 10, 12):
                if char == 13 and i < size and chars[i] == 10:
                    continue
                char = 10 if char in (11, 13) else 32
            elif 0x7F <= char < 0xA0:
                char = 10 if char == 0x85 else 32
            out[written] = char
            written += 1
    return written


cdef inline bint has_control(const char_t* chars) noexcept nogil:
    """Whether one of the `RUN` characters is a control character other than a tab or a line feed."""
    cdef char_t found = 0, char
    cdef Py_ssize_t i
    for i in range(RUN):
        char = chars[i]
        found |= ((char < 32) & (char != 9) & (char != 10)) | (<char_t>(char - 0x7F) < 0x21)
    return found


# ── tags and character references ─────────────────────────────────────────────────────────────────


def count_tags(str markup not None, const uint8_t[::1] kinds not None, const uint64_t[::1] names not None):
    cdef const void* data = PyUnicode_DATA(markup)
    cdef Py_ssize_t size = len(markup)
    cdef int kind = PyUnicode_KIND(markup)
    cdef Py_ssize_t[N_KINDS] counts
    if kinds.shape[0] != 128 * 128:
        raise IndexError("not a kind for each pair of ASCII characters")
    memset(counts, 0, sizeof(counts))
    with nogil:
        if kind == PyUnicode_1BYTE_KIND:
            count_starts[uint8_t](<const uint8_t*>data, size, &kinds[0], names, counts)
        elif kind == PyUnicode_2BYTE_KIND:
            count_starts[uint16_t](<const uint16_t*>data, size, &kinds[0], names, counts)
        else:
            count_starts[uint32_t](<const uint32_t*>data, size, &kinds[0], names, counts)
    return [counts[i] for i in range(N_KINDS)]


cdef void count_starts(
    const char_t* chars, Py_ssize_t size, const uint8_t* kinds, const uint64_t[::1] names, Py_ssize_t* counts
) noexcept nogil:
    cdef Py_ssize_t i = 0
    cdef int kind
    while True:
        i = find_char(chars, i, size, c"<")
        if i == size:
            return
        i += 1
        kind = OTHER_TAG
        # What Python stores ends in a zero. So `chars[i]` can be read, and after a letter there is another character.
        if is_letter(chars[i]) and chars[i + 1] < 128:
            kind = kinds[chars[i] << 7 | chars[i + 1]] & (N_KINDS - 1)  # always an index of `counts`
        if kind == MERGED_TAG or kind == REOPENED_TAG:
            kind = kind if has_name(chars + i, names, kind == REOPENED_TAG) else OTHER_TAG
        counts[kind] += 1


cdef inline bint has_name(const char_t* chars, const uint64_t[::1] names, bint may_end) noexcept nogil:
    """Whether one of the names stands here, before white space, a slash or (if it `may_end` there) the end of the tag."""
    cdef uint64_t name = 0
    cdef Py_ssize_t i = 0
    while i < 8 and is_letter(chars[i]):
        name = name << 8 | (chars[i] | 32)
        i += 1
    if not (chars[i] == c"/" or (may_end and chars[i] == c">") or is_space(chars[i])):
        return False
    for i in range(names.shape[0]):
        if names[i] == name:
            return True
    return False


cdef inline bint is_letter(Py_UCS4 char) noexcept nogil:
    return c"a" <= char <= c"z" or c"A" <= char <= c"Z"


cdef inline Py_ssize_t find_char(const char_t* chars, Py_ssize_t start, Py_ssize_t size, char_t char) noexcept nogil:
    """The index of the next `char` from `start`, or `size`."""
    cdef Py_ssize_t i = start, j
    cdef char_t found
    while size - i >= RUN:
        found = 0
        for j in range(RUN):
            found |= chars[i + j] == char
        if found:
            break
        i += RUN
    while i < size and chars[i] != char:
        i += 1
    return i


def find_control_reference(str markup not None, Py_ssize_t start):
    cdef const void* data = PyUnicode_DATA(markup)
    cdef Py_ssize_t size = len(markup), end = 0
    cdef int kind = PyUnicode_KIND(markup)
    if not 0 <= start <= size:
        raise IndexError(start)
    with nogil:
        if kind == PyUnicode_1BYTE_KIND:
            start = search_control_reference[uint8_t](<const uint8_t*>data, start, size, &end)
        elif kind == PyUnicode_2BYTE_KIND:
            start = search_control_reference[uint16_t](<const uint16_t*>data, start, size, &end)
        else:
            start = search_control_reference[uint32_t](<const uint32_t*>data, start, size, &end)
    return (start, end) if start < size else None


cdef Py_ssize_t search_control_reference(
    const char_t* chars, Py_ssize_t start, Py_ssize_t size, Py_ssize_t* end
) noexcept nogil:
    cdef Py_ssize_t i = start
    while True:
        i = find_char(chars, i, size, c"&")
        if i == size:
            return size
        # The zero at the end of what Python stores is no part of a reference, so that nothing after it is read.
        if chars[i + 1] == c"#":
            end[0] = find_end_of_control_reference(chars, i + 2)
            if end[0]:
                return i
        i += 1


cdef inline Py_ssize_t find_end_of_control_reference(const char_t* chars, Py_ssize_t i) noexcept nogil:
    """The index after a reference to a control character whose number starts at `i`; 0 if it is to any other."""
    cdef bint is_hex = chars[i] in (c"x", c"X")
    cdef int number = 0, digit
    i += is_hex
    while True:
        digit = read_digit(chars[i], is_hex)
        if digit < 0:
            break
        number = min(number * (16 if is_hex else 10) + digit, 256)
        i += 1
    if not is_control_number(number):
        return 0
    return i + (chars[i] == c";")


cdef inline int read_digit(uint32_t char, bint is_hex) noexcept nogil:
    if c"0" <= char <= c"9":
        return char - c"0"
    char |= 32  # a lower-case letter
    return char - c"a" + 10 if is_hex and c"a" <= char <= c"f" else -1


cdef inline bint is_control_number(int number) noexcept nogil:
    if number < 32:
        return number not in (0, 9, 10, 12)
    return number in (127, 129, 141, 143, 144, 157)
