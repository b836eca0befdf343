cimport cython

cdef object Text
cdef object Element
cdef object _HTML
cdef object _get_attribute
cdef frozenset _SPECIAL_TAGS
cdef frozenset _UNRENDERED_TAGS
cdef frozenset _UNRENDERED_SVG_TAGS
cdef frozenset _EMBEDDING_ATTRIBUTES
cdef frozenset _SIGN_TAGS
cdef frozenset _SIGN_CLASSES
cdef dict _SIGN_SELECTORS
cdef dict _KEPT_ATTRIBUTES

cdef class TreeHandler:
    cpdef add_text(self, str text)
    cpdef start_element(self, str tag, str class_and_id, str html_id, tuple attributes)
    cpdef end_element(self, str tag)
    cpdef add_image(self, str alt, str src)
    cpdef add_formula(self, object formula)
    cpdef skip_hidden(self, object prose, object streamed)

cdef class _Walk:
    cdef object _document
    cdef frozenset _special_elements
    cdef TreeHandler _handler
    cdef object _reveal
    cdef bint _has_shadow
    cdef Py_ssize_t _hidden_count
    cdef Py_ssize_t _depth
    cdef Py_ssize_t _shown_depth
    cdef dict _replaced
    cdef dict _known_classes
    @cython.locals(open_tags=list, levels=list, done_counts=list, nodes=tuple, i=Py_ssize_t, n=Py_ssize_t,
                   deepest=Py_ssize_t, tag=str)
    cpdef run(self)
    @cython.locals(tag=str, classes=str, class_and_id=str, html_id=str, is_special=bint, attributes=tuple)
    cdef str _enter(self, element)
    cdef bint _is_sign(self, element, str tag, str classes)
    cdef bint _should_enter(self, element, str tag)

cdef bint _is_rendered(element, str tag)
cdef bint _is_hidden(element, str tag)
cdef bint _is_panel(element)
cdef str _join_identifiers(element)
cdef tuple _get_kept_attributes(element, str tag)
cdef str _find_image_url(element)
