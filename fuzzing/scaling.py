"""Whether time grows linearly with the page, shape by shape: ``python -m fuzzing.scaling [SHAPE …]``.

For each shape of `fuzzing.shapes` the exponent k of time ~ n^k is fitted over n, 2n, 4n and 8n: for the parser alone,
for the rest (our own code), and for the calls that are made, which have no noise. A shape grows until its largest page
takes half a second or meets a limit. Marked is what has k > 1.2. Where the tree itself grows faster than the page, as
the HTML standard has it ("tree k"), our own code may grow as the tree does; `cleancopy.markup.explodes` bounds it.
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
from cleancopy.decode import decode
from cleancopy.dom import EVERY, Reader, Tree
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text
from fuzzing.growth import calls, exponent
from fuzzing.shapes import SHAPES

LIMIT = 1.2
"""What an exponent may be: the fit of linear work strays about a tenth to both sides."""
POINTS = 4
START = 50  # pieces
RUNS = 2
LONGEST = 0.3
"""Seconds after which a shape grows no more: the next page may take many times as long."""
SHORTEST = 0.004
"""Seconds below which our own time is noise, and no exponent of it is told."""
# Where a page is cut: what lies behind these limits is not extracted, and measures nothing.
MOST_TAGS, MOST_BLOCKS, MOST_CHARS = 190_000, 29_000, 15_000_000


class Measure(NamedTuple):
    """One page: its characters and the events of its walk, seconds of parser and of our own code, calls made."""

    chars: int
    events: int
    engine: float
    own: float
    calls: int


class Growth(NamedTuple):
    """A shape, its largest page first: bytes, seconds, megabytes; then the exponents, NaN where all is noise."""

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
        """Whether our own code is."""
        allowed = LIMIT * max(1.0, self.tree)
        return not (self.own > allowed or self.calls > allowed)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m fuzzing.scaling", description=__doc__.partition("\n")[0])
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="all unless told")
    parser.add_argument("--workers", type=int, default=1, help="processes at a time; 1 (unless told) has least noise")
    options = parser.parse_args(arguments)
    if unknown := set(options.shapes) - set(SHAPES):
        parser.error(f"unknown shape {', '.join(sorted(unknown))}: choose of {', '.join(SHAPES)}")
    return 1 if report(options.shapes or list(SHAPES), options.workers) else 0


def report(shapes: Sequence[str], workers: int = 1) -> list[str]:
    """Print a line for each shape; gives those on which our own code is not linear."""
    print(_row("shape", "bytes", "tree k", "engine k", "own k", "calls k", "seconds", "MB"))
    violators = []
    for growth in growths(shapes, workers):
        print(_line(growth), flush=True)
        violators += [] if growth.is_linear else [growth.shape]
    print(f"{len(violators)} shapes on which our own code has k > {LIMIT}", *violators, sep="\n  ")
    return violators


def growths(shapes: Sequence[str], workers: int) -> Iterator[Growth]:
    """Each shape in a process of its own: its peak of memory is nobody else's."""
    with ProcessPoolExecutor(workers, get_context("spawn"), max_tasks_per_child=1) as pool:
        yield from pool.map(growth_of, shapes)


def growth_of(shape: str) -> Growth:
    """Measure a shape."""
    _measure(SHAPES["paragraphs"], 4)  # what is loaded once is not the page's
    _measure(SHAPES["lines"], 4)
    before = _peak_megabytes()
    measures = _grow(SHAPES[shape])
    last, sizes = measures[-1], [m.chars for m in measures]

    def fitted(values: list[float], least: float) -> float:
        return exponent(sizes, values) if values[-1] >= least else math.nan

    return Growth(
        shape,
        last.chars,
        last.engine + last.own,
        _peak_megabytes() - before,
        exponent(sizes, [m.events for m in measures]),
        fitted([m.engine for m in measures], SHORTEST),
        fitted([m.own for m in measures], SHORTEST),
        fitted([float(m.calls) for m in measures], 10_000),
    )


def _grow(make: Callable[[int], str]) -> list[Measure]:
    """The measures of the last pages: each has twice the pieces of the one before."""
    measures: list[Measure] = []
    pieces = START
    while len(measures) < POINTS or (measures[-1].engine + measures[-1].own < LONGEST and _fits(make(pieces))):
        measures.append(_measure(make, pieces))
        pieces *= 2
    return measures[-POINTS:]


def _fits(page: str) -> bool:
    if len(page) > MOST_CHARS or page.count("<") > MOST_TAGS:
        return False
    read = decode(page)
    blocks = segment_html(Tree(read.text)) if read.kind == "html" else segment_text(read.text)
    return len(blocks.blocks) <= MOST_BLOCKS


def _measure(make: Callable[[int], str], pieces: int) -> Measure:
    page = make(pieces)
    read = decode(page)
    events = _events(Tree(read.text)) if read.kind == "html" else len(page)
    engine = _least_seconds(lambda: turbohtml.parse(read.text, positions=False)) if read.kind == "html" else 0.0
    whole = _least_seconds(lambda: cleancopy.extract(page))
    return Measure(len(page), events, engine, max(whole - engine, 1e-6), calls(lambda: cleancopy.extract(page)))


class _Counter(Reader):
    """Counts what a walk tells."""

    events = 0

    def _count(self, *_: object, **__: object) -> None:
        self.events += 1

    text = begin = end = image = hidden = _count


def _events(tree: Tree) -> int:
    counter = _Counter()
    tree.walk(counter, EVERY)
    return counter.events


def _least_seconds(function: Callable[[], object]) -> float:
    """The least of several runs: noise only adds."""
    seconds = []
    for _ in range(RUNS):
        gc.collect()
        start = process_time()
        function()
        seconds.append(process_time() - start)
    return min(seconds)


def _peak_megabytes() -> float:
    """The peak of this process; that of `resource.getrusage` is a parent's too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return math.nan
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def _line(growth: Growth) -> str:
    marks = [f"{k:.2f}{'!' if k > LIMIT else ' '}" for k in (growth.tree, growth.engine, growth.own, growth.calls)]
    return _row(growth.shape, f"{growth.chars}", *marks, f"{growth.seconds:.2f}", f"{growth.megabytes:.0f}")


def _row(shape: str, *cells: str) -> str:
    return f"{shape:32}" + "".join(f"{cell:>10}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
