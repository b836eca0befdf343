"""Loops over all blocks of a page, for stages that ask for one field of each."""

from cleancopy.block import Block

cdef enum Field:
    TEXT
    LAYOUT
    LEVEL
    ELEMENT

assert Block._fields[: ELEMENT + 1] == ("text", "layout", "level", "element")


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


def find_boxes(blocks not None, list boxes not None):
    cdef Py_ssize_t element
    cdef list found = []
    for block in blocks:
        element = get(block, ELEMENT)
        found.append(boxes[element] if element >= 0 else -1)
    return found
