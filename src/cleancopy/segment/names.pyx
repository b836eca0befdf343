"""Splits the class and id of an element into words."""

cdef Py_ssize_t MAX_WORDS = 12


cdef inline bint is_small(Py_UCS4 char) noexcept:
    return c'a' <= char <= c'z'


cdef inline bint is_capital(Py_UCS4 char) noexcept:
    return c'A' <= char <= c'Z'


def split_identifiers(str class_and_id not None):
    """Split class and id into words at signs, digits and capitals. Returns the first words, lower-cased."""
    cdef Py_ssize_t size = len(class_and_id), start = 0, end
    cdef bint capital
    cdef list words = []
    while start < size and len(words) < MAX_WORDS:
        end = start + 1
        capital = is_capital(class_and_id[start])
        if capital and end < size and is_capital(class_and_id[end]):
            while end < size and is_capital(class_and_id[end]):
                end += 1
        elif capital or is_small(class_and_id[start]):
            while end < size and is_small(class_and_id[end]):
                end += 1
        if end > start + 1:
            words.append(class_and_id[start:end].lower() if capital else class_and_id[start:end])
        start = end
    return tuple(words)
