"""The functions of `scan.py`, compiled. Every index that depends on the arguments is checked before use."""

import numpy as np

from cleancopy.features.char_table import BIT, CharScan

from cpython.unicode cimport PyUnicode_FromKindAndData
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcmp, memset


cdef int check_range(Py_ssize_t first, Py_ssize_t last, Py_ssize_t count) except -1:
    if first < 0 or last < first or last > count:
        raise IndexError(f"from {first} to {last} of {count}")
    return 0


cdef double_size(values):
    """An array of twice the size, with the same values at its start."""
    return np.resize(values, 2 * len(values))


def scan_characters(
    const uint32_t[::1] table_index, const int64_t[::1] ends, table, Py_ssize_t head, Py_ssize_t search
):
    cdef Py_ssize_t n = ends.shape[0], width = len(table.class_matrix), i, j, start = 0, end, n_decimals = 0
    cdef const uint8_t[::1] kind_of_code = table.kind_of_code, counted_kinds = table.counted_kinds
    cdef const uint32_t[::1] class_masks = table.class_masks
    cdef uint32_t space = BIT["space"], capital = BIT["capital"], decimal = BIT["decimal"], mask, text_mask
    cdef uint8_t kind
    cdef bint after_space
    cdef uint32_t[256] mask_of_kind  # an entry for any number that a kind may have
    cdef uint8_t[256] column
    check_range(0, width, 256)
    for i in range(256):
        mask_of_kind[i] = class_masks[i] if i < class_masks.shape[0] else 0
        column[i] = counted_kinds[i] if i < counted_kinds.shape[0] else 0
        check_range(column[i], column[i] + 1, width)

    cdef uint8_t[::1] kinds = np.empty(table_index.shape[0], np.uint8)
    cdef double[:, ::1] kind_counts = np.zeros((n, width))
    cdef int64_t[:, ::1] word_counts = np.zeros((3, n), np.int64)
    cdef uint32_t[::1] class_mask = np.empty(n, np.uint32), head_class_mask = np.empty(n, np.uint32)
    cdef int64_t[::1] decimals = np.empty(256, np.int64)
    cdef uint32_t[2][256] counts  # two take turns: on equal letters in a row one would wait for itself
    for i in range(n):
        end = ends[i]
        check_range(start, end, table_index.shape[0] - 1)
        memset(counts, 0, sizeof(counts))
        after_space, text_mask = True, 0
        for j in range(start, end):
            check_range(table_index[j], table_index[j] + 1, kind_of_code.shape[0])
            kinds[j] = kind = kind_of_code[table_index[j]]
            mask = mask_of_kind[kind]
            counts[j & 1][column[kind]] += 1
            if j - start == search:
                head_class_mask[i] = text_mask
            text_mask |= mask
            if mask & decimal and j - start < search:
                if n_decimals == decimals.shape[0]:
                    decimals = double_size(decimals)
                decimals[n_decimals] = j
                n_decimals += 1
            if mask & space:
                after_space = True
            elif after_space:
                after_space = False
                word_counts[0, i] += 1
                if j - start < head:
                    word_counts[1, i] += 1
                    word_counts[2, i] += mask & capital != 0
        kinds[end] = kind = kind_of_code[kind_of_code.shape[0] - 1]
        counts[0][column[kind]] += 1
        for j in range(width):
            kind_counts[i, j] = <double>counts[0][j] + counts[1][j]
        class_mask[i] = text_mask
        if end - start <= search:
            head_class_mask[i] = text_mask
        start = end + 1
    arrays = kinds, kind_counts, word_counts, class_mask, head_class_mask, decimals[:n_decimals]
    return CharScan(*map(np.asarray, arrays))


