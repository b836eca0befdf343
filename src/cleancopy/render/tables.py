"""Rows of passages as cells, and cells on a grid."""

import re
from collections.abc import Sequence

from cleancopy.article_data import Passage
from cleancopy.block import Cell, CellPart, Role

_COLUMN_GAP = re.compile(r" {2,}")

MAX_COLUMNS = 60
"""On a wider grid spans are not laid out: the cells that they need grow with rows times columns."""

Row = tuple[Cell, ...]
_EMPTY = Cell("")


def build_rows(passages: Sequence[Passage]) -> tuple[Row, ...] | None:
    """Return the rows of a table, or None if they do not line up as one.

    Rows of an HTML table may be shorter than the widest one, because cells span columns. In flattened text the columns
    are known only if all rows have the same number.
    """
    is_html = any(p.cells or "\t" in p.text for p in passages)
    rows = tuple(_split_cells(p, is_html=is_html) for p in passages)
    widths = {len(row) for row in rows}
    return rows if is_html or len(widths) == 1 else None


def is_one_column(passages: Sequence[Passage]) -> bool:
    """Whether each row has one cell, which makes it a paragraph."""
    return all(len(_split_cells(p, is_html="\t" in p.text)) <= 1 for p in passages)


def _split_cells(passage: Passage, *, is_html: bool) -> Row:
    if passage.cells:
        return passage.cells
    texts = passage.text.split("\t") if is_html else _COLUMN_GAP.split(passage.text.strip())
    return tuple(map(Cell, texts))


def count_header_rows(rows: Sequence[Row]) -> int:
    """Count the rows at the top that have header cells only; never all rows."""
    count = 0
    while count < len(rows) - 1 and rows[count] and all(cell.header for cell in rows[count]):
        count += 1
    return count


def build_grid(rows: Sequence[Row]) -> list[list[Cell]]:
    """Return the cells of rows, each in its column. A cell that spans more of them has empty ones beside and below it.

    The first row is filled up to the widest row, and so are all rows of a grid that is no wider than `MAX_COLUMNS`.
    """
    if any(sum(max(cell.columns, 1) for cell in row) > MAX_COLUMNS for row in rows):
        grid = [list(row) for row in rows]
    else:
        grid = _lay_out_spans(rows)
    width = max(map(len, grid))
    padded = grid if width <= MAX_COLUMNS else grid[:1]
    for row in padded:
        row.extend([_EMPTY] * (width - len(row)))
    return grid


def _lay_out_spans(rows: Sequence[Row]) -> list[list[Cell]]:
    """Place cells in the columns that no cell of a row above spans."""
    span_end: dict[int, int] = {}  # by column, the index after the last row that a cell above spans
    grid = []
    for row_index, row in enumerate(rows):
        line: list[Cell] = []
        for cell in row:
            while span_end.get(len(line), 0) > row_index and len(line) < MAX_COLUMNS:
                line.append(_EMPTY)
            columns = max(cell.columns, 1)
            if cell.rows > 1:
                span_end |= dict.fromkeys(range(len(line), len(line) + columns), row_index + cell.rows)
            line += [cell, *[_EMPTY] * (columns - 1)]
        grid.append(line)
    return grid


def list_parts(cell: Cell) -> tuple[CellPart, ...]:
    """The parts of a cell with words or signs; a plain text is one."""
    parts = cell.parts or (CellPart(cell.text),)
    return tuple([part for part in parts if part.text.strip()])


def make_passage(part: CellPart) -> Passage:
    """A part of a cell as a passage, whose marks documents can show."""
    return Passage(Role.PARAGRAPH, part.text, marks=part.marks)
