# cython: language_level=3, annotation_typing=False, binding=False
"""Rows of HTML tables: how many columns and rows a cell spans, and which rows become one block."""

from cleancopy.block import Block, Cell, Layout

ROW_CELL_CHARS = 300
"""A longer table cell is running text in a table used for page layout, not data. It stays a separate block."""

_MAX_COLUMNS, _MAX_ROWS = 1000, 65534
"""The most columns and rows that a cell can span (HTML standard, section 4.9.11)."""


def make_cell(tag: str, attributes: tuple[str, ...]) -> Cell:
    """Make a cell from its start tag. Its text is filled in at the end of its row."""
    columns, rows = attributes or ("", "")
    return Cell("", tag == "th", _parse_span(columns, _MAX_COLUMNS), _parse_span(rows, _MAX_ROWS))


def _parse_span(value: str, maximum: int) -> int:
    digits = value.strip()[:6]
    return min(max(int(digits), 1), maximum) if digits.isascii() and digits.isdigit() else 1


def join_row(
    blocks: list[Block], block_cells: list[int], first_block: int, row_cells: list[tuple[int, Cell]], element: int
) -> bool:
    """Join the blocks of a row of data into one: a row with two or more cells of one short block each.

    blocks, block_cells   the blocks of the page so far, and the element index of the cell around each; changed in place
    first_block           the index of the row's first block
    row_cells             the row's cells, including empty ones, with their element indexes

    Returns whether the number of blocks has decreased.
    """
    row_blocks, row_block_cells = blocks[first_block:], block_cells[first_block:]
    texts = [(b, c) for b, c in zip(row_blocks, row_block_cells, strict=True) if b.layout is not Layout.ALT]
    text_cells = [c for _, c in texts]
    if not texts or -1 in text_cells or len(set(text_cells)) < len(texts):
        return False
    text_of_cell = dict(zip(text_cells, (b.text for b, _ in texts), strict=True))
    filled = tuple(cell._replace(text=text_of_cell.get(cell_element, "")) for cell_element, cell in row_cells)
    if len(texts) == 1:
        index = first_block + next(i for i, b in enumerate(row_blocks) if b.layout is not Layout.ALT)
        blocks[index] = blocks[index]._replace(cells=filled)
        return False
    if any(len(b.text) > ROW_CELL_CHARS or b.layout is not Layout.TEXT for b, _ in texts):
        return False
    alts = [b for b in row_blocks if b.layout is Layout.ALT]
    row = _join_blocks([b for b, _ in texts], element)._replace(cells=filled)
    blocks[first_block:] = [row, *alts]
    block_cells[first_block:] = [-1] * (1 + len(alts))
    return True


def _join_blocks(blocks: list[Block], element: int) -> Block:
    return blocks[0]._replace(
        marks=(),
        text="\t".join(b.text for b in blocks),
        layout=Layout.TABLE_ROW,
        element=element,
        links=sum(b.links for b in blocks),
        link_chars=sum(b.link_chars for b in blocks),
        bold_chars=sum(b.bold_chars for b in blocks),
        inline_names=tuple(name for b in blocks for name in b.inline_names),
    )
