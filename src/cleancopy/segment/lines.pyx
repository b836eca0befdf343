"""Lines of flattened text: their indent, quotation and list marks."""

from cleancopy.lexicon import CJK_WITH_SIGNS, UNSPACED, is_drawn_line

cimport cython
from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR, PyUnicode_Substring
)

from cleancopy.characters cimport is_alpha, is_alphanumeric, is_line_break, is_space

cdef enum:
    TAB_COLUMNS = 8
    MAX_QUOTE_MARKS = 9
    MAX_DIGITS = 3  # of the numeral of a list item


@cython.final
@cython.no_gc  # it holds nothing but text
cdef class Line:
    # The stub says what the fields mean.

    cdef Py_UCS4 first(self) noexcept:
        """The first character of the body, which is never empty."""
        return PyUnicode_READ_CHAR(self.body, 0)

    cdef Py_UCS4 last(self) noexcept:
        """The last character of the body."""
        return PyUnicode_READ_CHAR(self.body, PyUnicode_GET_LENGTH(self.body) - 1)

    cdef bint is_drawn(self) except -1:
        """Whether it is drawn with signs; asks first what can be asked quickly."""
        cdef Py_UCS4 first = self.first()
        return first == self.last() and not is_alphanumeric(first) and is_drawn_line(self.body)


cdef int[128] SIGNS


cdef int find_space_sign(Py_UCS4 char) noexcept:
    if not is_space(char):
        return 0
    return SPACE | LINE_END if is_line_break(char) else SPACE


cdef int fill_signs() except -1:
    """Note what each character of ASCII means."""
    for code in range(128):
        SIGNS[code] = find_space_sign(code)
    for char, sign in {"|": HAS_BAR, "`": HAS_TICK, **dict.fromkeys("{};=<>#", HAS_CODE_SIGN)}.items():
        SIGNS[ord(char)] = sign
    return 0


fill_signs()


def parse_lines(str text not None):
    cdef LineReader reader = LineReader(text)
    cdef list lines = []
    cdef Line line
    while reader.end < reader.size:
        reader.find_line()
        if reader.first < reader.stop:
            line = reader.make_line()
            if line.body:
                lines.append(line)
    return lines


