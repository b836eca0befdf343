import pytest

from cleancopy.block import Cell
from cleancopy.render.tables import MAX_COLUMNS, build_grid, count_header_rows


def row(*cells: str | Cell) -> tuple[Cell, ...]:
    return tuple(Cell(cell) if isinstance(cell, str) else cell for cell in cells)


def grid_texts(rows: list[tuple[Cell, ...]]) -> list[list[str]]:
    return [[cell.text for cell in line] for line in build_grid(rows)]


def test_a_cell_leaves_empty_ones_where_it_spans_on() -> None:
    rows = [row(Cell("a", rows=2), Cell("b", columns=2)), row("c", "d"), row(Cell("e", columns=3))]
    assert grid_texts(rows) == [["a", "b", ""], ["", "c", "d"], ["e", "", ""]]


def test_cells_that_reach_down_at_the_end_are_filled_up_like_short_rows() -> None:
    assert grid_texts([row("a", Cell("b", rows=9)), row("c")]) == [["a", "b"], ["c", ""]]


def test_on_a_wide_grid_spans_are_not_laid_out() -> None:
    rows = [row(Cell("a", columns=MAX_COLUMNS), Cell("b", rows=9)), row("c")]
    assert grid_texts(rows) == [["a", "b"], ["c", ""]]


def test_only_the_first_row_of_a_wide_grid_is_filled_up() -> None:
    wide = row(*"x" * (MAX_COLUMNS + 1))
    assert list(map(len, build_grid([row("a"), wide, row("b")]))) == [MAX_COLUMNS + 1, MAX_COLUMNS + 1, 1]


@pytest.mark.parametrize(
    "headers, expected",
    [([True, False], 1), ([True, True, False], 2), ([False, True], 0), ([True, True], 1), ([True], 0)],
)
def test_header_rows_are_at_the_top_and_never_all(headers: list[bool], expected: int) -> None:
    assert count_header_rows([row(Cell("a", header)) for header in headers]) == expected
