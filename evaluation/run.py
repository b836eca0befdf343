"""The quality on the labelled pages: ``python -m evaluation.run [SET…]``; README.md explains the figures."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

from evaluation.command import HELD_OUT, SHIPPED, carry_out, parsed, parser_of
from evaluation.measure import OURS, Outcome, Task, measure, progress, worker_pool
from evaluation.metrics import FIELDS, QUALITY, Summary, summarise
from evaluation.pages import SETS, rows_of
from evaluation.peers import PARSE_ONLY, PEERS, require
from evaluation.table import aligned

HEADINGS = ("input", "by", "group", "pages", "F1", "95 %", *QUALITY[1:], *FIELDS, "pages/s", "failed")


class Result(NamedTuple):
    """The figures of one extractor on one input of a set; parsing alone has only a time.

    groups    summaries of the word F1 by attribute of the pages and its value
    failed    exceptions by name; each counted as an empty answer
    """

    figures: dict[str, Summary]
    groups: dict[str, dict[str, Summary]]
    pages: int
    seconds: float
    failed: dict[str, int]


def main(arguments: list[str] | None = None) -> int:
    return carry_out(_options(arguments), _run)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = parser_of("evaluation.run", __doc__)
    parser.add_argument("--peers", nargs="+", choices=[p for p in PEERS if p != PARSE_ONLY], default=[])
    parser.add_argument("--by", nargs="+", choices=("lang", "page_type"), default=[], help="word F1 by group, too")
    return parsed(parser, arguments)


def _run(options: argparse.Namespace, folds: Path | None) -> dict[str, Any]:
    """Figures by set, input and extractor; each set's table is printed when it is done."""
    require(options.peers)
    results = {}
    with worker_pool(options.workers, folds, tuple(options.peers)) as pool:
        print(HELD_OUT if folds else SHIPPED)
        for source in options.sets or SETS:
            rows = rows_of(source, options.limit)
            tasks = [Task(source, form, folds, _peers(options.peers, form), options.mode) for form in options.input]
            results[source] = {task.form: _results(task, rows, options.by, pool) for task in tasks}
            print(
                f"\n{source}: {len(rows)} pages",
                *aligned(list(_lines(results[source]))),
                sep="\n",
                flush=True,
            )
    return _as_json(results)


def _peers(names: list[str], form: str) -> tuple[str, ...]:
    """Those that take an input. Where others are timed on HTML, so is parsing alone."""
    asked = [*names, PARSE_ONLY] if names else []
    return tuple(name for name in asked if PEERS[name].flat == (form != "html"))


def _results(task: Task, rows: list[dict[str, Any]], by: list[str], pool: Executor | None) -> dict[str, Result]:
    outcomes = list(progress(f"{task.source} {task.form}", measure(task, rows, pool), len(rows)))
    results = {name: summary_of([o[name] for o in outcomes], rows, by) for name in (OURS, *task.peers)}
    if PARSE_ONLY in results:
        results[PARSE_ONLY] = results[PARSE_ONLY]._replace(figures={}, groups={})
    return results


def summary_of(outcomes: list[Outcome], rows: list[dict[str, Any]], by: list[str]) -> Result:
    values: dict[str, list[float]] = {}
    groups: dict[str, dict[str, list[float]]] = {attribute: {} for attribute in by}
    for outcome, row in zip(outcomes, rows, strict=True):
        for name, value in outcome.figures.items():
            values.setdefault(name, []).append(value)
        for attribute, members in groups.items():
            if "F1" in outcome.figures:
                members.setdefault(str(row[attribute]), []).append(outcome.figures["F1"])
    return Result(
        {name: summarise(v) for name, v in values.items()},
        {a: {g: summarise(v) for g, v in sorted(members.items())} for a, members in groups.items()},
        len(rows),
        sum(o.seconds for o in outcomes),
        dict(Counter(o.failure for o in outcomes if o.failure)),
    )


def _lines(by_input: dict[str, dict[str, Result]]) -> Iterator[list[str]]:
    yield list(HEADINGS)
    for form, by_name in by_input.items():
        for name, result in by_name.items():
            yield [form, name, "", str(result.pages), *_cells(result)]
            for attribute, members in result.groups.items():
                for group, summary in members.items():
                    cells = ["", "", f"{attribute} {group}", str(summary.n), *_f1_cells(summary)]
                    yield cells + [""] * (len(HEADINGS) - len(cells))


def _cells(result: Result) -> list[str]:
    known = result.figures
    others = [f"{known[n].mean:.3f}" if n in known else "" for n in (*QUALITY[1:], *FIELDS)]
    failed = ", ".join(f"{n} × {error}" for error, n in result.failed.items())
    return [*_f1_cells(known.get("F1")), *others, f"{result.pages / result.seconds:.0f}", failed]


def _f1_cells(summary: Summary | None) -> list[str]:
    return [f"{summary.mean:.4f}", f"{summary.low:.3f}–{summary.high:.3f}"] if summary else ["", ""]


def _as_json(results: dict[str, dict[str, dict[str, Result]]]) -> dict[str, Any]:
    return {
        source: {form: {n: _result_as_json(r) for n, r in by_name.items()} for form, by_name in by_input.items()}
        for source, by_input in results.items()
    }


def _result_as_json(result: Result) -> dict[str, Any]:
    return {
        "pages": result.pages,
        "pages_per_second": round(result.pages / result.seconds, 1),
        "failed": result.failed,
        "figures": {name: _summary_as_json(s) for name, s in result.figures.items()},
        "groups": {a: {g: _summary_as_json(s) for g, s in m.items()} for a, m in result.groups.items()},
    }


def _summary_as_json(summary: Summary) -> dict[str, float]:
    return {name: round(value, 5) for name, value in summary._asdict().items()}


if __name__ == "__main__":
    sys.exit(main())
