"""Rows of passages as cells, and cells on a grid."""

import re
from collections.abc import Sequence

from cleancopy.article import Passage
from cleancopy.block import Cell

_COLUMN_GAP = re.compile(r" {2,}")

WIDEST = 60
"""Columns. On a wider grid spans are not laid out: what they ask for grows with rows times columns."""

Row = tuple[Cell, ...]


def table_rows(passages: Sequence[Passage]) -> tuple[Row, ...] | None:
    """The rows of a table, None where they do not line up as one.

    Rows of an HTML table are as wide as its widest one: cells that span columns leave others short. Columns of
    flattened text can only be told when every row has as many.
    """
    marked_up = any(p.cells or "\t" in p.text for p in passages)
    rows = tuple(_cells(p, marked_up=marked_up) for p in passages)
    widths = {len(row) for row in rows}
    return rows if marked_up or len(widths) == 1 else None


def is_one_column(passages: Sequence[Passage]) -> bool:
    """Whether rows have one cell each, which makes them paragraphs."""
    return all(len(_cells(p, marked_up="\t" in p.text)) <= 1 for p in passages)


def _cells(passage: Passage, *, marked_up: bool) -> Row:
    if passage.cells:
        return passage.cells
    texts = passage.text.split("\t") if marked_up else _COLUMN_GAP.split(passage.text.strip())
    return tuple(map(Cell, texts))


def header_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top are of header cells only; never all of them."""
    count = 0
    while count < len(rows) - 1 and rows[count] and all(cell.header for cell in rows[count]):
        count += 1
    return count


def grid(rows: Sequence[Row]) -> list[list[str]]:
    """The texts of cells, each in its column; an empty one wherever a cell spans on.

    The first row is as wide as the widest one, and so are the others unless that is wider than `WIDEST`.
    """
    if any(sum(max(cell.columns, 1) for cell in row) > WIDEST for row in rows):
        laid = [[cell.text for cell in row] for row in rows]
    else:
        laid = _laid_out(rows)
    width = max(map(len, laid))
    padded = laid if width <= WIDEST else laid[:1]
    for row in padded:
        row.extend([""] * (width - len(row)))
    return laid


def _laid_out(rows: Sequence[Row]) -> list[list[str]]:
    """Columns that a cell of a row above reaches down to are passed over."""
    reach: dict[int, int] = {}  # by column, the place behind the last row that a cell above reaches
    laid = []
    for place, row in enumerate(rows):
        line: list[str] = []
        for cell in row:
            while reach.get(len(line), 0) > place and len(line) < WIDEST:
                line.append("")
            columns = max(cell.columns, 1)
            if cell.rows > 1:
                reach |= dict.fromkeys(range(len(line), len(line) + columns), place + cell.rows)
            line += [cell.text, *[""] * (columns - 1)]
        laid.append(line)
    return laid
