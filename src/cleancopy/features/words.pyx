"""Words of texts, as features and vocabularies use them.

A word is kept as code points. It becomes a string when somebody asks for it.
"""

import numpy as np

cimport cython
from cpython.unicode cimport PyUnicode_FromKindAndData
from libc.stdlib cimport free
from libc.string cimport memcpy

from cleancopy.features.char_table import BIT, HEAD_CHARS

from cleancopy.features.numbering cimport SequenceC, resized
from cleancopy.features.texts cimport is_unspaced, lower

cdef extern from "Python.h":
    uint32_t* PyUnicode_AsUCS4(object text, uint32_t* buffer, Py_ssize_t size, int with_null) except NULL

cdef enum:
    # Words are taken from the head (HEAD_CHARS) and the tail of a text, which show its purpose.
    HEAD = 240
    TAIL = 80
    # The lower case of a character is three at most (SpecialCasing.txt of Unicode). One more is for a mark.
    MAX_READ = 3 * (HEAD + 1 + TAIL)
    MAX_WORD = MAX_READ + 1
    MIN_CONTENT_LETTERS = 4
    ASCII_END = 128

cdef uint32_t UNSPACED = BIT["cjk"], CONTEXTUAL = BIT["contextual"]

assert HEAD_CHARS == HEAD


@cython.final
cdef class TokenBags:
    """The words of n things, in order."""

    def __cinit__(self):
        self.table, self.bags_room, self.ids_room = Numbering(), 256, 1024
        self.ids = <uint32_t*>resized(NULL, self.ids_room, sizeof(uint32_t))
        self.starts = <Py_ssize_t*>resized(NULL, self.bags_room, sizeof(Py_ssize_t))
        self.word = <uint32_t*>resized(NULL, MAX_WORD, sizeof(uint32_t))
        self.starts[0] = 0

    def __dealloc__(self):
        free(self.ids)
        free(self.starts)
        free(self.word)

    @classmethod
    def from_bags(cls, bags):
        """Number the words of bags, which are sequences of strings."""
        cdef TokenBags out = cls()
        cdef Py_ssize_t size
        for bag in bags:
            for word in bag:
                letters = word.encode("utf-32-le", "surrogatepass")
                size = len(letters) // sizeof(uint32_t)
                out.add_id(out.table.number(<const uint32_t*><const char*>letters, size))
            out.close_bag()
        return out

    def __reduce__(self):
        return TokenBags.from_bags, (self.bags(),)

    @property
    def words(self):
        """Every word once."""
        cdef SequenceC* word
        cdef Py_ssize_t i
        words = []
        for i in range(self.table.count):
            word = &self.table.sequences[i]
            words.append(PyUnicode_FromKindAndData(4, self.table.values + word.start, word.size))
        return words

    def bags(self):
        """The words of each thing."""
        cdef Py_ssize_t i, j
        cdef list words = self.words
        return [tuple([words[self.ids[j]] for j in range(self.starts[i], self.starts[i + 1])]) for i in range(self.n)]

    cdef int add_text(self, Texts texts, Py_ssize_t index, str text) except -1:
        """Add the words of a text, and places for the first and the last again if there are any."""
        cdef Py_ssize_t size = texts.items[index].end - texts.items[index].start
        cdef const uint32_t* codes = texts.codes + texts.items[index].start
        cdef bint has_unspaced = texts.items[index].mask & UNSPACED != 0
        cdef uint32_t[MAX_READ] lowered
        if texts.items[index].mask & CONTEXTUAL:
            text = (text if size <= HEAD + TAIL else f"{text[:HEAD]} {text[-TAIL:]}").lower()
            PyUnicode_AsUCS4(text, lowered, MAX_READ, 0)
            codes, size = lowered, len(text)
        elif size > HEAD + TAIL:
            self.split(texts, codes, HEAD, has_unspaced)
            codes, size = codes + size - TAIL, TAIL
        self.split(texts, codes, size, has_unspaced)
        if self.n_ids > self.starts[self.n]:
            self.add_id(0)
            self.add_id(0)
        return self.close_bag()

    cdef int split(self, Texts texts, const uint32_t* codes, Py_ssize_t size, bint has_unspaced) except -1 nogil:
        """Add the words of a part of a text, of scripts without spaces the pairs of characters that overlap."""
        cdef Py_ssize_t i = 0, k, end
        while i < size:
            if has_unspaced and is_unspaced(texts, codes[i]):
                end = i + 1
                while end < size and is_unspaced(texts, codes[end]):
                    end += 1
                self.add_word()
                for k in range(i, max(end - 1, i + 1)):
                    self.read(lower(texts, codes[k]))
                    if k + 1 < end:
                        self.read(lower(texts, codes[k + 1]))
                    self.add_word()
                i = end
            else:
                self.read(lower(texts, codes[i]))
                i += 1
        return self.add_word()

    cdef int read(self, uint32_t letter) except -1 nogil:
        """Add a letter to the word; a space ends it."""
        if letter == c" ":
            return self.add_word()
        self.word[self.n_letters] = letter  # a word is never longer than the part of a text that is read
        self.n_letters += 1
        return 0

    cdef int add_word(self) except -1 nogil:
        """Add the word that was read, if there is one."""
        if self.n_letters:
            self.add_id(self.table.number(self.word, self.n_letters))
            self.n_letters = 0
        return 0

    cdef int add_id(self, Py_ssize_t word) except -1 nogil:
        if self.n_ids == self.ids_room:
            self.ids_room *= 2
            self.ids = <uint32_t*>resized(self.ids, self.ids_room, sizeof(uint32_t))
        self.ids[self.n_ids] = <uint32_t>word
        self.n_ids += 1
        return 0

    cdef int close_bag(self) except -1 nogil:
        self.n += 1
        if self.n == self.bags_room:
            self.bags_room *= 2
            self.starts = <Py_ssize_t*>resized(self.starts, self.bags_room, sizeof(Py_ssize_t))
        self.starts[self.n] = self.n_ids
        return 0

    cdef int mark(self, Py_ssize_t at, Py_ssize_t word, uint32_t before, uint32_t after) except -1 nogil:
        """Put a word with a mark before or after it at a place in `ids`."""
        cdef const SequenceC* letters = &self.table.sequences[word]
        cdef Py_ssize_t size = letters.size + 1  # at most MAX_WORD
        memcpy(self.word + (before != 0), self.table.values + letters.start, letters.size * sizeof(uint32_t))
        self.word[0 if before else size - 1] = before | after
        self.ids[at] = <uint32_t>self.table.number(self.word, size)
        return 0

    cdef uint8_t* find_content_words(self, Pool pool) except NULL:
        """Which words may show a text's subject: those of four letters or more, and all that are not ASCII."""
        cdef uint8_t* is_content = <uint8_t*>pool.take(self.table.count, 1)
        cdef SequenceC* word
        cdef Py_ssize_t i, j
        for i in range(self.table.count):
            word = &self.table.sequences[i]
            is_content[i] = word.size >= MIN_CONTENT_LETTERS
            for j in range(word.size):
                is_content[i] |= self.table.values[word.start + j] >= ASCII_END
        return is_content


