"""Makes blocks, elements and marks, which a page has by the hundred, much faster than their constructors.

The collector of cycles does not look at them, because they hold nothing but texts, numbers and tuples of these.
"""

from cleancopy.block import Block, Element, Mark

from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_SET_ITEM


cdef extern from *:
    """
    static PyObject* allocate_tuple(PyObject* cls, Py_ssize_t size) {
        PyObject* values = ((PyTypeObject*)cls)->tp_alloc((PyTypeObject*)cls, size);
        if (values) {
            PyObject_GC_UnTrack(values);
        }
        return values;
    }
    """
    object allocate_tuple(object cls, Py_ssize_t size)  # a NamedTuple whose items are not set


cdef int set_item(object values, Py_ssize_t index, object value) except -1:
    """Set an item of a tuple from `allocate_tuple`, once."""
    Py_INCREF(value)
    PyTuple_SET_ITEM(values, index, value)
    return 0


cdef object make_element(str tag, Py_ssize_t parent, int depth, tuple words, str html_id, str detail):
    element = allocate_tuple(Element, 6)
    set_item(element, 0, tag)
    set_item(element, 1, parent)
    set_item(element, 2, depth)
    set_item(element, 3, words)
    set_item(element, 4, html_id)
    set_item(element, 5, detail)
    return element


cdef object make_mark(kind, Py_ssize_t start, Py_ssize_t end, value):
    mark = allocate_tuple(Mark, 4)
    set_item(mark, 0, kind)
    set_item(mark, 1, start)
    set_item(mark, 2, end)
    set_item(mark, 3, value)
    return mark


cdef object make_block(
    str text, layout, Py_ssize_t level, Py_ssize_t element, Py_ssize_t links, Py_ssize_t link_chars,
    Py_ssize_t bold_chars, tuple inline_names, Py_ssize_t line, Py_ssize_t lines, Py_ssize_t indent, Py_ssize_t gap,
    tuple marks,
):
    """Make a block without cells."""
    block = allocate_tuple(Block, 14)
    set_item(block, 0, text)
    set_item(block, 1, layout)
    set_item(block, 2, level)
    set_item(block, 3, element)
    set_item(block, 4, links)
    set_item(block, 5, link_chars)
    set_item(block, 6, bold_chars)
    set_item(block, 7, inline_names)
    set_item(block, 8, line)
    set_item(block, 9, lines)
    set_item(block, 10, indent)
    set_item(block, 11, gap)
    set_item(block, 12, marks)
    set_item(block, 13, ())
    return block
