"""What was measured as one SVG: bars for the tools and the stages, lines for growth and memory."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.speed.charts import Bar, Chart, Course, bars, courses, drawn
from benchmarks.speed.pages import FLAT, SHAPES
from benchmarks.speed.tables import figure
from benchmarks.speed.tools import OURS

Results = Mapping[str, Any]


def picture(results: Results) -> str:
    """Charts of the parts that were measured; of the sets the first stands for all."""
    return drawn(list(_charts(results)))


def _charts(results: Results) -> Iterator[Chart]:
    for source, forms in list(results.get("whole", {}).items())[:1]:
        for form, of in forms.items():
            yield Chart(f"{source}, {form}: ms of the median page; pages a second of all", list(bars(_tool_bars(of))))
    for source, forms in list(results.get("stages", {}).items())[:1]:
        for form, of in forms.items():
            rows = [Bar(stage, ms, f"{figure(ms)} ms", accent=True) for stage, ms in of["ms"].items()]
            yield Chart(f"{source}, {form}: where our time goes", list(bars(rows)))
    if "growth" in results:
        for title, shapes in (("HTML", [s for s in SHAPES if s not in FLAT]), ("flattened text", sorted(FLAT))):
            lines = [_course(shape, results["growth"][shape]["lifted"]) for shape in shapes]
            yield Chart(
                f"Growth of time, {title}, limits lifted (dotted: k = 1)", list(courses(lines, "seconds", slope=True))
            )
    if "start" in results:
        told = [*results["start"]["tools"].items()]
        yield Chart("A fresh process: ms until the first answer", list(bars(_start_bars(told))))
    if "memory" in results:
        yield Chart(
            "Peak memory, HTML: the worst page of a size", list(courses(list(_memory(results["memory"])), "bytes"))
        )


def _tool_bars(of: Results) -> list[Bar]:
    told = ((name, tool["p50_ms"], tool["pages_per_second"]) for name, tool in of["tools"].items())
    return [
        Bar(name, ms, f"{figure(ms)} ms, {figure(pace)} pages/s", accent=name.startswith(OURS))
        for name, ms, pace in told
    ]


def _start_bars(told: Sequence[tuple[str, Results]]) -> list[Bar]:
    return [
        Bar(who, of["process"], f"{figure(1000 * of['process'])} ms, import {figure(1000 * of['load'])}", OURS in who)
        for who, of in told
    ]


def _course(shape: str, of: Results) -> Course:
    return Course(f"{shape}, k = {of['k']:.2f}", list(zip(of["bytes"], of["seconds"], strict=True)))


def _memory(rows: Sequence[Results]) -> Iterator[Course]:
    """Of each tool the greatest peak at a size, and what is promised."""
    shown = sorted((row for row in rows if row["kind"] == "html"), key=lambda row: row["bytes"])
    names = list(dict.fromkeys(name for row in shown for name in row["peaks"]))
    for name in names:
        peaks: dict[float, float] = {}
        for row in shown:
            near = float(f"{row['bytes']:.1g}")
            peaks[near] = max(peaks.get(near, 0), row["peaks"][name] or 0)
        yield Course(name, [(near, peak) for near, peak in peaks.items() if peak])
    yield Course("bound", [(row["bytes"], row["bound"]) for row in shown], dashed=True)
