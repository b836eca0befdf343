"""Statistics of the elements of an HTML page: sums over subtrees, siblings of the same kind, distances in the tree.

Works on the table of elements alone, in which a parent comes before its children, and the descendants of an element
right after it. So a pass backward carries sums up, and a pass forward carries marks down.
"""

import numpy as np

from libc.stdint cimport int64_t

from cleancopy.features.table import ANCESTOR_TAGS, LEVELS, RECORD_PLACES, TAGS

from cleancopy.features.blocks cimport BlockC, divide
from cleancopy.features.numbering cimport Numbering
from cleancopy.features.records cimport group_records

cdef Py_ssize_t[4] GROUPED_BY = [1, 2, 3, 5]
"""How many elements up the blocks of a group meet: 1 is the parent of their own element."""
cdef frozenset RECORD_TAGS = frozenset("li div article section tr td th a dd dt ul ol dl".split())
"""Tags of elements that may be records: not those of paragraphs and headings."""
cdef dict TAG_INDEX = {tag: i for i, tag in enumerate(TAGS)}
cdef dict ABOVE_BIT = {tag: 1 << i for i, tag in enumerate(ANCESTOR_TAGS)}
cdef Py_ssize_t N_LEVELS = len(LEVELS), N_ABOVE = len(ANCESTOR_TAGS)
cdef str FIRST_TAG = f"tag_{TAGS[0]}", FIRST_ABOVE = f"above_{ANCESTOR_TAGS[0]}"


