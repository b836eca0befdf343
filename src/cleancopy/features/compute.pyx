"""The blocks of a page to the matrix of features, family by family."""

import numpy as np

from cleancopy.features.table import LEVELS

from libc.stdint cimport uint8_t, uint32_t

from cleancopy.features.blocks cimport Blocks, Matrix
from cleancopy.features.elements cimport Elements
from cleancopy.features.flat cimport fill_flat, find_patterns, group_flat_blocks
from cleancopy.features.markup cimport fill_markup
from cleancopy.features.numbering cimport Pool
from cleancopy.features.position cimport fill_position
from cleancopy.features.shape cimport fill_shape
from cleancopy.features.words cimport TokenBags, split_words

# Columns that are counts until all are filled. Numpy takes the logarithm of single floats by another rule than C.
cdef tuple LOG1P = (
    "words", "sentences", "quotes", "from_start", "from_end", "page_prose", "indent", "links", "depth",
    "to_headline", "to_lead", "from_lead", "to_body", "from_body",
)
cdef tuple LOG = ("line_count", "repeats", "masked_repeats", *(f"siblings_{k}" for k in LEVELS))


cdef class _Page:
    """What all families of features are made from."""

    cdef Blocks blocks
    cdef Matrix matrix
    cdef TokenBags bags
    cdef object sizes  # characters of each block, as their logarithms give them back: the models were trained so
    cdef Pool pool
    cdef uint8_t* is_content

    def __init__(self, str kind, blocks, Py_ssize_t n_elements):
        self.blocks, self.pool = Blocks(blocks, n_elements), Pool()
        self.matrix = Matrix(kind, self.blocks.n)
        self.bags = split_words(self.blocks.texts, self.blocks.strings)
        self.is_content = self.bags.find_content_words(self.pool)
        fill_shape(self.matrix, self.blocks.texts)
        chars = self.matrix.row("chars")
        np.log1p(chars, out=chars)
        self.sizes = np.expm1(chars)
        fill_position(self.matrix, self.blocks, self.get_sizes(), self.bags, self.is_content)

    cdef const float* get_sizes(self) except NULL:
        cdef const float[::1] sizes = self.sizes
        return &sizes[0]

    cdef object take_logarithms(self):
        """The finished matrix, n × columns."""
        for names, function in ((LOG1P, np.log1p), (LOG, np.log)):
            index = [self.matrix.row_of_column[name] for name in names if name in self.matrix.row_of_column]
            self.matrix.rows[index] = function(self.matrix.rows[index])
        return self.matrix.rows.T


def compute_html(blocks, elements, title, description):
    """The features of the blocks of an HTML page, and its elements.

    Gives the matrix, the words of the blocks, the names inside each block, the names of each kind of element, the kinds
    of the elements above each block, and the groups: see `features.Features`.
    """
    cdef _Page page = _Page("html", blocks, len(elements))
    cdef Elements tree = Elements(elements, page.blocks)
    fill_markup(page.matrix, page.blocks, tree, page.bags, title, description)
    kinds = tree.ancestor_kinds(len(tree.names))
    return page.take_logarithms(), page.bags, page.blocks.inline_names, tree.names, kinds, tree.group_blocks()


def compute_flat(blocks):
    """The features of the blocks of flattened text: the matrix, the words of the blocks, and the groups."""
    cdef _Page page = _Page("text", blocks, 0)
    cdef Pool pool = Pool()
    cdef uint32_t* patterns = <uint32_t*>pool.take(page.blocks.n, sizeof(uint32_t))
    find_patterns(page.blocks, patterns)
    fill_flat(page.matrix, page.blocks, page.get_sizes(), page.bags, page.is_content, patterns)
    return page.take_logarithms(), page.bags, group_flat_blocks(page.blocks, patterns)
