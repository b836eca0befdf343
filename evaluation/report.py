"""QUALITY.md from measured figures: ``python -m evaluation.report RUN.json [RUN.json…] --doubt DOUBT.json``.

    python -m evaluation.run --by page_type lang --peers … --json run.json
    python -m evaluation.run --mode precision --json precision.json      (and recall)
    python -m evaluation.doubt --json doubt.json --picture doubt.svg

Several runs of the same mode are joined: peers may be measured apart from us.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evaluation.measure import OURS
from evaluation.pages import SETS, USUAL_INPUTS
from evaluation.table import markdown

FEWEST = 20
"""Groups of fewer pages say little: they are left out."""
EDGES = ("P", "R", "lead", "tail", "leak", "with", "out")
MODES = ("precision", "balanced", "recall")
FIRST = """# How good it is, in full

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
    modes = {mode: joined(d["sets"] for d in documents if d["mode"] == mode) for mode in MODES}
    doubts = json.loads(options.doubt.read_text("utf-8"))["sets"]
    print(FIRST, *sections(modes, doubts), sep="\n")
    return 0


def joined(documents: Iterable[Sets]) -> Sets:
    """One document of several: of the same set, input and extractor the last counts."""
    out: Sets = {}
    for document in documents:
        for source, by_input in document.items():
            for form, by_name in by_input.items():
                out.setdefault(source, {}).setdefault(form, {}).update(by_name)
    return out


def sections(modes: dict[str, Sets], doubts: Sets) -> Iterator[str]:
    """The parts of the report, each a heading and a table."""
    sets = modes["balanced"]
    yield "## Sets, ours and the peers'\n"
    yield from markdown(("set", "input", "by", "pages", "F1", "95 %", *EDGES), _set_rows(sets))
    for attribute, name in (("page_type", "Page types"), ("lang", "Languages and countries")):
        yield f"\n## {name}, of {FEWEST} pages or more\n"
        yield from markdown(("set", "group", "pages", "input", "by", "F1", "95 %"), _group_rows(sets, attribute))
    yield "\n## Modes\n"
    yield from markdown(("set", "input", "mode", "P", "R", "F1"), _mode_rows(modes))
    yield "\n## What confidence is worth\n"
    yield from markdown(("set", "input", "pages", "off by", "rank", *_drops(doubts)), _doubt_rows(doubts))
    yield "\n## What flags are worth\n"
    yield from markdown(("input", "flag", "pages", "F1 with", "F1 without"), _flag_rows(doubts))


def _results(sets: Sets) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for source in SETS:
        for form in USUAL_INPUTS:
            for name, result in sets.get(source, {}).get(form, {}).items():
                if result["figures"]:
                    yield source, form, name, result


def _set_rows(sets: Sets) -> Iterator[list[str]]:
    for source, form, name, result in _results(sets):
        figures = result["figures"]
        others = [_mean(figures[e]) if e in figures else "" for e in EDGES]
        yield [source, form, _bold(name), str(result["pages"]), *_f1(figures.get("F1")), *others]


def _group_rows(sets: Sets, attribute: str) -> Iterator[list[str]]:
    for source, form, name, result in _results(sets):
        for group, summary in result["groups"].get(attribute, {}).items():
            if summary["n"] >= FEWEST and len(result["groups"][attribute]) > 1:
                yield [source, group, str(summary["n"]), form, _bold(name), *_f1(summary)]


def _mode_rows(modes: dict[str, Sets]) -> Iterator[list[str]]:
    for source in SETS:
        for form in USUAL_INPUTS:
            for mode in MODES:
                figures = modes[mode].get(source, {}).get(form, {}).get(OURS, {}).get("figures", {})
                if "F1" in figures:
                    yield [source, form, mode, *(_mean(figures[n]) for n in ("P", "R", "F1"))]


def _drops(doubts: Sets) -> list[str]:
    kept = next(worth["kept"] for by_input in doubts.values() for worth in by_input.values())
    return [f"F1 without the last {percent} %" if percent != "0" else "F1" for percent in kept]


def _doubt_rows(doubts: Sets) -> Iterator[list[str]]:
    for source, by_input in doubts.items():
        for form, worth in by_input.items():
            kept = [f"{f1:.3f}" for f1 in worth["kept"].values()]
            rank = "" if worth["spearman"] is None else f"{worth['spearman']:.2f}"
            yield [source, form, str(worth["pages"]), f"{worth['calibration_error']:.3f}", rank, *kept]


def _flag_rows(doubts: Sets) -> Iterator[list[str]]:
    for form, worth in doubts.get("all", {}).items():
        for flag, told in worth["flags"].items():
            without = "" if told["without"] is None else f"{told['without']:.3f}"
            yield [form, f"`{flag}`", str(told["pages"]), f"{told['F1']:.3f}", without]


def _mean(summary: dict[str, float]) -> str:
    return f"{summary['mean']:.3f}"


def _f1(summary: dict[str, float] | None) -> list[str]:
    return [_mean(summary), f"{summary['low']:.3f}–{summary['high']:.3f}"] if summary else ["", ""]


def _bold(name: str) -> str:
    return f"**{name}**" if name == OURS else name


if __name__ == "__main__":
    raise SystemExit(main())
