"""Features of a block of an HTML page: its element, what the page's head states, distances from headline and lead."""

from libc.math cimport log1p
from libc.stdint cimport uint8_t

from cleancopy.features.table import INLINE_TAGS

from cleancopy.features.blocks cimport BlockC, divide
from cleancopy.features.numbering cimport Pool, SequenceC
from cleancopy.features.position cimport sum_floats
from cleancopy.features.texts cimport Texts
from cleancopy.features.words cimport split_words

cdef double MIN_TITLE_SHARE = 0.75
"""A block is the headline if the stated title holds this share of its words, and it half this share of the title's."""
cdef dict INLINE_INDEX = {tag: i for i, tag in enumerate(INLINE_TAGS)}
cdef str FIRST_INLINE = f"inner_{INLINE_TAGS[0]}"

cdef enum:
    IN_TITLE = 1
    IN_DESCRIPTION = 2


cdef int fill_markup(Matrix m, Blocks blocks, Elements elements, TokenBags bags, title, description) except -1:
    """Fill the columns of the table's group "markup".

    title, description   as the page states them, or None
    """
    cdef Py_ssize_t headline = find_headline(m, bags, title, description), i, lead = -1
    cdef float* headline_offset = m.column("headline_offset")
    fill_links(m, blocks)
    fill_inline(m.column(FIRST_INLINE), blocks)
    for i in range(blocks.n):
        if headline >= 0:
            headline_offset[i] = <float>(log1p(i - headline) if i >= headline else -log1p(headline - i))
        if blocks.items[i].is_prose and (lead < 0 or lead < headline):
            lead = i if lead < 0 or i >= headline else lead
    headline = max(headline, 0)
    elements.fill(m)
    # Without a headline the page's first block counts, without prose from there on its first prose.
    return elements.fill_distances(m, headline, lead if lead >= 0 else headline)


cdef int fill_links(Matrix m, Blocks blocks) except -1:
    cdef float* link_share = m.column("link_share")
    cdef float* links = m.column("links")
    cdef float* bold_share = m.column("bold_share")
    cdef float* level = m.column("level")
    cdef Pool pool = Pool()
    cdef float* chars = <float*>pool.take(blocks.n, sizeof(float))
    cdef float* link_chars = <float*>pool.take(blocks.n, sizeof(float))
    cdef Py_ssize_t i
    cdef BlockC* block
    for i in range(blocks.n):
        block = &blocks.items[i]
        chars[i], link_chars[i] = block.chars, block.link_chars
        link_share[i] = divide(block.link_chars, block.chars)
        links[i] = block.links
        bold_share[i] = divide(block.bold_chars, block.chars)
        level[i] = block.level / 6
    return m.fill("page_links", divide(sum_floats(link_chars, blocks.n), sum_floats(chars, blocks.n)))


cdef int fill_inline(float* inner, Blocks blocks) except -1:
    """Which inline elements a block contains; `inner` are the columns of INLINE_TAGS."""
    cdef Py_ssize_t i, k
    cdef str name
    for i in range(blocks.n):
        for name in blocks.inline_names[i]:
            found = INLINE_INDEX.get(name)
            if found is not None:
                k = found
                inner[k * blocks.n + i] = 1
    return 0


cdef Py_ssize_t find_headline(Matrix m, TokenBags bags, title, description) except -2:
    """Fill the columns that compare blocks with what the page states. Returns the headline's block, -1 without one."""
    cdef float* title_in_block = m.column("title_in_block")
    cdef float* block_in_title = m.column("block_in_title")
    cdef float* block_in_description = m.column("block_in_description")
    cdef Pool pool = Pool()
    cdef uint8_t* stated = <uint8_t*>pool.take(bags.table.count, 1)
    cdef Py_ssize_t* last_block = <Py_ssize_t*>pool.take(bags.table.count, sizeof(Py_ssize_t))  # counted from 1
    cdef Py_ssize_t n_title = mark_stated(stated, bags, title or "", IN_TITLE), headline = -1
    mark_stated(stated, bags, description or "", IN_DESCRIPTION)
    cdef Py_ssize_t i, j, n_words, n_in_title, n_in_description
    cdef double of_title, of_block
    cdef uint8_t mask
    for i in range(bags.n):
        n_words = n_in_title = n_in_description = 0
        for j in range(bags.starts[i], bags.starts[i + 1]):
            if last_block[bags.ids[j]] != i + 1:  # each word counts once
                last_block[bags.ids[j]] = i + 1
                mask = stated[bags.ids[j]]
                n_words += 1
                n_in_title += mask & IN_TITLE != 0
                n_in_description += mask & IN_DESCRIPTION != 0
        of_title = <double>n_in_title / max(n_title, 1)
        of_block = <double>n_in_title / max(n_words, 1)
        title_in_block[i], block_in_title[i] = <float>of_title, <float>of_block
        block_in_description[i] = <float>(<double>n_in_description / max(n_words, 1))
        if headline < 0 and of_block >= MIN_TITLE_SHARE and of_title >= MIN_TITLE_SHARE / 2:
            headline = i
    return headline


cdef Py_ssize_t mark_stated(uint8_t* stated, TokenBags bags, str text, uint8_t bit) except -1:
    """Mark the words of a page that a text has, too. Returns the number of different words of the text."""
    cdef TokenBags words = split_words(Texts([text]), [text])
    cdef SequenceC* word
    cdef Py_ssize_t i, found
    for i in range(words.table.count):
        word = &words.table.sequences[i]
        found = bags.table.find(words.table.values + word.start, word.size, word.hashed)
        if found >= 0:
            stated[found] |= bit
    return words.table.count
