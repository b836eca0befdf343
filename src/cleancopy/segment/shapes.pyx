"""The shapes of lines and their neighbours: rows of a table, code, underlined headings."""

import re

from cpython.unicode cimport PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR

from cleancopy.characters cimport is_upper
from cleancopy.segment.lines cimport HAS_BAR, HAS_CODE_SIGN, HAS_GAP, HAS_TICK, Line, is_cjk

# ── rows of a table ───────────────────────────────────────────────────────────────────────────────

COLUMN_GAP = re.compile(r"[ \t]{2,}|\t")
cdef Py_ssize_t WIDE_GAP = 3
"""Spaces that certainly separate columns. Two spaces may also follow a sentence."""
cdef str SPREAD_GAP = " " * 8
"""Spaces that push the rest of a line to the other margin."""
cdef Py_ssize_t PROSE_LENGTH = 60
cdef Py_ssize_t PROSE_SPACES = 7  # between eight words
cdef Py_ssize_t MIN_COLUMNS = 2  # columns or bars side by side
ROW_ALONE = frozenset((-1,))  # the sign of a row that needs no neighbour
TABS, BARS = 1 << 40, 1 << 41  # added to the counts of tabs and bars, to keep these signs distinct from columns


cpdef list find_gapped_lines(list lines):
    cdef list indexes = []
    cdef Line line
    cdef Py_ssize_t i
    for i in range(len(lines)):
        line = lines[i]
        if line.signs & HAS_BAR or (line.signs & HAS_GAP and ("  " in line.body or "\t" in line.body)):
            indexes.append(i)
    return indexes


def find_table_rows(list lines, indexes):
    cdef set rows = set()
    cdef frozenset signs, signs_above = frozenset()
    cdef Py_ssize_t index, above = -2
    cdef Line line, line_above
    for index in indexes:
        line = lines[index]
        signs = find_row_signs(line)
        if -1 in signs:
            rows.add(index)
        if above == index - 1:
            line_above = lines[above]
            if line_above.number + 1 == line.number and not signs.isdisjoint(signs_above):
                rows.update((above, index))
        above, signs_above = index, signs
    return rows


cdef frozenset find_row_signs(Line line):
    """Find the signs that a row shares with its neighbours: columns where cells begin, the number of tabs or bars."""
    cdef str body = line.body
    cdef Py_ssize_t bars = body.count(" | ") if line.signs & HAS_BAR else 0, wide = 0, offset, start, end, tabs
    if line.signs & HAS_BAR and line.first() == line.last() == c"|" and len(body) > MIN_COLUMNS:
        return ROW_ALONE
    signs = {BARS + bars} if bars >= MIN_COLUMNS else set()
    if not line.signs & HAS_GAP:
        return frozenset(signs)
    tabs = body.count("\t")
    if tabs:
        signs.add(TABS + tabs)
    offset = len(line.raw) - len(body)
    clear = []
    for match in COLUMN_GAP.finditer(body):
        start, end = match.span()
        if end - start >= WIDE_GAP:
            wide += 1
        # Some people type two spaces after a sentence.
        if end - start >= WIDE_GAP or PyUnicode_READ_CHAR(body, start - 1) not in ".!?:":
            clear.append(offset + end)
    if wide or len(clear) > 1:
        signs.update(clear)
    if wide > 1:
        signs.add(-1)
    return frozenset(signs)


def find_spread_lines(list lines, indexes):
    cdef Py_ssize_t i
    return {i for i in indexes if SPREAD_GAP in (<Line>lines[i]).body}


CELL = re.compile(r"\S+(?: {1,2}\S+)*")


cpdef list split_columns(Line line):
    cdef str body = line.body
    if len(body) < PROSE_LENGTH or not line.signs & HAS_GAP or " " * WIDE_GAP not in body:
        return []
    cells = [(match.start(), match.group()) for match in CELL.finditer(body)]
    if len(cells) < MIN_COLUMNS:
        return []
    for _, text in cells:
        if is_prose(text):
            return [(line.indent + start, text) for start, text in cells]
    return []


