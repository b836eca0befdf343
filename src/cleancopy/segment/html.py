# cython: language_level=3, annotation_typing=False, binding=False
"""Cuts the tree of an HTML page into blocks: every visible text exactly once, in reading order.

Takes a `Tree`, returns a `Segmentation`. Uses the display types of the HTML standard (section 15.3 "Rendering: flow
content"). What a block is for is decided later.
"""

from collections.abc import Container, Iterator
from itertools import accumulate

from cleancopy.block import (
    PROSE_CHARS,
    Anchor,
    Block,
    Element,
    Layout,
    MarkKind,
    Picture,
    Segmentation,
    Timestamp,
    count_prose_chars,
)
from cleancopy.dom import Tree, TreeHandler
from cleancopy.formulas import Formula, split_at_formulas, write_formula
from cleancopy.input import is_parse_bomb, strip_controls
from cleancopy.lexicon import BLOCK_TAGS, CELL_TAGS
from cleancopy.limits import LIMITS, Limits, Truncation
from cleancopy.segment.data import SCRIPT_TEXT_CHARS, find_script_markup
from cleancopy.segment.hidden import HiddenParts
from cleancopy.segment.inline import (
    BOLD_TAGS,
    BRACKET_TAGS,
    CHUNK_OF_TAG,
    MARK_OF_TAG,
    RAISED_TAGS,
    SPAN_TAGS,
    OpenMarks,
    OpenSpans,
    Run,
    drop_anchors,
    find_code_language,
    fold_code,
    fold_run,
    separate_boxes,
)
from cleancopy.segment.names import split_identifiers
from cleancopy.segment.raised import close_raised
from cleancopy.segment.style import Style
from cleancopy.segment.tables import OpenRow, OpenTable, join_rows, make_cell, move_places

_CODE_LINE_TAGS = frozenset({"li", "tr", "div", "p"})
"""Elements in code of which each is a line, unless it holds others."""
_TABLE_TAGS = CELL_TAGS | {"table", "tr", "thead", "tbody", "tfoot", "caption"}

_ALT, _HEADING = Layout.ALT, Layout.HEADING
_CODE, _FORMULA = MarkKind.CODE, MarkKind.FORMULA  # looking up a member of an enumeration is slow
_new = tuple.__new__  # faster than the constructor of a NamedTuple

_Saved = tuple[Style, int, int, int]
"""The state before the start of an open block element: style, element index, element index of the table cell or -1,
characters of visible prose. Positional, because the walk saves and restores it for every element."""


def segment_html(tree: Tree, limits: Limits = LIMITS) -> Segmentation:
    """Cut a page's tree into blocks. Time grows linearly with the tree.

    A page of frames has its text in `noframes`. Hidden parts that a script would show are read too (see
    `cleancopy.segment.hidden`). If even then the page shows almost nothing, the text that a script holds as data is
    read instead.
    """
    page = _segment_with_hidden(tree, limits)
    if not page.blocks and (noframes := tree.find_noframes()) and not is_parse_bomb(noframes):
        return _segment_with_hidden(Tree(strip_controls(noframes)), limits)
    if any(chars >= SCRIPT_TEXT_CHARS for chars in accumulate(len(block.text) for block in page.blocks)):
        return page
    markup = find_script_markup(tree.find_scripts())
    if markup is None or is_parse_bomb(markup):
        return page
    return _Segmenter(limits).run(Tree(strip_controls(markup)))._replace(used_script_data=True)


def _segment_with_hidden(tree: Tree, limits: Limits) -> Segmentation:
    segmenter = _Segmenter(limits)
    visible = segmenter.run(tree)
    reveal = segmenter.hidden_parts.choose(visible.blocks)
    if reveal is None:
        return visible
    revealed = _Segmenter(limits).run(tree, reveal)
    return revealed._replace(used_hidden_text=len(revealed.blocks) > len(visible.blocks))


