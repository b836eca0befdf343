"""A run, the text since the last block boundary, and the marks and spans in it."""

import re

from cleancopy.block import MarkKind
from cleancopy.segment.inline import is_set_apart

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.string cimport memcpy

from cleancopy.characters cimport is_space
from cleancopy.segment.tuples cimport make_mark


cdef extern from "Python.h":
    object PyUnicode_FromKindAndData(int kind, const void* buffer, Py_ssize_t size)
    int PyUnicode_1BYTE_KIND, PyUnicode_4BYTE_KIND


# Looking up a member of an enumeration is slow.
cdef object LINK = MarkKind.LINK, AUTHOR = MarkKind.AUTHOR, LINE_BREAK = MarkKind.LINE_BREAK
cdef object NAMED_SPAN = MarkKind.NAMED_SPAN
SPAN_NAMES = re.compile(
    "credit|copyright|source|photograph|quelle|rights|caption|agency|fotograf|distribut|author|byline|user-?name"
    r"|f(?<!\wf)n\b|(?<![\w-])name(?![\w-])|writer|reporter|autor|auteur|redakt|verfass|journalist|contributor"
)
"""Names of spans that hold a credit or an author."""
cdef Py_ssize_t DEEPEST_SPAN = 8
"""Spans inside this many others are not kept: pages that never close their spans nest them by the thousand."""


cdef class Run:
    """The text since the last block boundary. One object serves for all runs of a page.

    number         number of runs before it
    chunks         its texts
    inline_names   the tags and names of its inline elements
    marks          kind, index of the chunks at start and end, value
    after_box      number of chunks at the end of the last link, time or span
    seams          indices of chunks at which two of these meet
    line_breaks    indices of chunks that are line breaks
    raised         for each open superscript or subscript the number of chunks before it
    """

    def __init__(self):
        self.chunks, self.inline_names, self.marks, self.seams = [], [], [], []
        self.line_breaks, self.raised = [], []
        self.number = -1
        self.clear()

    cdef int clear(self) except -1:
        """Begin the next run."""
        cdef list values
        for values in (self.chunks, self.inline_names, self.marks, self.seams, self.line_breaks, self.raised):
            if values:
                values.clear()
        self.number += 1
        self.links = self.link_chars = self.bold_chars = self.breaks = 0
        self.after_link, self.after_box = False, -1
        return 0

    cdef str fold_code(self):
        """Join the lines of a run of code, without blank lines at its ends. No-break spaces only keep the indent."""
        lines = [line.rstrip() for line in "".join(self.chunks).replace("\xa0", " ").split("\n")]
        return "\n".join(lines).strip("\n")

    cdef int separate_boxes(self) except -1:
        """Put a space where two links, times or spans meet that style sets apart: name and time, label and value."""
        cdef Py_ssize_t seam
        for seam in self.seams:
            if seam < len(self.chunks) and self.chunks[seam - 1] and self.chunks[seam]:
                if is_set_apart(self.chunks[seam - 1], self.chunks[seam]):
                    self.chunks[seam - 1] += " "
        return 0

    cdef tuple fold(self):
        """Fold the white space of the run. Returns its text, and its marks by position in that text.

        Marks without a word in them are dropped.
        """
        if not self.marks and not self.line_breaks:
            return fold_chunks(self.chunks, None), ()
        cdef list ends = [], marks = []
        cdef str text = fold_chunks(self.chunks, ends)
        cdef Py_ssize_t first, last, start, end
        for kind, first, last, value in self.marks:
            start, end = ends[first], ends[last]
            if start < end:
                marks.append(make_mark(kind, start + (text[start] == " "), end, value))
        for first in self.line_breaks:
            start = ends[first]  # of the space that is left of it
            if 0 < start < len(text):
                marks.append(make_mark(LINE_BREAK, start, start + 1, ""))
        return text, tuple(marks)


cdef class OpenMarks:
    """The marks that are open, at most one of each kind: nesting depth, start chunk, value.

    Of nested marks of a kind the outermost counts: pages that never close their tags nest them by the thousand.
    """

    def __init__(self):
        self.by_kind = {}

    cdef int open(self, kind, tuple attributes, Run run) except -1:
        """Open a mark in `run`; `attributes` are those that the tree passes for the element."""
        if kind is LINK and attributes[1] and "author" in attributes[1].lower().split():
            kind = AUTHOR
        opened = self.by_kind.get(kind)
        if opened is None:
            self.by_kind[kind] = (1, len(run.chunks), attributes[0] if attributes else "")
        else:
            count, start, value = opened
            self.by_kind[kind] = (count + 1, start, value)
        return 0

    cdef int close(self, kind, Run run) except -1:
        """Close a mark in `run`."""
        if kind is LINK and kind not in self.by_kind:
            kind = AUTHOR
        count, start, value = self.by_kind[kind]
        if count > 1:
            self.by_kind[kind] = (count - 1, start, value)
        else:
            del self.by_kind[kind]
            run.marks.append((kind, start, len(run.chunks), value))
        return 0

    cdef int carry_over(self, Run run) except -1:
        """End every open mark with `run`, and continue it in the next run."""
        for kind, (count, start, value) in self.by_kind.items():
            run.marks.append((kind, start, len(run.chunks), value))
            self.by_kind[kind] = (count, 0, value)
        return 0


