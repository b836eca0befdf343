"""What confidence and flags are worth: ``python -m evaluation.doubt [SET…]``; README.md explains the figures."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from evaluation.command import HELD_OUT, SHIPPED, carry_out, parsed, parser_of
from evaluation.measure import OURS, Task, measure, progress, worker_pool
from evaluation.pages import SETS, rows_of
from evaluation.picture import Axis, Line, Panel, drawn
from evaluation.table import aligned

ALL = "all"
"""Stands in the place of a set for the pages of all sets that were asked."""
BINS = 10
DROPPED = (0, 1, 2, 5, 10, 20)
"""Percent of the pages, the least confident ones, that are sent elsewhere."""
HEADINGS = ("set", "input", "pages", "confidence", "off by", "rank", "F1", *(f"-{d} %" for d in DROPPED[1:]))
FLAG_HEADINGS = ("set", "input", "flag", "pages", "F1 with", "without")

Array = npt.NDArray[np.float64]


class Doubted(NamedTuple):
    """A page's word F1, and what its answer said of itself."""

    f1: float
    confidence: float
    flags: frozenset[str] = frozenset()


class Bin(NamedTuple):
    """Means over pages of like confidence."""

    confidence: float
    f1: float
    pages: int


class Flagged(NamedTuple):
    """Mean word F1 of the pages that carry a flag, and of the others, if there are any."""

    pages: int
    f1: float
    without: float | None


class Worth(NamedTuple):
    """What the doubts about some pages are worth.

    confidence   its mean
    error        expected calibration error
    rank         Spearman's correlation of confidence with word F1; None where either is the same everywhere
    bins         by rising confidence
    kept         mean word F1 of the pages kept, for each of `DROPPED`
    """

    pages: int
    confidence: float
    error: float
    rank: float | None
    bins: tuple[Bin, ...]
    kept: tuple[float, ...]
    flags: dict[str, Flagged]


Pages = dict[str, dict[str, list[Doubted]]]
"""By set and input."""


def main(arguments: list[str] | None = None) -> int:
    parser = parser_of("evaluation.doubt", __doc__)
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw a line for each set there, as SVG")
    return carry_out(parsed(parser, arguments), _doubt)


def _doubt(options: argparse.Namespace, folds: Path | None) -> dict[str, Any]:
    with worker_pool(options.workers, folds, ()) as pool:
        print(HELD_OUT if folds else SHIPPED)
        asked = [
            Task(source, form, folds, mode=options.mode) for source in options.sets or SETS for form in options.input
        ]
        pages = _by_set(asked, options.limit, pool)
    if not pages:
        print("none of these pages has a word F1")
    worths = {source: {form: worth(p) for form, p in by_input.items()} for source, by_input in pooled(pages).items()}
    for lines in (_lines(worths), _flag_lines(worths)):
        print("", *aligned(list(lines)), sep="\n")
    if options.picture:
        by_source = {source: worth(list(chain(*by_input.values()))) for source, by_input in pages.items()}
        options.picture.write_text(drawn(panels(by_source)), "utf-8")
    return {source: {form: _as_json(w) for form, w in by_input.items()} for source, by_input in worths.items()}


def _by_set(tasks: Sequence[Task], limit: int | None, pool: Executor | None) -> Pages:
    pages: Pages = {}
    for task in tasks:
        if answered := _pages(task, limit, pool):
            pages.setdefault(task.source, {})[task.form] = answered
    return pages


def _pages(task: Task, limit: int | None, pool: Executor | None) -> list[Doubted]:
    """The pages that have a word F1. An exception says nothing of itself: `evaluation.run` counts those."""
    rows = [row for row in rows_of(task.source, limit) if row["text"]]
    outcomes = (o[OURS] for o in progress(f"{task.source} {task.form}", measure(task, rows, pool), len(rows)))
    return [Doubted(o.figures["F1"], o.confidence, o.flags) for o in outcomes if o.confidence is not None]


def pooled(pages: Pages) -> Pages:
    """With the pages of all sets together at the end, where there are several sets."""
    if len(pages) < 2:
        return pages
    together: dict[str, list[Doubted]] = {}
    for form, answered in chain.from_iterable(by_input.items() for by_input in pages.values()):
        together.setdefault(form, []).extend(answered)
    return pages | {ALL: together}


def worth(pages: Sequence[Doubted]) -> Worth:
    f1, confidence = np.array([p.f1 for p in pages]), np.array([p.confidence for p in pages])
    bins = bins_of(confidence, f1)
    flags = sorted(frozenset().union(*(p.flags for p in pages)))
    return Worth(
        len(pages),
        float(confidence.mean()),
        calibration_error(bins),
        spearman(confidence, f1),
        bins,
        tuple(kept(confidence, f1, d) for d in DROPPED),
        {flag: flagged(flag, pages) for flag in flags},
    )


