# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What `scan.py` says, compiled. Every place that depends on what is given is looked at before it is used."""

import numpy as np

from cleancopy.features.kinds import BIT

from cpython.unicode cimport PyUnicode_FromKindAndData
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcmp, memset


cdef int check(Py_ssize_t first, Py_ssize_t last, Py_ssize_t count) except -1:
    if first < 0 or last < first or last > count:
        raise IndexError(f"from {first} to {last} of {count}")
    return 0


cdef longer(values):
    """An array with as much room again."""
    return np.resize(values, 2 * len(values))


def survey(const uint32_t[::1] at, const int64_t[::1] ends, kinds, Py_ssize_t head, Py_ssize_t look):
    cdef Py_ssize_t n = ends.shape[0], width = len(kinds.classes), i, j, start = 0, end, digits = 0
    cdef const uint8_t[::1] of_code = kinds.of_code, counted = kinds.counted
    cdef const uint32_t[::1] sets = kinds.sets
    cdef uint32_t space = BIT["space"], capital = BIT["capital"], decimal = BIT["decimal"], own, so_far
    cdef uint8_t kind
    cdef bint apart
    cdef uint32_t[256] set_of  # whatever number a kind has, there is something
    cdef uint8_t[256] column
    check(0, width, 256)
    for i in range(256):
        set_of[i] = sets[i] if i < sets.shape[0] else 0
        column[i] = counted[i] if i < counted.shape[0] else 0
        check(column[i], column[i] + 1, width)

    cdef uint8_t[::1] kind_of = np.empty(at.shape[0], np.uint8)
    cdef double[:, ::1] tally = np.zeros((n, width))
    cdef int64_t[:, ::1] words = np.zeros((3, n), np.int64)
    cdef uint32_t[::1] held = np.empty(n, np.uint32), seen = np.empty(n, np.uint32)
    cdef int64_t[::1] decimals = np.empty(256, np.int64)
    cdef uint32_t[2][256] times  # two that take turns: where letters are alike, one would have to be waited for
    for i in range(n):
        end = ends[i]
        check(start, end, at.shape[0] - 1)
        memset(times, 0, sizeof(times))
        apart, so_far = True, 0
        for j in range(start, end):
            check(at[j], at[j] + 1, of_code.shape[0])
            kind_of[j] = kind = of_code[at[j]]
            own = set_of[kind]
            times[j & 1][column[kind]] += 1
            if j - start == look:
                seen[i] = so_far
            so_far |= own
            if own & decimal and j - start < look:
                if digits == decimals.shape[0]:
                    decimals = longer(decimals)
                decimals[digits] = j
                digits += 1
            if own & space:
                apart = True
            elif apart:
                apart = False
                words[0, i] += 1
                if j - start < head:
                    words[1, i] += 1
                    words[2, i] += own & capital != 0
        kind_of[end] = kind = of_code[of_code.shape[0] - 1]
        times[0][column[kind]] += 1
        for j in range(width):
            tally[i, j] = <double>times[0][j] + times[1][j]
        held[i] = so_far
        if end - start <= look:
            seen[i] = so_far
        start = end + 1
    return tuple(map(np.asarray, (kind_of, tally, words, held, seen, decimals[:digits])))