cdef class WordTable:
    """Words and their ids, by a hash that anybody can compute.

    So the author of a page can make all its words collide. When a search takes more than a few steps a word, Python's
    dictionary takes over, whose hash is secret.
    """

    cdef list words
    cdef dict others  # None as long as the table is used
    cdef uint32_t[::1] letters  # of all words in the table in a row
    cdef Py_ssize_t used  # how many letters are used
    cdef int64_t[::1] bounds  # where the letters of each word start, and where those of the last end
    cdef uint64_t[::1] hashes
    cdef int32_t[::1] slots  # 2ⁿ, twice the room for words: the id of a word, or -1
    cdef Py_ssize_t steps  # how many more may be taken

    def __init__(self, Py_ssize_t room):
        self.words, self.others, self.used, self.steps = [], None, 0, 4096
        self.letters = np.empty(room, np.uint32)
        self.bounds, self.hashes = np.zeros(1025, np.int64), np.empty(1024, np.uint64)
        self.slots = np.full(2048, -1, np.int32)

    cdef Py_ssize_t find_id(self, Py_ssize_t size, uint64_t hashed) except -1:
        """The id of a word of `size` letters, which are stored after those that are used."""
        cdef Py_ssize_t count = len(self.words), mask = self.slots.shape[0] - 1, slot = hashed & mask, other
        cdef uint32_t* new = &self.letters[self.used]
        self.steps += 4
        while self.others is None and self.slots[slot] >= 0:
            other = self.slots[slot]
            if self.hashes[other] == hashed and self.bounds[other + 1] - self.bounds[other] == size:
                if memcmp(&self.letters[self.bounds[other]], new, size * sizeof(uint32_t)) == 0:
                    return other
            slot = self.next_slot(slot)
        word = PyUnicode_FromKindAndData(4, new, size)
        if self.others is not None and self.others.setdefault(word, count) < count:
            return self.others[word]
        self.words.append(word)
        if self.others is not None:
            return count
        self.used += size
        self.bounds[count + 1], self.hashes[count], self.slots[slot] = self.used, hashed, count
        if count + 1 == self.hashes.shape[0]:
            self.grow()
        return count

    cdef Py_ssize_t next_slot(self, Py_ssize_t slot) except -1:
        """The slot after one."""
        self.steps -= 1
        if self.steps < 0 and self.others is None:
            self.others = {word: i for i, word in enumerate(self.words)}
        return (slot + 1) & (self.slots.shape[0] - 1)

    cdef int grow(self) except -1:
        cdef Py_ssize_t count = len(self.words), i, slot
        self.hashes = double_size(self.hashes)
        self.bounds = np.concatenate((self.bounds, np.empty(count, np.int64)))
        self.slots = np.full(4 * count, -1, np.int32)
        for i in range(count):
            slot = self.hashes[i] & (self.slots.shape[0] - 1)
            while self.slots[slot] >= 0 and self.others is None:
                slot = self.next_slot(slot)
            self.slots[slot] = i
        return 0


def split_words(
    const uint32_t[::1] codes, const int64_t[::1] ends, const int64_t[:, ::1] skipped, const uint32_t[::1] lowercase
):
    cdef Py_ssize_t n = ends.shape[0], i, j = 0, start = 0, total = 0, room = 1, size, word, is_last
    cdef uint32_t code
    cdef uint64_t hashed
    if skipped.shape[0] != 2 or skipped.shape[1] != n:
        raise IndexError(f"not one skipped range for each of {n} texts")
    for i in range(n):
        check_range(start, skipped[0, i], skipped[1, i])
        check_range(skipped[1, i], ends[i], codes.shape[0] - 1)
        room += ends[i] - start - (skipped[1, i] - skipped[0, i])
        start = ends[i] + 1
    cdef WordTable known = WordTable(room)
    cdef uint32_t* new = &known.letters[0]
    cdef int64_t[::1] ids = np.empty(1024, np.int64), sizes = np.zeros(n, np.int64)
    for i in range(n):
        size, hashed, start = 0, 0, total
        while j <= ends[i]:
            code = c" "
            if j == skipped[0, i] and j < skipped[1, i]:
                j = skipped[1, i] - 1
            elif j < ends[i]:
                code = codes[j]
                if code < lowercase.shape[0]:
                    code = lowercase[code]
                elif not (<Py_UCS4>code).isalnum():
                    code = c" "
            j += 1
            if code != c" ":
                new[size] = code  # never more letters than characters that are read, which are less than `room`
                size += 1
                hashed = (hashed ^ code) * <uint64_t>0x9E3779B97F4A7C15
            elif size:
                if total + 3 > ids.shape[0]:  # room for the marked words, too
                    ids = double_size(ids)
                ids[total] = known.find_id(size, hashed ^ hashed >> 32)
                total += 1
                size, hashed, new = 0, 0, &known.letters[known.used]
        total += 2 * (total > start)
        sizes[i] = total - start

    cdef int32_t[::1] marked
    words = known.words
    for is_last in range(2):
        marked, total = np.full(len(words), -1, np.int32), 0
        for i in range(n):
            if sizes[i]:
                total += sizes[i]
                word = ids[total - 3] if is_last else ids[total - sizes[i]]
                if marked[word] < 0:
                    marked[word] = len(words)
                    words.append(words[word] + "$" if is_last else "^" + words[word])
                ids[total - 2 + is_last] = marked[word]
    return words, np.array(ids[:total]), np.asarray(sizes)
