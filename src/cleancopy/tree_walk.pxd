cdef class TreeHandler:
    cpdef add_text(self, str text)
    cpdef start_element(self, str tag, str class_and_id, str html_id, tuple attributes)
    cpdef end_element(self, str tag)
    cpdef add_image(self, str alt, str src)
    cpdef add_formula(self, formula)
    cpdef skip_hidden(self, prose, streamed)
