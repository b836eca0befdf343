"""The parts of the HTML report: sections, tables, and numbers below charts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleancopy.corpus.formatting import format_count, format_share
from cleancopy.corpus.report.charts import Bar, escape_text

MAX_ROWS = 200
"""Rows of a table of damage, errors or sources; ``report.json`` has all."""
_NUMBER_HEADS = frozenset({"Pages", "Records", "Time", "Median page", "Confidence", "Words"})
"""Heads of columns that hold numbers; columns of shares do, too."""
_SHARE = "Share of the "


class Link(NamedTuple):
    """Text that links to an address of ours."""

    text: str
    address: str


Cell = str | Link


def make_row(shape: str, sections: Iterable[str]) -> Iterator[str]:
    """Make a row of sections beside each other, as far as there is room."""
    if shown := list(sections):
        yield f'<div class="{shape}">'
        yield from shown
        yield "</div>"


def make_section(title: str, description: str, body: str) -> str:
    """Make a section."""
    return f"<section><h2>{escape_text(title)}</h2><p>{escape_text(description)}</p>\n{body}\n</section>"


def make_list_section(
    title: str, description: str, head: Sequence[str], rows: Sequence[Sequence[str]], number: int
) -> Iterator[str]:
    """Make a section with a table of the first rows, if there are any.

    number   of all rows
    """
    if rows:
        rest = f"{format_count(number - MAX_ROWS)} more are in report.json"
        more = f'\n<p class="more">{rest}</p>' if number > MAX_ROWS else ""
        yield make_section(title, description, make_table(head, rows[:MAX_ROWS]) + more)


def make_numbers(name: str, unit: str, rows: Sequence[Bar], whole: int, whole_name: str) -> str:
    """Make the table of a chart's numbers, for readers who cannot see it or want exact numbers.

    name, unit   heads of the columns of names and counts
    whole_name   what `whole`, of which shares are, counts
    """
    cells = ((bar.name, format_count(bar.number), format_share(bar.number, whole)) for bar in rows)
    table = make_table((name, unit, _SHARE + whole_name), cells)
    return f"\n<details><summary>Numbers</summary>{table}</details>"


def make_table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Make a table with text aligned to the left and numbers to the right."""
    sides = ['class="figure"' if name in _NUMBER_HEADS or name.startswith(_SHARE) else "" for name in head]
    top = "".join(f'<th scope="col" {side}>{escape_text(name)}</th>' for name, side in zip(head, sides, strict=True))
    lines = (
        "<tr>" + "".join(f"<td {side}>{_render_cell(c)}</td>" for c, side in zip(row, sides, strict=True)) + "</tr>"
        for row in rows
    )
    body = "\n".join(lines)
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'


def _render_cell(cell: Cell) -> str:
    if isinstance(cell, Link):
        return f'<a href="{escape_text(cell.address)}" rel="noreferrer">{escape_text(cell.text)}</a>'
    return escape_text(cell)