cdef TokenBags split_words(Texts texts, strings):
    """The lower-case words of the head and tail of each text, then the first and last marked: ``^w`` and ``w$``."""
    cdef TokenBags bags = TokenBags()
    cdef Py_ssize_t i, end
    for i in range(texts.n):
        bags.add_text(texts, i, strings[i])
    for i in range(texts.n):
        end = bags.starts[i + 1]
        if end > bags.starts[i]:  # a text with a word has three or more
            bags.mark(end - 2, bags.ids[bags.starts[i]], c"^", 0)
    for i in range(texts.n):
        end = bags.starts[i + 1]
        if end > bags.starts[i]:
            bags.mark(end - 1, bags.ids[end - 3], 0, c"$")
    return bags


@cython.final
cdef class Vocabulary(dict):
    """A mapping of words to rows of a table of embeddings, which is not changed."""

    def __cinit__(self, rows=()):
        cdef Py_ssize_t number
        dict.update(self, rows)
        self.table, self.pool = TokenBags.from_bags([self]), Pool()
        self.rows = <int64_t*>self.pool.take(len(self), sizeof(int64_t))
        for number, row in enumerate(self.values()):
            self.rows[number] = row

    def __init__(self, rows=()):
        pass  # `__cinit__` has taken the rows

    def __setitem__(self, word, row):
        raise TypeError("a vocabulary is not changed")

    def __reduce__(self):
        return Vocabulary, (dict(self),)

    cdef int64_t find_row(self, const uint32_t* letters, Py_ssize_t size, uint64_t hashed) noexcept nogil:
        """The row of a word, 0 if it is not known."""
        cdef Py_ssize_t number = self.table.table.find(letters, size, hashed)
        return self.rows[number] if number >= 0 else 0


def bag_ids(TokenBags bags not None, Vocabulary vocabulary not None):
    """Rows of the known words of all bags, end to end, and where each bag starts. Each bag starts with a 0."""
    cdef Numbering table = bags.table
    cdef SequenceC* word
    cdef Py_ssize_t i, j, used = 0
    cdef int64_t row
    cdef Pool pool = Pool()
    cdef int64_t* rows = <int64_t*>pool.take(table.count, sizeof(int64_t))
    out, bag_starts = np.empty(bags.n_ids + bags.n, np.int64), np.empty(bags.n, np.int64)
    cdef int64_t[::1] ids = out, starts = bag_starts
    with nogil:
        for i in range(table.count):
            word = &table.sequences[i]
            rows[i] = vocabulary.find_row(table.values + word.start, word.size, word.hashed)
        for i in range(bags.n):
            ids[used] = 0
            starts[i] = used
            used += 1
            for j in range(bags.starts[i], bags.starts[i + 1]):
                row = rows[bags.ids[j]]
                if row:
                    ids[used] = row
                    used += 1
    return out[:used], bag_starts


def name_ids(bags, Vocabulary vocabulary not None):
    """The same for bags that are sequences of strings."""
    cdef Py_ssize_t used = 0, i = 0
    cdef int64_t row
    out, bag_starts = np.empty(sum(map(len, bags)) + len(bags), np.int64), np.empty(len(bags), np.int64)
    cdef int64_t[::1] ids = out, starts = bag_starts
    for i, bag in enumerate(bags):
        ids[used] = 0
        starts[i] = used
        used += 1
        for name in bag:
            row = (<dict>vocabulary).get(name, 0)
            if row:
                ids[used] = row
                used += 1
    return out[:used], bag_starts
