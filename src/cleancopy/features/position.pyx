"""Features of a block among the others: its position, repetition, and the vocabulary of the page's prose."""

import numpy as np

from libc.math cimport log1p
from libc.stdint cimport uint32_t
from libc.string cimport memcmp

from cleancopy.features.table import LAYOUTS

from cleancopy.features.blocks cimport BlockC, divide
from cleancopy.features.numbering cimport Numbering, Pool

cdef enum:
    WINDOW_REACH = 5  # blocks on either side of a block that count as around it
    MAX_DISTANCE = 40  # distances in blocks to prose are cut at this
    FIRST_WORDS = 5
    MIN_CONTAINED_CHARS = 12
    MAX_USES = 199  # uses of a word are cut at this
    MAX_GAP = 4

cdef double[::1] LOG1P = np.log1p(np.arange(MAX_USES + 1))
cdef str FIRST_LAYOUT = f"layout_{LAYOUTS[0]}"


cdef int fill_position(
    Matrix m, Blocks blocks, const float* sizes, TokenBags bags, const uint8_t* is_content
) except -1:
    """Fill the columns of the table's groups "position" and "lines", and the layouts.

    sizes   characters of each block, as the column of their logarithms gives them back
    """
    fill_place(m, blocks, sizes)
    fill_prose_distances(m.column("to_prose_above"), blocks, 1)
    fill_prose_distances(m.column("to_prose_below"), blocks, -1)
    fill_repetition(m, bags)
    fill_within_neighbour(m.column("within_neighbour"), blocks)
    fill_topics(m, blocks, bags, is_content)
    fill_lines(m, blocks)
    return 0


cdef int fill_place(Matrix m, Blocks blocks, const float* sizes) except -1:
    cdef float* position = m.column("position")
    cdef float* chars_before = m.column("chars_before")
    cdef float* from_start = m.column("from_start")
    cdef float* from_end = m.column("from_end")
    cdef float* prose = m.column("prose")
    cdef float* prose_before = m.column("prose_before")
    cdef float* prose_after = m.column("prose_after")
    cdef float* prose_around = m.column("prose_around")
    cdef float* length_rank = m.column("length_rank")
    cdef float* ends_sentence = m.column("ends_sentence")
    cdef Pool pool = Pool()
    cdef Py_ssize_t n = blocks.n, i
    cdef float* prose_sizes = <float*>pool.take(n, sizeof(float))
    cdef float* around = <float*>pool.take(n, sizeof(float))
    cdef float total, total_prose, largest = 0, upto = 0, prose_upto = 0, before, rest, sentences = 0
    for i in range(n):
        prose[i] = blocks.items[i].is_prose
        prose_sizes[i] = prose[i] * sizes[i]
        largest = max(largest, sizes[i])
        sentences += ends_sentence[i]
    total, total_prose = sum_floats(sizes, n), sum_floats(prose_sizes, n)
    sum_windows(prose_sizes, n, WINDOW_REACH, prose_around)
    sum_windows(sizes, n, WINDOW_REACH, around)
    for i in range(n):
        from_start[i], from_end[i] = i, n - 1 - i
        position[i] = from_start[i] / <float>max(1, n - 1)
        upto += sizes[i]
        before = upto - sizes[i]
        chars_before[i] = divide(before, total)
        prose_upto += prose_sizes[i]
        before = prose_upto - prose_sizes[i]
        prose_before[i] = divide(before, total_prose)
        rest = total_prose - before
        rest -= prose_sizes[i]
        prose_after[i] = divide(rest, total_prose)
        prose_around[i] = divide(prose_around[i], around[i])
        length_rank[i] = divide(sizes[i], largest)
    m.fill("page_blocks", log1p(n))
    m.fill("page_prose", total_prose)
    m.fill("page_prose_share", divide(total_prose, total))
    m.fill("page_sentences", sentences / <float>n)
    return 0


cdef float sum_floats(const float* values, Py_ssize_t n) noexcept nogil:
    """The sum of single floats, in the order in which numpy adds them: pairs of halves, and eight sums side by side."""
    cdef float[8] sums
    cdef float total = 0
    cdef Py_ssize_t i, j, half = n // 2 - n // 2 % 8
    if n > 128:
        return sum_floats(values, half) + sum_floats(values + half, n - half)
    if n < 8:
        for i in range(n):
            total += values[i]
        return total
    for j in range(8):
        sums[j] = values[j]
    for i in range(8, n - n % 8, 8):
        for j in range(8):
            sums[j] += values[i + j]
    total = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
    for i in range(n - n % 8, n):
        total += values[i]
    return total


cdef int sum_windows(const float* values, Py_ssize_t n, Py_ssize_t reach, float* out) except -1:
    """For each block the sum over itself and `reach` neighbours on either side."""
    cdef Pool pool = Pool()
    cdef double* upto = <double*>pool.take(n + 1, sizeof(double))
    cdef Py_ssize_t i
    for i in range(n):
        upto[i + 1] = upto[i] + values[i]
    for i in range(n):
        out[i] = <float>(upto[min(i + reach + 1, n)] - upto[max(i - reach, 0)])
    return 0