@cython.final
cdef class LineReader:
    """Reads a text line by line.

    start     index of the first character of the line
    first     index of its first character that is not white space
    stop      index after its last character that is not white space; `start` if it is blank
    end       index of the first character of the next line
    signs     what it has after its indent
    ordinal   the last numeral of a list so far
    """

    cdef str text
    cdef int kind
    cdef const void* data
    cdef Py_ssize_t size, number, start, first, stop, end, ordinal
    cdef int signs

    def __init__(self, str text):
        self.text, self.kind, self.data = text, PyUnicode_KIND(text), PyUnicode_DATA(text)
        self.size, self.number = PyUnicode_GET_LENGTH(text), -1

    cdef inline Py_UCS4 char_at(self, Py_ssize_t index) noexcept:
        """The character at `index`, which must be in the text; 0 at its end."""
        return PyUnicode_READ(self.kind, self.data, index)

    cdef int find_line(self) noexcept:
        """Go to the next line, in one pass over its characters."""
        cdef int kind = self.kind
        cdef const void* data = self.data
        cdef Py_ssize_t i = self.end, start = i, stop = i
        cdef Py_UCS4 char
        cdef int signs = 0, sign
        self.number += 1
        self.start = self.first = start
        while i < self.size:
            char = PyUnicode_READ(kind, data, i)
            sign = SIGNS[char] if char < 128 else find_space_sign(char)
            if sign & LINE_END:
                i += 1 + (char == c"\r" and self.char_at(i + 1) == c"\n")  # the text ends in a zero
                break
            if not sign & SPACE:
                if i > stop:
                    if stop == start:
                        self.first = i
                    elif i > stop + 1 or PyUnicode_READ(kind, data, stop) != c" ":
                        signs |= HAS_GAP
                signs |= sign
                stop = i + 1
            i += 1
        self.stop, self.end, self.signs = stop, i, signs
        return 0

    cdef Line make_line(self):
        """Make the object of the line, which is not blank. Its body is empty if it has only marks."""
        cdef Line line = Line.__new__(Line)
        cdef Py_ssize_t body = self.first
        line.number, line.mark = self.number, ""
        line.indent = self.count_indent()
        line.width = line.indent + self.stop - body
        line.signs = self.signs
        if not is_alpha(self.char_at(body)) or self.char_at(body + 1) == c")":  # few begin so
            body = self.skip_quote_marks(line)
            body = self.skip_list_mark(line, body)
        line.body = PyUnicode_Substring(self.text, body, self.stop)
        line.raw = line.body if body == self.start else PyUnicode_Substring(self.text, self.start, self.stop)
        return line

    cdef Py_ssize_t count_indent(self) noexcept:
        cdef Py_ssize_t columns = 0, i
        for i in range(self.start, self.first):
            columns += TAB_COLUMNS - columns % TAB_COLUMNS if self.char_at(i) == c"\t" else 1
        return columns

    cdef Py_ssize_t skip_space(self, Py_ssize_t index) noexcept:
        while index < self.stop and is_space(self.char_at(index)):
            index += 1
        return index

    cdef Py_ssize_t skip_quote_marks(self, Line line) noexcept:
        """Note the marks of quotation: each after a space or not, and a space after the last. Returns what is after."""
        cdef Py_ssize_t index = self.first, body = index, depth
        if self.is_prompt():
            return body
        for depth in range(1, MAX_QUOTE_MARKS + 1):
            index += index < self.stop and self.char_at(index) == c" "
            if index >= self.stop or self.char_at(index) != c">":
                break
            index += 1
            if index == self.stop or self.char_at(index) == c" ":
                line.quoted, body = depth, self.skip_space(index)
        line.indent += body - self.first
        return body

    cdef bint is_prompt(self) noexcept:
        """Whether the line begins with three quote marks and a space: the prompt of a Python session."""
        cdef Py_ssize_t i
        if self.first + 3 >= self.stop or self.char_at(self.first + 3) != c" ":
            return False
        for i in range(self.first, self.first + 3):
            if self.char_at(i) != c">":
                return False
        return True

    cdef Py_ssize_t skip_list_mark(self, Line line, Py_ssize_t body) except -1:
        """Note the bullet or numeral at `body`. Returns the index after a bullet, else `body`."""
        cdef Py_UCS4 char
        if body == self.stop:
            return body
        char = self.char_at(body)
        if is_bullet(char) and (body + 1 == self.stop or is_space(self.char_at(body + 1))):
            line.mark = PyUnicode_Substring(self.text, body, body + 1)
            return self.skip_space(body + 1)
        self.find_numeral(line, body)
        return body

    cdef int find_numeral(self, Line line, Py_ssize_t body) except -1:
        """Note a numeral: "1.", "1)", "(1)", "a)", "(a)". A list begins with 1 or continues: "3. Liga" is none."""
        cdef Py_ssize_t start = body + (self.char_at(body) == c"("), i = start
        cdef Py_ssize_t value = 0, letter
        # The text ends in a zero, at which each of these steps stops.
        while c"0" <= self.char_at(i) <= c"9" and i < start + MAX_DIGITS:
            value = 10 * value + <Py_ssize_t>self.char_at(i) - c"0"
            i += 1
        if i == start:
            letter = <Py_ssize_t>self.char_at(i) | 0x20  # in lower case
            if not c"a" <= letter <= c"z" or self.char_at(i + 1) != c")":
                return 0
            value = letter - c"a" + 1
            i += 1
        elif self.char_at(i) != c"." and self.char_at(i) != c")":
            return 0
        i += 1
        if i < self.stop and is_space(self.char_at(i)) and (value == 1 or value == self.ordinal + 1):
            self.ordinal = value
            line.mark = PyUnicode_Substring(self.text, body, i)
        return 0


cdef inline bint is_bullet(Py_UCS4 char) noexcept:
    return char in "*-•·–▪▫‣⁃◦●○■□◆►▸▶➢✓✔+"


# ── scripts without spaces ────────────────────────────────────────────────────────────────────────

cdef struct Scripts:
    # The first and the last characters of some ranges.
    Py_ssize_t count
    Py_UCS4[16] first
    Py_UCS4[16] last


cdef Scripts make_scripts(ranges):
    cdef Scripts scripts
    scripts.count = 0
    for first, last in ranges:
        if scripts.count == 16:
            raise IndexError("too many scripts")
        scripts.first[scripts.count], scripts.last[scripts.count] = first, last
        scripts.count += 1
    return scripts


cdef Scripts CJK = make_scripts(CJK_WITH_SIGNS), WITHOUT_SPACES = make_scripts(CJK_WITH_SIGNS + UNSPACED)


cdef bint is_of(Py_UCS4 char, Scripts* scripts) noexcept:
    cdef Py_ssize_t i
    if char < 0x0E00:  # as most are
        return False
    for i in range(scripts.count):
        if scripts.first[i] <= char <= scripts.last[i]:
            return True
    return False


cpdef bint is_cjk(Py_UCS4 char) noexcept:
    return is_of(char, &CJK)


cpdef bint is_unspaced(Py_UCS4 char) noexcept:
    return is_of(char, &WITHOUT_SPACES)
