from collections.abc import Sequence

from cleancopy.segment.lines import Line

def find_gapped_lines(lines: list[Line]) -> list[int]:
    """Find the indexes of lines with something that may separate columns: gaps, tabs or bars."""

def find_table_rows(lines: list[Line], indexes: Sequence[int]) -> set[int]:
    """Find the rows of tables among lines, given by `indexes`: neighbours whose gaps are in the same columns.

    A line with wide gaps between three or more cells, or with bars at both ends, is a row without neighbours too.
    """

def find_spread_lines(lines: list[Line], indexes: Sequence[int]) -> set[int]:
    """Find the lines with parts at both margins, as the headers of printed pages, among those given by `indexes`."""

def split_columns(line: Line) -> list[tuple[int, str]]:
    """Split a line into cells (column, text) if one of them is long prose. Else the list is empty.

    Text renderings of pages with layout tables put cells side by side: a menu item, a gap, a whole paragraph.
    """

def find_code_runs(lines: list[Line]) -> dict[int, int]:
    """Find runs of code: the index of the first line → the index after the last. Each has an indented line or a prompt.

    An indent is not evidence enough, because text renderings of layouts indent everything. So most of the lines have
    to look like code, and two of them strongly.
    """

def find_underlined(lines: list[Line]) -> set[int]:
    """Find the indexes of headings that are underlined, or stand between two drawn lines.

    A line below a paragraph is a rule. So an underline is as long as its heading (CommonMark's setext headings, most
    of them) and has a blank line above the heading, or a drawn line.
    """

def find_fenced_runs(lines: list[Line]) -> dict[int, int]:
    """Find runs of lines between code fences (CommonMark), including both fences."""
