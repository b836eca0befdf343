"""Makes blocks from the events of one walk over the tree."""

from cleancopy.block import (
    PROSE_CHARS,
    Anchor,
    Block,
    Layout,
    MarkKind,
    Picture,
    Segmentation,
    Timestamp,
    count_prose_chars,
)
from cleancopy.formulas import Formula, split_at_formulas, write_formula
from cleancopy.lexicon import BLOCK_TAGS, CELL_TAGS
from cleancopy.limits import Truncation
from cleancopy.segment.hidden import HiddenParts
from cleancopy.segment.inline import (
    BOLD_TAGS,
    BRACKET_TAGS,
    CHUNK_OF_TAG,
    MARK_OF_TAG,
    RAISED_TAGS,
    SPAN_TAGS,
    drop_anchors,
    find_code_language,
)
from cleancopy.segment.names import split_identifiers
from cleancopy.segment.raised import close_raised
from cleancopy.segment.tables import OpenRow, OpenTable, join_rows, make_cell, move_places

from cpython.mem cimport PyMem_Free, PyMem_Realloc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ

from cleancopy.characters cimport is_space
from cleancopy.segment.run cimport OpenMarks, OpenSpans, Run
from cleancopy.segment.style cimport Style
from cleancopy.segment.tuples cimport make_block, make_element
from cleancopy.tree_walk cimport TreeHandler


cdef frozenset block_tags = BLOCK_TAGS, cell_tags = CELL_TAGS, span_tags = SPAN_TAGS, bold_tags = BOLD_TAGS
cdef frozenset table_tags = CELL_TAGS | {"table", "tr", "thead", "tbody", "tfoot", "caption"}
cdef frozenset code_line_tags = frozenset({"li", "tr", "div", "p"})
"""Elements in code of which each is a line, unless it holds others."""
cdef dict mark_of_tag = MARK_OF_TAG
# Looking up a member of an enumeration is slow.
cdef object ALT = Layout.ALT, HEADING = Layout.HEADING, CODE = MarkKind.CODE, FORMULA = MarkKind.FORMULA
cdef Py_ssize_t MIN_PROSE = PROSE_CHARS


