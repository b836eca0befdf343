"""Records: parts of a page that repeat, such as cards, posts and rows of a table.

A record is an element, other than a paragraph, of which there are three or more in their parent, with the same tag and
classes. Two blocks are at the same place if they are in such records with the same elements between, and have the same
layout. The innermost record counts.
"""

from cleancopy.features.table import MIN_RECORDS

from libc.stdint cimport uint32_t

from cleancopy.features.numbering cimport Numbering, Pool

cdef double _MIN_RECORDS = MIN_RECORDS


cdef int group_records(Elements tree, int64_t[:, ::1] groups, Py_ssize_t first) except -1:
    """Fill two columns of groupings: the blocks at one place of three or more records, and the blocks of one record.

    Other blocks are groups of one.
    """
    cdef Pool pool = Pool()
    cdef uint32_t* places = <uint32_t*>pool.take(tree.n + 1, sizeof(uint32_t))
    cdef uint32_t* records = <uint32_t*>pool.take(tree.n + 1, sizeof(uint32_t))
    find_places(tree, places, records)
    cdef Numbering alike = Numbering()
    cdef uint32_t* found = <uint32_t*>pool.take(tree.blocks.n, sizeof(uint32_t))
    cdef double* count = <double*>pool.take(tree.blocks.n, sizeof(double))
    cdef uint32_t[2] key
    cdef Py_ssize_t i, element
    for i in range(tree.blocks.n):
        key[0], key[1] = places[tree.blocks.items[i].element], <uint32_t>tree.blocks.items[i].layout
        found[i] = <uint32_t>alike.number(key, 2)
        count[found[i]] += 1
    cdef Numbering like = Numbering(), same = Numbering()
    for i in range(tree.blocks.n):
        element = tree.blocks.items[i].element
        key[0] = places[element] > 0 and count[found[i]] >= _MIN_RECORDS
        key[1] = found[i] if key[0] else <uint32_t>i
        groups[i, first] = like.number(key, 2)
        key[0] = records[element] > 0
        key[1] = records[element] if key[0] else <uint32_t>i
        groups[i, first + 1] = same.number(key, 2)
    return 0


cdef int find_places(Elements tree, uint32_t* places, uint32_t* records) except -1:
    """Number for each element its place in its record, and the record; 0 for elements outside of records.

    Two places are alike if their records are, and the elements between.
    """
    cdef Pool pool = Pool()
    cdef Numbering series = Numbering(), numbers = Numbering()
    cdef uint32_t* of_element = <uint32_t*>pool.take(tree.n, sizeof(uint32_t))
    cdef double* count = <double*>pool.take(tree.n + 1, sizeof(double))  # of each series; the last for what is none
    cdef uint32_t[2] key
    cdef Py_ssize_t i
    for i in range(tree.n):
        of_element[i] = <uint32_t>tree.n
        if tree.items[i].may_repeat and tree.items[i].chars > 0:
            key[0], key[1] = <uint32_t>tree.items[i].parent, <uint32_t>tree.items[i].kind
            of_element[i] = <uint32_t>series.number(key, 2)
            count[of_element[i]] += 1
    count[tree.n] = 0
    for i in range(tree.n):
        if count[of_element[i]] >= _MIN_RECORDS:
            key[0], key[1] = 0, of_element[i]
            records[i] = <uint32_t>(i + 1)
        else:
            key[0], key[1] = places[tree.items[i].parent], <uint32_t>tree.items[i].kind
            records[i] = records[tree.items[i].parent]
        if records[i]:
            places[i] = <uint32_t>(numbers.number(key, 2) + 1)
    return 0
