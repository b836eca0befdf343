from cleancopy.segment.lines cimport Line

cpdef list find_wrap_widths(list lines, set skipped)
cpdef bint is_continued(Line line, Line below, Line after, Py_ssize_t width) except -1
