"""Line charts beside each other as one self-contained SVG, on white so that it reads on any page."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 260, 220
"""Size of a plot. All lengths are in pixels."""
LEFT, RIGHT, TOP, BOTTOM = 62, 18, 38, 52
"""Margins of a plot, for title, ticks and labels."""
LEGEND = 28
LETTER = 7
"""Approximate width of a letter of the legend."""

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9")
"""Most are from Okabe and Ito's palette, which is safe for colour-blind readers."""
INK, GRID = "#333333", "#dddddd"


class Line(NamedTuple):
    name: str
    points: Sequence[tuple[float, float]]


class Axis(NamedTuple):
    """An axis from the first tick to the last."""

    label: str
    ticks: Sequence[float]

    def scale(self, value: float) -> float:
        return (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])


class Panel(NamedTuple):
    """A chart. Lines of the same name look the same in all panels; the diagonal shows where x equals y."""

    title: str
    x: Axis
    y: Axis
    lines: Sequence[Line]
    diagonal: bool = False


def draw_panels(panels: Sequence[Panel]) -> str:
    width, height = (LEFT + WIDTH + RIGHT) * len(panels), TOP + HEIGHT + BOTTOM + LEGEND
    names = list(dict.fromkeys(line.name for panel in panels for line in panel.lines))
    colours = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(names)}
    size = f'width="{width}" height="{height}"'
    font = f'font-family="sans-serif" font-size="12" fill="{INK}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}" {font}>',
        f'<rect {size} rx="8" fill="#ffffff"/>',
    ]
    for i, panel in enumerate(panels):
        parts += [
            f'<g transform="translate({LEFT + i * (LEFT + WIDTH + RIGHT)} {TOP})">',
            *_draw_panel(panel, colours),
            "</g>",
        ]
    parts += [*_draw_legend(colours, TOP + HEIGHT + BOTTOM + LEGEND // 3), "</svg>"]
    return "\n".join(parts) + "\n"


def _draw_panel(panel: Panel, colours: dict[str, str]) -> Iterator[str]:
    """The elements of a panel. The origin is the upper left corner of the plot."""
    yield _draw_text(WIDTH / 2, -16, panel.title, ' text-anchor="middle" font-weight="bold"')
    for tick in panel.x.ticks:
        x = WIDTH * panel.x.scale(tick)
        yield _draw_stroke(x, 0, x, HEIGHT, GRID)
        yield _draw_text(x, HEIGHT + 16, f"{tick:g}", ' text-anchor="middle"')
    for tick in panel.y.ticks:
        y = HEIGHT * (1 - panel.y.scale(tick))
        yield _draw_stroke(0, y, WIDTH, y, GRID)
        yield _draw_text(-8, y + 4, f"{tick:g}", ' text-anchor="end"')
    yield _draw_text(WIDTH / 2, HEIGHT + 38, panel.x.label, ' text-anchor="middle"')
    yield _draw_text(-HEIGHT / 2, -44, panel.y.label, ' text-anchor="middle" transform="rotate(-90)"')
    if panel.diagonal:
        yield _draw_stroke(0, HEIGHT, WIDTH, 0, INK, ' stroke-dasharray="4 4"')
    for line in panel.lines:
        yield from _draw_line(panel, line, colours[line.name])


def _draw_line(panel: Panel, line: Line, colour: str) -> Iterator[str]:
    points = [(WIDTH * panel.x.scale(x), HEIGHT * (1 - panel.y.scale(y))) for x, y in line.points]
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'


def _draw_legend(colours: dict[str, str], y: float) -> Iterator[str]:
    x = LEFT
    for name, colour in colours.items():
        yield _draw_stroke(x, y, x + 18, y, colour, ' stroke-width="3"')
        yield _draw_text(x + 24, y + 4, name)
        x += 44 + LETTER * len(name)


def _draw_stroke(x1: float, y1: float, x2: float, y2: float, colour: str, more: str = "") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{more}/>'


def _draw_text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'
