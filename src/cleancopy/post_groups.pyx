"""Which elements of a page fit best as boxes of posts: those with the same key are a group, and groups are weighed."""

from heapq import nlargest

import numpy as np

MIN_BOXES = 2
HEADER_BLOCKS = 16
NO_GROUP = (0, 0, 0, 0, 0, ("", ""))
cdef Py_ssize_t MAX_LEVELS = 30
cdef Py_ssize_t MAX_WORDS = 12
cdef Py_ssize_t MAX_KEYS = 64
cdef Py_ssize_t _HEADER_BLOCKS = HEADER_BLOCKS
cdef Py_ssize_t DATED = 1, SIGNED = 2  # kinds of notes
cdef enum:  # columns of `_sums`
    N_TEXTS
    N_CHARS
    N_SAID
    KINDS


def list_names(element not None):
    cdef list names = []
    for word in (<tuple?>element.words)[:MAX_WORDS]:
        if (<str?>word).isalpha() and word not in names:
            names.append(word)
    return names


def list_keys(element not None):
    cdef list names = list_names(element)
    tag = element.tag
    return [(tag, word) for word in names] if names else [(tag, str(element.depth))]


def add_headers(list box_of not None, indices not None, headers not None):
    cdef Py_ssize_t at, i, box, below = -1, start = 0
    for at in range(len(box_of) - 1, -1, -1):
        i, box = indices[at], box_of[at]
        if box >= 0:
            below, start = box, i
        elif start - i <= _HEADER_BLOCKS and i in headers:
            box_of[at] = below


