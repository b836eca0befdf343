"""Draws the figures as one SVG: bars for the tools and the stages, lines for growth and memory."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.speed.charts import Bar, Chart, Course, draw_bars, draw_charts, draw_courses
from benchmarks.speed.pages import FLAT, SHAPES
from benchmarks.speed.tables import format_figure
from benchmarks.speed.tools import OURS

Results = Mapping[str, Any]


def draw_picture(results: Results) -> str:
    """Charts of the measured parts; of the sets only the first."""
    return draw_charts(list(_make_charts(results)))


def _make_charts(results: Results) -> Iterator[Chart]:
    for source, forms in list(results.get("whole", {}).items())[:1]:
        for form, figures in forms.items():
            yield Chart(
                f"{source}, {form}: ms of the median page; pages per second of all",
                list(draw_bars(_make_tool_bars(figures))),
            )
    for source, forms in list(results.get("stages", {}).items())[:1]:
        for form, figures in forms.items():
            rows = [Bar(stage, ms, f"{format_figure(ms)} ms", accent=True) for stage, ms in figures["ms"].items()]
            yield Chart(f"{source}, {form}: where our time goes", list(draw_bars(rows)))
    if "growth" in results:
        for title, shapes in (("HTML", [s for s in SHAPES if s not in FLAT]), ("flattened text", sorted(FLAT))):
            lines = [_make_course(shape, results["growth"][shape]["lifted"]) for shape in shapes]
            yield Chart(
                f"Growth of time, {title}, limits lifted (dotted: k = 1)",
                list(draw_courses(lines, "seconds", slope=True)),
            )
    if "start" in results:
        tools = [*results["start"]["tools"].items()]
        yield Chart("A fresh process: ms until the first answer", list(draw_bars(_make_start_bars(tools))))
    if "memory" in results:
        yield Chart(
            "Peak memory, HTML: the worst page of a size",
            list(draw_courses(list(_make_memory_courses(results["memory"])), "bytes")),
        )


def _make_tool_bars(figures: Results) -> list[Bar]:
    tools = ((name, tool["p50_ms"], tool["pages_per_second"]) for name, tool in figures["tools"].items())
    return [
        Bar(name, ms, f"{format_figure(ms)} ms, {format_figure(pace)} pages/s", accent=name.startswith(OURS))
        for name, ms, pace in tools
    ]


def _make_start_bars(tools: Sequence[tuple[str, Results]]) -> list[Bar]:
    return [
        Bar(
            name,
            figures["process"],
            f"{format_figure(1000 * figures['process'])} ms, import {format_figure(1000 * figures['load'])}",
            OURS in name,
        )
        for name, figures in tools
    ]


def _make_course(shape: str, figures: Results) -> Course:
    return Course(f"{shape}, k = {figures['k']:.2f}", list(zip(figures["bytes"], figures["seconds"], strict=True)))


def _make_memory_courses(rows: Sequence[Results]) -> Iterator[Course]:
    """For each tool the greatest peak at a size, and the promised bound."""
    shown = sorted((row for row in rows if row["kind"] == "html"), key=lambda row: row["bytes"])
    names = list(dict.fromkeys(name for row in shown for name in row["peaks"]))
    for name in names:
        peaks: dict[float, float] = {}
        for row in shown:
            near = float(f"{row['bytes']:.1g}")
            peaks[near] = max(peaks.get(near, 0), row["peaks"][name] or 0)
        yield Course(name, [(near, peak) for near, peak in peaks.items() if peak])
    yield Course("bound", [(row["bytes"], row["bound"]) for row in shown], dashed=True)
