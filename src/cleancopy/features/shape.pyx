"""Features of a block's own text: its length, its characters, how it starts and ends."""

from libc.stdint cimport uint32_t

from cleancopy.features.char_table import BIT, CLASSES, SEARCH_CHARS

from cleancopy.features.blocks cimport divide
from cleancopy.features.texts cimport TextC, mask_at

cdef int SPACES = CLASSES.index("space"), DIGITS = CLASSES.index("digit"), UPPER = CLASSES.index("upper")
cdef int LOWER = CLASSES.index("lower"), UNSPACED = CLASSES.index("cjk"), SENTENCES = CLASSES.index("sentence")
cdef int COMMAS = CLASSES.index("comma"), SYMBOLS = CLASSES.index("symbol"), QUOTES = CLASSES.index("quote")
cdef uint32_t SPACE = BIT["space"], WORD = BIT["word"], DECIMAL = BIT["decimal"], CLOCK = BIT["clock"]
cdef uint32_t END = BIT["end"], CLOSER = BIT["closer"], COLON = BIT["colon"], BRACKET = BIT["bracket"]
cdef uint32_t OPENER = BIT["opener"], COPYRIGHT = BIT["copyright"], BAR = BIT["bar"]
cdef Py_ssize_t SEARCHED = SEARCH_CHARS


cdef int fill_shape(Matrix m, Texts texts) except -1:
    """Fill the columns of the table's group "shape"; counts stay counts, their logarithms are taken at the end."""
    fill_counts(m, texts)
    fill_ends(m, texts)
    fill_starts(m, texts)
    fill_patterns(m, texts)
    return 0


cdef int fill_counts(Matrix m, Texts texts) except -1:
    cdef float* chars = m.column("chars")
    cdef float* words = m.column("words")
    cdef float* word_length = m.column("word_length")
    cdef float* digits = m.column("digits")
    cdef float* upper = m.column("upper")
    cdef float* unspaced = m.column("cjk")
    cdef float* commas = m.column("commas")
    cdef float* sentences = m.column("sentences")
    cdef float* symbols = m.column("symbols")
    cdef float* quotes = m.column("quotes")
    cdef float* capitalised = m.column("capitalised")
    cdef Py_ssize_t i
    cdef TextC* text
    cdef float size
    for i in range(texts.n):
        text = &texts.items[i]
        size = chars[i] = text.end - text.start
        words[i] = <float>text.words + <float>text.counts[UNSPACED] / 2
        word_length[i] = min(divide(size - <float>text.counts[SPACES], words[i]), <float>20) / 10
        digits[i] = divide(text.counts[DIGITS], size)
        upper[i] = divide(text.counts[UPPER], <float>text.counts[UPPER] + <float>text.counts[LOWER])
        unspaced[i] = divide(text.counts[UNSPACED], size)
        commas[i] = divide(text.counts[COMMAS], words[i])
        sentences[i] = text.counts[SENTENCES]
        symbols[i] = divide(text.counts[SYMBOLS], size)
        quotes[i] = text.counts[QUOTES]
        capitalised[i] = divide(text.head_capitals, text.head_words)
    return 0


cdef int fill_ends(Matrix m, Texts texts) except -1:
    cdef float* ends_sentence = m.column("ends_sentence")
    cdef float* ends_colon = m.column("ends_colon")
    cdef float* ends_ellipsis = m.column("ends_ellipsis")
    cdef float* ends_bracket = m.column("ends_bracket")
    cdef Py_ssize_t i, start, end, last
    cdef uint32_t mask
    for i in range(texts.n):
        start, end = texts.items[i].start, texts.items[i].end
        if start == end:
            continue
        last = end - 1
        while last >= start and mask_at(texts, last) & CLOSER:
            last -= 1
        mask = mask_at(texts, last if last >= start else end - 1)
        ends_sentence[i] = mask & END != 0
        ends_colon[i] = mask & COLON != 0
        ends_bracket[i] = mask_at(texts, end - 1) & BRACKET != 0
        ends_ellipsis[i] = ends_in_ellipsis(texts.codes + start, end - start)
    return 0


cdef bint ends_in_ellipsis(const uint32_t* codes, Py_ssize_t size) noexcept nogil:
    """Whether a text ends in ``...`` or ``…``, perhaps with square brackets around it."""
    cdef bint in_brackets = codes[size - 1] == c"]"
    cdef Py_ssize_t end = size - in_brackets, start
    if end > 0 and codes[end - 1] == 0x2026:
        start = end - 1
    elif end > 2 and codes[end - 1] == codes[end - 2] == codes[end - 3] == c".":
        start = end - 3
    else:
        return False
    return not in_brackets or (start > 0 and codes[start - 1] == c"[")