cdef class PostGroups:
    cdef object _elements
    cdef list _parents           # of elements
    cdef list _numbers           # by element the numbers of its keys, None where there is neither text nor note inside
    cdef list _indices           # of texts and notes, in order; arrays by their position:
    cdef Py_ssize_t[::1] _places     # where the element stands in `_of_blocks`
    cdef Py_ssize_t[::1] _n_chars    # -1 for what is no text
    cdef Py_ssize_t[::1] _n_said
    cdef Py_ssize_t[::1] _kinds
    cdef list _of_blocks         # elements of texts and notes, each once
    cdef list _chosen            # keys
    cdef Py_ssize_t[:, ::1] _holders  # by chosen key and place the innermost element with the key, or -1
    cdef Py_ssize_t[:, ::1] _sums  # by element; all 0 but while a group is weighed

    def __init__(self, page not None, list text not None, dict notes not None):
        self._elements = page.elements
        self._parents = [element.parent for element in page.elements]
        self._read_blocks(page.blocks, set(text), notes)
        cdef list keys = self._number_keys()
        cdef set of_text = {page.blocks[i].element for i in text}
        chosen = self._choose_keys(len(keys), of_text)
        self._chosen = [keys[number] for number in chosen]
        self._find_holders(len(keys), chosen)
        self._sums = np.zeros((len(self._parents), 4), np.intp)

    cdef _read_blocks(self, blocks, set text, dict notes):
        cdef dict place_of = {}
        cdef Py_ssize_t at, i
        self._indices = sorted({*text, *notes})
        self._places, self._n_chars, self._n_said, self._kinds = np.zeros((4, len(self._indices)), np.intp)
        for at in range(len(self._indices)):
            i = self._indices[at]
            block, note = blocks[i], notes.get(i, "")
            self._places[at] = place_of.setdefault(block.element, len(place_of))
            self._n_chars[at] = len(block.text) if i in text else -1
            self._n_said[at] = len(note)
            self._kinds[at] = ("d" in note) * DATED + ("u" in note) * SIGNED
        self._of_blocks = list(place_of)

    cdef list _number_keys(self):
        """Number the keys of the elements around texts and notes. Gives the keys by number."""
        cdef dict number_of = {}
        cdef Py_ssize_t element
        self._numbers = [None] * len(self._parents)
        for element in self._of_blocks:
            while element >= 0 and self._numbers[element] is None:
                keys = list_keys(self._elements[element])
                self._numbers[element] = [number_of.setdefault(key, len(number_of)) for key in keys]
                element = self._parents[element]
        self._drop_unique(len(number_of))
        return list(number_of)

    cdef _drop_unique(self, Py_ssize_t n_keys):
        """Drop the keys that one element alone has: most of them."""
        cdef Py_ssize_t[::1] times = np.zeros(n_keys, np.intp)
        cdef Py_ssize_t number, element
        for numbers in self._numbers:
            for number in numbers or ():
                times[number] += 1
        for element in range(len(self._numbers)):
            if self._numbers[element]:
                self._numbers[element] = [number for number in self._numbers[element] if times[number] >= MIN_BOXES]

    cdef list _choose_keys(self, Py_ssize_t n_keys, set of_text):
        """The keys of the most elements that are the innermost around some text; of equals those met first."""
        cdef dict holders = {}
        cdef list last = [-1] * n_keys  # the element that a key was met above
        cdef Py_ssize_t i, number, element
        for element in of_text:
            i = element
            for _ in range(MAX_LEVELS):
                if i < 0:
                    break
                for number in <list>self._numbers[i]:
                    if <Py_ssize_t>last[number] != element:
                        last[number] = element
                        holders.setdefault(number, set()).add(i)
                i = self._parents[i]
        repeated = [number for number, found in holders.items() if len(found) >= MIN_BOXES]
        return nlargest(MAX_KEYS, repeated, key=lambda number: len(holders[number]))

    cdef _find_holders(self, Py_ssize_t n_keys, list chosen):
        cdef Py_ssize_t[::1] row_of = np.full(n_keys, -1, np.intp)
        cdef Py_ssize_t row, place, element, number
        for row, number in enumerate(chosen):
            row_of[number] = row
        self._holders = np.full((len(chosen), len(self._of_blocks)), -1, np.intp)
        for place, element in enumerate(self._of_blocks):
            for _ in range(MAX_LEVELS):
                if element < 0:
                    break
                for number in <list>self._numbers[element]:
                    row = row_of[number]
                    if row >= 0 and self._holders[row, place] < 0:
                        self._holders[row, place] = element
                element = self._parents[element]

    def find_best(self, headers=frozenset()):
        """Weigh the group of each key: the greatest weight."""
        cdef Py_ssize_t row, at
        cdef list box_of
        best = NO_GROUP
        for row in range(len(self._chosen)):
            box_of = [self._holders[row, self._places[at]] for at in range(len(self._indices))]
            if headers:
                add_headers(box_of, self._indices, headers)
            best = max(best, (*self._weigh(box_of), self._chosen[row]))
        return best

    cdef tuple _weigh(self, list box_of):
        cdef Py_ssize_t at, box, depth = -1, n_texts = 0, n_posts = 0, n_both = 0, n_chars = 0, n_said = 0
        for at, box in enumerate(box_of):
            if box >= 0:
                self._sums[box, N_TEXTS] += self._n_chars[at] >= 0
                self._sums[box, N_CHARS] += max(self._n_chars[at], 0)
                self._sums[box, N_SAID] += self._n_said[at]
                self._sums[box, KINDS] |= self._kinds[at]
        for box in box_of:
            if box < 0 or not self._sums[box, N_TEXTS]:
                continue
            n_texts += 1
            self._sums[box, N_TEXTS] = 0  # each box once
            if self._sums[box, N_SAID]:
                n_posts += 1
                n_both += self._sums[box, KINDS] == DATED | SIGNED
                n_chars += self._sums[box, N_CHARS]
                n_said += self._sums[box, N_SAID]
                own_depth = self._elements[box].depth
                depth = own_depth if depth < 0 else min(depth, own_depth)
        for box in box_of:
            if box >= 0:
                self._sums[box, :] = 0
        n_posts = 2 * n_posts - n_texts
        return 2 * n_both + n_posts, n_posts, n_chars, n_said, -max(depth, 0)
