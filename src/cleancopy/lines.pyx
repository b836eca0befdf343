"""What lines are made of: tests of characters that stages ask for hundreds of times a page."""


def has_digit(str text not None):
    cdef Py_UCS4 char
    for char in text:
        if char.isdigit():
            return True
    return False


def count_wide(str text not None):
    cdef Py_UCS4 char
    cdef Py_ssize_t count = 0
    if text.isascii():
        return 0
    for char in text:
        count += 0x3040 <= char <= 0x30FF or 0x3400 <= char <= 0x9FFF or 0xAC00 <= char <= 0xD7AF
    return count


def fold_words(str text not None):
    cdef str folded = text.casefold()
    cdef list words = []
    cdef Py_ssize_t i = 0, start = 0
    cdef Py_UCS4 char
    for char in folded:
        if not (char.isalnum() or char == u"_"):  # what `\w` of `re` matches
            if start < i:
                words.append(folded[start:i])
            start = i + 1
        i += 1
    if start < i:
        words.append(folded[start:])
    return " ".join(words)
