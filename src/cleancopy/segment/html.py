# cython: language_level=3, annotation_typing=False, binding=False
"""Cuts the tree of an HTML page into blocks: every visible text exactly once, in reading order.

Takes a `Tree`, returns a `Segmentation`. Uses the display types of the HTML standard (section 15.3 "Rendering: flow
content"). What a block is for is decided later.
"""

from collections.abc import Container, Iterator
from itertools import accumulate

from cleancopy.block import (
    PROSE_CHARS,
    Block,
    Cell,
    Element,
    Layout,
    MarkKind,
    Picture,
    Segmentation,
    count_prose_chars,
)
from cleancopy.dom import Tree, TreeHandler
from cleancopy.input import is_parse_bomb, strip_controls
from cleancopy.lexicon import BLOCK_TAGS, CELL_TAGS
from cleancopy.limits import LIMITS, Limits, Truncation
from cleancopy.segment.data import SCRIPT_TEXT_CHARS, find_script_markup
from cleancopy.segment.hidden import HiddenParts
from cleancopy.segment.inline import (
    BOLD_TAGS,
    CHUNK_OF_TAG,
    MARK_OF_TAG,
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
from cleancopy.segment.rows import join_row, make_cell
from cleancopy.segment.style import Style

_TABLE_TAGS = CELL_TAGS | {"table", "tr"}

_ALT, _HEADING, _CODE = Layout.ALT, Layout.HEADING, MarkKind.CODE  # looking up a member of an enumeration is slow
_new = tuple.__new__  # faster than the constructor of a NamedTuple

_Saved = tuple[Style, int, int, int, int]
"""The state before the start of an open block element: style, element index, element index of the table cell or -1,
number of blocks, characters of visible prose. Positional, because the walk saves and restores it for every element."""


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
        self._rows: list[list[tuple[int, Cell]]] = []  # for each open table row its cells with their element indexes
        self._pictures: list[Picture] = []
        self._images: list[tuple[str, str]] = []  # text and address of images since the last block boundary
        self.hidden_parts = HiddenParts()
        self._has_hidden = False

    def run(self, tree: Tree, reveal: Container[int] = ()) -> Segmentation:
        """Walk over a tree, and return its blocks. `reveal` is the argument of `Tree.walk`."""
        deepest = tree.walk(self, reveal)
        self._flush()
        truncations = tuple(self._list_truncations(deepest))
        return Segmentation(
            tuple(self._blocks), tuple(self._elements), pictures=tuple(self._pictures), truncations=truncations
        )

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
            self._start_inline(tag, class_and_id, attributes)
            return
        self._flush()
        style, parent = self._style, self._element
        self._saved.append((style, parent, self._cell, len(self._blocks), self._prose))
        if style.depth >= self._limits.depth:
            self._enter_too_deep(tag)
            return
        self._style = style = style.enter(tag)
        self._element = len(self._elements)
        words = self._split_identifiers(class_and_id) if class_and_id else ()
        detail = _get_element_detail(tag, attributes) if attributes else ""
        self._elements.append(_new(Element, (tag, parent, style.depth, words, html_id, detail)))
        if tag in _TABLE_TAGS:
            self._enter_table(tag, attributes)

    def end_element(self, tag: str) -> None:
        if tag not in BLOCK_TAGS:
            self._end_inline(tag)
            return
        self._flush()
        style, element, cell, block_count, prose = self._saved.pop()
        if self._has_hidden:
            self.hidden_parts.end_element(self._element, self._prose - prose)
        if tag == "tr":
            self._end_row(block_count)
        self._style, self._element, self._cell = style, element, cell

    # ── block elements ────────────────────────────────────────────────────────────────────────────

    def _enter_too_deep(self, tag: str) -> None:
        self._style = self._style.enter_too_deep(tag)
        self._cell = -1
        if tag == "tr":
            self._rows.append([])

    def _enter_table(self, tag: str, attributes: tuple[str, ...]) -> None:
        """Enter a table, a row or a cell."""
        self._cell = self._element if tag in CELL_TAGS else -1
        if tag == "tr":
            self._rows.append([])
        elif tag in CELL_TAGS and self._rows:
            self._rows[-1].append((self._element, make_cell(tag, attributes)))

    def _end_row(self, first_block: int) -> None:
        if join_row(self._blocks, self._block_cells, first_block, self._rows.pop(), self._element):
            block_count = len(self._blocks)
            for i in range(len(self._pictures) - 1, -1, -1):
                if self._pictures[i].block_index <= block_count:
                    break
                self._pictures[i] = self._pictures[i]._replace(block_index=block_count)

    # ── inline elements ───────────────────────────────────────────────────────────────────────────

    def _start_inline(self, tag: str, class_and_id: str, attributes: tuple[str, ...]) -> None:
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
            elif tag in BOLD_TAGS:
                self._bold_depth += 1
            elif kind is _CODE and self._style.is_code and attributes:
                self._set_code_language(find_code_language(attributes))
            self._open_marks.open(kind, attributes, run)
        elif tag in SPAN_TAGS:
            self._note_seam(run)
            self._open_spans.open(class_and_id, run)
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
        elif tag == "rt":
            self._end_reading(self._run)

    def _end_reading(self, run: Run) -> None:
        """Close the bracket around a reading, or take it back if there is none."""
        if run.chunks and run.chunks[-1] == "(":
            run.chunks.pop()
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
        if run.breaks > 1 and not self._style.is_code:
            self._flush()
        else:
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
        if run.seams:
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
    return attributes[0].strip() if tag in {"ol", "blockquote"} else ""
