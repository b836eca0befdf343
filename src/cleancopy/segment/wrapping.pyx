"""Hard-wrapped text: the width at which its lines were broken, and the lines that continue in the next one.

A program that wraps text fills each line with as many words as fit. So inside a paragraph the first word of a line
would not have fitted on the line above: the line above is *full*. At the true width all breaks inside paragraphs are
full, and no other width has as many full lines. Other lines may be full by accident. But in wrapped text about half of
the lines after a full one begin in lower case, in other text hardly any. For scripts without case only the share of
full lines is used.
"""

from cleancopy.lexicon import CLOSING_QUOTES, SENTENCE_ENDS

from cpython.unicode cimport PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR
from libc.string cimport memset

from cleancopy.characters cimport is_alpha, is_lower, is_upper
from cleancopy.segment.lines cimport Line, is_unspaced

cdef enum:
    MIN_WIDTH = 30
    WIDEST = 130
    CLEAR_WIDTH = 50  # the least wrap width in columns that a page of a few lines can show
    MIN_LOWER_BREAKS = 4  # breaks before lower case that show wrapping on a page that has long lines too
    CASE_CHARS = 4  # at the beginning of a line, among which a letter shows its case

MAX_WIDTH = WIDEST
cdef str TERMINAL = SENTENCE_ENDS + CLOSING_QUOTES + ":;"

cdef enum Case:
    NOT_LOWER  # or no letter at all
    LOWER
    CASELESS  # its script has no case


cdef struct LineBreak:
    # The break between a line and the next one, without a blank line between them.
    #
    # width   columns of the line
    # reach   columns that it would have with the first word of the next line
    # case    how the next line begins
    Py_ssize_t width, reach
    Case case


cpdef list find_wrap_widths(list lines, set skipped):
    cdef list widths = [0] * len(lines), parts, part
    cdef bint quoted, whole
    cdef Py_ssize_t width
    for quoted in (False, True):
        parts = split_at_long_lines(lines, skipped, quoted, &whole)
        for part in parts:
            width = find_width(lines, part, whole)
            if width:
                for index in part:
                    widths[index] = width
    return widths


cdef list split_at_long_lines(list lines, set skipped, bint quoted, bint* whole):
    """List the indexes of lines that are quoted, or of those that are not, in parts between long lines.

    whole   whether there is no long line
    """
    cdef list parts = [], part = []
    cdef Line line
    cdef Py_ssize_t i
    whole[0] = True
    for i in range(len(lines)):
        line = lines[i]
        if (line.quoted > 0) != quoted or i in skipped:
            continue
        if line.width > WIDEST and find_space(line.body) < min(WIDEST, PyUnicode_GET_LENGTH(line.body)):
            whole[0] = False
            if part:
                parts.append(part)
                part = []
        else:
            part.append(i)
    if part:
        parts.append(part)
    return parts


cdef inline Py_ssize_t find_space(str body) noexcept:
    """The index of the first space, or the length."""
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(body), i = 0
    while i < size and PyUnicode_READ_CHAR(body, i) != c" ":
        i += 1
    return i


cdef Py_ssize_t find_width(list lines, list part, bint whole) except -1:
    """Find the width at which the lines of a part were wrapped, or 0."""
    cdef list pairs = find_pairs(lines, part)
    cdef Py_ssize_t[WIDEST + 2] score, wider
    cdef Py_ssize_t gain = 0, n_wider = 0, best_gain = 0, best = 0, best_wider = 0, width
    cdef Line line, below
    cdef LineBreak line_break
    if not has_cases(pairs, whole):
        return 0
    memset(score, 0, sizeof(score))
    memset(wider, 0, sizeof(wider))
    # A break counts for each width at which the line is full, and three times before lower case; against a width counts
    # each wider line.
    for line, below in pairs:
        line_break = measure_break(line, below)
        add_span(score, line_break.width, line_break.reach, 3 if line_break.case == LOWER else 1)
    for index in part:
        line = lines[index]
        if has_space(line):
            add_span(wider, 0, line.width, 1)
    for width in range(WIDEST + 1):
        gain += score[width] - wider[width]
        n_wider += wider[width]
        if width >= MIN_WIDTH and (not best or gain > best_gain):
            best, best_gain, best_wider = width, gain, n_wider
    return best if is_wrapped(pairs, best, best_wider, whole) else 0