cdef int fill_starts(Matrix m, Texts texts) except -1:
    cdef float* starts_lower = m.column("starts_lower")
    cdef float* starts_upper = m.column("starts_upper")
    cdef float* starts_digit = m.column("starts_digit")
    cdef float* starts_quote = m.column("starts_quote")
    cdef float* starts_symbol = m.column("starts_symbol")
    cdef Py_ssize_t i, start
    cdef uint32_t mask
    cdef Py_UCS4 char
    for i in range(texts.n):
        start = texts.items[i].start  # an empty text starts with its gap
        mask, char = mask_at(texts, start), texts.codes[start]
        starts_lower[i] = char.islower()
        starts_upper[i] = char.isupper()
        starts_digit[i] = char.isdigit()
        starts_quote[i] = mask & OPENER != 0
        starts_symbol[i] = mask & (WORD | OPENER) == 0 or char == c"_"
    return 0


cdef int fill_patterns(Matrix m, Texts texts) except -1:
    cdef float* has_url = m.column("has_url")
    cdef float* has_clock = m.column("has_clock")
    cdef float* has_year = m.column("has_year")
    cdef float* has_price = m.column("has_price")
    cdef float* has_copyright = m.column("has_copyright")
    cdef float* has_bar = m.column("has_bar")
    cdef Py_ssize_t i, j, start, end
    cdef uint32_t mask
    cdef bint has_digit
    for i in range(texts.n):
        start, end = texts.items[i].start, min(texts.items[i].end, texts.items[i].start + SEARCHED)
        mask, has_digit = texts.items[i].head_mask, texts.items[i].counts[DIGITS] > 0
        has_copyright[i] = mask & COPYRIGHT != 0
        has_bar[i] = mask & BAR != 0
        has_url[i] = find_url(texts, start, end)
        if mask & DECIMAL:
            for j in range(start, end):
                if mask_at(texts, j) & DECIMAL:
                    has_clock[i] = has_clock[i] or (has_digit and is_clock(texts, j, end))
                    has_year[i] = has_year[i] or (has_digit and is_year(texts, start, j, end))
                    has_price[i] = has_price[i] or is_price(texts, start, j, end)
    return 0


cdef bint find_url(Texts texts, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    r"""Whether a text has an address: ``https?:|www\.|\w@\w|\.(?:com|org|net)\b``."""
    cdef Py_ssize_t j
    cdef uint32_t code
    for j in range(start, end):
        code = texts.codes[j]
        if code == c"h":
            if stands_at(texts, j, end, "http:") or stands_at(texts, j, end, "https:"):
                return True
        elif code == c"w":
            if stands_at(texts, j, end, "www."):
                return True
        elif code == c"@":
            if start < j and class_at(texts, j - 1, end) & class_at(texts, j + 1, end) & WORD:
                return True
        elif code == c".":
            if stands_at(texts, j, end, ".com") or stands_at(texts, j, end, ".org") or stands_at(texts, j, end, ".net"):
                if not class_at(texts, j + 4, end) & WORD:
                    return True
    return False


cdef inline bint stands_at(Texts texts, Py_ssize_t index, Py_ssize_t end, const char* string) noexcept nogil:
    """Whether a text goes on with a string."""
    while string[0]:
        if index >= end or texts.codes[index] != <uint32_t>string[0]:
            return False
        index += 1
        string += 1
    return True


cdef inline uint32_t class_at(Texts texts, Py_ssize_t index, Py_ssize_t end) noexcept nogil:
    """The mask of a character, 0 past the end of what is searched."""
    return mask_at(texts, index) if index < end else 0


cdef bint is_clock(Texts texts, Py_ssize_t j, Py_ssize_t end) noexcept nogil:
    r"""Whether a time of day begins with the digit at an index: ``\d[:.h]\d\d\b``."""
    if not class_at(texts, j + 1, end) & CLOCK:
        return False
    return class_at(texts, j + 2, end) & class_at(texts, j + 3, end) & DECIMAL and not class_at(texts, j + 4, end) & WORD


cdef bint is_year(Texts texts, Py_ssize_t start, Py_ssize_t j, Py_ssize_t end) noexcept nogil:
    r"""Whether a year begins with the digit at an index: ``(?<!\d)(?:19|20)\d\d(?!\d)``."""
    if not (stands_at(texts, j, end, "19") or stands_at(texts, j, end, "20")):
        return False
    if start < j and mask_at(texts, j - 1) & DECIMAL or class_at(texts, j + 4, end) & DECIMAL:
        return False
    return class_at(texts, j + 2, end) & class_at(texts, j + 3, end) & DECIMAL != 0


cdef bint is_price(Texts texts, Py_ssize_t start, Py_ssize_t j, Py_ssize_t end) noexcept nogil:
    r"""Whether the digit at an index has a currency beside it: ``[$€£¥₹]\s?\d|\d\s?[€£¥₽]|\d (?:EUR|USD)\b``."""
    cdef Py_ssize_t before = j - 1, after = j + 1
    if stands_at(texts, after, end, " EUR") or stands_at(texts, after, end, " USD"):
        if not class_at(texts, j + 5, end) & WORD:
            return True
    if start < before and mask_at(texts, before) & SPACE:
        before -= 1
    if class_at(texts, after, end) & SPACE:
        after += 1
    if start <= before and (<Py_UCS4>texts.codes[before]) in "$€£¥₹":
        return True
    return after < end and (<Py_UCS4>texts.codes[after]) in "€£¥₽"
