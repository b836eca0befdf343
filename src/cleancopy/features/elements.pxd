from libc.stdint cimport uint32_t

from cleancopy.features.blocks cimport Blocks, Matrix
from cleancopy.features.numbering cimport Pool

cdef enum:
    N_ANCESTORS = 8  # elements above a block that are used, its own element included


cdef struct ElementC:
    Py_ssize_t parent  # no element for those at the top, and for no element itself
    int kind  # the number of its tag and words, -1 for no element
    int tag  # its index in TAGS, -1 for other tags
    uint32_t above  # a bit for each of ANCESTOR_TAGS that it is or stands in
    bint may_repeat  # whether its tag is one of records
    float depth
    double chars, prose, links  # characters, those of prose, those of links below it
    double siblings, sibling_prose  # number of siblings of its kind, itself included, and the characters of prose below


cdef class Elements:
    """The elements of a page. One more, the last, stands for no element."""
    cdef Py_ssize_t n
    cdef ElementC* items
    cdef readonly list names  # for each kind ``<tag`` and the words of its class and id
    cdef Blocks blocks
    cdef uint32_t* style  # for each block the number of the kinds of its element, the parent and the grandparent
    cdef Pool pool
    cdef int read(self, elements) except -1
    cdef int add_up(self) except -1
    cdef int find_siblings(self) except -1
    cdef int find_styles(self) except -1
    cdef int fill(self, Matrix m) except -1
    cdef int fill_levels(self, Matrix m, float total) except -1
    cdef int fill_styles(self, Matrix m, float total) except -1
    cdef int fill_distances(self, Matrix m, Py_ssize_t headline, Py_ssize_t lead) except -1
    cdef Py_ssize_t find_body(self) except -1
    cdef int fill_path_lengths(self, Py_ssize_t anchor, float* to_anchor, float* from_anchor) except -1
