"""Features of a block of flattened text, in place of markup: credits, repeated lines, patterns, runs of prose."""

import numpy as np

from libc.math cimport log1p
from libc.string cimport memcmp

from cleancopy.features.char_table import BIT
from cleancopy.lexicon import split_credit

from cleancopy.features.blocks cimport BlockC
from cleancopy.features.numbering cimport Numbering, Pool
from cleancopy.features.position cimport sum_floats, sum_windows
from cleancopy.features.texts cimport TextC, Texts, mask_at

cdef enum:
    CREDIT_CHARS = 160  # characters at the end of a block in which a credit is looked for
    MASKED_CHARS = 60  # longer blocks have no pattern: no line of a menu or above a comment is as long
    PATTERN_REACH = 3
    MAX_RUN_GAP = 3  # blocks without prose that do not end a run: a subheading, a picture, a credit
    SHORT_CHARS = 40
    MAX_GAP = 3
    MIN_REPEATS = 3  # blocks with a pattern that repeats

cdef uint32_t BRACKET = BIT["bracket"], SPACE = BIT["space"], COPYRIGHT = BIT["copyright"], OPEN = BIT["open"]
cdef uint32_t LABEL = BIT["label"], WORD = BIT["word"], DECIMAL = BIT["decimal"], NAME = BIT["name"]


cdef struct RunC:
    Py_ssize_t first, last  # blocks of prose with at most MAX_RUN_GAP others between two of them
    double chars  # of its prose


cdef int fill_flat(
    Matrix m, Blocks blocks, const float* sizes, TokenBags bags, const uint8_t* is_content, const uint32_t* patterns
) except -1:
    """Fill the columns of the table's group "flat".

    sizes      as for `fill_position`
    patterns   as from `find_patterns`
    """
    fill_credits(m, blocks)
    fill_brackets(m.column("open_bracket"), blocks.texts)
    fill_copies(m.column("adjacent_copy"), blocks.texts)
    fill_repeats(m, blocks, patterns)
    fill_runs(m, blocks, sizes, bags, is_content)
    fill_ranks(m)
    return 0


cdef int fill_credits(Matrix m, Blocks blocks) except -1:
    """Which blocks are a credit or end in one. Only texts with the marks of a credit are searched."""
    cdef float* credit = m.column("credit")
    cdef float* credit_below = m.column("credit_below")
    cdef Py_ssize_t i, k
    cdef TextC* text
    for i in range(blocks.n):
        text = &blocks.texts.items[i]
        if text.start == text.end:
            continue
        if (
            text.mask & LABEL
            or mask_at(blocks.texts, text.end - 1) & (BRACKET | SPACE)
            or mask_at(blocks.texts, text.start) & (COPYRIGHT | OPEN)
        ):
            credit[i] = has_credit(blocks.strings[i])
    for i in range(blocks.n):
        for k in range(i + 1, min(i + 3, blocks.n)):
            credit_below[i] = max(credit_below[i], credit[k])
    return 0


cdef bint has_credit(str text) except -1:
    if len(text) <= CREDIT_CHARS and text.startswith(("©", "(c)", "(C)")):
        return True
    return bool(split_credit(text[-CREDIT_CHARS:])[1])


cdef void fill_brackets(float* out, Texts texts) noexcept nogil:
    """1 where a text opens more brackets than it closes, -1 where it closes more."""
    cdef Py_ssize_t i, j, balance
    for i in range(texts.n):
        balance = 0
        for j in range(texts.items[i].start, texts.items[i].end):
            balance += (texts.codes[j] == c"(") - (texts.codes[j] == c")")
        out[i] = (balance > 0) - (balance < 0)


cdef void fill_copies(float* out, Texts texts) noexcept nogil:
    """1 where the text above or below is the same."""
    cdef Py_ssize_t i, size
    cdef TextC* text
    for i in range(texts.n - 1):
        text = &texts.items[i]
        size = text.end - text.start
        if texts.items[i + 1].end - texts.items[i + 1].start == size:
            if not memcmp(
                texts.codes + text.start, texts.codes + texts.items[i + 1].start, size * sizeof(uint32_t)
            ):
                out[i] = out[i + 1] = 1


