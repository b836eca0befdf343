"""Makes tables of the figures: for a terminal, for a document, and a short one for the README."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.speed.tools import OURS, SHORT
from tools.tables import make_markdown_table

Results = Mapping[str, Any]

STAR = "\\*"


class Table(NamedTuple):
    """A table with its title; the note explains the columns."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


def make_tables(results: Results) -> Iterator[Table]:
    """The tables of the measured parts."""
    for part, make in MAKERS.items():
        if part in results:
            yield from make(results[part])


def write_document(results: Results) -> str:
    """All tables in Markdown."""
    machine = results["machine"]
    tools = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    where = f"{machine['processors']} × {machine['processor']}, {machine['system']}, Python {machine['python']}"
    lines = ["# How fast it is", "", f"`{results['command']}`, commit {machine['commit']}, {machine['when'][:10]}."]
    lines += [f"{where}; {tools}. Compiled: {', '.join(machine['compiled']) or 'nothing of cleancopy'}."]
    lines += [f"Left out: {why}." for why in results["missing"].values()]
    if "whole" in results:
        lines += ["", *write_readme_table(results["whole"])]
    for table in make_tables(results):
        lines += ["", f"## {table.title}", "", *([table.note, ""] if table.note else [])]
        lines += make_markdown_table(table.headings, table.rows)
    return "\n".join(lines) + "\n"


def write_readme_table(whole: Results) -> Iterator[str]:
    """Pages per second of each tool, and in brackets how many times as fast cleancopy is: to paste into the README."""
    measured = _list_results(whole)
    names = _list_names(result["tools"] for _, result in measured)
    rows = ([name, *(_format_pace(result, name) for _, result in measured)] for name in names if name != SHORT)
    yield from make_markdown_table(("pages/s", *(title for title, _ in measured)), rows)
    yield from (note for title, result in measured for note in _write_slow_notes(title, result))


def _write_slow_notes(title: str, result: Results) -> Iterator[str]:
    """Notes about tools that spend most of their time on single pages."""
    for name, tool in result["tools"].items():
        if tool["slow"] and name in result["ratios"]:
            took, page = format_figure(tool["slowest_ms"] / 1000), format_figure(result["ratios"][name]["page"])
            slowest = f"One page of {title} takes {name} {took} s"
            yield f"\n{STAR} {slowest}; on the median page cleancopy is {page} times as fast."


def _list_results(results: Results) -> list[tuple[str, Results]]:
    return [(f"{source}, {form}", result) for source, forms in results.items() for form, result in forms.items()]


def _format_pace(result: Results, name: str) -> str:
    if name not in result["tools"]:
        return ""
    pace = format_figure(result["tools"][name]["pages_per_second"])
    star = STAR if result["tools"][name]["slow"] else ""
    return f"{pace} ({format_figure(result['ratios'][name]['value'])}){star}" if name in result["ratios"] else pace


def _list_names(tools: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for some in tools for name in some))


def format_figure(value: float) -> str:
    """Format with three digits; numbers above 100 without decimals."""
    if math.isnan(value):
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def format_size(value: float) -> str:
    """Format bytes in a suitable unit."""
    power = 2 if value >= 999_500 else 1
    return f"{float(f'{value / 1000**power:.2g}'):g} {'MB' if power == 2 else 'kB'}"


# ── a maker for each part ─────────────────────────────────────────────────────────────────────────


def _make_whole_tables(results: Results) -> Iterator[Table]:
    note = (
        "One process, all tools in turn on each page, least processor time of each page. *times as fast*: "
        "cleancopy's speed over the tool's, with its bootstrap 95 % interval over pages; *rounds*: least, median and "
        "greatest of the rounds; *page*: on the median page. cleancopy gets bytes and decodes them, the others get "
        "decoded text."
    )
    headings = (
        "",
        "pages/s",
        "MB/s",
        "mean ms",
        "p50 ms",
        "p99 ms",
        "over 2 s",
        "failed",
        "times as fast",
        "95 %",
        "rounds",
        "page",
    )
    for i, (name, result) in enumerate(_list_results(results)):
        title = f"Whole: {name}, {result['pages']} pages of {format_size(result['bytes'] / result['pages'])}"
        yield Table(title, headings, [_make_tool_row(tool, result) for tool in result["tools"]], "" if i else note)


def _make_tool_row(name: str, result: Results) -> list[str]:
    tool, ratio = result["tools"][name], result["ratios"].get(name)
    named = ("pages_per_second", "mb_per_second", "mean_ms", "p50_ms", "p99_ms")
    cells = [
        name,
        *(format_figure(tool[column]) for column in named),
        str(tool["slow"] or ""),
        str(tool["failed"] or ""),
    ]
    if ratio is None:
        return [*cells, "", "", "", ""]
    rounds = " – ".join(map(format_figure, ratio["rounds"]))
    return [
        *cells,
        format_figure(ratio["value"]),
        f"{format_figure(ratio['low'])}–{format_figure(ratio['high'])}",
        rounds,
        format_figure(ratio["page"]),
    ]