cdef class Segmenter(TreeHandler):
    """Makes blocks from the events of one walk.

    left_out        number of blocks beyond the limit
    block_cells     for each block the element index of the table cell around it, or -1
    known_words     the words of each class and id
    prose           characters of visible prose so far
    outer           for each open block element what was around it, beside its style in `outer_styles`
    images          text and address of images since the last block boundary
    code_lines      for each open block element in code the number of chunks before it
    """

    def __init__(self, limits):
        self.limits = limits
        self.max_blocks, self.max_depth = limits.blocks, limits.depth
        self.blocks, self.block_cells, self.elements, self.known_words = [], [], [], {}
        self.pictures, self.anchors, self.timestamps, self.tables, self.images = [], [], [], [], []
        self.text_run, self.open_marks, self.open_spans = Run(), OpenMarks(), OpenSpans()
        self.style = Style(Layout.TEXT, 0, 0, 0)
        self.element = self.cell = -1
        self.outer_styles, self.code_lines = [], []
        self.hidden_parts = HiddenParts()

    def __dealloc__(self):
        PyMem_Free(self.outer)

    def run(self, tree, reveal=()):
        """Walk over a tree, and return its blocks. `reveal` is the argument of `Tree.walk`."""
        deepest = tree.walk(self, reveal)
        self.flush()
        truncations = []
        if deepest > self.max_depth:  # the parser keeps no more than 513 nested elements, so no more are counted
            truncations.append(Truncation("depth", deepest, self.max_depth))
        if self.left_out:
            truncations.append(Truncation("blocks", len(self.blocks) + self.left_out, len(self.blocks)))
        return Segmentation(
            tuple(self.blocks), tuple(self.elements), pictures=tuple(self.pictures), anchors=tuple(self.anchors),
            timestamps=tuple(self.timestamps), truncations=tuple(truncations),
        )

    # ── events of the walk ────────────────────────────────────────────────────────────────────────

    cpdef add_text(self, str text):
        if self.style.is_code:
            self.text_run.chunks.append(text)
        elif ("\\" in text or "$$" in text) and CODE not in self.open_marks.by_kind:
            for part in split_at_formulas(text):
                if isinstance(part, Formula):
                    self.add_formula(part)
                else:
                    self.add_words(part)
        else:
            self.add_words(text)

    cpdef add_formula(self, formula):
        if self.style.is_code:
            self.text_run.chunks.append(formula.source)
            return
        self.add_words(write_formula(formula))
        end = len(self.text_run.chunks)
        self.text_run.marks.append((FORMULA, end - 1, end, formula.source))

    cdef int add_words(self, str text) except -1:
        cdef Run run = self.text_run
        run.after_link = False
        if is_blank(text):
            # White space at the start of a run has no effect, unless the run begins inside a link.
            if run.chunks or run.links:
                run.chunks.append(text)
            return 0
        run.chunks.append(text)
        run.breaks = 0
        if self.link_depth:
            run.link_chars += len(text)
        if self.bold_depth:
            run.bold_chars += len(text)
        return 0

    cpdef add_image(self, str alt, str src):
        self.text_run.chunks.append(" ")
        self.images.append((alt, src))

    cpdef skip_hidden(self, prose, streamed):
        self.has_hidden = self.has_hidden or prose > 0
        self.hidden_parts.add(self.element, prose, streamed)

    cpdef start_element(self, str tag, str class_and_id, str html_id, tuple attributes):
        cdef Style style
        cdef tuple words
        if tag not in block_tags:
            if html_id:
                self.anchors.append(Anchor(html_id, len(self.blocks)))
            self.start_inline(tag, class_and_id, attributes)
            return
        if self.style.is_code:
            self.start_code_line(tag)
            return
        self.flush()
        self.save_outer()
        if self.style.depth >= self.max_depth:
            self.enter_too_deep(tag)
            return
        style = self.style.enter(tag)
        words = self.split_names(class_and_id) if class_and_id else ()
        element = make_element(
            tag, self.element, style.depth, words, html_id, get_element_detail(tag, attributes) if attributes else ""
        )
        self.style, self.element = style, len(self.elements)
        self.elements.append(element)
        if tag in table_tags:
            self.enter_table(tag, attributes, words)

    cpdef end_element(self, str tag):
        cdef Outer outer
        if tag not in block_tags:
            self.end_inline(tag)
            return
        if self.code_lines:
            self.end_code_line(tag)
            return
        self.flush()
        style = self.outer_styles.pop()  # raises IndexError for an end without a start
        outer = self.outer[len(self.outer_styles)]
        if self.has_hidden:
            self.hidden_parts.end_element(self.element, self.prose - outer.prose)
        if tag == "tr":
            if self.tables and last(self.tables).rows:
                last(last(self.tables).rows).end_block = len(self.blocks)
        elif tag == "table":
            self.end_table()
        self.style, self.element, self.cell = style, outer.element, outer.cell

    # ── code ──────────────────────────────────────────────────────────────────────────────────────

    cdef int start_code_line(self, str tag) except -1:
        """Enter an element that is a line of code, or holds several."""
        cdef list chunks = self.text_run.chunks
        if tag not in cell_tags:
            self.break_code_line()
        elif chunks and not last(chunks).endswith(("\n", "\t")):
            chunks.append("\t")
        self.code_lines.append(len(chunks))
        return 0

    cdef int end_code_line(self, str tag) except -1:
        """Leave such an element. One without text is a blank line."""
        is_empty = self.code_lines.pop() == len(self.text_run.chunks)
        if tag in cell_tags:
            return 0
        if is_empty and tag in code_line_tags:
            self.text_run.chunks.append("\n")
        self.break_code_line()
        return 0

    cdef int break_code_line(self) except -1:
        cdef list chunks = self.text_run.chunks
        if chunks and not last(chunks).endswith("\n"):
            chunks.append("\n")
        return 0

    # ── block elements ────────────────────────────────────────────────────────────────────────────

    cdef int save_outer(self) except -1:
        """Save what is around an element that starts."""
        cdef Py_ssize_t depth = len(self.outer_styles), room
        cdef void* grown
        if depth == self.outer_room:
            room = 2 * depth + 64
            grown = PyMem_Realloc(self.outer, room * sizeof(Outer))
            if grown == NULL:
                raise MemoryError
            self.outer, self.outer_room = <Outer*>grown, room
        self.outer[depth] = Outer(self.element, self.cell, self.prose)
        self.outer_styles.append(self.style)
        return 0

    cdef int enter_too_deep(self, str tag) except -1:
        """Enter an element beyond the limit of depth."""
        self.style = self.style.enter_too_deep(tag)
        self.cell = -1
        if tag == "table":
            self.tables.append(OpenTable(()))
        elif tag == "tr" and self.tables:
            last(self.tables).keeps_cells = True  # without elements for its cells it cannot be joined
            last(self.tables).rows.append(OpenRow(-1, len(self.blocks)))
        return 0

    cdef int enter_table(self, str tag, tuple attributes, tuple words) except -1:
        """Enter a table or a part of one."""
        self.cell = self.element if tag in cell_tags else -1
        if tag == "table":
            if self.tables:
                last(self.tables).keeps_cells = True
            self.tables.append(OpenTable(words))
        elif self.tables:
            self.enter_table_part(tag, attributes)
        return 0

    cdef int enter_table_part(self, str tag, tuple attributes) except -1:
        table = last(self.tables)
        if tag == "tr":
            table.rows.append(OpenRow(self.element, len(self.blocks)))
        elif tag in cell_tags:
            if table.rows:
                last(table.rows).cells.append((self.element, make_cell(tag, attributes, in_head=table.in_head)))
        else:
            table.in_head = tag == "thead"
            table.is_marked = table.is_marked or tag in {"thead", "caption"}
        return 0

    cdef int end_table(self) except -1:
        gone = join_rows(self.tables.pop(), self.blocks, self.block_cells)
        if gone:
            move_places(self.pictures, gone)
            move_places(self.anchors, gone)
        return 0

    # ── inline elements ───────────────────────────────────────────────────────────────────────────

    cdef int start_inline(self, str tag, str class_and_id, tuple attributes) except -1:
        cdef Run run = self.text_run
        kind = mark_of_tag.get(tag)
        if kind is not None:
            self.start_mark(tag, kind, attributes)
        elif tag == "br":
            self.add_line_break()
            return 0
        elif tag in span_tags:
            self.note_seam()
            self.open_spans.open(class_and_id, run)
        elif tag in RAISED_TAGS:
            run.raised.append(len(run.chunks))
        elif (chunk := CHUNK_OF_TAG.get(tag)) is not None:
            run.chunks.append(chunk)
        run.inline_names.append(tag)
        if class_and_id:
            run.inline_names.extend(self.split_names(class_and_id))
        return 0

    cdef int start_mark(self, str tag, kind, tuple attributes) except -1:
        cdef Run run = self.text_run
        if tag == "a":
            self.note_seam()
            # Style sheets separate adjacent links that have no white space between them.
            if run.after_link:
                run.chunks.append(" ")
            self.link_depth += 1
            run.links += 1
        elif tag == "time":
            self.note_seam()
            if attributes and attributes[0]:
                self.timestamps.append(Timestamp(attributes[0], self.element))
        elif tag in bold_tags:
            self.bold_depth += 1
        elif kind is CODE and self.style.is_code and attributes:
            self.set_code_language(find_code_language(attributes))
        return self.open_marks.open(kind, attributes, run)

    cdef int end_inline(self, str tag) except -1:
        cdef Run run = self.text_run
        kind = mark_of_tag.get(tag)
        if kind is not None:
            self.end_mark(tag, kind)
        elif tag in span_tags:
            self.open_spans.close(run, self.style.keeps_spans)
            run.after_box = len(run.chunks)
        elif tag in RAISED_TAGS:
            if run.raised and not self.style.is_code:
                close_raised(run, tag, in_link=self.link_depth > 0)
        elif tag in BRACKET_TAGS:
            self.end_bracket()
        return 0

    cdef int end_mark(self, str tag, kind) except -1:
        cdef Run run = self.text_run
        self.open_marks.close(kind, run)
        if tag == "a":
            self.link_depth -= 1
            run.after_link = True
            run.after_box = len(run.chunks)
        elif tag == "time":
            run.after_box = len(run.chunks)
        elif tag in bold_tags:
            self.bold_depth -= 1
        return 0

    cdef int end_bracket(self) except -1:
        """Close the bracket around a reading or a note, or take it back if there is none."""
        cdef list chunks = self.text_run.chunks
        if chunks and last(chunks).endswith("("):
            chunks[len(chunks) - 1] = ""  # not removed: marks count the chunks before them
        else:
            chunks.append(")")
        return 0

    cdef int note_seam(self) except -1:
        """Note that an inline box begins right behind another one. In code nothing is set apart."""
        cdef Run run = self.text_run
        if run.after_box == len(run.chunks) > 0 and CODE not in self.open_marks.by_kind:
            run.seams.append(len(run.chunks))
        return 0

    cdef int set_code_language(self, str language) except -1:
        """Set the language of the innermost block element, unless it has one."""
        if language and not self.elements[self.element].detail:
            self.elements[self.element] = self.elements[self.element]._replace(detail=language)
        return 0

    cdef int add_line_break(self) except -1:
        cdef Run run = self.text_run
        run.breaks += 1
        if self.style.is_code:
            run.chunks.append("\n")
        elif run.breaks > 1:
            self.flush()
        else:
            run.line_breaks.append(len(run.chunks))
            run.chunks.append("\n")
        return 0

    cdef tuple split_names(self, str class_and_id):
        words = self.known_words.get(class_and_id)
        if words is None:
            words = self.known_words[class_and_id] = split_identifiers(class_and_id)
        return <tuple>words

    # ── blocks ────────────────────────────────────────────────────────────────────────────────────

    cdef int flush(self) except -1:
        """End the run at a block boundary."""
        if self.text_run.chunks or self.text_run.inline_names:
            self.end_run()
        return 0

    cdef int end_run(self) except -1:
        cdef Py_ssize_t block_count = len(self.blocks)
        self.open_marks.carry_over(self.text_run)
        if self.text_run.chunks:
            self.add_block()
        if self.images:
            self.add_images(block_count)
        self.text_run.clear()
        if self.link_depth:
            self.text_run.links = 1  # a link may span several blocks
        return 0

    cdef int add_block(self) except -1:
        cdef Style style = self.style
        cdef Run run = self.text_run
        cdef tuple marks = ()
        cdef str text
        cdef Py_ssize_t size
        if style.is_code:
            text = run.fold_code()
        else:
            if run.seams:
                run.separate_boxes()
            text, marks = run.fold()
        if marks and style.layout is HEADING:
            text, marks = drop_anchors(text, marks)
        if not text:
            return 0
        if len(self.blocks) >= self.max_blocks:
            self.left_out += 1
            return 0
        size = len(text)
        block = make_block(
            text, style.layout, style.level, self.element, run.links, min(run.link_chars, size),
            min(run.bold_chars, size), tuple(run.inline_names), len(self.blocks), 1, 0, 0, marks,
        )
        self.blocks.append(block)
        self.block_cells.append(self.cell)
        if size >= MIN_PROSE:
            self.prose += count_prose_chars(block)
        return 0

    cdef int add_images(self, Py_ssize_t line) except -1:
        """Add the images of a run after its block; `line` is the number of that block."""
        alts = [Block(alt, ALT, element=self.element, line=line) for alt, _ in self.images if alt]
        if len(self.blocks) < self.max_blocks:
            self.blocks += alts
            self.block_cells += [self.cell] * len(alts)
        else:
            self.left_out += len(alts)
        block_index = len(self.blocks)
        self.pictures += [Picture(src, alt, block_index, self.element) for alt, src in self.images if src]
        self.images = []
        return 0


cdef object last(list values):
    """The last of some values."""
    return values[len(values) - 1]


cdef bint is_blank(str text) noexcept:
    """Whether a text is white space alone; an empty one is not."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), i
    for i in range(size):
        if not is_space(PyUnicode_READ(kind, data, i)):
            return False
    return size > 0


cdef str get_element_detail(str tag, tuple attributes):
    if tag == "pre":
        return find_code_language(attributes)
    return attributes[0].strip() if tag in {"ol", "li", "blockquote"} else ""