cdef list find_pairs(list lines, list part):
    """List the lines of a part with the next line, where no blank line is between them and the next is no list item."""
    cdef list pairs = []
    cdef Line line = None, below
    for index in part:
        below = lines[index]
        if line is not None and below.number == line.number + 1 and below.quoted == line.quoted and not below.mark:
            pairs.append((line, below))
        line = below
    return pairs


cdef bint has_cases(list pairs, bint whole) except -1:
    """Whether there are as many breaks as `is_wrapped` needs at any width: before lower case, or of no case."""
    cdef Py_ssize_t n_lower = 0, n_caseless = 0
    cdef Line below
    cdef Case case
    for _, below in pairs:
        case = CASELESS if is_unspaced(below.first()) else find_letter_case(below.body)
        n_lower += case == LOWER
        n_caseless += case == CASELESS
    return n_lower >= (1 if whole else MIN_LOWER_BREAKS) or n_caseless >= MIN_LOWER_BREAKS - 2


cdef int add_span(Py_ssize_t* steps, Py_ssize_t start, Py_ssize_t end, Py_ssize_t weight) noexcept:
    """Add a half-open span of columns, as the steps in which a count per width changes."""
    steps[min(start, WIDEST + 1)] += weight
    steps[min(end, WIDEST + 1)] -= weight
    return 0


cdef bint is_wrapped(list pairs, Py_ssize_t width, Py_ssize_t wider, bint whole) except -1:
    """Whether lines were wrapped at `width`, which `wider` lines exceed."""
    cdef Py_ssize_t full = 0, cased = 0, lower = 0, others = 0, other_lower = 0
    cdef LineBreak line_break
    cdef bint mostly, more
    for line, below in pairs:
        line_break = measure_break(line, below)
        if line_break.width <= width < line_break.reach:
            full += 1
            cased += line_break.case != CASELESS
            lower += line_break.case == LOWER
        elif width < 2 * line_break.width:
            others += 1
            other_lower += line_break.case == LOWER
    if 4 * wider > full:
        return False
    mostly = full > 2 * others
    if 2 * cased < full:
        return mostly and full >= MIN_LOWER_BREAKS - 1
    # Text that begins all its lines in lower case (verse, chat) shows no more of it after full lines.
    more = lower * (others + 3) >= 2 * other_lower * cased
    if 10 * lower < 3 * cased or not (more or mostly):
        return False
    return lower >= MIN_LOWER_BREAKS or (whole and lower >= 1 and width >= CLEAR_WIDTH and 2 * full >= others)


cdef LineBreak measure_break(Line line, Line below) noexcept:
    cdef LineBreak line_break
    line_break.width = line.width
    if is_unspaced(below.first()):
        # Lines break between any two such characters, without a space.
        line_break.reach = line.width + 1 + (not is_unspaced(line.last()))
        line_break.case = CASELESS
    else:
        line_break.reach = line.width + 1 + find_space(below.body)
        line_break.case = find_letter_case(below.body)
    return line_break


cdef Case find_letter_case(str body) noexcept:
    cdef Py_ssize_t i
    cdef Py_UCS4 char
    for i in range(min(CASE_CHARS, PyUnicode_GET_LENGTH(body))):
        char = PyUnicode_READ_CHAR(body, i)
        if is_alpha(char):
            if is_lower(char):
                return LOWER
            return NOT_LOWER if is_upper(char) else CASELESS
    return NOT_LOWER


cpdef bint is_continued(Line line, Line below, Line after, Py_ssize_t width) except -1:
    cdef bint begins_lower, may_end
    if not is_full(line, below, width):
        return False
    begins_lower = find_letter_case(below.body) == LOWER
    may_end = line.last() in TERMINAL
    if below.mark:
        # Wrapping may put a dash of running text at the start of a line.
        return below.mark in "-–" and not line.mark and begins_lower and not may_end
    # The last line of a paragraph may be full by accident: a sentence ends there, and the next line is short and does
    # not end a sentence (a menu item, a heading).
    if not may_end or begins_lower or below.last() in TERMINAL:
        return True
    return after is not None and after.number == below.number + 1 and is_full(below, after, width)


cdef bint is_full(Line line, Line below, Py_ssize_t width) noexcept:
    cdef LineBreak end = measure_break(line, below)
    if is_unspaced(below.first()):
        return line.width <= width < end.reach + 1
    return end.reach > width and (line.width <= width or not has_space(line))


cdef inline bint has_space(Line line) noexcept:
    return find_space(line.body) < PyUnicode_GET_LENGTH(line.body)