cdef int find_patterns(Blocks blocks, uint32_t* out) except -1:
    """For each text the number of its pattern: the text with names and numbers masked. All long texts share one."""
    cdef Numbering numbers = Numbering()
    cdef uint32_t[MASKED_CHARS + 1] pattern
    cdef Py_ssize_t i, size
    for i in range(blocks.n):
        size = 0
        if blocks.texts.items[i].end - blocks.texts.items[i].start <= MASKED_CHARS:
            size = mask_text(blocks.texts, i, pattern)
        out[i] = <uint32_t>numbers.number(pattern, size)
    return 0


cdef Py_ssize_t mask_text(Texts texts, Py_ssize_t index, uint32_t* out) noexcept nogil:
    """Write a text with ``N`` for each word that begins like a name and ``0`` for each number. Returns its size.

    It ends in its gap, so that an empty text differs from a long one.
    """
    cdef Py_ssize_t j, size = 0
    cdef uint32_t mask
    cdef bint is_word = False, in_name = False, is_digit = False, begins, follows_digit
    for j in range(texts.items[index].start, texts.items[index].end):
        mask = mask_at(texts, j)
        begins = mask & WORD and not is_word
        follows_digit, is_digit, is_word = is_digit, mask & DECIMAL != 0, mask & WORD != 0
        if begins:
            in_name = mask & NAME != 0
        if (is_word and in_name and not begins) or (is_digit and follows_digit):
            continue
        if begins and in_name:
            out[size] = c"N"
        else:
            out[size] = c"0" if is_digit else texts.codes[j]
        size += 1
    out[size] = 0
    return size + 1


cdef int fill_repeats(Matrix m, Blocks blocks, const uint32_t* patterns) except -1:
    """How many blocks have a pattern, a count whose logarithm is taken at the end; where such patterns repeat."""
    cdef float* repeats = m.column("masked_repeats")
    cdef float* share = m.column("masked_share")
    cdef Pool pool = Pool()
    cdef uint32_t* counts = <uint32_t*>pool.take(blocks.n, sizeof(uint32_t))
    cdef float* is_repeated = <float*>pool.take(blocks.n, sizeof(float))
    cdef Py_ssize_t i
    for i in range(blocks.n):
        counts[patterns[i]] += 1
    for i in range(blocks.n):
        repeats[i] = counts[patterns[i]] if blocks.items[i].chars <= MASKED_CHARS else 1
        is_repeated[i] = repeats[i] >= MIN_REPEATS
    sum_windows(is_repeated, blocks.n, PATTERN_REACH, share)
    for i in range(blocks.n):
        share[i] = share[i] / <float>(2 * PATTERN_REACH + 1)
    return 0


cdef Py_ssize_t find_runs(Blocks blocks, RunC* runs) noexcept nogil:
    """Find the runs of prose. Returns their number."""
    cdef Py_ssize_t i, count = 0
    for i in range(blocks.n):
        if not blocks.items[i].is_prose:
            continue
        if count and i - runs[count - 1].last <= MAX_RUN_GAP + 1:
            runs[count - 1].last = i
        else:
            runs[count].first = runs[count].last = i
            count += 1
    return count


