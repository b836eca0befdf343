"""Flattened text to blocks: a line is a block, and hard-wrapped lines are joined first.

No word is lost, doubled or fused: the words of the blocks in order are the words of the page. Only
signs that stand for layout go: bullets, quote marks, heading marks, code fences.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleancopy.block import Block, Layout, Segmentation
from cleancopy.limits import LIMITS, Cut, Limits
from cleancopy.segment.lines import (
    Line,
    code_runs,
    fenced_runs,
    is_cjk,
    read_lines,
    split_columns,
    table_rows,
)
from cleancopy.segment.wrapping import goes_on, wrap_widths

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_HEADING_END = re.compile(r"\s#{1,6}$")


def segment_text(text: str, limits: Limits = LIMITS) -> Segmentation:
    """Cut flattened text into blocks, in time linear in its length."""
    lines = read_lines(text)
    if not lines:
        return Segmentation(())
    blocks = tuple(_with_gaps(_with_levels(_blocks(lines))))
    if len(blocks) <= limits.blocks:
        return Segmentation(blocks)
    return Segmentation(blocks[: limits.blocks], cuts=(Cut("blocks", len(blocks), limits.blocks),))


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    fenced = fenced_runs(lines)
    inside = {p for start, end in fenced.items() for p in range(start, end)}
    code = {start: end for start, end in code_runs(lines).items() if not inside.intersection(range(start, end))}
    inside.update(p for start, end in code.items() for p in range(start, end))
    rows = {p for p in table_rows(lines) if p not in inside}
    widths = wrap_widths(lines, inside | rows)
    place = 0
    while place < len(lines):
        if place in fenced:
            yield from _fenced_blocks(lines[place : fenced[place]])
            place = fenced[place]
        elif place in code:
            yield _code_block(lines[place : code[place]])
            place = code[place]
        elif cells := split_columns(lines[place]):
            yield from _cell_blocks(lines[place], cells)
            place += 1
        elif place in rows:
            yield _row_block(lines[place])
            place += 1
        else:
            end = _paragraph_end(lines, place, widths)
            yield _paragraph(lines[place:end])
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


def _paragraph(lines: Sequence[Line]) -> Block:
    first = lines[0]
    text = " ".join(first.body.split())
    if len(lines) > 1:
        text = _join([text, *(" ".join(_whole(line).split()) for line in lines[1:])])
    layout, level = Layout.TEXT, 0
    if first.mark:
        layout, level = Layout.LIST_ITEM, 1
    elif first.quoted:
        layout = Layout.QUOTE
    elif text[0] == "#" and (match := _HEADING.match(text)):
        layout, level = Layout.HEADING, len(match[1])
        text = _HEADING_END.sub("", text[match.end() :])
    return _block(text, layout, first, level=level, count=len(lines))


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


def _row_block(line: Line) -> Block:
    return _block(line.body, Layout.TABLE_ROW, line)


def _cell_blocks(line: Line, cells: Sequence[tuple[int, str]]) -> Iterator[Block]:
    for column, cell in cells:
        block = _block(" ".join(cell.split()), Layout.QUOTE if line.quoted else Layout.TEXT, line)
        yield block._replace(indent=column)


def _code_block(lines: Sequence[Line]) -> Block:
    return _block(_dedent(lines), Layout.CODE, lines[0], count=lines[-1].number - lines[0].number + 1)


def _fenced_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """The code between two fences; the word behind the first (a language) is a block of its own."""
    if name := lines[0].raw.strip().strip("`").strip():
        yield _block(name, Layout.TEXT, lines[0])
    if inner := lines[1:-1]:
        yield _code_block(inner)


def _dedent(lines: Sequence[Line]) -> str:
    raws = [line.raw.expandtabs(8) for line in lines]
    indent = min(len(raw) - len(raw.lstrip()) for raw in raws)
    rows: list[str] = []
    for line, raw in zip(lines, raws, strict=True):
        rows += [""] * (line.number - lines[0].number - len(rows))
        rows.append(raw[indent:])
    return "\n".join(rows)


def _block(text: str, layout: Layout, line: Line, *, level: int = 0, count: int = 1) -> Block:
    return Block(text, layout, level, line=line.number, lines=count, indent=line.indent)


def _with_levels(blocks: Iterator[Block]) -> Iterator[Block]:
    """Give list items their depth: one more for each item above that stands further left."""
    indents: list[int] = []
    for block in blocks:
        if block.layout is not Layout.LIST_ITEM:
            indents.clear()
            yield block
            continue
        while indents and indents[-1] > block.indent:
            indents.pop()
        if not indents or indents[-1] < block.indent:
            indents.append(block.indent)
        yield block._replace(level=len(indents)) if len(indents) > 1 else block


def _with_gaps(blocks: Iterator[Block]) -> Iterator[Block]:
    """Give blocks the number of blank lines (or lines of layout signs only) above them."""
    behind = 0
    for block in blocks:
        yield block._replace(gap=block.line - behind) if block.line > behind else block
        behind = block.line + block.lines
