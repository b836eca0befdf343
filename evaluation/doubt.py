"""Measures what confidence and flags are worth: ``python -m evaluation.doubt [SET…]``; README.md explains it."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from evaluation.command import HELD_OUT, SHIPPED, make_parser, parse_options, run_measurement
from evaluation.measure import OURS, Task, measure_pages, open_pool, report_progress
from evaluation.picture import Axis, Line, Panel, draw_panels
from labelled import SET_NAMES, TRAINED_FOLDS, sample_set
from tools.tables import align_columns

ALL_SETS = "all"
"""Name of the pages of all measured sets together."""
N_BINS = 10
DROPPED_PERCENTAGES = (0, 1, 2, 5, 10, 20)
"""Percentages of the pages, the least confident ones, that are dropped."""
HEADINGS = (
    "set",
    "input",
    "pages",
    "confidence",
    "off by",
    "rank",
    "F1",
    *(f"-{d} %" for d in DROPPED_PERCENTAGES[1:]),
)
FLAG_HEADINGS = ("set", "input", "flag", "pages", "F1 with", "without")

Array = npt.NDArray[np.float64]


class AnsweredPage(NamedTuple):
    """The word F1 of an answer, with its confidence and flags."""

    f1: float
    confidence: float
    flags: frozenset[str] = frozenset()


class Bin(NamedTuple):
    """Means over pages of similar confidence."""

    confidence: float
    f1: float
    pages: int


class FlagWorth(NamedTuple):
    """Mean word F1 of the pages with a flag, and of the others; None if there are no others."""

    pages: int
    f1: float
    without: float | None


class Worth(NamedTuple):
    """What confidence and flags of some pages are worth.

    confidence   mean confidence
    error        expected calibration error
    rank         Spearman's correlation of confidence with word F1; None if either has only one value
    bins         by rising confidence
    kept         mean word F1 of the kept pages, for each of `DROPPED_PERCENTAGES`
    """

    pages: int
    confidence: float
    error: float
    rank: float | None
    bins: tuple[Bin, ...]
    kept: tuple[float, ...]
    flags: dict[str, FlagWorth]


PagesBySet = dict[str, dict[str, list[AnsweredPage]]]
"""By set and input."""


def main(arguments: list[str] | None = None, folds: Path = TRAINED_FOLDS) -> int:
    parser = make_parser("evaluation.doubt", __doc__)
    parser.add_argument(
        "--picture", type=Path, metavar="FILE", help="write a chart with a line for each set to this file, as SVG"
    )
    return run_measurement(parse_options(parser, arguments), _measure_doubt, folds)


def _measure_doubt(options: argparse.Namespace, folds: Path | None) -> dict[str, Any]:
    with open_pool(options.workers, folds, ()) as pool:
        print(HELD_OUT if folds else SHIPPED)
        tasks = [
            Task(set_name, form, folds, mode=options.mode)
            for set_name in options.sets or SET_NAMES
            for form in options.input
        ]
        pages = _group_by_set(tasks, options.limit, pool)
    if not pages:
        print("no page has a word F1")
    worths = {
        set_name: {form: compute_worth(p) for form, p in by_input.items()}
        for set_name, by_input in pool_sets(pages).items()
    }
    for lines in (_make_lines(worths), _make_flag_lines(worths)):
        print("", *align_columns(list(lines)), sep="\n")
    if options.picture:
        by_source = {set_name: compute_worth(list(chain(*by_input.values()))) for set_name, by_input in pages.items()}
        options.picture.write_text(draw_panels(make_panels(by_source)), "utf-8")
    return {set_name: {form: _make_json(w) for form, w in by_input.items()} for set_name, by_input in worths.items()}


def _group_by_set(tasks: Sequence[Task], limit: int | None, pool: Executor | None) -> PagesBySet:
    pages: PagesBySet = {}
    for task in tasks:
        if answered := _answer_pages(task, limit, pool):
            pages.setdefault(task.set_name, {})[task.form] = answered
    return pages


def _answer_pages(task: Task, limit: int | None, pool: Executor | None) -> list[AnsweredPage]:
    """The pages that have a word F1. A failed answer has no confidence and is left out; `evaluation.run` counts it."""
    rows = [row for row in sample_set(task.set_name, limit) if row["text"]]
    outcomes = (
        o[OURS] for o in report_progress(f"{task.set_name} {task.form}", measure_pages(task, rows, pool), len(rows))
    )
    return [AnsweredPage(o.figures["F1"], o.confidence, o.flags) for o in outcomes if o.confidence is not None]


def pool_sets(pages: PagesBySet) -> PagesBySet:
    """Add the pages of all sets together at the end, if there are several sets."""
    if len(pages) < 2:
        return pages
    together: dict[str, list[AnsweredPage]] = {}
    for form, answered in chain.from_iterable(by_input.items() for by_input in pages.values()):
        together.setdefault(form, []).extend(answered)
    return pages | {ALL_SETS: together}


def compute_worth(pages: Sequence[AnsweredPage]) -> Worth:
    f1, confidence = np.array([p.f1 for p in pages]), np.array([p.confidence for p in pages])
    bins = make_bins(confidence, f1)
    flags = sorted(frozenset().union(*(p.flags for p in pages)))
    return Worth(
        len(pages),
        float(confidence.mean()),
        compute_calibration_error(bins),
        correlate_ranks(confidence, f1),
        bins,
        tuple(average_kept(confidence, f1, d) for d in DROPPED_PERCENTAGES),
        {flag: compare_flag(flag, pages) for flag in flags},
    )


def make_bins(confidence: Array, f1: Array) -> tuple[Bin, ...]:
    """Ten bins of equal size, by rising confidence."""
    ordered, by_order = _sort_by_confidence(confidence, f1)
    parts = zip(np.array_split(ordered, N_BINS), np.array_split(by_order, N_BINS), strict=True)
    return tuple(Bin(float(c.mean()), float(f.mean()), len(c)) for c, f in parts if len(c))


def compute_calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: mean of |mean confidence − mean word F1| of the bins, weighted by their pages.

    The bins have equal size, not equal width, because most pages have high confidence.
    """
    return sum(b.pages * abs(b.confidence - b.f1) for b in bins) / sum(b.pages for b in bins)