cdef int fill_runs(
    Matrix m, Blocks blocks, const float* sizes, TokenBags bags, const uint8_t* is_content
) except -1:
    """How far blocks are from the run with most prose, in blocks and in vocabulary."""
    cdef float* in_main_run = m.column("in_main_run")
    cdef float* main_run_offset = m.column("main_run_offset")
    cdef float* run_share = m.column("run_share")
    cdef Pool pool = Pool()
    cdef RunC* runs = <RunC*>pool.take(blocks.n, sizeof(RunC))
    cdef float* prose_sizes = <float*>pool.take(blocks.n, sizeof(float))
    cdef Py_ssize_t n_runs = find_runs(blocks, runs), i, k, n_prose, offset, best = 0
    cdef double total = 0
    if not n_runs:
        return 0
    for k in range(n_runs):
        n_prose = 0
        for i in range(runs[k].first, runs[k].last + 1):
            if blocks.items[i].is_prose:
                prose_sizes[n_prose] = sizes[i]
                n_prose += 1
        runs[k].chars = sum_floats(prose_sizes, n_prose)
        total += runs[k].chars
        if runs[k].chars > runs[best].chars:
            best = k
    for k in range(n_runs):
        for i in range(runs[k].first, runs[k].last + 1):
            run_share[i] = <float>(runs[k].chars / total)
    for i in range(blocks.n):
        offset = i - runs[best].first if i < runs[best].first else max(i - runs[best].last, 0)
        in_main_run[i] = offset == 0
        main_run_offset[i] = <float>(log1p(offset) if offset >= 0 else -log1p(-offset))
    return fill_main_topics(m.column("topic_main"), blocks, runs[best], bags, is_content)


cdef int fill_main_topics(
    float* out, Blocks blocks, RunC run, TokenBags bags, const uint8_t* is_content
) except -1:
    """For each block the share of its words that other blocks of a run use."""
    cdef Pool pool = Pool()
    cdef Py_ssize_t* first = <Py_ssize_t*>pool.take(bags.table.count, sizeof(Py_ssize_t))  # of these, counted from 1
    cdef Py_ssize_t* last = <Py_ssize_t*>pool.take(bags.table.count, sizeof(Py_ssize_t))
    cdef Py_ssize_t i, j, n_words, n_shared
    cdef uint32_t word
    for i in range(run.first, run.last + 1):
        if blocks.items[i].is_prose:
            for j in range(bags.starts[i], bags.starts[i + 1]):
                word = bags.ids[j]
                first[word], last[word] = first[word] or i + 1, i + 1
    for i in range(blocks.n):
        n_words = n_shared = 0
        for j in range(bags.starts[i], bags.starts[i + 1]):
            word = bags.ids[j]
            if is_content[word]:
                n_words += 1
                n_shared += first[word] != 0 and (first[word] < i + 1 or last[word] > i + 1)
        out[i] = <float>(<double>n_shared / max(n_words, 1))
    return 0


cdef int fill_ranks(Matrix m) except -1:
    """The rank of a block by length, and its length over that of the page's median prose, as logarithms."""
    size, is_prose = m.row("chars"), m.row("prose") > 0
    ordered = np.sort(size[is_prose] if is_prose.any() else size)
    median = np.float32((ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2)
    m.row("chars_rank")[:] = np.argsort(np.argsort(size, kind="stable"), kind="stable") / max(1, len(size) - 1)
    m.row("prose_rank")[:] = np.clip(size - median, -3, 3)
    return 0


cdef object group_flat_blocks(Blocks blocks, const uint32_t* patterns):
    """Groupings of the blocks, n × 3: runs of prose and what lies between; blocks that look alike; pattern."""
    out = np.empty((blocks.n, 3), np.int64)
    cdef int64_t[:, ::1] groups = out
    cdef Pool pool = Pool()
    cdef RunC* runs = <RunC*>pool.take(blocks.n, sizeof(RunC))
    cdef Py_ssize_t n_runs = find_runs(blocks, runs), i, k = 0
    cdef Numbering looks = Numbering()
    cdef uint32_t[5] look
    cdef BlockC* block
    cdef bint starts_in_run = n_runs > 0 and runs[0].first == 0
    for i in range(blocks.n):
        block = &blocks.items[i]
        while k < n_runs and i > runs[k].last:
            k += 1
        # A number for each run, and for what is before it and after the last; counted from 0.
        groups[i, 0] = 2 * k + (k < n_runs and i >= runs[k].first) - starts_in_run
        look[0], look[1], look[2] = <uint32_t>block.indent, <uint32_t>min(block.gap, <float>MAX_GAP), block.layout
        look[3], look[4] = block.is_prose, block.chars > SHORT_CHARS
        groups[i, 1] = looks.number(look, 5)
        groups[i, 2] = patterns[i]
    return out
