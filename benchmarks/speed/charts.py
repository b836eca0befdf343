"""Charts in one self-contained SVG with a light and a dark theme: bars, and lines on logarithmic scales."""

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

COLUMNS = 2
WIDTH, HEIGHT = 470, 300
"""Size of a chart with its margins. All lengths are in pixels."""
LEFT, RIGHT, TOP, BOTTOM = 64, 30, 44, 64
"""Margins of a plot of lines, for title, ticks and legend."""
NAMES, ROW, LABEL = 150, 26, 150
"""Width for the names of bars, height of a bar with its gap, and width for the figures after the longest bar."""
LETTER = 6.3

COLOURS = 6
STYLE = """
.paper { fill: #ffffff } .edge { fill: none; stroke: #e0e3e1 } text { fill: #1f2529 } .soft { fill: #65707a }
.grid { stroke: #e0e3e1 } .ours { fill: #0072b2 } .theirs { fill: #b9c2c8 } .guide { stroke: #65707a }
.c0 { stroke: #0072b2 } .c1 { stroke: #d55e00 } .c2 { stroke: #009e73 }
.c3 { stroke: #b35a91 } .c4 { stroke: #b8860b } .c5 { stroke: #56b4e9 }
@media (prefers-color-scheme: dark) {
.paper { fill: #14181b } .edge { stroke: #2d353a } text { fill: #e3e7e9 } .soft { fill: #98a3ab }
.grid { stroke: #2d353a } .ours { fill: #4aa3dc } .theirs { fill: #4c5861 } .guide { stroke: #98a3ab }
.c0 { stroke: #4aa3dc } .c1 { stroke: #f08a45 } .c2 { stroke: #3cc497 }
.c3 { stroke: #dd93bd } .c4 { stroke: #d9ab3e } .c5 { stroke: #8fd0f5 }
}
"""
UNITS = {
    "seconds": ((1, "s"), (1e-3, "ms"), (1e-6, "µs")),
    "bytes": ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1, "B")),
}


class Bar(NamedTuple):
    name: str
    value: float
    label: str
    accent: bool = False


class Course(NamedTuple):
    """Points by rising x; both x and y are above zero."""

    name: str
    points: Sequence[tuple[float, float]]
    dashed: bool = False


class Chart(NamedTuple):
    """A title, and the elements below it. The origin is the upper left corner of the chart."""

    title: str
    parts: Sequence[str]


def draw_charts(charts: Sequence[Chart]) -> str:
    """All charts, two in a row."""
    size = f'width="{COLUMNS * WIDTH}" height="{max(1, math.ceil(len(charts) / COLUMNS)) * HEIGHT}"'
    font = 'font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, sans-serif" font-size="12"'
    box = size.replace("width=", "").replace("height=", "").replace('"', "")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {box}" {font}>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" {size} rx="8"/>',
    ]
    for i, chart in enumerate(charts):
        x, y = i % COLUMNS * WIDTH, i // COLUMNS * HEIGHT
        title = _draw_text(16, 26, chart.title, 'font-weight="600"')
        parts += [f'<g transform="translate({x} {y})">', title, *chart.parts, "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def draw_bars(rows: Sequence[Bar]) -> Iterator[str]:
    """Bars from zero, each followed by its figures."""
    most = max(row.value for row in rows)
    row_height = min(ROW, (HEIGHT - TOP - 8) / len(rows))
    for i, row in enumerate(rows):
        y = TOP + i * row_height
        width = max(1.0, (WIDTH - NAMES - LABEL - RIGHT) * row.value / most)
        shape = f'x="{NAMES}" y="{y:.1f}" width="{width:.1f}" height="{row_height * 0.68:.1f}"'
        yield _draw_text(NAMES - 8, y + row_height * 0.5, row.name, 'text-anchor="end"')
        yield f'<rect class="{"ours" if row.accent else "theirs"}" {shape} rx="2"/>'
        yield _draw_text(NAMES + width + 6, y + row_height * 0.5, row.label, 'class="soft"')


def draw_courses(lines: Sequence[Course], unit: str, *, slope: bool = False) -> Iterator[str]:
    """Lines over bytes, both scales in powers of ten.

    slope   whether to draw linear growth, as a line that meets the end of the first line
    """
    xs = _Scale.from_values([x for line in lines for x, _ in line.points], LEFT, WIDTH - RIGHT)
    ys = _Scale.from_values([y for line in lines for _, y in line.points], HEIGHT - BOTTOM, TOP)
    for tick in xs.list_ticks():
        yield _draw_stroke("grid", [(xs.scale(tick), TOP), (xs.scale(tick), HEIGHT - BOTTOM)])
        yield _draw_text(
            xs.scale(tick), HEIGHT - BOTTOM + 16, format_tick(tick, "bytes"), 'class="soft" text-anchor="middle"'
        )
    for tick in ys.list_ticks():
        yield _draw_stroke("grid", [(LEFT, ys.scale(tick)), (WIDTH - RIGHT, ys.scale(tick))])
        yield _draw_text(LEFT - 8, ys.scale(tick) + 4, format_tick(tick, unit), 'class="soft" text-anchor="end"')
    if slope:
        x, y = lines[0].points[-1]
        low = max(10**xs.low, x * 10**ys.low / y)
        guide = [(xs.scale(low), ys.scale(y * low / x)), (xs.scale(x), ys.scale(y))]
        yield _draw_stroke("guide", guide, 'stroke-dasharray="2 4"')
    for i, line in enumerate(lines):
        points = [(xs.scale(x), ys.scale(y)) for x, y in line.points]
        yield _draw_stroke(_choose_class(i, line), points, f'stroke-width="2"{DASHED if line.dashed else ""}')
    yield from _draw_legend(lines)


DASHED = ' stroke-dasharray="6 4"'


def _draw_legend(lines: Iterable[Course]) -> Iterator[str]:
    x, y = float(LEFT), HEIGHT - BOTTOM + 36.0
    for i, line in enumerate(lines):
        width = 36 + LETTER * len(line.name)
        if x + width > WIDTH:
            x, y = float(LEFT), y + 17
        yield _draw_stroke(
            _choose_class(i, line), [(x, y), (x + 18, y)], f'stroke-width="3"{DASHED if line.dashed else ""}'
        )
        yield _draw_text(x + 23, y + 4, line.name)
        x += width


def _choose_class(index: int, line: Course) -> str:
    return "guide" if line.dashed else f"c{index % COLOURS}"


class _Scale(NamedTuple):
    """A logarithmic scale from 10^`low` at pixel `begin` to 10^`high` at pixel `end`."""

    low: float
    high: float
    begin: float
    end: float

    @classmethod
    def from_values(cls, values: Sequence[float], begin: float, end: float) -> "_Scale":
        low, high = math.floor(2 * math.log10(min(values))) / 2, math.ceil(2 * math.log10(max(values))) / 2
        return cls(low, max(high, low + 1), begin, end)

    def scale(self, value: float) -> float:
        return self.begin + (self.end - self.begin) * (math.log10(value) - self.low) / (self.high - self.low)

    def list_ticks(self) -> Iterator[float]:
        return (10.0**power for power in range(math.ceil(self.low), math.floor(self.high) + 1))


def format_tick(value: float, unit: str) -> str:
    """Format a power of ten in a suitable unit."""
    scale, name = next((u for u in UNITS[unit] if value >= u[0] * 0.999), UNITS[unit][-1])
    return f"{value / scale:g} {name}"


def _draw_stroke(name: str, points: Sequence[tuple[float, float]], more: str = "") -> str:
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{name}" points="{joined}" fill="none" {more}/>'


def _draw_text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'