def correlate_ranks(a: Array, b: Array) -> float | None:
    """Spearman's correlation of the ranks; None if either has only one value."""
    a, b = _rank_values(a), _rank_values(b)
    return float(np.corrcoef(a, b)[0, 1]) if np.ptp(a) and np.ptp(b) else None


def average_kept(confidence: Array, f1: Array, percent: int) -> float:
    """Mean word F1 of the pages without this percentage of them, the least confident ones (rounded down)."""
    _, by_order = _sort_by_confidence(confidence, f1)
    return float(by_order[len(by_order) * percent // 100 :].mean())


def compare_flag(flag: str, pages: Sequence[AnsweredPage]) -> FlagWorth:
    """Compare the pages with a flag, of which there is at least one, with the others."""
    with_flag = [p.f1 for p in pages if flag in p.flags]
    others = [p.f1 for p in pages if flag not in p.flags]
    return FlagWorth(len(with_flag), float(np.mean(with_flag)), float(np.mean(others)) if others else None)


def _sort_by_confidence(confidence: Array, f1: Array) -> tuple[Array, Array]:
    """Both by rising confidence. Pages of equal confidence get their mean F1, so that their order does not matter."""
    values, inverse, counts = np.unique(confidence, return_inverse=True, return_counts=True)
    return np.repeat(values, counts), np.repeat(np.bincount(inverse, f1) / counts, counts)


def _rank_values(values: Array) -> Array:
    """Ranks from 1; equal values get the mean of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Array = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return ranks


def make_panels(worths: dict[str, Worth]) -> list[Panel]:
    """Confidence against F1, and the gain by dropping the least confident pages; a line for each set."""
    reliability = [Line(set_name, [(b.confidence, b.f1) for b in w.bins]) for set_name, w in worths.items()]
    gain = [Line(set_name, list(zip(DROPPED_PERCENTAGES, w.kept, strict=True))) for set_name, w in worths.items()]
    wide = _make_ticks([value for line in reliability for point in line.points for value in point])
    high = _make_ticks([f1 for line in gain for _, f1 in line.points])
    return [
        Panel("Reliability", Axis("mean confidence", wide), Axis("mean F1", wide), reliability, diagonal=True),
        Panel(
            "Least confident pages dropped",
            Axis("% of pages dropped", DROPPED_PERCENTAGES),
            Axis("mean F1 kept", high),
            gain,
        ),
    ]


def _make_ticks(values: Sequence[float]) -> list[float]:
    """Ticks from below the least value to 1, in tenths, or finer if there would be few."""
    least = min(values, default=0.0)
    step = 20 if least > 0.8 else 10
    return [tick / step for tick in range(min(int(least * step), step - 1), step + 1)]


def _make_lines(worths: dict[str, dict[str, Worth]]) -> Iterator[Sequence[str]]:
    yield HEADINGS
    for set_name, by_input in worths.items():
        for form, w in by_input.items():
            rank = "" if w.rank is None else f"{w.rank:.3f}"
            means = [f"{w.confidence:.4f}", f"{w.error:.4f}", rank, *(f"{f1:.4f}" for f1 in w.kept)]
            yield [set_name, form, str(w.pages), *means]


def _make_flag_lines(worths: dict[str, dict[str, Worth]]) -> Iterator[Sequence[str]]:
    yield FLAG_HEADINGS
    for set_name, by_input in worths.items():
        for form, w in by_input.items():
            for flag, (pages, f1, without) in w.flags.items():
                yield [set_name, form, flag, str(pages), f"{f1:.4f}", "" if without is None else f"{without:.4f}"]


def _make_json(w: Worth) -> dict[str, Any]:
    return {
        "pages": w.pages,
        "confidence": _round(w.confidence),
        "calibration_error": _round(w.error),
        "spearman": _round(w.rank),
        "bins": [[_round(b.confidence), _round(b.f1), b.pages] for b in w.bins],
        "kept": {str(d): _round(f1) for d, f1 in zip(DROPPED_PERCENTAGES, w.kept, strict=True)},
        "flags": {
            name: {"pages": f.pages, "F1": _round(f.f1), "without": _round(f.without)} for name, f in w.flags.items()
        },
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 5)


if __name__ == "__main__":
    sys.exit(main())
