"""Which elements of a page fit best as boxes of posts: those with the same key are a group, and groups are weighed."""

from heapq import nlargest

import numpy as np

from libc.stdint cimport uint8_t
from libc.string cimport memset

MIN_BOXES = 2
HEADER_BLOCKS = 16
NO_GROUP = (0, 0, 0, 0, 0, ("", ""))
cdef Py_ssize_t MAX_LEVELS = 30
cdef Py_ssize_t MAX_WORDS = 12
cdef Py_ssize_t MAX_KEYS = 64
cdef Py_ssize_t _HEADER_BLOCKS = HEADER_BLOCKS, _MIN_BOXES = MIN_BOXES
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


def add_headers(list box_of not None, headers not None):
    cdef Py_ssize_t[::1] boxes = np.array(box_of, np.intp)
    head_boxes(boxes, np.arange(len(box_of)), flag_headers(range(len(box_of)), headers))
    return np.asarray(boxes).tolist()


cdef const uint8_t[::1] flag_headers(indices, headers):
    return np.array([i in headers for i in indices], np.uint8)


cdef int head_boxes(Py_ssize_t[::1] box_of, const Py_ssize_t[::1] indices, const uint8_t[::1] is_header) except -1:
    """Assign headers right above a box, outside of all boxes, to it."""
    cdef Py_ssize_t at, below = -1, start = 0
    for at in range(box_of.shape[0] - 1, -1, -1):
        if box_of[at] >= 0:
            below, start = box_of[at], indices[at]
        elif start - indices[at] <= _HEADER_BLOCKS and is_header[at]:
            box_of[at] = below
    return 0


