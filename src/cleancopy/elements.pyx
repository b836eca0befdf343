"""Loops over all elements of a page, for stages that ask for a few of them. A parent comes before its children."""


def find_elements(elements not None, frozenset tags not None, frozenset words=frozenset()):
    cdef Py_ssize_t i = 0
    cdef list found = []
    for fields in elements:
        if not isinstance(fields, tuple):
            raise TypeError(f"{fields!r} is no element")
        tag, _parent, _depth, own_words, _html_id, _detail = <tuple>fields
        if tag in tags or has_any(<tuple?>own_words, words):
            found.append(i)
        i += 1
    return found


cdef bint has_any(tuple own_words, frozenset words) except -1:
    if words:
        for word in own_words:
            if word in words:
                return True
    return False


def find_innermost(elements not None, wanted not None):
    cdef Py_ssize_t i = 0, parent
    cdef list found = []
    for fields in elements:
        if not isinstance(fields, tuple):
            raise TypeError(f"{fields!r} is no element")
        if i in wanted:
            found.append(i)
        else:
            parent = (<tuple>fields)[1]
            found.append(found[parent] if parent >= 0 else -1)
        i += 1
    return found


def find_outermost(elements not None, str wanted not None):
    cdef Py_ssize_t i = 0, parent, outer
    cdef list found = []
    for fields in elements:
        if not isinstance(fields, tuple):
            raise TypeError(f"{fields!r} is no element")
        tag, parent, _depth, _words, _html_id, _detail = <tuple>fields
        outer = found[parent] if parent >= 0 else -1
        found.append(i if outer < 0 and tag == wanted else outer)
        i += 1
    return found
