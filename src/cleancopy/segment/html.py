# cython: language_level=3, annotation_typing=False, binding=False
"""The page's tree to blocks: every visible text exactly once, in reading order.

Takes a `Tree`, gives a `Segmentation`. Knows the display types of the HTML standard
(section 15.3 "Rendering: flow content"), nothing of what a block is for.
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
    prose_chars,
)
from cleancopy.controls import without_controls
from cleancopy.dom import EVERY, Reader, Tree
from cleancopy.limits import LIMITS, Cut, Limits
from cleancopy.markup import explodes
from cleancopy.segment.data import CARRIED_CHARS, carried_markup
from cleancopy.segment.inline import (
    BOLD,
    MARKS,
    PARTS,
    SPACERS,
    OpenMarks,
    OpenParts,
    Run,
    code_language,
    fold,
    fold_code,
)
from cleancopy.segment.names import name_words
from cleancopy.segment.rows import CELLS, cell_of, join_row
from cleancopy.segment.style import Style

_BLOCK_TAGS = frozenset(
    (
        "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu "
        "nav ol optgroup option p plaintext pre search section select summary table tbody td textarea tfoot "
        "th thead tr ul xmp"
    ).split()
)
_TABULAR = CELLS | {"table", "tr"}

_ALT, _CODE = Layout.ALT, MarkKind.CODE  # looking a member up takes as long as what is done with it


_new = tuple.__new__  # a record's own constructor takes twice the time
_Around = tuple[Style, int, int, int, int]
"""What is open where a block element begins: the style, the innermost element told apart, the element of the table
cell or -1; and what is there by then: the number of blocks, characters of prose."""


REVEAL_SHARE = 4
"""With so many times more prose in hidden parts than in sight the page waits for its script to show itself.
On the labelled pages the ratio is below 3 or above 4, and above it the visible text is never the article."""
REVEAL_CHARS = 400
CUT_CHARS = 200
"""An element with so much prose in sight and REVEAL_SHARE as much hidden right beside it is a text cut short."""


def segment_html(tree: Tree, limits: Limits = LIMITS) -> Segmentation:
    """Cut a page's tree into blocks. Time grows linearly with the tree.

    Hidden parts are read where a script would show them: all of them on a page that shows nothing, or next to
    nothing; pieces that were streamed ahead of their place; and the greater part of a text that is cut short.
    Where all this is next to nothing, the text that a script carries as data is read.
    """
    page = _segment_revealed(tree, limits)
    if any(shown >= CARRIED_CHARS for shown in accumulate(len(block.text) for block in page.blocks)):
        return page
    markup = carried_markup(tree.scripts())
    if markup is None or explodes(markup):
        return page
    return _Segmenter(limits).run(Tree(without_controls(markup)))._replace(carried=True)


def _segment_revealed(tree: Tree, limits: Limits) -> Segmentation:
    segmenter = _Segmenter(limits)
    seen = segmenter.run(tree)
    hidden = segmenter.hidden_prose
    least = REVEAL_CHARS if seen.blocks else PROSE_CHARS
    reveal: Container[int]
    if segmenter.cut_off:
        reveal = segmenter.cut_off
    elif hidden >= least and hidden >= REVEAL_SHARE * sum(map(prose_chars, seen.blocks)):
        reveal = EVERY
    else:
        return seen
    shown = _Segmenter(limits).run(tree, reveal)
    return shown._replace(revealed=len(shown.blocks) > len(seen.blocks))


class _Segmenter(Reader):
    """Reads the walk of one tree."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left_out = 0
        self._blocks: list[Block] = []
        self._cells: list[int] = []  # for each block the element of the table cell around it, or -1
        self._elements: list[Element] = []
        self._names: dict[str, tuple[str, ...]] = {}
        self._style = Style(Layout.TEXT, 0, 0, 0)
        self._element = self._cell = -1
        self._prose = 0
        self._around: list[_Around] = []  # for each open block element
        self._run = Run()
        self._link_depth = self._bold_depth = 0
        self._open_marks = OpenMarks()
        self._open_parts = OpenParts()
        self._rows: list[list[tuple[int, Cell]]] = []  # for each open table row its cells with their elements
        self._pictures: list[Picture] = []
        self._images: list[tuple[str, str]] = []  # text and address of those since the last block boundary
        self.hidden_prose = 0
        self.cut_off: set[int] = set()  # hidden parts to show, by their place among the hidden parts
        self._passed = 0
        self._beside: dict[int, list[tuple[int, int]]] = {}  # by element, places and prose of hidden parts in it

    def run(self, tree: Tree, reveal: Container[int] = ()) -> Segmentation:
        deepest = tree.walk(self, reveal)
        self._flush()
        cuts = tuple(self._cuts(deepest))
        return Segmentation(tuple(self._blocks), tuple(self._elements), pictures=tuple(self._pictures), cuts=cuts)

    def _cuts(self, deepest: int) -> Iterator[Cut]:
        """What the limits left out. Of depth no more than what the parser keeps is known: 513."""
        if deepest > self._limits.depth:
            yield Cut("depth", deepest, self._limits.depth)
        if self._left_out:
            yield Cut("blocks", len(self._blocks) + self._left_out, len(self._blocks))

    # ── what the walk tells ───────────────────────────────────────────────────────────────────────

    def text(self, text: str) -> None:
        run = self._run
        if self._style.is_code:
            run.parts.append(text)
            return
        run.after_link = False
        if text.isspace():
            # White space says nothing where a run begins, but that a link has gone on to no other block.
            if run.parts or run.links:
                run.parts.append(text)
            return
        run.parts.append(text)
        run.breaks = 0
        if self._link_depth:
            run.link_chars += len(text)
        if self._bold_depth:
            run.bold_chars += len(text)

    def image(self, alt: str, src: str) -> None:
        self._run.parts.append(" ")
        self._images.append((alt, src))

    def hidden(self, prose: int, streamed: bool) -> None:
        self.hidden_prose += prose
        if prose:
            if streamed:
                self.cut_off.add(self._passed)
            self._beside.setdefault(self._element, []).append((self._passed, prose))
        self._passed += 1

    def begin(self, tag: str, naming: str, anchor: str, detail: tuple[str, ...]) -> None:
        if tag not in _BLOCK_TAGS:
            self._begin_inline(tag, naming, detail)
            return
        self._flush()
        style, parent = self._style, self._element
        self._around.append((style, parent, self._cell, len(self._blocks), self._prose))
        if style.depth >= self._limits.depth:
            self._enter_too_deep(tag)
            return
        self._style = style = style.inside(tag)
        self._element = len(self._elements)
        words = self._words(naming) if naming else ()
        own = _element_detail(tag, detail) if detail else ""
        self._elements.append(_new(Element, (tag, parent, style.depth, words, anchor, own)))
        if tag in _TABULAR:
            self._enter_table(tag, detail)

    def end(self, tag: str) -> None:
        if tag not in _BLOCK_TAGS:
            self._end_inline(tag)
            return
        self._flush()
        style, element, cell, blocks, prose = self._around.pop()
        if self._beside:
            self._look_beside(self._prose - prose)
        if tag == "tr":
            self._end_row(blocks)
        self._style, self._element, self._cell = style, element, cell

    # ── block elements ────────────────────────────────────────────────────────────────────────────

    def _enter_too_deep(self, tag: str) -> None:
        self._style = self._style.deeper(tag)
        self._cell = -1
        if tag == "tr":
            self._rows.append([])

    def _enter_table(self, tag: str, detail: tuple[str, ...]) -> None:
        """Enter a table, a row or a cell."""
        self._cell = self._element if tag in CELLS else -1
        if tag == "tr":
            self._rows.append([])
        elif tag in CELLS and self._rows:
            self._rows[-1].append((self._element, cell_of(tag, detail)))

    def _look_beside(self, seen: int) -> None:
        """Have hidden parts of an element shown where so much prose in sight is the beginning of a text cut short."""
        beside = self._beside.get(self._element, ())
        if CUT_CHARS <= seen <= sum(prose for _, prose in beside) / REVEAL_SHARE:
            self.cut_off.update(place for place, _ in beside)

    def _end_row(self, first_block: int) -> None:
        if join_row(self._blocks, self._cells, first_block, self._rows.pop(), self._element):
            for i in range(len(self._pictures) - 1, -1, -1):
                if self._pictures[i].place <= len(self._blocks):
                    break
                self._pictures[i] = self._pictures[i]._replace(place=len(self._blocks))

    # ── inline elements ───────────────────────────────────────────────────────────────────────────

    def _begin_inline(self, tag: str, naming: str, detail: tuple[str, ...]) -> None:
        run = self._run
        if tag == "br":
            self._break()
            return
        if (mark := MARKS.get(tag)) is not None:
            if tag == "a":
                self._begin_link(run)
            elif tag in BOLD:
                self._bold_depth += 1
            elif mark is _CODE and self._style.is_code and detail:
                self._name_language(code_language(detail))
            self._open_marks.begin(mark, detail, run)
        elif tag in PARTS:
            self._open_parts.begin(naming, run)
        elif tag in SPACERS:
            run.parts.append(" ")
        run.inner.append(tag)
        if naming:
            run.inner.extend(self._words(naming))

    def _end_inline(self, tag: str) -> None:
        if (mark := MARKS.get(tag)) is not None:
            self._open_marks.end(mark, self._run)
            if tag == "a":
                self._link_depth -= 1
                self._run.after_link = True
            elif tag in BOLD:
                self._bold_depth -= 1
        elif tag in PARTS:
            self._open_parts.end(self._run, self._style.is_parted)

    def _begin_link(self, run: Run) -> None:
        # Neighbouring links are set apart by style where no white space stands between them.
        if run.after_link:
            run.parts.append(" ")
        self._link_depth += 1
        run.links += 1

    def _name_language(self, language: str) -> None:
        element = self._element
        if language and not self._elements[element].detail:
            self._elements[element] = self._elements[element]._replace(detail=language)

    def _break(self) -> None:
        run = self._run
        run.breaks += 1
        if run.breaks > 1 and not self._style.is_code:
            self._flush()
        else:
            run.parts.append("\n")

    def _words(self, naming: str) -> tuple[str, ...]:
        words = self._names.get(naming)
        if words is None:
            words = self._names[naming] = name_words(naming)
        return words

    # ── blocks ────────────────────────────────────────────────────────────────────────────────────

    def _flush(self) -> None:
        run = self._run
        if run.parts or run.inner:
            self._end_run(run)

    def _end_run(self, run: Run) -> None:
        line = len(self._blocks)
        self._run = Run()
        self._open_marks.cut(run)
        if self._link_depth:
            self._run.links = 1  # a link may reach over several blocks
        if run.parts:
            self._add(run)
        if self._images:
            self._place_images(line)

    def _place_images(self, line: int) -> None:
        """Give images their places behind the block that they stand in or before; `line` is its number."""
        alts = [Block(alt, _ALT, element=self._element, line=line) for alt, _ in self._images if alt]
        if len(self._blocks) < self._limits.blocks:
            self._blocks += alts
            self._cells += [self._cell] * len(alts)
        else:
            self._left_out += len(alts)
        place = len(self._blocks)
        self._pictures += [Picture(src, alt, place, self._element) for alt, src in self._images if src]
        self._images = []

    def _add(self, run: Run) -> None:
        style = self._style
        text, marks = (fold_code(run), ()) if style.is_code else fold(run)
        if not text:
            return
        if len(self._blocks) >= self._limits.blocks:
            self._left_out += 1
            return
        size = len(text)
        block = _new(Block, (
            text, style.layout, style.level, self._element, run.links,
            min(run.link_chars, size), min(run.bold_chars, size), tuple(run.inner), len(self._blocks),
            1, 0, 0, marks, (),
        ))  # fmt: skip
        self._blocks.append(block)
        if size >= PROSE_CHARS:
            self._prose += prose_chars(block)
        self._cells.append(self._cell)


def _element_detail(tag: str, detail: tuple[str, ...]) -> str:
    if tag == "pre":
        return code_language(detail)
    return detail[0].strip() if tag in {"ol", "blockquote"} else ""