cdef void fill_prose_distances(float* out, Blocks blocks, int step) noexcept nogil:
    """Log of the blocks since the last prose above (step 1) or below (step -1), the block itself not counted."""
    cdef Py_ssize_t i, distance = MAX_DISTANCE, n = blocks.n, at
    for i in range(n):
        at = i if step > 0 else n - 1 - i
        out[at] = <float>LOG1P[distance]
        distance = 1 if blocks.items[at].is_prose else min(distance + 1, MAX_DISTANCE)


cdef int fill_repetition(Matrix m, TokenBags bags) except -1:
    """How often a block's words, or its first words, stand on the page."""
    cdef float* repeats = m.column("repeats")
    cdef float* above = m.column("repeats_above")
    cdef float* below = m.column("repeats_below")
    cdef Pool pool = Pool()
    cdef Py_ssize_t n = bags.n, i, size
    cdef Numbering texts = Numbering(), starts = Numbering()
    cdef uint32_t* text = <uint32_t*>pool.take(n, sizeof(uint32_t))
    cdef uint32_t* start = <uint32_t*>pool.take(n, sizeof(uint32_t))
    cdef uint32_t* text_counts = <uint32_t*>pool.take(n, sizeof(uint32_t))
    cdef uint32_t* start_counts = <uint32_t*>pool.take(n, sizeof(uint32_t))
    cdef uint32_t* rank = <uint32_t*>pool.take(n, sizeof(uint32_t))
    for i in range(n):
        size = bags.starts[i + 1] - bags.starts[i]
        text[i] = texts.number(bags.ids + bags.starts[i], size)
        start[i] = starts.number(bags.ids + bags.starts[i], min(size, FIRST_WORDS))
        text_counts[text[i]] += 1
        rank[i] = start_counts[start[i]]
        start_counts[start[i]] += 1
    for i in range(n):
        repeats[i] = text_counts[text[i]]
        if bags.starts[i + 1] > bags.starts[i]:
            above[i] = rank[i] > 0
            below[i] = rank[i] + 1 < start_counts[start[i]]
    return 0


cdef void fill_within_neighbour(float* out, Blocks blocks) noexcept nogil:
    """1 where a neighbour within two blocks contains a text, but for its last character, at its start."""
    cdef Py_ssize_t i, other, size, other_size
    for i in range(blocks.n):
        size = blocks.texts.items[i].end - blocks.texts.items[i].start
        for other in range(i + 1, min(i + 3, blocks.n)):
            other_size = blocks.texts.items[other].end - blocks.texts.items[other].start
            if min(size, other_size) >= MIN_CONTAINED_CHARS:
                if starts_alike(blocks, i, other, min(size, other_size) - 1):
                    out[i] = out[other] = 1


cdef bint starts_alike(Blocks blocks, Py_ssize_t a, Py_ssize_t b, Py_ssize_t size) noexcept nogil:
    """Whether two blocks of at least `size` characters begin with the same ones."""
    cdef const uint32_t* codes = blocks.texts.codes
    return memcmp(
        codes + blocks.texts.items[a].start, codes + blocks.texts.items[b].start, size * sizeof(uint32_t)
    ) == 0


cdef int fill_topics(Matrix m, Blocks blocks, TokenBags bags, const uint8_t* is_content) except -1:
    """How much of a block's vocabulary the page's prose shares, the block's own use not counted."""
    cdef float* topic = m.column("topic")
    cdef float* topic_known = m.column("topic_known")
    cdef Pool pool = Pool()
    cdef uint32_t* uses = <uint32_t*>pool.take(bags.table.count, sizeof(uint32_t))
    cdef Py_ssize_t i, j, other_uses, known, n_words
    cdef double total
    for i in range(blocks.n):
        if blocks.items[i].is_prose:
            for j in range(bags.starts[i], bags.starts[i + 1]):
                uses[bags.ids[j]] += 1
    for i in range(blocks.n):
        total, known, n_words = 0, 0, 0
        for j in range(bags.starts[i], bags.starts[i + 1]):
            if is_content[bags.ids[j]]:
                other_uses = uses[bags.ids[j]] - blocks.items[i].is_prose
                total += LOG1P[min(other_uses, MAX_USES)]
                known += other_uses > 0
                n_words += 1
        topic[i] = <float>(total / max(n_words, 1))
        topic_known[i] = <float>(<double>known / max(n_words, 1))
    return 0


cdef int fill_lines(Matrix m, Blocks blocks) except -1:
    cdef float* gap = m.column("gap")
    cdef float* gap_below = m.column("gap_below")
    cdef float* indent = m.column("indent")
    cdef float* line_count = m.column("line_count")
    cdef float* layouts = m.column(FIRST_LAYOUT)
    cdef Py_ssize_t i
    cdef float gaps = 0
    cdef BlockC* block
    for i in range(blocks.n):
        block = &blocks.items[i]
        gap[i] = min(block.gap, <float>MAX_GAP)
        if i:
            gap_below[i - 1] = gap[i]
        gaps += gap[i]
        indent[i], line_count[i] = block.indent, block.lines
        layouts[block.layout * blocks.n + i] = 1
    m.fill("gap_usual", gaps / <float>blocks.n)
    return 0