def bins_of(confidence: Array, f1: Array) -> tuple[Bin, ...]:
    """Ten bins, of as many pages each as can be, by rising confidence."""
    ordered, by_order = _ordered(confidence, f1)
    parts = zip(np.array_split(ordered, BINS), np.array_split(by_order, BINS), strict=True)
    return tuple(Bin(float(c.mean()), float(f.mean()), len(c)) for c, f in parts if len(c))


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: mean of |mean confidence − mean word F1| of the bins, weighted by their pages.

    The bins are ten of equal size by confidence, not of equal width: most pages are of high confidence.
    """
    return sum(b.pages * abs(b.confidence - b.f1) for b in bins) / sum(b.pages for b in bins)


def spearman(a: Array, b: Array) -> float | None:
    """Correlation of the ranks; None where either has one value only."""
    a, b = _ranks(a), _ranks(b)
    return float(np.corrcoef(a, b)[0, 1]) if np.ptp(a) and np.ptp(b) else None


def kept(confidence: Array, f1: Array, percent: int) -> float:
    """Mean word F1 of the pages that stay when so many percent of them, rounded down, are sent elsewhere."""
    _, by_order = _ordered(confidence, f1)
    return float(by_order[len(by_order) * percent // 100 :].mean())


def flagged(flag: str, pages: Sequence[Doubted]) -> Flagged:
    """For a flag that some of the pages carry."""
    carry = [p.f1 for p in pages if flag in p.flags]
    others = [p.f1 for p in pages if flag not in p.flags]
    return Flagged(len(carry), float(np.mean(carry)), float(np.mean(others)) if others else None)


def _ordered(confidence: Array, f1: Array) -> tuple[Array, Array]:
    """Both by rising confidence. Pages of one confidence get their mean F1: the order they came in says nothing."""
    values, place, counts = np.unique(confidence, return_inverse=True, return_counts=True)
    return np.repeat(values, counts), np.repeat(np.bincount(place, f1) / counts, counts)


def _ranks(values: Array) -> Array:
    """Counted from 1; equal values share the mean of their ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Array = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return ranks


def panels(worths: dict[str, Worth]) -> list[Panel]:
    """How sure against how good, and what dropping the doubtful pages gains; a line for each set."""
    reliability = [Line(source, [(b.confidence, b.f1) for b in w.bins]) for source, w in worths.items()]
    gain = [Line(source, list(zip(DROPPED, w.kept, strict=True))) for source, w in worths.items()]
    wide = _up_to_1([value for line in reliability for point in line.points for value in point])
    high = _up_to_1([f1 for line in gain for _, f1 in line.points])
    return [
        Panel("Reliability", Axis("mean confidence", wide), Axis("mean F1", wide), reliability, diagonal=True),
        Panel("Least confident pages dropped", Axis("% of pages dropped", DROPPED), Axis("mean F1 kept", high), gain),
    ]


def _up_to_1(values: Sequence[float]) -> list[float]:
    """Ticks in tenths, or finer where they would be few, from below the least value to 1."""
    least = min(values, default=0.0)
    step = 20 if least > 0.8 else 10
    return [tick / step for tick in range(min(int(least * step), step - 1), step + 1)]


def _lines(worths: dict[str, dict[str, Worth]]) -> Iterator[Sequence[str]]:
    yield HEADINGS
    for source, by_input in worths.items():
        for form, w in by_input.items():
            rank = "" if w.rank is None else f"{w.rank:.3f}"
            means = [f"{w.confidence:.4f}", f"{w.error:.4f}", rank, *(f"{f1:.4f}" for f1 in w.kept)]
            yield [source, form, str(w.pages), *means]


def _flag_lines(worths: dict[str, dict[str, Worth]]) -> Iterator[Sequence[str]]:
    yield FLAG_HEADINGS
    for source, by_input in worths.items():
        for form, w in by_input.items():
            for flag, (pages, f1, without) in w.flags.items():
                yield [source, form, flag, str(pages), f"{f1:.4f}", "" if without is None else f"{without:.4f}"]


def _as_json(w: Worth) -> dict[str, Any]:
    return {
        "pages": w.pages,
        "confidence": _rounded(w.confidence),
        "calibration_error": _rounded(w.error),
        "spearman": _rounded(w.rank),
        "bins": [[_rounded(b.confidence), _rounded(b.f1), b.pages] for b in w.bins],
        "kept": {str(d): _rounded(f1) for d, f1 in zip(DROPPED, w.kept, strict=True)},
        "flags": {
            name: {"pages": f.pages, "F1": _rounded(f.f1), "without": _rounded(f.without)}
            for name, f in w.flags.items()
        },
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 5)


if __name__ == "__main__":
    sys.exit(main())