cdef class OpenSpans:
    """The spans that are open: number of the first run, start chunk, class and id.

    Spans in captions and headings are kept, and those that names call credit or author.
    """

    def __init__(self):
        self.spans = []
        self.known_names = {"": False}  # whether these names mean a credit or an author

    cdef int open(self, str class_and_id, Run run) except -1:
        """Open a span in `run`."""
        self.spans.append((run.number, len(run.chunks), class_and_id))
        return 0

    cdef int close(self, Run run, bint keeps_all) except -1:
        """Close the innermost span. It is kept if `keeps_all`, or for its names."""
        cdef Py_ssize_t number, start
        number, start, class_and_id = self.spans.pop()
        if len(self.spans) < DEEPEST_SPAN and (keeps_all or self.is_credit_or_author(class_and_id)):
            run.marks.append((NAMED_SPAN, start if number == run.number else 0, len(run.chunks), class_and_id))
        return 0

    cdef bint is_credit_or_author(self, str class_and_id) except -1:
        is_named = self.known_names.get(class_and_id)
        if is_named is None:
            is_named = self.known_names[class_and_id] = SPAN_NAMES.search(class_and_id.lower()) is not None
        return is_named


cdef str fold_chunks(list chunks, list ends):
    """Join chunks of text with white space folded, as browsers do: any amount between two words is one space.

    ends   None, or a list to which the length of the text before each chunk and at the end is added. Then a chunk
           without a word counts as white space, even if it is empty.
    """
    cdef Py_ssize_t room = 0, size = 0
    cdef bint is_narrow = True, gap = False, counts_empty = ends is not None
    cdef str chunk
    for chunk in chunks:
        room += PyUnicode_GET_LENGTH(chunk) + 1  # at most one more space: before its first word
        is_narrow = is_narrow and PyUnicode_KIND(chunk) == PyUnicode_1BYTE_KIND
    cdef void* text = PyMem_Malloc(max(room, 1) * (1 if is_narrow else sizeof(Py_UCS4)))
    if text == NULL:
        raise MemoryError
    try:
        for chunk in chunks:
            if counts_empty:
                ends.append(size)
            if is_narrow:
                size = fold_narrow(chunk, <unsigned char*>text, size, &gap, counts_empty)
            else:
                size = fold_wide(chunk, <Py_UCS4*>text, size, &gap, counts_empty)
        if counts_empty:
            ends.append(size)
        return PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND if is_narrow else PyUnicode_4BYTE_KIND, text, size)
    finally:
        PyMem_Free(text)


cdef Py_ssize_t fold_narrow(str chunk, unsigned char* out, Py_ssize_t size, bint* gap, bint counts_empty) noexcept:
    """Add the words of a chunk of one byte a character to `out`, which has `size` characters. Returns its new size.

    gap   whether white space stands before the chunk, then whether it stands at its end
    """
    cdef const unsigned char* text = <const unsigned char*>PyUnicode_DATA(chunk)
    cdef Py_ssize_t n = PyUnicode_GET_LENGTH(chunk), i = 0, start
    cdef bint has_words = False
    while i < n:
        start = i
        while i < n and is_space(text[i]):
            i += 1
        gap[0] = gap[0] or i > start
        start = i
        while i < n and not is_space(text[i]):
            i += 1
        if i > start:
            if gap[0] and size:
                out[size] = c" "
                size += 1
            memcpy(out + size, text + start, i - start)
            size += i - start
            gap[0], has_words = False, True
    if counts_empty and not has_words:
        gap[0] = True
    return size


cdef Py_ssize_t fold_wide(str chunk, Py_UCS4* out, Py_ssize_t size, bint* gap, bint counts_empty) noexcept:
    """As `fold_narrow`, for characters of any width."""
    cdef int kind = PyUnicode_KIND(chunk)
    cdef void* text = PyUnicode_DATA(chunk)
    cdef Py_ssize_t n = PyUnicode_GET_LENGTH(chunk), i
    cdef bint has_words = False
    cdef Py_UCS4 char
    for i in range(n):
        char = PyUnicode_READ(kind, text, i)
        if is_space(char):
            gap[0] = True
            continue
        if gap[0] and size:
            out[size] = c" "
            size += 1
        out[size] = char
        size += 1
        gap[0], has_words = False, True
    if counts_empty and not has_words:
        gap[0] = True
    return size
