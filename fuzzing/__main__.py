"""Runs all fuzzing: ``python -m fuzzing``. It takes about a minute, or as ``--inputs`` or ``--minutes`` say.

Mutated pages go through extraction, each in a worker that can be killed. The stages are fuzzed by their coverage. The
growth of time is measured for a few shapes in a short run, and for all in a long one.
Findings are minimized and saved in fuzzing/findings; CONTRIBUTING.md explains how a finding becomes a test.
"""

import argparse
import sys
from collections.abc import Iterator

from fuzzing import coverage, findings, mutate, scaling
from fuzzing.runner import Tally
from fuzzing.shapes import SHAPES
from fuzzing.sources import load_sources
from labelled import CORE_SETS

SHORT_SECONDS = 40.0
TARGET_SECONDS = 5.0
"""Seconds of fuzzing for each target in a short run, without its start."""
TARGET_SHARE = 0.15
"""Share of ``--minutes`` for each target."""
MIN_LONG_MINUTES = 10
SHORT_SHAPES = ("paragraphs", "rows of one table", "lines")
"""Shapes that are measured in a run of less than MIN_LONG_MINUTES; a longer run measures all."""
SHORT_SETS = ("news-world", "news-en")
"""Labelled sets of a short run: reading all sets would take too much of its time."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m fuzzing", description=__doc__)
    parser.add_argument("--inputs", type=int, help="number of mutated pages, however long it takes")
    parser.add_argument("--minutes", type=float, help="about how long the whole run takes")
    parser.add_argument("--seed", type=int, default=0, help="seed of the inputs (default: 0)")
    parser.add_argument("--workers", type=int, default=2, help="number of processes (default: 2)")
    parser.add_argument("--no-coverage", action="store_true", help="skip the fuzzing by coverage")
    parser.add_argument("--no-growth", action="store_true", help="skip the growth of time")
    options = parser.parse_args(arguments)
    is_short = options.inputs is None and (options.minutes is None or options.minutes < MIN_LONG_MINUTES)
    count, seconds = _compute_extent(options)
    tally = mutate.fuzz_pages(
        options.seed, load_sources(options.seed, SHORT_SETS if is_short else CORE_SETS), count, seconds, options.workers
    )
    print(*_make_report(tally), sep="\n", flush=True)
    kept = [(f, findings.save_finding(f)) for f in findings.minimize_findings(tally.findings)]
    for found, path in kept:
        print(f"FOUND {found.complaint}\n      {path.name}, {len(found.page)} long, from {found.origin}")
    number = len(kept)
    if not options.no_coverage:
        number += _fuzz_targets(
            options.seed, TARGET_SECONDS if options.minutes is None else 60 * options.minutes * TARGET_SHARE
        )
    if not options.no_growth:
        # The exponents are only shown, because other work of the machine changes them; `fuzzing.scaling` judges them.
        scaling.print_report(SHORT_SHAPES if is_short else list(SHAPES))
    print(f"{number} findings" + (" in fuzzing/findings/" if number else ""))
    return 1 if number else 0


def _compute_extent(options: argparse.Namespace) -> tuple[int, float]:
    """The maximum number of mutated pages and of seconds."""
    if options.minutes is not None:
        share = 1.0 if options.no_coverage else 1 - TARGET_SHARE * len(coverage.TARGETS)
        return options.inputs or sys.maxsize, 60 * options.minutes * share
    return (options.inputs, float("inf")) if options.inputs is not None else (sys.maxsize, SHORT_SECONDS)


def _make_report(tally: Tally) -> Iterator[str]:
    total = sum(tally.n_cases.values())
    yield f"{total} mutated pages in {tally.seconds:.0f} s"
    for source, number in tally.n_cases.most_common():
        yield f"  {source:18}{number:>8}   {1000 * tally.spent[source] / number:6.1f} ms each"
    if tally.slowest:
        case = tally.slowest.case
        yield f"  slowest {tally.slowest.seconds:.2f} s: {case.source} {case.number}, {len(case.page)} long"
    for kind, number in tally.complaints.most_common():
        yield f"  {number} × {kind}"


def _fuzz_targets(seed: int, seconds: float) -> int:
    """Fuzz each stage by its coverage. Gives the number of findings."""
    if not coverage.is_installed():
        print(coverage.MISSING)
        return 0
    found = 0
    for target in coverage.TARGETS:
        covered = coverage.fuzz_target(target, seed, seconds)
        print(f"{target:14}{covered.runs:>9} inputs, {covered.reached} edges reached", flush=True)
        for path in covered.findings:
            print(f"FOUND {path.name} by {target}")
        found += len(covered.findings)
    return found


if __name__ == "__main__":
    sys.exit(main())