class _Segmenter(TreeHandler):
    """Makes blocks from the events of one walk."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left_out = 0  # blocks beyond the limit
        self._blocks: list[Block] = []
        self._block_cells: list[int] = []  # for each block the element index of the table cell around it, or -1
        self._elements: list[Element] = []
        self._known_words: dict[str, tuple[str, ...]] = {}  # the words of each class and id
        self._style = Style(Layout.TEXT, 0, 0, 0)
        self._element = self._cell = -1
        self._prose = 0
        self._saved: list[_Saved] = []  # for each open block element
        self._run = Run()
        self._link_depth = self._bold_depth = 0
        self._open_marks = OpenMarks()
        self._open_spans = OpenSpans()
        self._tables: list[OpenTable] = []
        self._pictures: list[Picture] = []
        self._anchors: list[Anchor] = []
        self._timestamps: list[Timestamp] = []
        self._images: list[tuple[str, str]] = []  # text and address of images since the last block boundary
        self.hidden_parts = HiddenParts()
        self._has_hidden = False
        self._code_lines: list[int] = []  # for each open block element in code the number of chunks before it

    def run(self, tree: Tree, reveal: Container[int] = ()) -> Segmentation:
        """Walk over a tree, and return its blocks. `reveal` is the argument of `Tree.walk`."""
        deepest = tree.walk(self, reveal)
        self._flush()
        truncations = tuple(self._list_truncations(deepest))
        return Segmentation(
            tuple(self._blocks), tuple(self._elements), pictures=tuple(self._pictures),
            anchors=tuple(self._anchors), timestamps=tuple(self._timestamps), truncations=truncations,
        )  # fmt: skip

    def _list_truncations(self, deepest: int) -> Iterator[Truncation]:
        """Yield what the limits left out. The parser keeps no more than 513 nested elements, so no more are counted."""
        if deepest > self._limits.depth:
            yield Truncation("depth", deepest, self._limits.depth)
        if self._left_out:
            yield Truncation("blocks", len(self._blocks) + self._left_out, len(self._blocks))

    # ── events of the walk ────────────────────────────────────────────────────────────────────────

    def add_text(self, text: str) -> None:
        run = self._run
        if self._style.is_code:
            run.chunks.append(text)
            return
        if ("\\" in text or "$$" in text) and _CODE not in self._open_marks.open_by_kind:
            self._add_delimited(text)
            return
        self._add_words(text)

    def _add_delimited(self, text: str) -> None:
        """Add a text that may have formulas between delimiters."""
        for part in split_at_formulas(text):
            if isinstance(part, Formula):
                self.add_formula(part)
            else:
                self._add_words(part)

    def add_formula(self, formula: Formula) -> None:
        if self._style.is_code:
            self._run.chunks.append(formula.source)
            return
        self._add_words(write_formula(formula))
        end = len(self._run.chunks)
        self._run.marks.append((_FORMULA, end - 1, end, formula.source))

    def _add_words(self, text: str) -> None:
        run = self._run
        run.after_link = False
        if text.isspace():
            # White space at the start of a run has no effect, unless the run begins inside a link.
            if run.chunks or run.links:
                run.chunks.append(text)
            return
        run.chunks.append(text)
        run.breaks = 0
        if self._link_depth:
            run.link_chars += len(text)
        if self._bold_depth:
            run.bold_chars += len(text)

    def add_image(self, alt: str, src: str) -> None:
        self._run.chunks.append(" ")
        self._images.append((alt, src))

    def skip_hidden(self, prose: int, streamed: bool) -> None:
        self._has_hidden = self._has_hidden or prose > 0
        self.hidden_parts.add(self._element, prose, streamed)

    def start_element(self, tag: str, class_and_id: str, html_id: str, attributes: tuple[str, ...]) -> None:
        if tag not in BLOCK_TAGS:
            if html_id:
                self._anchors.append(Anchor(html_id, len(self._blocks)))
            self._start_inline(tag, class_and_id, attributes)
            return
        if self._style.is_code:
            self._start_code_line(tag)
            return
        self._flush()
        style, parent = self._style, self._element
        self._saved.append((style, parent, self._cell, self._prose))
        if style.depth >= self._limits.depth:
            self._enter_too_deep(tag)
            return
        self._style = style = style.enter(tag)
        self._element = len(self._elements)
        words = self._split_identifiers(class_and_id) if class_and_id else ()
        detail = _get_element_detail(tag, attributes) if attributes else ""
        self._elements.append(_new(Element, (tag, parent, style.depth, words, html_id, detail)))
        if tag in _TABLE_TAGS:
            self._enter_table(tag, attributes, words)

    def end_element(self, tag: str) -> None:
        if tag not in BLOCK_TAGS:
            self._end_inline(tag)
            return
        if self._code_lines:
            self._end_code_line(tag)
            return
        self._flush()
        style, element, cell, prose = self._saved.pop()
        if self._has_hidden:
            self.hidden_parts.end_element(self._element, self._prose - prose)
        if tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_table()
        self._style, self._element, self._cell = style, element, cell

    def _start_code_line(self, tag: str) -> None:
        """Enter an element that is a line of code, or holds several."""
        if tag not in CELL_TAGS:
            self._break_code_line()
        elif self._run.chunks and not self._run.chunks[-1].endswith(("\n", "\t")):
            self._run.chunks.append("\t")
        self._code_lines.append(len(self._run.chunks))

    def _end_code_line(self, tag: str) -> None:
        """Leave such an element. One without text is a blank line."""
        is_blank = self._code_lines.pop() == len(self._run.chunks)
        if tag in CELL_TAGS:
            return
        if is_blank and tag in _CODE_LINE_TAGS:
            self._run.chunks.append("\n")
        self._break_code_line()

    def _break_code_line(self) -> None:
        chunks = self._run.chunks
        if chunks and not chunks[-1].endswith("\n"):
            chunks.append("\n")

    # ── block elements ────────────────────────────────────────────────────────────────────────────

    def _enter_too_deep(self, tag: str) -> None:
        self._style = self._style.enter_too_deep(tag)
        self._cell = -1
        if tag == "table":
            self._tables.append(OpenTable(()))
        elif tag == "tr" and self._tables:
            self._tables[-1].keeps_cells = True  # without elements for its cells it cannot be joined
            self._tables[-1].rows.append(OpenRow(-1, len(self._blocks)))

    def _enter_table(self, tag: str, attributes: tuple[str, ...], words: tuple[str, ...]) -> None:
        """Enter a table or a part of one."""
        self._cell = self._element if tag in CELL_TAGS else -1
        if tag == "table":
            if self._tables:
                self._tables[-1].keeps_cells = True
            self._tables.append(OpenTable(words))
        elif self._tables:
            self._enter_table_part(tag, attributes)

    def _enter_table_part(self, tag: str, attributes: tuple[str, ...]) -> None:
        table = self._tables[-1]
        if tag == "tr":
            table.rows.append(OpenRow(self._element, len(self._blocks)))
        elif tag in CELL_TAGS:
            if table.rows:
                table.rows[-1].cells.append((self._element, make_cell(tag, attributes, in_head=table.in_head)))
        else:
            table.in_head = tag == "thead"
            table.is_marked = table.is_marked or tag in {"thead", "caption"}

    def _end_row(self) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].end_block = len(self._blocks)

    def _end_table(self) -> None:
        gone = join_rows(self._tables.pop(), self._blocks, self._block_cells)
        if gone:
            move_places(self._pictures, gone)
            move_places(self._anchors, gone)

    # ── inline elements ───────────────────────────────────────────────────────────────────────────

    def _start_inline(  # noqa: C901 - a case for each kind of element
        self, tag: str, class_and_id: str, attributes: tuple[str, ...]
    ) -> None:
        run = self._run
        if tag == "br":
            self._add_line_break()
            return
        if (kind := MARK_OF_TAG.get(tag)) is not None:
            if tag == "a":
                self._note_seam(run)
                self._start_link(run)
            elif tag == "time":
                self._note_seam(run)
                if attributes and attributes[0]:
                    self._timestamps.append(Timestamp(attributes[0], self._element))
            elif tag in BOLD_TAGS:
                self._bold_depth += 1
            elif kind is _CODE and self._style.is_code and attributes:
                self._set_code_language(find_code_language(attributes))
            self._open_marks.open(kind, attributes, run)
        elif tag in SPAN_TAGS:
            self._note_seam(run)
            self._open_spans.open(class_and_id, run)
        elif tag in RAISED_TAGS:
            run.raised.append(len(run.chunks))
        elif (chunk := CHUNK_OF_TAG.get(tag)) is not None:
            run.chunks.append(chunk)
        run.inline_names.append(tag)
        if class_and_id:
            run.inline_names.extend(self._split_identifiers(class_and_id))

    def _end_inline(self, tag: str) -> None:
        if (kind := MARK_OF_TAG.get(tag)) is not None:
            self._open_marks.close(kind, self._run)
            if tag == "a":
                self._link_depth -= 1
                self._run.after_link = True
                self._run.after_box = len(self._run.chunks)
            elif tag == "time":
                self._run.after_box = len(self._run.chunks)
            elif tag in BOLD_TAGS:
                self._bold_depth -= 1
        elif tag in SPAN_TAGS:
            self._open_spans.close(self._run, self._style.keeps_spans)
            self._run.after_box = len(self._run.chunks)
        elif tag in RAISED_TAGS:
            if self._run.raised and not self._style.is_code:
                close_raised(self._run, tag, in_link=self._link_depth > 0)
        elif tag in BRACKET_TAGS:
            self._end_reading(self._run)

    def _end_reading(self, run: Run) -> None:
        """Close the bracket around a reading or a note, or take it back if there is none."""
        if run.chunks and run.chunks[-1].endswith("("):
            run.chunks[-1] = ""  # not removed: marks count the chunks before them
        else:
            run.chunks.append(")")

    def _note_seam(self, run: Run) -> None:
        """Note that an inline box begins right behind another one. In code nothing is set apart."""
        if run.after_box == len(run.chunks) > 0 and _CODE not in self._open_marks.open_by_kind:
            run.seams.append(len(run.chunks))

    def _start_link(self, run: Run) -> None:
        # Style sheets separate adjacent links that have no white space between them.
        if run.after_link:
            run.chunks.append(" ")
        self._link_depth += 1
        run.links += 1

    def _set_code_language(self, language: str) -> None:
        """Set the language of the innermost block element, unless it has one."""
        element = self._element
        if language and not self._elements[element].detail:
            self._elements[element] = self._elements[element]._replace(detail=language)

    def _add_line_break(self) -> None:
        run = self._run
        run.breaks += 1
        if self._style.is_code:
            run.chunks.append("\n")
        elif run.breaks > 1:
            self._flush()
        else:
            run.line_breaks.append(len(run.chunks))
            run.chunks.append("\n")

    def _split_identifiers(self, class_and_id: str) -> tuple[str, ...]:
        words = self._known_words.get(class_and_id)
        if words is None:
            words = self._known_words[class_and_id] = split_identifiers(class_and_id)
        return words

    # ── blocks ────────────────────────────────────────────────────────────────────────────────────

    def _flush(self) -> None:
        """End the run at a block boundary."""
        run = self._run
        if run.chunks or run.inline_names:
            self._end_run(run)

    def _end_run(self, run: Run) -> None:
        block_count = len(self._blocks)
        self._run = Run()
        self._open_marks.carry_over(run)
        if self._link_depth:
            self._run.links = 1  # a link may span several blocks
        if run.chunks:
            self._add_block(run)
        if self._images:
            self._add_images(block_count)

    def _add_images(self, line: int) -> None:
        """Add the images of a run after its block; `line` is the number of that block."""
        alts = [Block(alt, _ALT, element=self._element, line=line) for alt, _ in self._images if alt]
        if len(self._blocks) < self._limits.blocks:
            self._blocks += alts
            self._block_cells += [self._cell] * len(alts)
        else:
            self._left_out += len(alts)
        block_index = len(self._blocks)
        self._pictures += [Picture(src, alt, block_index, self._element) for alt, src in self._images if src]
        self._images = []

    def _add_block(self, run: Run) -> None:
        style = self._style
        if run.seams and not style.is_code:
            separate_boxes(run)
        text, marks = (fold_code(run), ()) if style.is_code else fold_run(run)
        if marks and style.layout is _HEADING:
            text, marks = drop_anchors(text, marks)
        if not text:
            return
        if len(self._blocks) >= self._limits.blocks:
            self._left_out += 1
            return
        size = len(text)
        block = _new(Block, (
            text, style.layout, style.level, self._element, run.links,
            min(run.link_chars, size), min(run.bold_chars, size), tuple(run.inline_names), len(self._blocks),
            1, 0, 0, marks, (),
        ))  # fmt: skip
        self._blocks.append(block)
        if size >= PROSE_CHARS:
            self._prose += count_prose_chars(block)
        self._block_cells.append(self._cell)


def _get_element_detail(tag: str, attributes: tuple[str, ...]) -> str:
    if tag == "pre":
        return find_code_language(attributes)
    return attributes[0].strip() if tag in {"ol", "li", "blockquote"} else ""
