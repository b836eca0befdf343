cimport cython

cdef object Text
cdef object Element
cdef object _HTML
cdef frozenset _SPECIAL_TAGS
cdef frozenset _UNRENDERED_TAGS
cdef frozenset _UNRENDERED_SVG_TAGS
cdef frozenset _EMBEDDING_ATTRIBUTES
cdef dict _KEPT_ATTRIBUTES

cdef class TreeHandler:
    cpdef add_text(self, str text)
    cpdef start_element(self, str tag, str class_and_id, str html_id, tuple attributes)
    cpdef end_element(self, str tag)
    cpdef add_image(self, str alt, str src)

cdef class _VisibilityFilter:
    cdef TreeHandler _handler
    cdef object _reveal
    cdef Py_ssize_t _hidden_count
    cdef Py_ssize_t shown_depth
    cdef bint should_enter(self, element, str tag, Py_ssize_t depth)

cdef bint _is_rendered(element, str tag)
cdef bint _is_hidden(element, str tag)
cdef bint _is_panel(element)
cdef str _join_identifiers(element)
cdef tuple _get_kept_attributes(element, str tag)
cdef str _find_image_url(element)
@cython.locals(waiting=list, depth=Py_ssize_t, deepest=Py_ssize_t, tag=str, class_and_id=str, html_id=str,
               is_special=bint, attributes=tuple, children=tuple)
cdef _walk(document, frozenset special_elements, TreeHandler handler, _VisibilityFilter visibility, bint has_shadow, dict replacements)
