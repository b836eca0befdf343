"""Writes QUALITY.md from measured figures: ``python -m evaluation.report RUN.json [RUN.json…] --doubt DOUBT.json``.

    python -m evaluation.run --by page_type lang --peers … --json run.json
    python -m evaluation.run --mode precision --json precision.json      (and recall)
    python -m evaluation.doubt --json doubt.json --picture doubt.svg

Several runs of the same mode are joined, so that peers may be measured in another run.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evaluation.measure import OURS
from labelled import SET_NAMES, USUAL_FORMS
from tools.tables import make_markdown_table

MIN_GROUP_PAGES = 20
"""Groups with fewer pages are left out, because they say little."""
EDGES = ("P", "R", "lead", "tail", "leak", "with", "out")
MODES = ("precision", "balanced", "recall")
INTRODUCTION = """# How good it is, in full

Every page is answered by a model that never saw its site. F1 is the scorer's word F1 of `full_text` with its bootstrap
95 % interval; [evaluation/README.md](evaluation/README.md) says what each figure means and how to get it.
"""

Sets = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m evaluation.report", description=__doc__)
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN.json")
    parser.add_argument("--doubt", type=Path, required=True, metavar="DOUBT.json")
    options = parser.parse_args(arguments)
    documents = [json.loads(path.read_text("utf-8")) for path in options.runs]
    modes = {mode: join_documents(d["sets"] for d in documents if d["mode"] == mode) for mode in MODES}
    quality_flags = json.loads(options.doubt.read_text("utf-8"))["sets"]
    print(INTRODUCTION, *write_sections(modes, quality_flags), sep="\n")
    return 0


def join_documents(documents: Iterable[Sets]) -> Sets:
    """Join several documents; for the same set, input and extractor the last one counts."""
    out: Sets = {}
    for document in documents:
        for set_name, by_input in document.items():
            for form, by_name in by_input.items():
                out.setdefault(set_name, {}).setdefault(form, {}).update(by_name)
    return out


def write_sections(modes: dict[str, Sets], quality_flags: Sets) -> Iterator[str]:
    """The parts of the report, each a heading and a table."""
    sets = modes["balanced"]
    yield "## Sets, ours and the peers'\n"
    yield from make_markdown_table(("set", "input", "by", "pages", "F1", "95 %", *EDGES), _make_set_rows(sets))
    for attribute, name in (("page_type", "Page types"), ("lang", "Languages and countries")):
        yield f"\n## {name}, of {MIN_GROUP_PAGES} pages or more\n"
        yield from make_markdown_table(
            ("set", "group", "pages", "input", "by", "F1", "95 %"), _make_group_rows(sets, attribute)
        )
    yield "\n## Modes\n"
    yield from make_markdown_table(("set", "input", "mode", "P", "R", "F1"), _make_mode_rows(modes))
    yield "\n## What confidence is worth\n"
    yield from make_markdown_table(
        ("set", "input", "pages", "off by", "rank", *_make_drop_headings(quality_flags)),
        _make_doubt_rows(quality_flags),
    )
    yield "\n## What flags are worth\n"
    yield from make_markdown_table(("input", "flag", "pages", "F1 with", "F1 without"), _make_flag_rows(quality_flags))


def _iterate_results(sets: Sets) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for set_name in SET_NAMES:
        for form in USUAL_FORMS:
            for name, result in sets.get(set_name, {}).get(form, {}).items():
                if result["figures"]:
                    yield set_name, form, name, result


def _make_set_rows(sets: Sets) -> Iterator[list[str]]:
    for set_name, form, name, result in _iterate_results(sets):
        figures = result["figures"]
        others = [_format_mean(figures[e]) if e in figures else "" for e in EDGES]
        yield [set_name, form, _format_name(name), str(result["pages"]), *_format_f1(figures.get("F1")), *others]


def _make_group_rows(sets: Sets, attribute: str) -> Iterator[list[str]]:
    for set_name, form, name, result in _iterate_results(sets):
        for group, summary in result["groups"].get(attribute, {}).items():
            if summary["n"] >= MIN_GROUP_PAGES and len(result["groups"][attribute]) > 1:
                yield [set_name, group, str(summary["n"]), form, _format_name(name), *_format_f1(summary)]


def _make_mode_rows(modes: dict[str, Sets]) -> Iterator[list[str]]:
    for set_name in SET_NAMES:
        for form in USUAL_FORMS:
            for mode in MODES:
                figures = modes[mode].get(set_name, {}).get(form, {}).get(OURS, {}).get("figures", {})
                if "F1" in figures:
                    yield [set_name, form, mode, *(_format_mean(figures[n]) for n in ("P", "R", "F1"))]


def _make_drop_headings(quality_flags: Sets) -> list[str]:
    kept = next(worth["kept"] for by_input in quality_flags.values() for worth in by_input.values())
    return [f"F1 without the last {percent} %" if percent != "0" else "F1" for percent in kept]


def _make_doubt_rows(quality_flags: Sets) -> Iterator[list[str]]:
    for set_name, by_input in quality_flags.items():
        for form, worth in by_input.items():
            kept = [f"{f1:.3f}" for f1 in worth["kept"].values()]
            rank = "" if worth["spearman"] is None else f"{worth['spearman']:.2f}"
            yield [set_name, form, str(worth["pages"]), f"{worth['calibration_error']:.3f}", rank, *kept]


def _make_flag_rows(quality_flags: Sets) -> Iterator[list[str]]:
    for form, worth in quality_flags.get("all", {}).items():
        for flag, figures in worth["flags"].items():
            without = "" if figures["without"] is None else f"{figures['without']:.3f}"
            yield [form, f"`{flag}`", str(figures["pages"]), f"{figures['F1']:.3f}", without]


def _format_mean(summary: dict[str, float]) -> str:
    return f"{summary['mean']:.3f}"


def _format_f1(summary: dict[str, float] | None) -> list[str]:
    return [_format_mean(summary), f"{summary['low']:.3f}–{summary['high']:.3f}"] if summary else ["", ""]


def _format_name(name: str) -> str:
    return f"**{name}**" if name == OURS else name


if __name__ == "__main__":
    raise SystemExit(main())