cdef class PostGroups:
    cdef object _elements
    cdef Py_ssize_t[::1] _parents    # of elements
    cdef Py_ssize_t[::1] _depths
    cdef Py_ssize_t[:, ::1] _keys    # by element the numbers of its keys, as many as `_n_keys` has
    cdef Py_ssize_t[::1] _n_keys     # -1 where there is neither text nor note inside
    cdef const Py_ssize_t[::1] _indices  # of texts and notes, in order; arrays by their position:
    cdef Py_ssize_t[::1] _places     # where the element stands in `_of_blocks`
    cdef Py_ssize_t[::1] _n_chars    # -1 for what is no text
    cdef Py_ssize_t[::1] _n_said
    cdef Py_ssize_t[::1] _kinds
    cdef list _of_blocks         # elements of texts and notes, each once
    cdef list _chosen            # keys
    cdef Py_ssize_t[:, ::1] _holders  # by chosen key and place the innermost element with the key, or -1
    cdef Py_ssize_t[:, ::1] _sums  # by element; all 0 but while a group is weighed

    def __init__(self, page not None, list text not None, dict notes not None):
        self._read_elements(page.elements)
        self._read_blocks(page.blocks, set(text), notes)
        cdef list keys = self._number_keys()
        cdef set of_text = {page.blocks[i].element for i in text}
        chosen = self._choose_keys(len(keys), of_text)
        self._chosen = [keys[number] for number in chosen]
        self._find_holders(len(keys), chosen)
        self._sums = np.zeros((len(self._elements), 4), np.intp)

    cdef _read_elements(self, elements):
        cdef Py_ssize_t i
        self._elements = elements
        self._parents, self._depths = np.empty((2, len(elements)), np.intp)
        for i, element in enumerate(elements):
            if not isinstance(element, tuple):
                raise TypeError(f"{element!r} is no element")
            _tag, self._parents[i], self._depths[i], _words, _html_id, _detail = <tuple>element

    cdef _read_blocks(self, blocks, set text, dict notes):
        cdef dict place_of = {}
        cdef Py_ssize_t at, i
        cdef list indices = sorted({*text, *notes})
        self._indices = np.array(indices, np.intp)
        self._places, self._n_chars, self._n_said, self._kinds = np.zeros((4, len(indices)), np.intp)
        for at, i in enumerate(indices):
            block, note = blocks[i], notes.get(i, "")
            self._places[at] = place_of.setdefault(block.element, len(place_of))
            self._n_chars[at] = len(block.text) if i in text else -1
            self._n_said[at] = len(note)
            self._kinds[at] = ("d" in note) * DATED + ("u" in note) * SIGNED
        self._of_blocks = list(place_of)

    cdef list _number_keys(self):
        """Number the keys of the elements around texts and notes. Gives the keys by number."""
        cdef dict number_of = {}
        cdef Py_ssize_t element, at
        self._keys = np.empty((len(self._elements), MAX_WORDS), np.intp)
        self._n_keys = np.full(len(self._elements), -1, np.intp)
        for element in self._of_blocks:
            while element >= 0 and self._n_keys[element] < 0:
                at = 0
                for key in list_keys(self._elements[element]):
                    self._keys[element, at] = number_of.setdefault(key, len(number_of))
                    at += 1
                self._n_keys[element] = at
                element = self._parents[element]
        self._drop_unique(len(number_of))
        return list(number_of)

    cdef _drop_unique(self, Py_ssize_t n_keys):
        """Drop the keys that one element alone has: most of them."""
        cdef Py_ssize_t[::1] times = np.zeros(n_keys, np.intp)
        cdef Py_ssize_t element, at, n_kept
        for element in range(self._n_keys.shape[0]):
            for at in range(self._n_keys[element]):
                times[self._keys[element, at]] += 1
        for element in range(self._n_keys.shape[0]):
            n_kept = 0
            for at in range(self._n_keys[element]):
                if times[self._keys[element, at]] >= _MIN_BOXES:
                    self._keys[element, n_kept] = self._keys[element, at]
                    n_kept += 1
            self._n_keys[element] = min(self._n_keys[element], n_kept)

    cdef list _choose_keys(self, Py_ssize_t n_keys, set of_text):
        """The keys of the most elements that are the innermost around some text; of equals those met first."""
        cdef list met = []
        cdef Py_ssize_t[::1] last = np.full(n_keys, -1, np.intp)  # the element that a key was met above
        cdef Py_ssize_t[::1] n_holders = np.zeros(n_keys, np.intp)
        cdef uint8_t[:, ::1] is_holder = np.zeros((len(self._elements), MAX_WORDS), np.uint8)
        cdef Py_ssize_t i, at, number, element
        for element in of_text:
            i = element
            for _ in range(MAX_LEVELS):
                if i < 0:
                    break
                for at in range(self._n_keys[i]):
                    number = self._keys[i, at]
                    if last[number] != element:
                        last[number] = element
                        if not n_holders[number]:
                            met.append(number)
                        n_holders[number] += not is_holder[i, at]
                        is_holder[i, at] = True
                i = self._parents[i]
        repeated = [number for number in met if n_holders[<Py_ssize_t>number] >= _MIN_BOXES]
        return nlargest(MAX_KEYS, repeated, key=np.asarray(n_holders).tolist().__getitem__)

    cdef _find_holders(self, Py_ssize_t n_keys, list chosen):
        cdef Py_ssize_t[::1] row_of = np.full(n_keys, -1, np.intp)
        cdef Py_ssize_t row, place, element, number, at
        for row, number in enumerate(chosen):
            row_of[number] = row
        self._holders = np.full((len(chosen), len(self._of_blocks)), -1, np.intp)
        for place, element in enumerate(self._of_blocks):
            for _ in range(MAX_LEVELS):
                if element < 0:
                    break
                for at in range(self._n_keys[element]):
                    row = row_of[self._keys[element, at]]
                    if row >= 0 and self._holders[row, place] < 0:
                        self._holders[row, place] = element
                element = self._parents[element]

    def find_best(self, headers=frozenset()):
        """Weigh the group of each key: the greatest weight."""
        cdef Py_ssize_t row, at
        cdef Py_ssize_t[::1] box_of = np.empty(self._indices.shape[0], np.intp)
        cdef const uint8_t[::1] is_header = flag_headers(np.asarray(self._indices).tolist(), headers)
        best = NO_GROUP
        for row in range(len(self._chosen)):
            for at in range(box_of.shape[0]):
                box_of[at] = self._holders[row, self._places[at]]
            if headers:
                head_boxes(box_of, self._indices, is_header)
            best = max(best, (*self._weigh(box_of), self._chosen[row]))
        return best

    cdef tuple _weigh(self, const Py_ssize_t[::1] box_of):
        cdef Py_ssize_t at, box, depth = -1, n_texts = 0, n_posts = 0, n_both = 0, n_chars = 0, n_said = 0
        for at in range(box_of.shape[0]):
            box = box_of[at]
            if box >= 0:
                self._sums[box, N_TEXTS] += self._n_chars[at] >= 0
                self._sums[box, N_CHARS] += max(self._n_chars[at], 0)
                self._sums[box, N_SAID] += self._n_said[at]
                self._sums[box, KINDS] |= self._kinds[at]
        for at in range(box_of.shape[0]):
            box = box_of[at]
            if box < 0 or not self._sums[box, N_TEXTS]:
                continue
            n_texts += 1
            self._sums[box, N_TEXTS] = 0  # each box once
            if self._sums[box, N_SAID]:
                n_posts += 1
                n_both += self._sums[box, KINDS] == DATED | SIGNED
                n_chars += self._sums[box, N_CHARS]
                n_said += self._sums[box, N_SAID]
                depth = self._depths[box] if depth < 0 else min(depth, self._depths[box])
        for at in range(box_of.shape[0]):
            if box_of[at] >= 0:
                memset(&self._sums[box_of[at], 0], 0, 4 * sizeof(Py_ssize_t))
        n_posts = 2 * n_posts - n_texts
        return 2 * n_both + n_posts, n_posts, n_chars, n_said, -max(depth, 0)
