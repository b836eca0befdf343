# cython: language_level=3, annotation_typing=False, binding=False
"""Rows of HTML tables: what a cell spans, and which rows are one block."""

from cleancopy.block import Block, Cell, Layout

ROW_CELL_CHARS = 300
"""Above this length a table cell holds running text of a laid-out page, not data: it stays a block of its own."""

CELLS = frozenset({"td", "th"})
_WIDEST, _TALLEST = 1000, 65534
"""More columns or rows no cell spans (HTML standard, section 4.9.11)."""


def cell_of(tag: str, detail: tuple[str, ...]) -> Cell:
    """A cell that begins; its text is filled in when its row ends."""
    columns, rows = detail or ("", "")
    return Cell("", tag == "th", _span(columns, _WIDEST), _span(rows, _TALLEST))


def _span(value: str, most: int) -> int:
    digits = value.strip()[:6]
    return min(max(int(digits), 1), most) if digits.isascii() and digits.isdigit() else 1


def join_row(
    blocks: list[Block], cells: list[int], first: int, row_cells: list[tuple[int, Cell]], element: int
) -> bool:
    """Make one block of a row of data: two or more cells of one short block each.

    blocks, cells   those of the page so far, and for each the element of the cell around it; changed in place
    first           the place of the row's first block
    row_cells       the row's cells, empty ones too, with their elements

    Tells whether there are fewer blocks now.
    """
    own, of_own = blocks[first:], cells[first:]
    pieces = [(b, c) for b, c in zip(own, of_own, strict=True) if b.layout is not Layout.ALT]
    of_cells = [c for _, c in pieces]
    if not pieces or -1 in of_cells or len(set(of_cells)) < len(pieces):
        return False
    texts = dict(zip(of_cells, (b.text for b, _ in pieces), strict=True))
    filled = tuple(cell._replace(text=texts.get(place, "")) for place, cell in row_cells)
    if len(pieces) == 1:
        at = first + next(i for i, b in enumerate(own) if b.layout is not Layout.ALT)
        blocks[at] = blocks[at]._replace(cells=filled)
        return False
    if any(len(b.text) > ROW_CELL_CHARS or b.layout is not Layout.TEXT for b, _ in pieces):
        return False
    alts = [b for b in own if b.layout is Layout.ALT]
    row = _row([b for b, _ in pieces], element)._replace(cells=filled)
    blocks[first:] = [row, *alts]
    cells[first:] = [-1] * (1 + len(alts))
    return True


def _row(cells: list[Block], element: int) -> Block:
    return cells[0]._replace(
        marks=(),
        text="\t".join(b.text for b in cells),
        layout=Layout.TABLE_ROW,
        element=element,
        links=sum(b.links for b in cells),
        link_chars=sum(b.link_chars for b in cells),
        bold_chars=sum(b.bold_chars for b in cells),
        inner=tuple(w for b in cells for w in b.inner),
    )
