"""What was measured as tables: for a terminal, for a document, and the short one for the README."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.speed.tools import OURS, SHORT
from evaluation.table import markdown

Results = Mapping[str, Any]

STAR = "\\*"


class Table(NamedTuple):
    """A table under its title; the note says how to read it."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


def tables_of(results: Results) -> Iterator[Table]:
    """Those of the parts that were measured."""
    for part, make in MAKERS.items():
        if part in results:
            yield from make(results[part])


def document(results: Results) -> str:
    """All tables in Markdown."""
    machine = results["machine"]
    tools = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    where = f"{machine['processors']} × {machine['processor']}, {machine['system']}, Python {machine['python']}"
    lines = ["# How fast it is", "", f"`{results['command']}`, commit {machine['commit']}, {machine['when'][:10]}."]
    lines += [f"{where}; {tools}. Compiled: {', '.join(machine['compiled']) or 'nothing of cleancopy'}."]
    lines += [f"Left out: {why}." for why in results["missing"].values()]
    if "whole" in results:
        lines += ["", *readme(results["whole"])]
    for table in tables_of(results):
        lines += ["", f"## {table.title}", "", *([table.note, ""] if table.note else [])]
        lines += markdown(table.headings, table.rows)
    return "\n".join(lines) + "\n"


def readme(whole: Results) -> Iterator[str]:
    """Pages a second of each tool, and in brackets how many times as fast cleancopy is: to be pasted."""
    measured = _titled(whole)
    names = _names(of["tools"] for _, of in measured)
    rows = ([name, *(_pace(of, name) for _, of in measured)] for name in names if name != SHORT)
    yield from markdown(("pages/s", *(title for title, _ in measured)), rows)
    yield from (note for title, of in measured for note in _slow(title, of))


def _slow(title: str, of: Results) -> Iterator[str]:
    """What a total hides where a single page makes most of it."""
    for name, told in of["tools"].items():
        if told["slow"] and name in of["ratios"]:
            took, page = figure(told["slowest_ms"] / 1000), figure(of["ratios"][name]["page"])
            slowest = f"One page of {title} takes {name} {took} s"
            yield f"\n{STAR} {slowest}; on the median page cleancopy is {page} times as fast."


def _titled(results: Results) -> list[tuple[str, Results]]:
    return [(f"{source}, {form}", of) for source, forms in results.items() for form, of in forms.items()]


def _pace(of: Results, name: str) -> str:
    if name not in of["tools"]:
        return ""
    pace = figure(of["tools"][name]["pages_per_second"])
    star = STAR if of["tools"][name]["slow"] else ""
    return f"{pace} ({figure(of['ratios'][name]['value'])}){star}" if name in of["ratios"] else pace


def _names(tools: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for some in tools for name in some))


def figure(value: float) -> str:
    """Three digits, of large numbers all."""
    if math.isnan(value):
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def size(value: float) -> str:
    """Bytes, in the unit that suits them."""
    power = 2 if value >= 999_500 else 1
    return f"{float(f'{value / 1000**power:.2g}'):g} {'MB' if power == 2 else 'kB'}"


# ── a maker for each part ─────────────────────────────────────────────────────────────────────────


