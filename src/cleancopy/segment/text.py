"""Flattened text to blocks: a line is a block, and hard-wrapped lines are joined first.

No word is lost, doubled or fused: the words of the blocks in order are the words of the page. Only
signs that stand for layout go: bullets, quote marks, heading marks, code fences.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from cleancopy.block import Block, Layout, Segmentation
from cleancopy.limits import LIMITS, Cut, Limits
from cleancopy.segment.lines import (
    Line,
    code_runs,
    fenced_runs,
    is_cjk,
    parted,
    read_lines,
    split_columns,
    table_rows,
)
from cleancopy.segment.wrapping import goes_on, wrap_widths

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_HEADING_END = re.compile(r"\s#{1,6}$")
_TEXT, _ITEM = Layout.TEXT, Layout.LIST_ITEM  # looking a member up takes as long as what is done with it


def segment_text(text: str, limits: Limits = LIMITS) -> Segmentation:
    """Cut flattened text into blocks, in time linear in its length."""
    page = _Blocks()
    _cut(read_lines(text), page)
    blocks = tuple(page.made)
    if len(blocks) <= limits.blocks:
        return Segmentation(blocks)
    return Segmentation(blocks[: limits.blocks], cuts=(Cut("blocks", len(blocks), limits.blocks),))


class _Blocks:
    """The blocks of a page, as they are made one after the other."""

    def __init__(self) -> None:
        self.made: list[Block] = []
        self._behind = 0  # the line behind the last
        self._indents: list[int] = []  # of the list items around the next

    def add(
        self, text: str, layout: Layout, line: Line, *, level: int = 0, count: int = 1, indent: int | None = None
    ) -> None:
        """Add a block that starts on a line. Its gap is blank lines above it, or lines of layout signs only."""
        indent = line.indent if indent is None else indent
        if layout is _ITEM:
            level = self._depth(indent)
        elif self._indents:
            self._indents.clear()
        number = line.number
        gap = max(0, number - self._behind)
        self._behind = number + count
        self.made.append(Block(text, layout, level, -1, 0, 0, 0, (), number, count, indent, gap))

    def _depth(self, indent: int) -> int:
        """The depth of a list item: one more for each item above that stands further left."""
        indents = self._indents
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indents[-1] < indent:
            indents.append(indent)
        return len(indents)


def _cut(lines: Sequence[Line], page: _Blocks) -> None:
    fenced = fenced_runs(lines)
    inside = {p for start, end in fenced.items() for p in range(start, end)}
    code = {start: end for start, end in code_runs(lines).items() if not inside.intersection(range(start, end))}
    inside.update(p for start, end in code.items() for p in range(start, end))
    spaced = parted(lines)
    rows = {p for p in table_rows(lines, spaced) if p not in inside}
    widths = wrap_widths(lines, inside | rows)
    may_split = frozenset(spaced)
    place = 0
    while place < len(lines):
        if place in fenced:
            _add_fenced(lines[place : fenced[place]], page)
            place = fenced[place]
        elif place in code:
            _add_code(lines[place : code[place]], page)
            place = code[place]
        elif place in may_split and (cells := split_columns(lines[place])):
            _add_cells(lines[place], cells, page)
            place += 1
        elif place in rows:
            page.add(lines[place].body, Layout.TABLE_ROW, lines[place])
            place += 1
        else:
            end = _paragraph_end(lines, place, widths) if widths[place] else place + 1
            _add_paragraph(lines, place, end, page)
            place = end


def _paragraph_end(lines: Sequence[Line], place: int, widths: Sequence[int]) -> int:
    """The place behind the last line of the paragraph that begins at `place`."""
    end = place + 1
    body = lines[place].body
    if body[0] == "#" and _HEADING.match(body):
        return end
    while end < len(lines) and widths[end] and widths[end - 1] and _follows(lines, place, end):
        after = lines[end + 1] if end + 1 < len(lines) else None
        if not goes_on(lines[end - 1], lines[end], after, widths[end - 1]):
            break
        end += 1
    return end


def _follows(lines: Sequence[Line], start: int, place: int) -> bool:
    """Whether the line at `place` stands where the next line of the paragraph from `start` would."""
    first, above, line = lines[start], lines[place - 1], lines[place]
    if line.number != above.number + 1 or line.quoted != above.quoted:
        return False
    if place - start > 1:
        return line.indent == above.indent
    # A first line may be indented, and the text of a list item hangs.
    return line.indent <= first.indent or bool(first.mark)


def _add_paragraph(lines: Sequence[Line], start: int, end: int, page: _Blocks) -> None:
    first = lines[start]
    text = _folded(first.body)
    if end > start + 1:
        text = _join([text, *(_folded(_whole(line)) for line in lines[start + 1 : end])])
    layout, level = _TEXT, 0
    if first.mark:
        layout = _ITEM
    elif first.quoted:
        layout = Layout.QUOTE
    elif text[0] == "#" and (match := _HEADING.match(text)):
        layout, level = Layout.HEADING, len(match[1])
        text = _HEADING_END.sub("", text[match.end() :])
    page.add(text, layout, first, level=level, count=end - start)


def _folded(text: str) -> str:
    """A text that begins and ends in no white space, with one space for each run of it."""
    if text.isprintable() and "  " not in text:  # the one white space that is printable is a space
        return text
    return " ".join(text.split())


def _whole(line: Line) -> str:
    """The words of a line that goes on from one above: what looks like a bullet is a dash of the text."""
    if not line.mark or line.body.startswith(line.mark):
        return line.body
    return f"{line.mark} {line.body}"


def _join(texts: Sequence[str]) -> str:
    """Join wrapped lines with a space, without one between characters of a script that has none."""
    parts = [texts[0]]
    for above, below in pairwise(texts):
        if not (is_cjk(above[-1]) and is_cjk(below[0])):
            parts.append(" ")
        parts.append(below)
    return "".join(parts)


def _add_cells(line: Line, cells: Sequence[tuple[int, str]], page: _Blocks) -> None:
    for column, cell in cells:
        page.add(" ".join(cell.split()), Layout.QUOTE if line.quoted else Layout.TEXT, line, indent=column)


def _add_code(lines: Sequence[Line], page: _Blocks) -> None:
    page.add(_dedent(lines), Layout.CODE, lines[0], count=lines[-1].number - lines[0].number + 1)


def _add_fenced(lines: Sequence[Line], page: _Blocks) -> None:
    """The code between two fences; the word behind the first (a language) is a block of its own."""
    if name := lines[0].raw.strip().strip("`").strip():
        page.add(name, Layout.TEXT, lines[0])
    if inner := lines[1:-1]:
        _add_code(inner, page)


def _dedent(lines: Sequence[Line]) -> str:
    raws = [line.raw.expandtabs(8) for line in lines]
    indent = min(len(raw) - len(raw.lstrip()) for raw in raws)
    rows: list[str] = []
    for line, raw in zip(lines, raws, strict=True):
        rows += [""] * (line.number - lines[0].number - len(rows))
        rows.append(raw[indent:])
    return "\n".join(rows)
