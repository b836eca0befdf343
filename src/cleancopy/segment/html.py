"""The page's tree to blocks: every visible text exactly once, in reading order.

Takes a `Tree`, gives a `Segmentation`. Knows the display types of the HTML standard
(section 15.3 "Rendering: flow content"), nothing of what a block is for.
"""

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

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
from cleancopy.decode import without_controls
from cleancopy.dom import CLOSE, EVERY, Hidden, Image, Open, Tree
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
    placed,
)
from cleancopy.segment.rows import CELLS, cell_of, join_row

_BLOCK_TAGS = frozenset(
    (
        "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu "
        "nav ol optgroup option p plaintext pre search section select summary table tbody td textarea tfoot "
        "th thead tr ul xmp"
    ).split()
)
_LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
_LAYOUTS = {
    "li": Layout.LIST_ITEM, "dt": Layout.LIST_ITEM, "dd": Layout.LIST_ITEM,
    "blockquote": Layout.QUOTE,
    "pre": Layout.CODE, "listing": Layout.CODE, "xmp": Layout.CODE, "plaintext": Layout.CODE,
    "figcaption": Layout.CAPTION, "caption": Layout.CAPTION,
    **{f"h{n}": Layout.HEADING for n in range(1, 7)},
}  # fmt: skip
# Inside these a block is no longer an item, a quote or a heading of what stands around.
_RESETS = frozenset("article aside body figure footer form header main nav section table td th".split())

# A caption may hold its credit, a headline its kicker, in an element without a telling name.
_PARTED = frozenset({Layout.CAPTION, Layout.HEADING})

_NAME_PARTS = re.compile(r"[a-z]{2,}|[A-Z][a-z]+|[A-Z]{2,}")
_NAME_PARTS_KEPT = 12


class _Context(NamedTuple):
    """What the open block elements say about the text inside them."""

    layout: Layout
    level: int
    element: int
    depth: int
    list_depth: int
    cell: int


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
    if sum(len(b.text) for b in page.blocks) >= CARRIED_CHARS:
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
    elif hidden >= max(least, REVEAL_SHARE * sum(map(prose_chars, seen.blocks))):
        reveal = EVERY
    else:
        return seen
    shown = _Segmenter(limits).run(tree, reveal)
    return shown._replace(revealed=len(shown.blocks) > len(seen.blocks))


