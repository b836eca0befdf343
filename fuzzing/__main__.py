"""Fuzzing in one command: ``python -m fuzzing``. A minute unless told, hours with ``--inputs`` or ``--minutes``.

Mutated pages go through extraction, each in a worker that can be killed; the stages are fuzzed by their coverage; and
the growth of time is told by shape: of a few in a short run, of all in a long one.
What is found is made small and kept in fuzzing/findings; CONTRIBUTING.md tells how it becomes a test.
"""

import argparse
import sys
from collections.abc import Iterator

from fuzzing import coverage, findings, mutate, scaling
from fuzzing.runner import Tally
from fuzzing.shapes import SHAPES
from fuzzing.sources import sources
from training.prepare import SETS

SHORT_SECONDS = 40.0
COVERED_SECONDS = 5.0
"""For each of four targets in a short run; starting one takes another second or two."""
SHARE = 0.15
"""The part of ``--minutes`` that each target gets."""
LONG_MINUTES = 10
SHORT_SHAPES = ("paragraphs", "rows of one table", "lines")
"""The growth of time is told for these in a run of less than LONG_MINUTES, and for all in a longer one."""
SHORT_SETS = ("news-world", "news-en")
"""The labelled pages of a short run: reading all of them would take a tenth of its time."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m fuzzing", description=__doc__)
    parser.add_argument("--inputs", type=int, help="so many mutated pages, however long it takes")
    parser.add_argument("--minutes", type=float, help="about so long, all in all")
    parser.add_argument("--seed", type=int, default=0, help="0 unless told: the same inputs each time")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-coverage", action="store_true", help="leave the fuzzing by coverage out")
    parser.add_argument("--no-growth", action="store_true", help="leave the growth of time out")
    options = parser.parse_args(arguments)
    is_short = options.inputs is None and (options.minutes is None or options.minutes < LONG_MINUTES)
    count, seconds = _extent(options)
    tally = mutate.fuzz(
        options.seed, sources(options.seed, SHORT_SETS if is_short else SETS), count, seconds, options.workers
    )
    print(*_report(tally), sep="\n", flush=True)
    kept = [(f, findings.keep(f)) for f in findings.small_ones(tally.findings)]
    for found, path in kept:
        print(f"FOUND {found.complaint}\n      {path.name}, {len(found.page)} long, from {found.origin}")
    number = len(kept)
    if not options.no_coverage:
        number += _cover(options.seed, COVERED_SECONDS if options.minutes is None else 60 * options.minutes * SHARE)
    if not options.no_growth:
        # Told, not judged: a machine that does other things makes exponents of its own. `fuzzing.scaling` judges.
        scaling.report(SHORT_SHAPES if is_short else list(SHAPES))
    print(f"{number} findings" + (" in fuzzing/findings/" if number else ""))
    return 1 if number else 0


def _extent(options: argparse.Namespace) -> tuple[int, float]:
    """How many mutated pages, and for how many seconds."""
    if options.minutes is not None:
        share = 1.0 if options.no_coverage else 1 - SHARE * len(coverage.TARGETS)
        return options.inputs or sys.maxsize, 60 * options.minutes * share
    return (options.inputs, float("inf")) if options.inputs is not None else (sys.maxsize, SHORT_SECONDS)


def _report(tally: Tally) -> Iterator[str]:
    total = sum(tally.inputs.values())
    yield f"{total} mutated pages in {tally.seconds:.0f} s"
    for source, number in tally.inputs.most_common():
        yield f"  {source:18}{number:>8}   {1000 * tally.spent[source] / number:6.1f} ms each"
    if tally.slowest:
        tried = tally.slowest.tried
        yield f"  slowest {tally.slowest.seconds:.2f} s: {tried.source} {tried.number}, {len(tried.page)} long"
    for kind, number in tally.complaints.most_common():
        yield f"  {number} × {kind}"


def _cover(seed: int, seconds: float) -> int:
    """Fuzz each stage by its coverage; tells how many findings there are."""
    if not coverage.is_there():
        print(coverage.MISSING)
        return 0
    found = 0
    for target in coverage.TARGETS:
        covered = coverage.fuzz(target, seed, seconds)
        print(f"{target:14}{covered.runs:>9} inputs, {covered.reached} places reached", flush=True)
        for path in covered.findings:
            print(f"FOUND {path.name} by {target}")
        found += len(covered.findings)
    return found


if __name__ == "__main__":
    sys.exit(main())