cdef bint is_prose(str cell) except -1:
    return len(cell) >= PROSE_LENGTH and (
        cell.count(" ") >= PROSE_SPACES or is_cjk(cell[0]) or is_cjk(cell[PROSE_LENGTH // 2])
    )


# ── code ──────────────────────────────────────────────────────────────────────────────────────────

cdef str FENCE = "```"
cdef Py_ssize_t CODE_INDENT = 4
cdef tuple PROMPTS = (">>> ", "... ")
cdef Py_ssize_t MAX_CODE_LENGTH = 300
"""The length of the longest line that can be code."""
STRONG_CODE = re.compile(r"[{}]\s*$|\);$|\w ?=> ?|\w == |^\w[\w.\[\]]* [+\-*]?= \S|^>>> |^#include\b|^</?\w")
"""Each of these has a sign that `HAS_CODE_SIGN` notes."""
STRONG_START = re.compile(
    r"\.\.\. |[})\]]+[;,)]*$|(?:def|class|if|for|while|elif|else|try|except|with)\b.*:$"
    r"|(?:import|from|return|const|let|var|public|static) .*[;(.]"
)
"""None of these begins with a capital."""
WEAK_CODE = re.compile(
    r"[;:,({\[\\]$|\w\(\)|\w\([^\d\s]|::|->|[!=<>+\-]=|\w\[|\w_\w|\w\.\w+\("
    r"|^\s*(?:#|//|/\*|\*|\$) ?|^\s*(?:import|from|return)\b"
)
cdef Py_ssize_t MIN_STRONG_LINES = 2
cdef Py_ssize_t MAX_BLANK_LINES = 1  # between two lines of code


cpdef dict find_code_runs(list lines):
    cdef dict runs = {}
    cdef Py_ssize_t index, start, end = 0
    for index in range(len(lines)):
        if index < end or not is_set_off(lines[index]) or not can_be_code(lines[index]):
            continue
        start, end = index, index + 1
        while start and is_adjacent(lines[start - 1], lines[start]) and can_be_code(lines[start - 1]):
            start -= 1
        while end < len(lines) and is_adjacent(lines[end - 1], lines[end]) and can_be_code(lines[end]):
            end += 1
        if end - start >= MIN_STRONG_LINES and is_code(lines[start:end]):
            runs[start] = end
    return runs


cdef inline bint is_set_off(Line line) except -1:
    """Whether a run of code may be found by this line."""
    return line.indent >= CODE_INDENT or (PyUnicode_READ_CHAR(line.raw, 0) in ">." and line.raw.startswith(PROMPTS))


cdef bint can_be_code(Line line) except -1:
    if line.quoted or len(line.raw) > MAX_CODE_LENGTH:
        return False
    if line.indent >= CODE_INDENT:
        return True
    return (line.last() in ":;,{})]" or PyUnicode_READ_CHAR(line.raw, 0) in "<>.#") and is_strong(line)


cdef bint is_strong(Line line) except -1:
    cdef bint has_sign = line.signs & HAS_CODE_SIGN, may_start = not is_upper(line.first())
    cdef str text
    if not has_sign and not may_start:  # as in most lines of text
        return False
    text = line.raw.lstrip()
    return (has_sign and STRONG_CODE.search(text)) or (may_start and STRONG_START.match(text))


cdef inline bint is_adjacent(Line above, Line below) noexcept:
    return below.number - above.number <= 1 + MAX_BLANK_LINES


cdef bint is_code(list lines) except -1:
    weaker = [line for line in lines if not is_strong(line)]
    strong = len(lines) - len(weaker)
    if strong < MIN_STRONG_LINES:
        return False
    weak = sum([WEAK_CODE.search((<Line>line).raw) is not None for line in weaker])
    return 5 * (strong + weak) >= 3 * len(lines)


cdef Py_ssize_t MAX_HEADING_LENGTH = 100
cdef Py_ssize_t MAX_UNDERLINE_EXCESS = 2
"""Characters by which an underline may be longer or shorter than its heading."""


def find_underlined(list lines):
    cdef set headings = set()
    cdef Py_ssize_t i
    for i in range(1, len(lines)):
        if (<Line>lines[i]).is_drawn() and is_underlined(lines, i - 1):
            headings.add(i - 1)
    return headings


cdef bint is_underlined(list lines, Py_ssize_t i) except -1:
    cdef Line line = lines[i], below = lines[i + 1], above = lines[i - 1] if i else None
    if below.number != line.number + 1 or line.quoted or len(line.body) > MAX_HEADING_LENGTH:
        return False
    if line.is_drawn():
        return False
    if above is not None and above.number == line.number - 1:
        return above.is_drawn()
    return abs(PyUnicode_GET_LENGTH(below.body) - PyUnicode_GET_LENGTH(line.body)) <= MAX_UNDERLINE_EXCESS


def find_fenced_runs(list lines):
    cdef dict runs = {}
    cdef Py_ssize_t index, fence_index = -1
    cdef Line line
    for index in range(len(lines)):
        line = lines[index]
        if not line.signs & HAS_TICK or line.raw.count("`") != len(FENCE) or not line.raw.lstrip().startswith(FENCE):
            continue
        if fence_index < 0:
            fence_index = index
        elif line.body == FENCE:
            runs[fence_index] = index + 1
            fence_index = -1
    return runs