def _make_stage_tables(results: Results) -> Iterator[Table]:
    measured = _list_results(results)
    rows = [
        [stage, *(_format_stage(result, stage) for _, result in measured)]
        for stage in _list_names(result["ms"] for _, result in measured)
    ]
    rows.append(["whole", *(format_figure(result["whole_ms"]) for _, result in measured)])
    after = (result.get("after_parse_over_parse") for _, result in measured)
    rows.append(["after the parse / parse", *("" if value is None else format_figure(value) for value in after)])
    note = "Milliseconds a page, and share of the whole, which ends with the text: Markdown comes on top."
    yield Table("Stages", ("", *(title for title, _ in measured)), rows, note)


def _format_stage(result: Results, stage: str) -> str:
    if stage not in result["ms"]:
        return ""
    share = result["share"].get(stage)
    return format_figure(result["ms"][stage]) + (f" ({share:.0%})" if share is not None else "")


def _make_growth_tables(results: Results) -> Iterator[Table]:
    note = (
        "Generated pages; k of time ~ size^k, fitted over the sizes that no limit cut and whose time is at least "
        "three times that of the smallest; *last steps*: the slopes between the last sizes that no limit cut."
    )
    for limits, title in (("usual", "usual limits"), ("lifted", "without limits")):
        courses = {shape: by[limits] for shape, by in results.items()}
        columns = [format_size(number) for number in next(iter(courses.values()))["bytes"]]
        headings = ("shape", "k", "sizes", "last steps", "cut from", *(f"{column}, ms" for column in columns))
        yield Table(
            f"Growth, {title}", headings, [_make_course_row(shape, result) for shape, result in courses.items()], note
        )


def _make_course_row(shape: str, result: Results) -> list[str]:
    last = " ".join(f"{slope:.2f}" for slope in result["last"])
    cut = next((format_size(number) for number, cut in zip(result["bytes"], result["cut"], strict=True) if cut), "")
    return [
        shape,
        format_figure(result["k"]),
        str(result["sizes"]),
        last,
        cut,
        *(format_figure(1000 * s) for s in result["seconds"]),
    ]


def _make_start_tables(results: Results) -> Iterator[Table]:
    rows = [
        [
            tool_name,
            *(format_figure(1000 * tool[column]) for column in ("load", "first", "process")),
            format_size(tool["peak"]),
        ]
        for tool_name, tool in results["tools"].items()
    ]
    rows += [[tool_name, "", "", format_figure(1000 * wall), ""] for tool_name, wall in results["processes"].items()]
    note = f"Medians of {results['runs']} fresh processes, wall time; first pages are those of the demo."
    yield Table("Start", ("", "import, ms", "first page, ms", "whole process, ms", "peak"), rows, note)


def _make_memory_tables(results: Sequence[Results]) -> Iterator[Table]:
    names = _list_names(row["peaks"] for row in results)
    rows = [
        [row["source"], row["kind"], format_size(row["bytes"]), format_size(row["bound"]), *_format_peaks(row, names)]
        for row in results
    ]
    note = (
        "Peak of a fresh process with one page, interpreter and imports included; the bound is 60 MB + 12 × its bytes."
    )
    yield Table("Memory", ("page", "kind", "bytes", "bound", *names), rows, note)


def _format_peaks(row: Results, names: Iterable[str]) -> Iterator[str]:
    """Peaks above the bound are marked; a dash is a process that failed or was killed before it answered."""
    for name in names:
        peak = row["peaks"].get(name)
        if peak is None:
            yield "–" if name in row["peaks"] else ""
        else:
            over = name == OURS and peak > row["bound"]
            yield f"{peak / 1e6:,.0f} MB{' !' if over else ''}"


def _make_scaling_tables(results: Results) -> Iterator[Table]:
    rows = [
        [
            f"{result['source']}, {form}",
            *(format_figure(result[column]) for column in ("one", "two", "ratio")),
            _format_range(result["ratios"]),
            f"{result['given']:.0%}",
        ]
        for form, result in results.items()
    ]
    note = "Medians, wall time; *given*: the share of it in which each of two processes had a processor."
    yield Table("Scaling", ("pages/s", "1 process", "2 processes", "ratio", "rounds", "given"), rows, note)


def _format_range(values: Sequence[float]) -> str:
    return f"{format_figure(values[0])} – {format_figure(values[-1])}"


MAKERS: Mapping[str, Callable[[Any], Iterator[Table]]] = {
    "whole": _make_whole_tables,
    "stages": _make_stage_tables,
    "growth": _make_growth_tables,
    "start": _make_start_tables,
    "memory": _make_memory_tables,
    "scaling": _make_scaling_tables,
}
