"""Loops over all blocks of a page, for stages that ask for one field of each."""

from cleancopy.block import Block, MarkKind

cdef enum Field:
    TEXT
    LAYOUT
    ELEMENT = 3
    MARKS = 12

assert [Block._fields[i] for i in (TEXT, LAYOUT, ELEMENT, MARKS)] == ["text", "layout", "element", "marks"]
cdef object LINK = MarkKind.LINK


cdef inline object get(block, Field field):
    if not isinstance(block, tuple):
        raise TypeError(f"{block!r} is no block")
    return (<tuple>block)[<Py_ssize_t>field]


def list_texts(blocks not None):
    return [get(block, TEXT) for block in blocks]


def find_layout(blocks not None, layout):
    cdef Py_ssize_t i = 0
    cdef list found = []
    for block in blocks:
        if get(block, LAYOUT) is layout:
            found.append(i)
        i += 1
    return found


def find_inner_links(blocks not None, layout):
    cdef list found = []
    cdef Py_ssize_t i
    for i in find_layout(blocks, layout):
        marks = get(blocks[i], MARKS)
        if marks and leads_within(<tuple?>marks):
            found.append(i)
    return found


cdef bint leads_within(tuple marks) except -1:
    for mark in marks:
        if mark[0] is LINK and not (<str?>mark[3]).startswith("#"):
            return False
    return True


def find_boxes(blocks not None, list boxes not None):
    cdef Py_ssize_t element
    cdef list found = []
    for block in blocks:
        element = get(block, ELEMENT)
        found.append(boxes[element] if element >= 0 else -1)
    return found