cdef class Known:
    """Words and their numbers, by a hash that anybody can work out.

    Whoever writes a page can have all its words meet in one place of the table. When they take more than a few steps a
    word to be found, Python's dictionary goes on, whose hash has a secret.
    """

    cdef list words
    cdef dict others  # None as long as the table does
    cdef uint32_t[::1] letters  # of all words in the table, one behind the other
    cdef Py_ssize_t used  # so many of them
    cdef int64_t[::1] bounds  # where the letters of each word start, and where those of the last end
    cdef uint64_t[::1] hashes
    cdef int32_t[::1] slots  # 2ⁿ of them, twice as many as there is room for words: the number of a word, or -1
    cdef Py_ssize_t steps  # so many more may be taken

    def __init__(self, Py_ssize_t room):
        self.words, self.others, self.used, self.steps = [], None, 0, 4096
        self.letters = np.empty(room, np.uint32)
        self.bounds, self.hashes = np.zeros(1025, np.int64), np.empty(1024, np.uint64)
        self.slots = np.full(2048, -1, np.int32)

    cdef Py_ssize_t number(self, Py_ssize_t size, uint64_t hashed) except -1:
        """The number of a word of so many letters, which stand behind those that are used."""
        cdef Py_ssize_t count = len(self.words), mask = self.slots.shape[0] - 1, place = hashed & mask, other
        cdef uint32_t* new = &self.letters[self.used]
        self.steps += 4
        while self.others is None and self.slots[place] >= 0:
            other = self.slots[place]
            if self.hashes[other] == hashed and self.bounds[other + 1] - self.bounds[other] == size:
                if memcmp(&self.letters[self.bounds[other]], new, size * sizeof(uint32_t)) == 0:
                    return other
            place = self.next(place)
        word = PyUnicode_FromKindAndData(4, new, size)
        if self.others is not None and self.others.setdefault(word, count) < count:
            return self.others[word]
        self.words.append(word)
        if self.others is not None:
            return count
        self.used += size
        self.bounds[count + 1], self.hashes[count], self.slots[place] = self.used, hashed, count
        if count + 1 == self.hashes.shape[0]:
            self.grow()
        return count

    cdef Py_ssize_t next(self, Py_ssize_t place) except -1:
        """The slot behind one."""
        self.steps -= 1
        if self.steps < 0 and self.others is None:
            self.others = {word: i for i, word in enumerate(self.words)}
        return (place + 1) & (self.slots.shape[0] - 1)

    cdef int grow(self) except -1:
        cdef Py_ssize_t count = len(self.words), i, place
        self.hashes = longer(self.hashes)
        self.bounds = np.concatenate((self.bounds, np.empty(count, np.int64)))
        self.slots = np.full(4 * count, -1, np.int32)
        for i in range(count):
            place = self.hashes[i] & (self.slots.shape[0] - 1)
            while self.slots[place] >= 0 and self.others is None:
                place = self.next(place)
            self.slots[place] = i
        return 0


def words(const uint32_t[::1] codes, const int64_t[::1] ends, const int64_t[:, ::1] cuts, const uint32_t[::1] lower):
    cdef Py_ssize_t n = ends.shape[0], i, j = 0, start = 0, total = 0, room = 1, size, word, is_last
    cdef uint32_t code
    cdef uint64_t mixed
    if cuts.shape[0] != 2 or cuts.shape[1] != n:
        raise IndexError(f"not two cuts for each of {n} texts")
    for i in range(n):
        check(start, cuts[0, i], cuts[1, i])
        check(cuts[1, i], ends[i], codes.shape[0] - 1)
        room += ends[i] - start - (cuts[1, i] - cuts[0, i])
        start = ends[i] + 1
    cdef Known known = Known(room)
    cdef uint32_t* new = &known.letters[0]
    cdef int64_t[::1] ids = np.empty(1024, np.int64), sizes = np.zeros(n, np.int64)
    for i in range(n):
        size, mixed, start = 0, 0, total
        while j <= ends[i]:
            code = c" "
            if j == cuts[0, i] and j < cuts[1, i]:
                j = cuts[1, i] - 1
            elif j < ends[i]:
                code = codes[j]
                if code < lower.shape[0]:
                    code = lower[code]
                elif not (<Py_UCS4>code).isalnum():
                    code = c" "
            j += 1
            if code != c" ":
                new[size] = code  # no more letters than characters that are read, and these are less than `room`
                size += 1
                mixed = (mixed ^ code) * <uint64_t>0x9E3779B97F4A7C15
            elif size:
                if total + 3 > ids.shape[0]:  # the marked ones come behind
                    ids = longer(ids)
                ids[total] = known.number(size, mixed ^ mixed >> 32)
                total += 1
                size, mixed, new = 0, 0, &known.letters[known.used]
        total += 2 * (total > start)
        sizes[i] = total - start

    cdef int32_t[::1] marked
    found = known.words
    for is_last in range(2):
        marked, total = np.full(len(found), -1, np.int32), 0
        for i in range(n):
            if sizes[i]:
                total += sizes[i]
                word = ids[total - 3] if is_last else ids[total - sizes[i]]
                if marked[word] < 0:
                    marked[word] = len(found)
                    found.append(found[word] + "$" if is_last else "^" + found[word])
                ids[total - 2 + is_last] = marked[word]
    return found, np.array(ids[:total]), np.asarray(sizes)
