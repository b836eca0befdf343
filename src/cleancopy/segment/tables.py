"""Tables of HTML: which ones hold data, and the joining of each of their rows into one block.

Old pages and mail use tables for layout, too. Their cells are blocks like any others.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from cleancopy.block import PROSE_CHARS, Anchor, Block, Cell, CellPart, Layout, Picture

ROW_CELL_CHARS = 300
"""A longer cell of a table without signs of data is running text in a layout, but beside a short key."""
KEY_CHARS = 80
MAX_VALUE_CHARS = 600
MIN_KEYS = 3
"""The longest key and value of a table of keys and values that nothing else shows to be one, and its fewest rows."""
MAX_PROSE_CHARS = 800
"""Characters of the paragraphs in the largest cell of data. A larger one holds a part of the page: a post, a column."""
MAX_CELL_PARTS = 40
MAX_PLAIN_PARTS = 8
"""Parts of the largest cell of data, with and without signs of data in the table."""
_MIN_COLUMNS = _MIN_ROWS = 2
_DATA_NAMES = frozenset("wikitable infobox datatable dataframe tablepress sortable confluencetable".split())
"""Words of classes of tables with data, by the systems that write them."""
_LAYOUT_NAMES = frozenset("presentation none layout navbox ambox noprint metadata".split())
"""Words of classes and roles of tables for layout or for notices."""
_MAX_COLUMNS, _MAX_ROWS = 1000, 65534
"""The most columns and rows that a cell can span (HTML standard, section 4.9.11)."""
_ALT, _TEXT = Layout.ALT, Layout.TEXT

Place = TypeVar("Place", Picture, Anchor)


def make_cell(tag: str, attributes: tuple[str, ...], *, in_head: bool) -> Cell:
    """Make a cell from its start tag. Its text is filled in at the end of its table."""
    columns, rows = attributes or ("", "")
    return Cell("", tag == "th" or in_head, _parse_span(columns, _MAX_COLUMNS), _parse_span(rows, _MAX_ROWS))


def _parse_span(value: str, maximum: int) -> int:
    digits = value.strip()[:6]
    return min(max(int(digits), 1), maximum) if digits.isascii() and digits.isdigit() else 1


class OpenRow:
    """A row of an open table: its blocks are those from `first_block` up to `end_block`."""

    __slots__ = ("cells", "element", "end_block", "first_block")

    def __init__(self, element: int, first_block: int) -> None:
        self.element = element
        self.first_block = self.end_block = first_block
        self.cells: list[tuple[int, Cell]] = []  # the element of each cell, and the cell without its text


class OpenTable:
    """A table that has not ended.

    names         the words of its class, id and role
    in_head       whether the next rows are in its head
    is_marked     whether a caption or a head shows that it holds data
    keeps_cells   whether its rows cannot be joined: a cell holds another table, or lies too deep to have an element
    """

    __slots__ = ("in_head", "is_marked", "keeps_cells", "names", "rows")

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.rows: list[OpenRow] = []
        self.in_head = self.is_marked = self.keeps_cells = False


class _FilledRow:
    """A row with the blocks of each cell."""

    __slots__ = ("by_cell", "is_whole", "row")

    def __init__(self, row: OpenRow, blocks: Sequence[Block], block_cells: Sequence[int]) -> None:
        self.row = row
        self.by_cell: dict[int, list[Block]] = {element: [] for element, _ in row.cells}
        self.is_whole = True  # whether each of its blocks is in one of its cells
        for i in range(row.first_block, row.end_block):
            if blocks[i].layout is _ALT:
                continue
            if (own := self.by_cell.get(block_cells[i])) is None:
                self.is_whole = False
            else:
                own.append(blocks[i])

    def list_filled(self) -> list[list[Block]]:
        return [own for own in self.by_cell.values() if own]

    def is_simple(self) -> bool:
        """Whether it has two cells or more with a short text each."""
        filled = self.list_filled()
        return len(filled) >= _MIN_COLUMNS and all(
            len(own) == 1 and own[0].layout is _TEXT and len(own[0].text) <= ROW_CELL_CHARS for own in filled
        )


def join_rows(table: OpenTable, blocks: list[Block], block_cells: list[int]) -> list[tuple[int, int]]:
    """Join the blocks of each row into one, if the table holds data. Time grows linearly with its blocks.

    blocks, block_cells   the blocks of the page so far, and the element index of the cell around each; changed in place

    Returns for each row with fewer blocks than before the index after its last block, as it was, and how many are gone.
    """
    if not table.rows or table.keeps_cells or not _LAYOUT_NAMES.isdisjoint(table.names):
        return []
    rows = [_FilledRow(row, blocks, block_cells) for row in table.rows]
    is_data = _is_data(table, rows)
    start = position = table.rows[0].first_block
    new_blocks: list[Block] = []
    new_cells: list[int] = []
    gone = []
    for filled in rows:
        row = filled.row
        joined = filled.is_whole and (bool(filled.list_filled()) if is_data else filled.is_simple())
        if joined:
            own = [_join(filled), *(b for b in blocks[row.first_block : row.end_block] if b.layout is _ALT)]
            new_blocks += [*blocks[position : row.first_block], *own]
            new_cells += [*block_cells[position : row.first_block], *[-1] * len(own)]
            gone.append((row.end_block, row.end_block - row.first_block - len(own)))
            position = row.end_block
    if gone:
        after = [*new_blocks, *blocks[position:]]
        blocks[start:] = [block._replace(line=i) for i, block in enumerate(after, start)]
        block_cells[start:] = [*new_cells, *block_cells[position:]]
    return [(end, count) for end, count in gone if count]


def move_places(places: list[Place], gone: list[tuple[int, int]]) -> None:
    """Move the pictures or anchors of a table to where its blocks are once rows have been joined: see `join_rows`."""
    for i in range(len(places) - 1, -1, -1):
        index = places[i].block_index
        if index <= gone[0][0] - gone[0][1]:
            break
        places[i] = places[i]._replace(block_index=_move_index(index, gone))


def _move_index(index: int, gone: list[tuple[int, int]]) -> int:
    """An index among blocks once rows have been joined: see `join_rows`. One within a row becomes the one after it."""
    total = 0
    for end, count in gone:
        if index >= end:
            total += count
        elif index > end - count:
            return end - count - total
        else:
            break
    return index - total


def _is_data(table: OpenTable, rows: Sequence[_FilledRow]) -> bool:
    """Whether a table without another one in it holds data."""
    if not all(row.is_whole for row in rows) or _count_columns(table) < _MIN_COLUMNS:
        return False
    cells = [own for row in rows for own in row.list_filled()]
    n_full = sum(len(row.list_filled()) >= _MIN_COLUMNS for row in rows)
    if not n_full or any(len(own) > MAX_CELL_PARTS or _count_prose(own) > MAX_PROSE_CHARS for own in cells):
        return False
    has_header = any(cell.header for row in table.rows for _, cell in row.cells)
    if has_header or table.is_marked or not _DATA_NAMES.isdisjoint(table.names):
        return True
    n_rows = sum(bool(row.list_filled()) for row in rows)
    if n_rows < _MIN_ROWS or 2 * n_full < n_rows:
        return False
    if any(len(own) > MAX_PLAIN_PARTS or _has_heading(own) for own in cells):
        return False
    longest = max(_count_chars(own) for own in cells)
    return longest <= ROW_CELL_CHARS or (longest <= MAX_VALUE_CHARS and n_full >= MIN_KEYS and _has_keys(rows))


def _count_columns(table: OpenTable) -> int:
    return max(sum(cell.columns for _, cell in row.cells) for row in table.rows)


def _count_chars(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _count_prose(blocks: Iterable[Block]) -> int:
    return _count_chars(block for block in blocks if len(block.text) >= PROSE_CHARS and block.layout is _TEXT)


def _has_heading(blocks: Iterable[Block]) -> bool:
    return any(block.layout is Layout.HEADING for block in blocks)


def _has_keys(rows: Sequence[_FilledRow]) -> bool:
    """Whether each row begins with a short key."""
    firsts = [filled[0] for row in rows if len(filled := row.list_filled()) >= _MIN_COLUMNS]
    return all(len(own) == 1 and len(own[0].text) <= KEY_CHARS for own in firsts)


def _join(filled: _FilledRow) -> Block:
    """The blocks of a row as one."""
    blocks = [block for own in filled.by_cell.values() for block in own]
    cells = tuple([_fill(cell, filled.by_cell[element]) for element, cell in filled.row.cells])
    return blocks[0]._replace(
        marks=(),
        text="\t".join(" ".join(cell.text.split()) for cell in cells if cell.text),
        layout=Layout.TABLE_ROW,
        level=0,
        element=filled.row.element,
        links=sum(b.links for b in blocks),
        link_chars=sum(b.link_chars for b in blocks),
        bold_chars=sum(b.bold_chars for b in blocks),
        inline_names=tuple([name for b in blocks for name in b.inline_names]),
        cells=cells,
    )


def _fill(cell: Cell, blocks: Sequence[Block]) -> Cell:
    """A cell with its text, and its parts if it has more than a plain text."""
    is_plain = not blocks or (len(blocks) == 1 and blocks[0].layout is not Layout.CODE and not blocks[0].marks)
    parts = () if is_plain else tuple([CellPart(b.text, b.layout, b.level, b.marks) for b in blocks])
    return cell._replace(text="\n".join(b.text for b in blocks), parts=parts)
