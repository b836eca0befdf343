"""Checks that time grows linearly with the page, shape by shape: ``python -m fuzzing.scaling [SHAPE …]``.

For each shape of `fuzzing.shapes` the exponent k of time ~ n^k is fitted over n, 2n, 4n and 8n: for the parser alone,
for the rest (our own code), and for the number of calls, which has no noise. A shape grows until its largest page takes
MAX_SECONDS or meets a limit. Exponents above MAX_EXPONENT are marked. If the tree itself grows faster than the page, as
the HTML standard requires for some shapes ("tree k"), our own code may grow like the tree; `cleancopy.markup.explodes`
bounds it.
"""

import argparse
import gc
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from typing import NamedTuple

import turbohtml

import cleancopy
from cleancopy.dom import Tree
from cleancopy.input import decode
from cleancopy.segment import segment_html, segment_text
from cleancopy.tree_walk import ALL_HIDDEN, TreeHandler
from fuzzing.growth import count_calls, fit_exponent
from fuzzing.shapes import SHAPES

MAX_EXPONENT = 1.2
"""Maximum exponent; the fit of linear work varies by about 0.1."""
N_POINTS = 4
FIRST_PIECES = 50  # pieces
N_RUNS = 2
MAX_SECONDS = 0.3
"""Seconds after which a shape does not grow any more: the next page may take many times as long."""
MIN_SECONDS = 0.004
"""Seconds below which a time is mostly noise, so that its exponent is not shown."""
# A page is cut at such limits: what is behind them is not extracted and takes no time.
MAX_TAGS, MAX_BLOCKS, MAX_CHARS = 190_000, 29_000, 15_000_000


class Measurement(NamedTuple):
    """The figures of one page: characters, events of its walk, seconds of the parser and of our own code, calls."""

    chars: int
    events: int
    engine: float
    own: float
    calls: int


class Growth(NamedTuple):
    """The growth of a shape: characters, seconds and megabytes of its largest page; exponents, NaN if all is noise."""

    shape: str
    chars: int
    seconds: float
    megabytes: float
    tree: float
    engine: float
    own: float
    calls: float

    @property
    def is_linear(self) -> bool:
        """Whether the work of our own code grows linearly, or like the tree."""
        allowed = MAX_EXPONENT * max(1.0, self.tree)
        return not (self.own > allowed or self.calls > allowed)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m fuzzing.scaling", description=__doc__.partition("\n")[0])
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="shapes to measure (default: all)")
    parser.add_argument(
        "--workers", type=int, default=1, help="number of processes (default: 1, which has the least noise)"
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.shapes) - set(SHAPES):
        parser.error(f"unknown shape {', '.join(sorted(unknown))}: choose from {', '.join(SHAPES)}")
    return 1 if print_report(options.shapes or list(SHAPES), options.workers) else 0


def print_report(shapes: Sequence[str], workers: int = 1) -> list[str]:
    """Print a line for each shape. Gives the shapes on which our own code is not linear."""
    print(_format_row("shape", "bytes", "tree k", "engine k", "own k", "calls k", "seconds", "MB"))
    violators = []
    for growth in measure_shapes(shapes, workers):
        print(_format_growth(growth), flush=True)
        violators += [] if growth.is_linear else [growth.shape]
    print(f"{len(violators)} shapes on which our own code has k > {MAX_EXPONENT}", *violators, sep="\n  ")
    return violators


def measure_shapes(shapes: Sequence[str], workers: int) -> Iterator[Growth]:
    """Measure each shape in its own process, so that it has its own peak of memory."""
    with ProcessPoolExecutor(workers, get_context("spawn"), max_tasks_per_child=1) as pool:
        yield from pool.map(measure_shape, shapes)


def measure_shape(shape: str) -> Growth:
    """Measure a shape."""
    _measure_page(SHAPES["paragraphs"], 4)  # so that the models are loaded
    _measure_page(SHAPES["lines"], 4)
    before = _read_peak_memory()
    measures = _measure_sizes(SHAPES[shape])
    last, sizes = measures[-1], [m.chars for m in measures]

    def fit(values: list[float], least: float) -> float:
        return fit_exponent(sizes, values) if values[-1] >= least else math.nan

    return Growth(
        shape,
        last.chars,
        last.engine + last.own,
        _read_peak_memory() - before,
        fit_exponent(sizes, [m.events for m in measures]),
        fit([m.engine for m in measures], MIN_SECONDS),
        fit([m.own for m in measures], MIN_SECONDS),
        fit([float(m.calls) for m in measures], 10_000),
    )


def _measure_sizes(make: Callable[[int], str]) -> list[Measurement]:
    """The measurements of the last pages; each page has twice the pieces of the one before."""
    measures: list[Measurement] = []
    pieces = FIRST_PIECES
    while len(measures) < N_POINTS or (
        measures[-1].engine + measures[-1].own < MAX_SECONDS and _is_within_limits(make(pieces))
    ):
        measures.append(_measure_page(make, pieces))
        pieces *= 2
    return measures[-N_POINTS:]


def _is_within_limits(page: str) -> bool:
    if len(page) > MAX_CHARS or page.count("<") > MAX_TAGS:
        return False
    read = decode(page)
    blocks = segment_html(Tree(read.text)) if read.kind == "html" else segment_text(read.text)
    return len(blocks.blocks) <= MAX_BLOCKS


def _measure_page(make: Callable[[int], str], pieces: int) -> Measurement:
    page = make(pieces)
    read = decode(page)
    events = _count_events(Tree(read.text)) if read.kind == "html" else len(page)
    engine = _time_fastest(lambda: turbohtml.parse(read.text, positions=False)) if read.kind == "html" else 0.0
    whole = _time_fastest(lambda: cleancopy.extract(page))
    return Measurement(
        len(page), events, engine, max(whole - engine, 1e-6), count_calls(lambda: cleancopy.extract(page))
    )


class _Counter(TreeHandler):
    """Counts the events of a walk."""

    events = 0

    def _count(self, *_: object, **__: object) -> None:
        self.events += 1

    add_text = start_element = end_element = add_image = skip_hidden = _count


def _count_events(tree: Tree) -> int:
    counter = _Counter()
    tree.walk(counter, ALL_HIDDEN)
    return counter.events


def _time_fastest(function: Callable[[], object]) -> float:
    """The least time of several runs, because noise only adds."""
    seconds = []
    for _ in range(N_RUNS):
        gc.collect()
        start = process_time()
        function()
        seconds.append(process_time() - start)
    return min(seconds)


def _read_peak_memory() -> float:
    """The peak of this process. `resource.getrusage` would include the parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return math.nan
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def _format_growth(growth: Growth) -> str:
    marks = [
        f"{k:.2f}{'!' if k > MAX_EXPONENT else ' '}" for k in (growth.tree, growth.engine, growth.own, growth.calls)
    ]
    return _format_row(growth.shape, f"{growth.chars}", *marks, f"{growth.seconds:.2f}", f"{growth.megabytes:.0f}")


def _format_row(shape: str, *cells: str) -> str:
    return f"{shape:32}" + "".join(f"{cell:>10}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
