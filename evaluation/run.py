"""Measures the quality on the labelled pages: ``python -m evaluation.run [SET…]``; README.md explains the figures."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

from evaluation.command import HELD_OUT, SHIPPED, make_parser, parse_options, run_measurement
from evaluation.measure import OURS, Outcome, Task, measure_pages, open_pool, report_progress
from evaluation.metrics import FIELDS, QUALITY, Summary, summarize
from evaluation.peers import PARSE_ONLY, PEERS, require_peers
from labelled import SET_NAMES, TRAINED_FOLDS, sample_set
from tools.tables import align_columns

HEADINGS = ("input", "by", "group", "pages", "F1", "95 %", *QUALITY[1:], *FIELDS, "pages/s", "failed")


class Result(NamedTuple):
    """The figures of one extractor on one input of a set; for parsing alone there is only the time.

    groups    summaries of the word F1 by attribute of the pages and its value
    failed    number of exceptions by name; each counts as an empty answer
    """

    figures: dict[str, Summary]
    groups: dict[str, dict[str, Summary]]
    pages: int
    seconds: float
    failed: dict[str, int]


def main(arguments: list[str] | None = None, folds: Path = TRAINED_FOLDS) -> int:
    return run_measurement(_parse_arguments(arguments), _measure_sets, folds)


def _parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = make_parser("evaluation.run", __doc__)
    parser.add_argument("--peers", nargs="+", choices=[p for p in PEERS if p != PARSE_ONLY], default=[])
    parser.add_argument("--by", nargs="+", choices=("lang", "page_type"), default=[], help="also show word F1 by group")
    return parse_options(parser, arguments)


def _measure_sets(options: argparse.Namespace, folds: Path | None) -> dict[str, Any]:
    """Figures by set, input and extractor; the table of each set is printed when it is done."""
    require_peers(options.peers)
    results = {}
    with open_pool(options.workers, folds, tuple(options.peers)) as pool:
        print(HELD_OUT if folds else SHIPPED)
        for set_name in options.sets or SET_NAMES:
            rows = sample_set(set_name, options.limit)
            tasks = [
                Task(set_name, form, folds, _select_peers(options.peers, form), options.mode) for form in options.input
            ]
            results[set_name] = {task.form: _measure_task(task, rows, options.by, pool) for task in tasks}
            print(
                f"\n{set_name}: {len(rows)} pages",
                *align_columns(list(_make_lines(results[set_name]))),
                sep="\n",
                flush=True,
            )
    return _make_json(results)


def _select_peers(names: list[str], form: str) -> tuple[str, ...]:
    """The peers that take an input. If peers are timed on HTML, parsing alone is timed, too."""
    asked = [*names, PARSE_ONLY] if names else []
    return tuple(name for name in asked if PEERS[name].flat == (form != "html"))


def _measure_task(task: Task, rows: list[dict[str, Any]], by: list[str], pool: Executor | None) -> dict[str, Result]:
    outcomes = list(report_progress(f"{task.set_name} {task.form}", measure_pages(task, rows, pool), len(rows)))
    results = {name: summarize_outcomes([o[name] for o in outcomes], rows, by) for name in (OURS, *task.peers)}
    if PARSE_ONLY in results:
        results[PARSE_ONLY] = results[PARSE_ONLY]._replace(figures={}, groups={})
    return results


def summarize_outcomes(outcomes: list[Outcome], rows: list[dict[str, Any]], by: list[str]) -> Result:
    values: dict[str, list[float]] = {}
    groups: dict[str, dict[str, list[float]]] = {attribute: {} for attribute in by}
    for outcome, row in zip(outcomes, rows, strict=True):
        for name, value in outcome.figures.items():
            values.setdefault(name, []).append(value)
        for attribute, members in groups.items():
            if "F1" in outcome.figures:
                members.setdefault(str(row[attribute]), []).append(outcome.figures["F1"])
    return Result(
        {name: summarize(v) for name, v in values.items()},
        {a: {g: summarize(v) for g, v in sorted(members.items())} for a, members in groups.items()},
        len(rows),
        sum(o.seconds for o in outcomes),
        dict(Counter(o.failure for o in outcomes if o.failure)),
    )


def _make_lines(by_input: dict[str, dict[str, Result]]) -> Iterator[list[str]]:
    yield list(HEADINGS)
    for form, by_name in by_input.items():
        for name, result in by_name.items():
            yield [form, name, "", str(result.pages), *_make_cells(result)]
            for attribute, members in result.groups.items():
                for group, summary in members.items():
                    cells = ["", "", f"{attribute} {group}", str(summary.n), *_make_f1_cells(summary)]
                    yield cells + [""] * (len(HEADINGS) - len(cells))


def _make_cells(result: Result) -> list[str]:
    known = result.figures
    others = [f"{known[n].mean:.3f}" if n in known else "" for n in (*QUALITY[1:], *FIELDS)]
    failed = ", ".join(f"{n} × {error}" for error, n in result.failed.items())
    return [*_make_f1_cells(known.get("F1")), *others, f"{result.pages / result.seconds:.0f}", failed]


def _make_f1_cells(summary: Summary | None) -> list[str]:
    return [f"{summary.mean:.4f}", f"{summary.low:.3f}–{summary.high:.3f}"] if summary else ["", ""]


def _make_json(results: dict[str, dict[str, dict[str, Result]]]) -> dict[str, Any]:
    return {
        set_name: {form: {n: _make_result_json(r) for n, r in by_name.items()} for form, by_name in by_input.items()}
        for set_name, by_input in results.items()
    }


def _make_result_json(result: Result) -> dict[str, Any]:
    return {
        "pages": result.pages,
        "pages_per_second": round(result.pages / result.seconds, 1),
        "failed": result.failed,
        "figures": {name: _make_summary_json(s) for name, s in result.figures.items()},
        "groups": {a: {g: _make_summary_json(s) for g, s in m.items()} for a, m in result.groups.items()},
    }


def _make_summary_json(summary: Summary) -> dict[str, float]:
    return {name: round(value, 5) for name, value in summary._asdict().items()}


if __name__ == "__main__":
    sys.exit(main())
