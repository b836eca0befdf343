# cython: language_level=3
"""What lines are made of: tests of characters that stages ask for thousands of times a page."""


def has_digit(str text not None):
    """Whether a text has a digit of any script."""
    cdef Py_UCS4 c
    for c in text:
        if c.isdigit():
            return True
    return False


def fold_words(str text not None):
    """Return the words of a text without case and signs: texts with the same words say the same."""
    cdef str folded = text.casefold()
    cdef list words = []
    cdef Py_ssize_t i = 0, start = 0
    cdef Py_UCS4 c
    for c in folded:
        if not (c.isalnum() or c == "_"):  # what `\w` matches
            if start < i:
                words.append(folded[start:i])
            start = i + 1
        i += 1
    if start < i:
        words.append(folded[start:])
    return " ".join(words)