cdef class Elements:
    def __cinit__(self, elements, Blocks blocks):
        self.n, self.blocks, self.pool, self.names = len(elements), blocks, Pool(), []
        self.items = <ElementC*>self.pool.take(self.n + 1, sizeof(ElementC))
        self.style = <uint32_t*>self.pool.take(blocks.n, sizeof(uint32_t))
        self.read(elements)
        self.add_up()
        self.find_siblings()
        self.find_styles()

    cdef int read(self, elements) except -1:
        cdef dict firsts = {}  # of each kind
        cdef Py_ssize_t i, first
        cdef ElementC* element
        for i, fields in enumerate(elements):
            element = &self.items[i]
            if not isinstance(fields, tuple):
                raise TypeError(f"{fields!r} is no element")
            tag, element.parent, element.depth, words, _html_id, _detail = <tuple>fields
            if not -1 <= element.parent < i:
                raise IndexError(f"the parent of element {i} is {element.parent}")
            if element.parent < 0:
                element.parent = self.n
            first = firsts.setdefault((tag, words), i)
            if first < i:
                element.kind, element.tag = self.items[first].kind, self.items[first].tag
                element.above, element.may_repeat = self.items[first].above, self.items[first].may_repeat
            else:
                element.kind, element.tag = <int>len(self.names), TAG_INDEX.get(tag, -1)
                element.above, element.may_repeat = ABOVE_BIT.get(tag, 0), tag in RECORD_TAGS
                self.names.append((f"<{tag}", *words))
        for i in range(self.n):
            self.items[i].above |= self.items[self.items[i].parent].above
        element = &self.items[self.n]
        element.parent, element.kind, element.tag = self.n, -1, -1
        return 0

    cdef int add_up(self) except -1:
        """Sum the characters of blocks up the tree."""
        cdef Py_ssize_t i
        cdef BlockC* block
        cdef ElementC* element
        cdef ElementC* parent
        for i in range(self.blocks.n):
            block = &self.blocks.items[i]
            element = &self.items[block.element]
            element.chars += block.chars
            element.links += block.link_chars
            if block.is_prose:
                element.prose += block.chars
        for i in range(self.n - 1, -1, -1):
            element, parent = &self.items[i], &self.items[self.items[i].parent]
            parent.chars += element.chars
            parent.links += element.links
            parent.prose += element.prose
        element = &self.items[self.n]
        element.chars = element.links = element.prose = 0
        return 0

    cdef int find_siblings(self) except -1:
        """Count siblings of the same kind, and the prose below them."""
        cdef Numbering groups = Numbering()
        cdef Pool pool = Pool()
        cdef uint32_t* group = <uint32_t*>pool.take(self.n, sizeof(uint32_t))
        cdef double* count = <double*>pool.take(self.n, sizeof(double))
        cdef double* prose = <double*>pool.take(self.n, sizeof(double))
        cdef uint32_t[2] key
        cdef Py_ssize_t i
        for i in range(self.n):
            key[0], key[1] = <uint32_t>self.items[i].parent, <uint32_t>self.items[i].kind
            group[i] = <uint32_t>groups.number(key, 2)
            count[group[i]] += 1
            prose[group[i]] += self.items[i].prose
        for i in range(self.n):
            self.items[i].siblings, self.items[i].sibling_prose = count[group[i]], prose[group[i]]
        return 0

    cdef int find_styles(self) except -1:
        cdef Numbering styles = Numbering()
        cdef uint32_t[3] key
        cdef Py_ssize_t i, k, element
        for i in range(self.blocks.n):
            element = self.blocks.items[i].element
            for k in range(3):
                key[k] = <uint32_t>(self.items[element].kind + 1)
                element = self.items[element].parent
            self.style[i] = <uint32_t>styles.number(key, 3)
        return 0

    cdef int fill(self, Matrix m) except -1:
        """Fill the columns of the table that come from the tree alone."""
        cdef float* depth = m.column("depth")
        cdef float* tags = m.column(FIRST_TAG)
        cdef float* above = m.column(FIRST_ABOVE)
        cdef Py_ssize_t n = self.blocks.n, i, k
        cdef ElementC* element
        cdef float total = 0
        for i in range(n):
            element = &self.items[self.blocks.items[i].element]
            depth[i] = element.depth
            if element.tag >= 0:
                tags[element.tag * n + i] = 1
            for k in range(N_ABOVE):
                above[k * n + i] = element.above >> k & 1
            if self.blocks.items[i].is_prose:
                total += self.blocks.items[i].chars
        total = max(total, <float>1)
        self.fill_levels(m, total)
        return self.fill_styles(m, total)

    cdef int fill_levels(self, Matrix m, float total) except -1:
        """The columns of the elements above a block. `total` is the page's prose."""
        cdef float* prose = m.column("prose_1")
        cdef float* density = m.column("density_1")
        cdef float* linked = m.column("linked_1")
        cdef float* siblings = m.column("siblings_1")
        cdef float* dominance = m.column("dominance_1")
        cdef Py_ssize_t n = self.blocks.n, i, k, at
        cdef ElementC* element
        for i in range(n):
            element = &self.items[self.blocks.items[i].element]
            for k in range(N_LEVELS):
                at = k * n + i
                prose[at] = <float>element.prose / total
                density[at] = divide(<float>element.prose, <float>element.chars)
                linked[at] = divide(<float>element.links, <float>element.chars)
                siblings[at] = <float>max(element.siblings, <double>1)
                dominance[at] = divide(<float>element.prose, <float>element.sibling_prose)
                element = &self.items[element.parent]
        return 0

    cdef int fill_styles(self, Matrix m, float total) except -1:
        """The columns of what blocks of the same style have."""
        cdef float* style_prose = m.column("style_prose")
        cdef float* style_blocks = m.column("style_blocks")
        cdef float* style_links = m.column("style_links")
        cdef Py_ssize_t n = self.blocks.n, i
        cdef Pool pool = Pool()
        cdef double* chars = <double*>pool.take(n, sizeof(double))
        cdef double* prose = <double*>pool.take(n, sizeof(double))
        cdef double* links = <double*>pool.take(n, sizeof(double))
        cdef double* count = <double*>pool.take(n, sizeof(double))
        cdef BlockC* block
        for i in range(n):
            block = &self.blocks.items[i]
            count[self.style[i]] += 1
            chars[self.style[i]] += block.chars
            links[self.style[i]] += block.link_chars
            if block.is_prose:
                prose[self.style[i]] += block.chars
        for i in range(n):
            style_prose[i] = <float>prose[self.style[i]] / total
            style_blocks[i] = <float>count[self.style[i]] / <float>n
            style_links[i] = divide(<float>links[self.style[i]], <float>chars[self.style[i]])
        return 0

    cdef int fill_distances(self, Matrix m, Py_ssize_t headline, Py_ssize_t lead) except -1:
        """Distances of blocks from the headline's block, from that of the first prose, and from the page's main body.

        headline, lead   indices of these blocks
        """
        cdef float* lead_style = m.column("lead_style")
        cdef Pool pool = Pool()
        cdef float* unused = <float*>pool.take(self.blocks.n, sizeof(float))
        cdef Py_ssize_t i
        self.fill_path_lengths(self.blocks.items[headline].element, m.column("to_headline"), unused)
        self.fill_path_lengths(self.blocks.items[lead].element, m.column("to_lead"), m.column("from_lead"))
        self.fill_path_lengths(self.find_body(), m.column("to_body"), m.column("from_body"))
        for i in range(self.blocks.n):
            lead_style[i] = self.style[i] == self.style[lead]
        return 0

    cdef Py_ssize_t find_body(self) except -1:
        """The element with most prose close below it: its children's in full, its grandchildren's by half."""
        cdef Pool pool = Pool()
        cdef double* score = <double*>pool.take(self.n + 1, sizeof(double))
        cdef double[3] weights = [0.25, 1, 0.5]
        cdef Py_ssize_t i, k, element, best = 0
        for i in range(self.blocks.n):
            if self.blocks.items[i].is_prose:
                element = self.blocks.items[i].element
                for k in range(3):
                    score[element] += self.blocks.items[i].chars * weights[k]
                    element = self.items[element].parent
        for i in range(self.n):
            if score[i] > score[best]:
                best = i
        return best

    cdef int fill_path_lengths(self, Py_ssize_t anchor, float* to_anchor, float* from_anchor) except -1:
        """For each block the steps up to the nearest common ancestor with element `anchor`, and down to it."""
        cdef Pool pool = Pool()
        cdef float* common_depth = <float*>pool.take(self.n + 1, sizeof(float))
        cdef float least
        cdef Py_ssize_t i, element
        if anchor == self.n:
            return 0
        # Of all elements between the two in the page's order, the highest is a child of the common ancestor.
        common_depth[anchor] = least = self.items[anchor].depth
        for i in range(anchor - 1, -1, -1):
            least = min(least, self.items[i + 1].depth)
            common_depth[i] = least - 1
        least = self.items[anchor].depth + 1
        for i in range(anchor + 1, self.n):
            least = min(least, self.items[i].depth)
            common_depth[i] = least - 1
        for i in range(self.blocks.n):
            element = self.blocks.items[i].element
            to_anchor[i] = self.items[element].depth - common_depth[element]
            from_anchor[i] = self.items[anchor].depth - common_depth[element]
        return 0

    def ancestor_kinds(self, int page_kind):
        """For each block the kinds of its element and those above it, then that of the page; -1 for no element."""
        kinds = np.empty((self.blocks.n, N_ANCESTORS + 1), np.int64)
        cdef int64_t[:, ::1] rows = kinds
        cdef Py_ssize_t i, k, element
        for i in range(self.blocks.n):
            element = self.blocks.items[i].element
            for k in range(N_ANCESTORS):
                rows[i, k] = self.items[element].kind
                element = self.items[element].parent
            rows[i, N_ANCESTORS] = page_kind
        return kinds

    def group_blocks(self):
        """Groupings of the blocks, n × 7.

        Under the same element 1, 2, 3 and 5 up, of the same style, at the same place of records, in the same record.
        """
        groupings = np.empty((self.blocks.n, RECORD_PLACES + 2), np.int64)
        cdef int64_t[:, ::1] groups = groupings
        cdef Pool pool = Pool()
        cdef int64_t* numbers  # of each element its group + 1
        cdef int64_t count
        cdef Py_ssize_t i, k, step, element
        for k in range(len(GROUPED_BY)):
            numbers, count = <int64_t*>pool.take(self.n + 1, sizeof(int64_t)), 0
            for i in range(self.blocks.n):
                element = self.blocks.items[i].element
                for step in range(GROUPED_BY[k]):
                    element = self.items[element].parent
                if not numbers[element]:
                    count += 1
                    numbers[element] = count
                groups[i, k] = numbers[element] - 1
        for i in range(self.blocks.n):
            groups[i, len(GROUPED_BY)] = self.style[i]
        group_records(self, groups, RECORD_PLACES)
        return groupings