def _whole(results: Results) -> Iterator[Table]:
    note = (
        "One process, pages in turn among the tools, the least processor time of each page. *times as fast*: "
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
    for i, (name, of) in enumerate(_titled(results)):
        title = f"Whole: {name}, {of['pages']} pages of {size(of['bytes'] / of['pages'])}"
        yield Table(title, headings, [_tool_row(tool, of) for tool in of["tools"]], "" if i else note)


def _tool_row(name: str, of: Results) -> list[str]:
    told, ratio = of["tools"][name], of["ratios"].get(name)
    named = ("pages_per_second", "mb_per_second", "mean_ms", "p50_ms", "p99_ms")
    cells = [name, *(figure(told[column]) for column in named), str(told["slow"] or ""), str(told["failed"] or "")]
    if ratio is None:
        return [*cells, "", "", "", ""]
    rounds = " – ".join(map(figure, ratio["rounds"]))
    return [
        *cells,
        figure(ratio["value"]),
        f"{figure(ratio['low'])}–{figure(ratio['high'])}",
        rounds,
        figure(ratio["page"]),
    ]


def _stages(results: Results) -> Iterator[Table]:
    measured = _titled(results)
    rows = [[stage, *(_stage(of, stage) for _, of in measured)] for stage in _names(of["ms"] for _, of in measured)]
    rows.append(["whole", *(figure(of["whole_ms"]) for _, of in measured)])
    after = (of.get("after_parse_over_parse") for _, of in measured)
    rows.append(["after the parse / parse", *("" if value is None else figure(value) for value in after)])
    note = "Milliseconds a page, and share of the whole, which ends with the text: Markdown comes on top."
    yield Table("Stages", ("", *(title for title, _ in measured)), rows, note)


def _stage(of: Results, stage: str) -> str:
    if stage not in of["ms"]:
        return ""
    share = of["share"].get(stage)
    return figure(of["ms"][stage]) + (f" ({share:.0%})" if share is not None else "")


def _growth(results: Results) -> Iterator[Table]:
    note = (
        "Made pages; k of time ~ size^k by least squares over the sizes that no limit cut and whose time is at least "
        "three times that of the smallest; *last steps*: the slopes between the last sizes that no limit cut."
    )
    for limits, title in (("usual", "limits as they come"), ("lifted", "limits lifted")):
        courses = {shape: by[limits] for shape, by in results.items()}
        columns = [size(number) for number in next(iter(courses.values()))["bytes"]]
        headings = ("shape", "k", "sizes", "last steps", "cut from", *(f"{column}, ms" for column in columns))
        yield Table(f"Growth, {title}", headings, [_course_row(shape, of) for shape, of in courses.items()], note)


def _course_row(shape: str, of: Results) -> list[str]:
    last = " ".join(f"{slope:.2f}" for slope in of["last"])
    cut = next((size(number) for number, cut in zip(of["bytes"], of["cut"], strict=True) if cut), "")
    return [shape, figure(of["k"]), str(of["sizes"]), last, cut, *(figure(1000 * s) for s in of["seconds"])]


def _start(results: Results) -> Iterator[Table]:
    rows = [
        [who, *(figure(1000 * told[column]) for column in ("load", "first", "process")), size(told["peak"])]
        for who, told in results["tools"].items()
    ]
    rows += [[who, "", "", figure(1000 * wall), ""] for who, wall in results["processes"].items()]
    note = f"Medians of {results['runs']} fresh processes, wall clock; first pages are those of the demo."
    yield Table("Start", ("", "import, ms", "first page, ms", "whole process, ms", "peak"), rows, note)


def _memory(results: Sequence[Results]) -> Iterator[Table]:
    names = _names(row["peaks"] for row in results)
    rows = [
        [row["source"], row["kind"], size(row["bytes"]), size(row["bound"]), *_peaks(row, names)] for row in results
    ]
    note = (
        "Peak of a fresh process with one page, interpreter and imports included; the bound is 60 MB + 12 × its bytes."
    )
    yield Table("Memory", ("page", "kind", "bytes", "bound", *names), rows, note)


def _peaks(row: Results, names: Iterable[str]) -> Iterator[str]:
    """Marked is what is over the bound; a dash is a process that ended before it answered, or was ended."""
    for name in names:
        peak = row["peaks"].get(name)
        if peak is None:
            yield "–" if name in row["peaks"] else ""
        else:
            over = name == OURS and peak > row["bound"]
            yield f"{peak / 1e6:,.0f} MB{' !' if over else ''}"


def _scaling(results: Results) -> Iterator[Table]:
    rows = [
        [
            f"{of['source']}, {form}",
            *(figure(of[column]) for column in ("one", "two", "ratio")),
            _range(of["ratios"]),
            f"{of['given']:.0%}",
        ]
        for form, of in results.items()
    ]
    note = "Medians, wall clock; *given*: the share of it in which each of two had a processor. Others had the rest."
    yield Table("Scaling", ("pages/s", "1 process", "2 processes", "ratio", "rounds", "given"), rows, note)


def _range(values: Sequence[float]) -> str:
    return f"{figure(values[0])} – {figure(values[-1])}"


MAKERS: Mapping[str, Callable[[Any], Iterator[Table]]] = {
    "whole": _whole, "stages": _stages, "growth": _growth, "start": _start, "memory": _memory, "scaling": _scaling,
}  # fmt: skip
