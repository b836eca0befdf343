"""Charts as inline SVG that takes any width, with text that keeps its size.

Colours are classes, which the style sheet of the page defines. A table below each chart has its numbers.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from cleancopy.corpus.formatting import escape_invisible, format_count, format_share, shorten

ROW_HEIGHT, NAME_HEIGHT, BAR_HEIGHT, GAP_BELOW = 38, 20, 7, 11
"""Heights in pixels: of a row of a bar chart, of the name in it, of its bar, of the gap below."""
STACK_HEIGHT = 20
"""Height of a stacked bar, in pixels."""
TOP_HEIGHT, PLOT_HEIGHT, BOTTOM_HEIGHT = 22, 130, 24
"""Heights in pixels: above the columns of a histogram, of the columns, and of the ticks below."""
COLUMN_GAP = 0.18
"""Gap between columns, as a share of a column's width."""
MAX_NAME_LENGTH = 38
"""Letters of a name that fit above a bar on a telephone."""
MAX_TICKS = 8
"""Number of ticks that fit below a histogram on a telephone."""


class Bar(NamedTuple):
    """A count, with the class that colours it."""

    name: str
    number: int
    colour: str = "plain"


class HistogramColumn(NamedTuple):
    """The count of a step.

    tick   label below the column
    name   full name of the step
    """

    tick: str
    name: str
    number: int


def escape_text(text: str) -> str:
    """Escape text of any origin for HTML, with its invisible characters made visible."""
    return escape(escape_invisible(text))


def draw_bars(title: str, rows: Sequence[Bar], whole: int) -> str:
    """Draw a bar for each row, with its name and count above it; shares are of `whole`."""
    highest = max((bar.number for bar in rows), default=0)
    parts = (part for i, bar in enumerate(rows) for part in _draw_bar(bar, ROW_HEIGHT * i, highest, whole))
    return _draw_svg(title, ROW_HEIGHT * len(rows) - GAP_BELOW, parts)


def _draw_bar(bar: Bar, y: int, highest: int, whole: int) -> Iterator[str]:
    number = f"{format_count(bar.number)} · {format_share(bar.number, whole)}"
    yield f"<g><title>{escape_text(bar.name)}: {number}</title>"
    name = escape_text(shorten(escape_invisible(bar.name), MAX_NAME_LENGTH))
    yield f'<text x="0" y="{y + NAME_HEIGHT - 7}">{name}</text>'
    yield f'<text x="100%" y="{y + NAME_HEIGHT - 7}" class="number">{number}</text>'
    yield f'<rect x="0" y="{y + NAME_HEIGHT}" width="100%" height="{BAR_HEIGHT}" rx="2" class="track"/>'
    size = f'width="{max(0.4, 100 * bar.number / highest):.2f}%" height="{BAR_HEIGHT}"'
    yield f'<rect x="0" y="{y + NAME_HEIGHT}" {size} rx="2" class="{bar.colour}"/></g>'


def draw_stack(title: str, rows: Sequence[Bar], whole: int) -> str:
    """Draw one bar in which each row takes its share."""
    return _draw_svg(title, STACK_HEIGHT, _draw_stack_parts(rows, whole))


def _draw_stack_parts(rows: Sequence[Bar], whole: int) -> Iterator[str]:
    x = 0.0
    for bar in rows:
        width = 100 * bar.number / whole
        label = f"{escape_text(bar.name)}: {format_count(bar.number)} · {format_share(bar.number, whole)}"
        position = f'x="{x:.3f}%" y="0" width="{width:.3f}%" height="{STACK_HEIGHT}"'
        yield f'<rect {position} class="{bar.colour} part"><title>{label}</title></rect>'
        x += width


def draw_histogram(title: str, columns: Sequence[HistogramColumn]) -> str:
    """Draw a column for each step, with as many ticks below as fit."""
    highest = max(column.number for column in columns)
    height = TOP_HEIGHT + PLOT_HEIGHT + BOTTOM_HEIGHT
    return _draw_svg(title, height, (*_draw_scale(highest), *_draw_columns(columns, highest)))


def _draw_scale(highest: int) -> Iterator[str]:
    for number in sorted({highest, highest // 2} - {0}):
        y = TOP_HEIGHT + PLOT_HEIGHT * (1 - number / highest)
        yield f'<line x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        yield f'<text x="0" y="{y - 5:.1f}" class="soft">{format_count(number)}</text>'


def _draw_columns(columns: Sequence[HistogramColumn], highest: int) -> Iterator[str]:
    width = 100 / len(columns)
    tick_step = -(-len(columns) // MAX_TICKS)  # rounded up
    base = TOP_HEIGHT + PLOT_HEIGHT
    for i, column in enumerate(columns):
        height = max(1.5, PLOT_HEIGHT * column.number / highest) if column.number else 0
        position = f'x="{width * (i + COLUMN_GAP / 2):.2f}%" width="{width * (1 - COLUMN_GAP):.2f}%"'
        shape = f'y="{base - height:.1f}" height="{height:.1f}" rx="1.5" class="plain"'
        title = f"{escape_text(column.name)}: {format_count(column.number)}"
        yield f"<rect {position} {shape}><title>{title}</title></rect>"
        if i % tick_step == 0:
            position = f'x="{width * (i + 0.5):.2f}%" y="{base + 17}"'
            yield f'<text {position} class="tick">{escape_text(column.tick)}</text>'
    yield f'<line x1="0" x2="100%" y1="{base}" y2="{base}" class="axis"/>'


def _draw_svg(title: str, height: int, parts: Iterator[str] | Sequence[str]) -> str:
    label = escape_text(title)
    body = "\n".join(parts)
    return (
        f'<svg role="img" aria-label="{label}" width="100%" height="{height}">\n<title>{label}</title>\n{body}\n</svg>'
    )
