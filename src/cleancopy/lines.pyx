"""What lines are made of: tests of characters that stages ask for hundreds of times a page."""


def has_digit(str text not None):
    cdef Py_UCS4 char
    for char in text:
        if char.isdigit():
            return True
    return False


def find_beginning(list texts not None, str signs not None):
    return find_signs(texts, signs, False)


def find_ending(list texts not None, str signs not None):
    return find_signs(texts, signs, True)


cdef list find_signs(list texts, str signs, bint at_end):
    cdef Py_ssize_t i
    cdef str text
    cdef list found = []
    for i, text in enumerate(texts):
        if text and text[len(text) - 1 if at_end else 0] in signs:
            found.append(i)
    return found


def count_wide(str text not None):
    cdef Py_UCS4 char
    cdef Py_ssize_t count = 0
    if text.isascii():
        return 0
    for char in text:
        count += 0x3040 <= char <= 0x30FF or 0x3400 <= char <= 0x9FFF or 0xAC00 <= char <= 0xD7AF
    return count


cdef inline bint is_word_char(Py_UCS4 char) noexcept:
    # What `\\w` of `re` matches in a text without capitals.
    if char < 128:
        return c"a" <= char <= c"z" or c"0" <= char <= c"9" or char == c"_"
    return char.isalnum()


def fold_words(str text not None):
    cdef str folded = text.casefold()
    cdef list words = []
    cdef Py_ssize_t i = 0, start = 0
    cdef Py_UCS4 char
    for char in folded:
        if not is_word_char(char):
            if start < i:
                words.append(folded[start:i])
            start = i + 1
        i += 1
    if start < i:
        words.append(folded[start:])
    return " ".join(words)


def count_words(str text not None):
    cdef Py_ssize_t count = 0
    cdef bint is_in_word = False, was_in_word = False
    cdef Py_UCS4 char
    for char in text:
        is_in_word = char.isalnum() or char == c"_"
        count += is_in_word and not was_in_word
        was_in_word = is_in_word
    return count
