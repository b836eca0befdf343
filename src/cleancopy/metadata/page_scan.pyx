"""Loops over all lines, blocks and elements of a page: one step a character, a block or an element."""

from libc.stdlib cimport calloc, free

from cleancopy.elements cimport has_any

cdef Py_UCS4 FIRST_OTHER_DIGIT = 0x660
cdef Py_UCS4 FIRST_EAST_ASIAN = 0x1100
cdef Py_ssize_t OPENING_SIGNS = 8
cdef Py_ssize_t BEGINNING_CHARS = 3
cdef tuple JOINTS = (" and ", " & ", " und ", " et ")
cdef Py_ssize_t JOINT_CHARS = 5


def find_lines_with_digits(lines not None, Py_ssize_t least):
    cdef Py_ssize_t i = 0, count
    cdef Py_UCS4 char
    cdef str line
    cdef list found = []
    for line in lines:
        count = 0
        for char in line:
            count += c"0" <= char <= c"9" or char >= FIRST_OTHER_DIGIT
        if count >= least:
            found.append(i)
        i += 1
    return found


def find_lines_with_opening(lines not None, indices not None, frozenset words not None):
    return [i for i in indices if has_opening(<str?>lines[i], words)]


cdef bint has_opening(str line, frozenset words) except -1:
    cdef Py_ssize_t start = 0, end, length = len(line)
    while start < length and start < OPENING_SIGNS and not is_word_char(line[start]):
        start += 1
    end = start
    while end < length and is_word_char(line[end]):
        end += 1
    if line[start:end].lower() in words:
        return True
    return end < length and (line[end] in "]】" or line[end : end + JOINT_CHARS].lower().startswith(JOINTS))


def has_name_words(str line not None, frozenset inner_words not None):
    cdef Py_ssize_t i, end, length = len(line)
    cdef Py_UCS4 char
    cdef bint is_capital, was_capital = False, is_start = True, has_first = False
    for i in range(length):
        char = line[i]
        if char >= FIRST_EAST_ASIAN or char in ")]@":
            return True
        is_capital = char.isalpha() and char == char.upper()
        if is_capital and not was_capital:
            if has_first:
                return True
            has_first = True
        elif has_first and is_start and not is_capital and char.isalpha():
            end = i + 1
            while end < length and line[end].isalpha():
                end += 1
            has_first = line[i:end].lower() in inner_words or (end < length and line[end] in "'’")
        is_start, was_capital = char.isspace(), is_capital
    return False


def has_word_beginning(str text not None, frozenset beginnings not None):
    cdef Py_ssize_t i
    cdef Py_UCS4 char
    cdef bint is_in_word, was_in_word = False
    for i in range(len(text)):
        char = text[i]
        is_in_word = is_word_char(char)
        if is_in_word and not was_in_word:
            if char >= FIRST_EAST_ASIAN or text[i : i + BEGINNING_CHARS].lower() in beginnings:
                return True
        was_in_word = is_in_word
    return False


cdef inline bint is_word_char(Py_UCS4 char) noexcept:
    return char.isalnum() or char == c"_"


def find_largest(list values not None, Py_ssize_t count):
    cdef Py_ssize_t i, position
    cdef double value
    cdef list found = []
    for i, value in enumerate(values):
        position = len(found)
        while position > 0 and <double>values[found[position - 1]] < value:
            position -= 1
        if position < count:
            found.insert(position, i)
            del found[count:]
    return found


def list_column(rows not None, Py_ssize_t column):
    cdef list values = []
    for row in rows:
        if not isinstance(row, tuple):
            raise TypeError(f"{row!r} is no row")
        values.append((<tuple>row)[column])
    return values


def group_marks(list marks_of_block not None, kinds not None):
    cdef Py_ssize_t i = 0
    cdef dict by_kind = {kind: [] for kind in kinds}
    for marks in marks_of_block:
        for mark in <tuple?>marks:
            if not isinstance(mark, tuple):
                raise TypeError(f"{mark!r} is no mark")
            (<list>by_kind[(<tuple>mark)[0]]).append((i, mark))
        i += 1
    return by_kind


def find_with_any(names not None, frozenset words not None):
    cdef Py_ssize_t i = 0
    cdef list found = []
    for own_words in names:
        if has_any(<tuple?>own_words, words):
            found.append(i)
        i += 1
    return found


def find_below(list parents not None, list tops not None, unsigned char n_levels):
    cdef Py_ssize_t i, parent
    cdef bytearray levels = bytearray(len(parents))
    for i in tops:
        levels[i] = n_levels
    for i in range(tops[0] + 1 if tops else len(parents), len(parents)):
        parent = parents[i]
        if 0 <= parent < i and levels[parent] > levels[i] + 1:
            levels[i] = levels[parent] - 1
    return bytes(levels)


cdef struct Inside:
    Py_ssize_t box
    Py_ssize_t n_blocks
    Py_ssize_t first
    Py_ssize_t last
    Py_ssize_t n_chars


cdef class BlocksInside:
    cdef Inside *_inside
    cdef Py_ssize_t _n_elements

    def __cinit__(self, list parents not None, element_of_block not None, texts not None, layouts not None, left_out):
        self._n_elements = len(parents)
        self._inside = <Inside *>calloc(self._n_elements + 1, sizeof(Inside))
        if self._inside is NULL:
            raise MemoryError
        cdef Py_ssize_t i = 0, element, parent, above
        for element, text, layout in zip(element_of_block, texts, layouts, strict=True):
            if layout is not left_out and 0 <= element < self._n_elements:
                self._add(element, 1, i, i, len(<str?>text))
            i += 1
        for element in range(self._n_elements - 1, 0, -1):  # an element comes after its parent
            parent = parents[element]
            if 0 <= parent < element and self._inside[element].n_blocks:
                own = self._inside[element]
                self._add(parent, own.n_blocks, own.first, own.last, own.n_chars)
        for element in range(self._n_elements):
            parent = parents[element]
            above = self._inside[parent].box if 0 <= parent < element else -1
            self._inside[element].box = element if self._inside[element].n_blocks else above

    def __dealloc__(self):
        free(self._inside)

    cdef void _add(
        self, Py_ssize_t element, Py_ssize_t n_blocks, Py_ssize_t first, Py_ssize_t last, Py_ssize_t n_chars
    ) noexcept:
        cdef Inside *inside = &self._inside[element]
        inside.first = min(inside.first, first) if inside.n_blocks else first
        inside.last = max(inside.last, last) if inside.n_blocks else last
        inside.n_blocks += n_blocks
        inside.n_chars += n_chars

    def measure(self, Py_ssize_t element):
        if not 0 <= element < self._n_elements:
            raise IndexError(element)
        cdef Inside inside = self._inside[element]
        return inside.n_blocks, inside.n_chars, inside.first, inside.last

    def find_box(self, Py_ssize_t element):
        if not 0 <= element < self._n_elements:
            raise IndexError(element)
        return self._inside[element].box