class _Segmenter:
    """One pass over the walk of one tree."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._deepest = self._left_out = 0
        self._blocks: list[Block] = []
        self._cells: list[int] = []  # for each block the element of the table cell around it, or -1
        self._alts: list[Block] = []
        self._elements: list[Element] = []
        self._names: dict[str, tuple[str, ...]] = {}
        self._context = _Context(Layout.TEXT, 0, -1, 0, 0, -1)
        self._run = Run()
        self._link_depth = self._bold_depth = 0
        self._open_marks = OpenMarks()
        self._open_parts = OpenParts()
        self._rows: list[list[tuple[int, Cell]]] = []  # for each open table row its cells with their elements
        self._pictures: list[Picture] = []
        self._images: list[Picture] = []  # those since the last block boundary
        self.hidden_prose = 0
        self.cut_off: set[int] = set()  # hidden parts to show, by their place among the hidden parts
        self._passed = self._prose = 0
        self._beside: dict[int, list[tuple[int, int]]] = {}  # by element, places and prose of hidden parts in it

    def run(self, tree: Tree, reveal: Container[int] = ()) -> Segmentation:
        # Each open element leaves what its end has to undo: a context for block elements, else a tag.
        open_elements: list[tuple[str, _Context | None, int, int]] = []
        for event in tree.walk(reveal):
            if type(event) is str:
                self._text(event)
            elif event is CLOSE:
                self._close(*open_elements.pop())
            elif type(event) is Image:
                self._image(event)
            elif type(event) is Open:
                open_elements.append(self._open(event))
                self._deepest = max(self._deepest, len(open_elements))
            elif type(event) is Hidden:
                self._pass_over(event)
        self._flush()
        cuts = tuple(self._cuts())
        return Segmentation(tuple(self._blocks), tuple(self._elements), pictures=tuple(self._pictures), cuts=cuts)

    def _cuts(self) -> Iterator[Cut]:
        """What the limits left out. Of depth no more than what the parser keeps is known: 513."""
        if self._deepest > self._limits.depth:
            yield Cut("depth", self._deepest, self._limits.depth)
        if self._left_out:
            yield Cut("blocks", len(self._blocks) + self._left_out, len(self._blocks))

    def _pass_over(self, part: Hidden) -> None:
        self.hidden_prose += part.prose
        if part.prose:
            if part.streamed:
                self.cut_off.add(self._passed)
            self._beside.setdefault(self._context.element, []).append((self._passed, part.prose))
        self._passed += 1

    def _end_row(self, first_block: int) -> None:
        if join_row(self._blocks, self._cells, first_block, self._rows.pop(), self._context.element):
            for i in range(len(self._pictures) - 1, -1, -1):
                if self._pictures[i].place <= len(self._blocks):
                    break
                self._pictures[i] = self._pictures[i]._replace(place=len(self._blocks))

    def _text(self, text: str) -> None:
        run = self._run
        if self._context.layout is Layout.CODE:
            run.parts.append(text)
            return
        run.after_link = False
        size = len(text) if not text.isspace() else 0
        if size:
            run.breaks = 0
            if self._link_depth:
                run.link_chars += size
            if self._bold_depth:
                run.bold_chars += size
        run.parts.append(text)

    def _image(self, image: Image) -> None:
        self._run.parts.append(" ")
        context = self._context
        if image.src:
            self._images.append(Picture(image.src, image.alt, 0, context.element))
        if image.alt:
            self._alts.append(Block(image.alt, Layout.ALT, element=context.element, line=len(self._blocks)))

    def _open(self, opened: Open) -> tuple[str, _Context | None, int, int]:
        tag = opened.tag
        if tag in _BLOCK_TAGS:
            self._flush()
            before = self._context
            self._context = self._enter(opened, before)
            return tag, before, len(self._blocks), self._prose
        self._open_inline(tag, opened)
        return tag, None, 0, 0

    def _open_inline(self, tag: str, opened: Open) -> None:
        if tag == "br":
            self._break()
        elif tag == "a":
            self._link()
        elif tag in BOLD:
            self._bold_depth += 1
        elif tag in SPACERS:
            self._run.parts.append(" ")
        if (mark := MARKS.get(tag)) is not None:
            if mark is MarkKind.CODE and self._context.layout is Layout.CODE and opened.detail:
                self._name_language(code_language(opened.detail))
            self._open_marks.begin(mark, opened.detail, self._run)
        elif tag in PARTS:
            self._open_parts.begin(opened.naming, self._run)
        if tag != "br":
            self._run.inner.append(tag)
            if opened.naming:
                self._run.inner.extend(self._words(opened.naming))

    def _close(self, tag: str, before: _Context | None, first_block: int, prose_before: int) -> None:
        if before is not None:
            self._flush()
            if beside := self._beside.get(self._context.element):
                seen = self._prose - prose_before
                if CUT_CHARS <= seen <= sum(prose for _, prose in beside) / REVEAL_SHARE:
                    self.cut_off.update(place for place, _ in beside)
            if tag == "tr":
                self._end_row(first_block)
            self._context = before
            return
        if (mark := MARKS.get(tag)) is not None:
            self._open_marks.end(mark, self._run)
        elif tag in PARTS:
            self._open_parts.end(self._run, every=self._context.layout in _PARTED)
        if tag == "a":
            self._link_depth -= 1
            self._run.after_link = True
        elif tag in BOLD:
            self._bold_depth -= 1

    def _name_language(self, language: str) -> None:
        element = self._context.element
        if language and not self._elements[element].detail:
            self._elements[element] = self._elements[element]._replace(detail=language)

    def _break(self) -> None:
        run = self._run
        run.breaks += 1
        if run.breaks > 1 and self._context.layout is not Layout.CODE:
            self._flush()
        else:
            run.parts.append("\n")

    def _link(self) -> None:
        # Neighbouring links are set apart by style where no white space stands between them.
        run = self._run
        if run.after_link:
            run.parts.append(" ")
        self._link_depth += 1
        run.links += 1

    def _enter(self, opened: Open, before: _Context) -> _Context:
        tag = opened.tag
        if tag == "tr":
            self._rows.append([])
        if before.depth >= self._limits.depth:
            return before._replace(list_depth=before.list_depth + (tag in _LISTS), cell=-1)
        words = self._words(opened.naming) if opened.naming else ()
        self._elements.append(
            Element(tag, before.element, before.depth + 1, words, opened.anchor, _element_detail(tag, opened.detail))
        )
        element = len(self._elements) - 1
        if tag in CELLS and self._rows:
            self._rows[-1].append((element, cell_of(tag, opened.detail)))
        list_depth = before.list_depth + (tag in _LISTS)
        layout, level = before.layout, before.level
        if (own := _LAYOUTS.get(tag)) is not None:
            layout = own
            level = _level(own, tag, list_depth)
        elif tag in _RESETS:
            layout, level = Layout.TEXT, 0
        cell = element if tag in {"td", "th"} else -1 if tag in {"table", "tr"} else before.cell
        return _Context(layout, level, element, before.depth + 1, list_depth, cell)

    def _words(self, naming: str) -> tuple[str, ...]:
        words = self._names.get(naming)
        if words is None:
            parts = _NAME_PARTS.findall(naming)[:_NAME_PARTS_KEPT]
            words = self._names[naming] = tuple(p.lower() for p in parts)
        return words

    def _flush(self) -> None:
        run = self._run
        if run.parts or run.inner:
            self._run = Run()
            self._open_marks.cut(run)
            if self._link_depth:
                self._run.links = 1  # a link may reach over several blocks
            if text := fold("".join(run.parts), self._context.layout):
                self._add(text, run)
        if len(self._blocks) >= self._limits.blocks:
            self._left_out += len(self._alts)
            self._alts = []
        if self._alts:
            self._cells.extend(self._context.cell for _ in self._alts)
            self._blocks.extend(self._alts)
            self._alts = []
        if self._images:
            self._pictures.extend(p._replace(place=len(self._blocks)) for p in self._images)
            self._images = []

    def _add(self, text: str, run: Run) -> None:
        if len(self._blocks) >= self._limits.blocks:
            self._left_out += 1
            return
        c = self._context
        size = len(text)
        block = Block(
            text, c.layout, c.level, c.element, run.links,
            min(run.link_chars, size), min(run.bold_chars, size), tuple(run.inner), len(self._blocks),
            marks=placed(run, text) if run.marks and c.layout is not Layout.CODE else (),
        )  # fmt: skip
        self._blocks.append(block)
        self._prose += prose_chars(block)
        self._cells.append(c.cell)


def _level(layout: Layout, tag: str, list_depth: int) -> int:
    if layout is Layout.HEADING:
        return int(tag[1])
    return max(1, list_depth) if layout is Layout.LIST_ITEM else 0


def _element_detail(tag: str, detail: tuple[str, ...]) -> str:
    if tag == "pre" and detail:
        return code_language(detail)
    return detail[0].strip() if tag in {"ol", "blockquote"} and detail else ""
