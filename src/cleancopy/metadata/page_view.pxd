# The types of page_view.py.
cimport cython


cdef class PageView:
    cdef readonly object blocks, timestamps, elements, predictions, site_index
    cdef readonly list texts, layouts, element_of_block, inner_words, parents, kept
    cdef readonly dict marks_by_kind
    cdef readonly Py_ssize_t first_index, last_index, headline_index, top_index
    cdef dict _probabilities, _named_by, _tags_above, _signals_above, _element_signals, _block_signals

    cpdef list list_probabilities(self, role)
    cpdef frozenset element_signals(self, Py_ssize_t i)
    @cython.locals(index=Py_ssize_t, n_levels=Py_ssize_t, signals=list, own=list, signals_of=dict, tags=frozenset)
    cdef frozenset _ancestor_signals(self, Py_ssize_t element)
    @cython.locals(passed=list, tags=frozenset, index=Py_ssize_t)
    cdef frozenset _ancestor_tags(self, Py_ssize_t element)
    cpdef Py_ssize_t find_named_element(self, Py_ssize_t i, names, Py_ssize_t n_levels)
    @cython.locals(headline=Py_ssize_t, first=Py_ssize_t, signals=list)
    cpdef list position_signals(self, Py_ssize_t i)
    cdef tuple _distance_signals(self, Py_ssize_t i)
    cpdef tuple block_signals(self, Py_ssize_t i, role)
    cpdef tuple probability_signals(self, Py_ssize_t i, role)


cdef list _list_word_signals(words, dict signals)
cdef tuple _pick_distance_signals(Py_ssize_t distance, list signals)
