"""Charts as inline SVG that takes the width it is given: places are in per cent, text keeps its size.

Colours are classes, which the style sheet of the page fills. The numbers of a chart stand in a table below it.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from cleancopy.corpus.figures import clipped, count, safe, share

ROW, NAME, BAR, GAP_BELOW = 38, 20, 7, 11
"""Heights, in pixels like all that follow: of a row of a bar chart, of the name in it, of its bar, of what is left."""
STACK = 20
TOP, PLOT, BOTTOM = 22, 130, 24
"""Room above the columns of a histogram, their height, and room for the ticks."""
GAP = 0.18
"""Of a column's width."""
LETTERS = 38
"""Of a name that has its place above a bar on a telephone."""
TICKS = 8
"""At most; more run into each other on a telephone."""


class Bar(NamedTuple):
    """A count, with the class that colours it."""

    name: str
    number: int
    colour: str = "plain"


class Column(NamedTuple):
    """A count of a step.

    tick   what stands below it
    name   what it is called in full
    """

    tick: str
    name: str
    number: int


def text(words: str) -> str:
    """Words of whatever origin as markup that shows them."""
    return escape(safe(words))


def bars(title: str, rows: Sequence[Bar], whole: int) -> str:
    """Draw a bar for each row, its name and number above it.

    whole   what shares are told of
    """
    most = max((bar.number for bar in rows), default=0)
    parts = (part for i, bar in enumerate(rows) for part in _bar(bar, ROW * i, most, whole))
    return _svg(title, ROW * len(rows) - GAP_BELOW, parts)


def _bar(bar: Bar, y: int, most: int, whole: int) -> Iterator[str]:
    number = f"{count(bar.number)} · {share(bar.number, whole)}"
    yield f"<g><title>{text(bar.name)}: {number}</title>"
    yield f'<text x="0" y="{y + NAME - 7}">{text(clipped(safe(bar.name), LETTERS))}</text>'
    yield f'<text x="100%" y="{y + NAME - 7}" class="number">{number}</text>'
    yield f'<rect x="0" y="{y + NAME}" width="100%" height="{BAR}" rx="2" class="track"/>'
    width = max(0.4, 100 * bar.number / most)
    yield f'<rect x="0" y="{y + NAME}" width="{width:.2f}%" height="{BAR}" rx="2" class="{bar.colour}"/></g>'


def stack(title: str, rows: Sequence[Bar], whole: int) -> str:
    """Draw one bar in which each row takes its share."""
    return _svg(title, STACK, _stacked(rows, whole))


def _stacked(rows: Sequence[Bar], whole: int) -> Iterator[str]:
    x = 0.0
    for bar in rows:
        width = 100 * bar.number / whole
        label = f"{text(bar.name)}: {count(bar.number)} · {share(bar.number, whole)}"
        place = f'x="{x:.3f}%" y="0" width="{width:.3f}%" height="{STACK}"'
        yield f'<rect {place} class="{bar.colour} part"><title>{label}</title></rect>'
        x += width


def histogram(title: str, columns: Sequence[Column]) -> str:
    """Draw a column for each step, with a tick below as many as have room."""
    most = max(column.number for column in columns)
    return _svg(title, TOP + PLOT + BOTTOM, (*_scale(most), *_columns(columns, most)))


def _scale(most: int) -> Iterator[str]:
    for number in sorted({most, most // 2} - {0}):
        y = TOP + PLOT * (1 - number / most)
        yield f'<line x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        yield f'<text x="0" y="{y - 5:.1f}" class="soft">{count(number)}</text>'


def _columns(columns: Sequence[Column], most: int) -> Iterator[str]:
    width = 100 / len(columns)
    every = -(-len(columns) // TICKS)  # rounded up
    for i, column in enumerate(columns):
        height = max(1.5, PLOT * column.number / most) if column.number else 0
        place = f'x="{width * (i + GAP / 2):.2f}%" width="{width * (1 - GAP):.2f}%"'
        shape = f'y="{TOP + PLOT - height:.1f}" height="{height:.1f}" rx="1.5" class="plain"'
        yield f"<rect {place} {shape}><title>{text(column.name)}: {count(column.number)}</title></rect>"
        if i % every == 0:
            place = f'x="{width * (i + 0.5):.2f}%" y="{TOP + PLOT + 17}"'
            yield f'<text {place} class="tick">{text(column.tick)}</text>'
    yield f'<line x1="0" x2="100%" y1="{TOP + PLOT}" y2="{TOP + PLOT}" class="axis"/>'


def _svg(title: str, height: int, parts: Iterator[str] | Sequence[str]) -> str:
    label = text(title)
    body = "\n".join(parts)
    return (
        f'<svg role="img" aria-label="{label}" width="100%" height="{height}">\n<title>{label}</title>\n{body}\n</svg>'
    )
