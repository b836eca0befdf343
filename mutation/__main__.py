"""Runs mutation testing: ``python -m mutation``. It makes small changes to decision logic, one at a time, runs the
tests of the module (`tests/segment` for `segment`), and lists the changes that no test notices.

The exit code is 1 if the share of noticed changes is below the floor, 2 if the tests fail without any change.
"""

import argparse
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from mutation.mutants import Mutant, list_package_mutants
from mutation.runner import Outcome, copy_sources, is_passing, run_all, warm_up

ROOT = Path(__file__).parents[1]
PACKAGES = ("segment", "features", "classify", "metadata", "assemble")
FLOOR = 0.85
"""Share of a sample that the tests must notice. Changes without an effect count as not noticed."""


def main(arguments: list[str] | None = None) -> int:
    options = _parse_options(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as directory:
        copy = copy_sources(ROOT / "src", Path(directory))
        warm_up(copy)
        mutants = [m for package in options.packages for m in list_package_mutants(copy, package)]
        mutants = [m for m in mutants if options.module in m.path]
        chosen = _draw_sample(mutants, options.sample, options.seed)
        print(f"{len(chosen)} of {len(mutants)} mutants, seed {options.seed}", flush=True)
        if not all(is_passing(copy, _list_tests(package)) for package in options.packages):
            print("The tests fail without any change: fix them first.", file=sys.stderr)
            return 2
        outcomes = dict(_follow(run_all(chosen, copy, lambda m: _list_tests(_get_package(m)), options.jobs), copy))
    print(*_make_report(outcomes), sep="\n")
    return 0 if _compute_noticed(outcomes.values()) >= options.floor else 1


def _parse_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m mutation", description=__doc__)
    parser.add_argument("packages", nargs="*", default=PACKAGES, metavar="PACKAGE", help="default: all five")
    parser.add_argument("--module", default="", metavar="TEXT", help="only modules with this in their path")
    parser.add_argument("--sample", type=int, metavar="N", help="only this many mutants; default: all")
    parser.add_argument("--seed", type=int, default=0, help="seed of the sample; default: 0")
    parser.add_argument("--jobs", type=int, default=2, help="number of processes; default: 2")
    parser.add_argument("--floor", type=float, default=FLOOR, help=f"share that must be noticed; default: {FLOOR}")
    options = parser.parse_args(arguments)
    if unknown := set(options.packages) - set(PACKAGES):
        parser.error(f"no such package: {', '.join(sorted(unknown))}; choose from {', '.join(PACKAGES)}")
    return options


def _draw_sample(mutants: list[Mutant], number: int | None, seed: int) -> list[Mutant]:
    if number is None or number >= len(mutants):
        return mutants
    return random.Random(seed).sample(mutants, number)


def _get_package(mutant: Mutant) -> str:
    return Path(mutant.path).parts[0]


def _list_tests(package: str) -> list[str]:
    return [str(ROOT / "tests" / package)]


def _follow(outcomes: Iterable[tuple[Mutant, Outcome]], copy: Path) -> Iterator[tuple[Mutant, Outcome]]:
    """Pass outcomes through, and print survivors as they come."""
    for mutant, outcome in outcomes:
        if outcome is Outcome.SURVIVED:
            print(*_make_diff(mutant, (copy / mutant.path).read_text("utf-8")), sep="\n", flush=True)
        yield mutant, outcome


def _make_diff(mutant: Mutant, source: str) -> Iterator[str]:
    """The lines that the change touches, before and after."""
    yield f"survived: {mutant.path}:{mutant.line}"
    begin = source.rfind("\n", 0, mutant.start) + 1
    end = source.find("\n", mutant.end)
    changed = mutant.apply(source)
    after = end + len(changed) - len(source)
    yield from (f"  - {line.strip()}" for line in source[begin:end].splitlines())
    yield from (f"  + {line.strip()}" for line in changed[begin:after].splitlines())


def _make_report(outcomes: dict[Mutant, Outcome]) -> Iterator[str]:
    yield f"{'package':<12}{'mutants':>8}{'killed':>8}{'timeout':>8}{'survived':>9}{'noticed':>9}"
    packages = sorted({_get_package(m) for m in outcomes})
    for package in packages:
        yield _format_row(package, [outcome for m, outcome in outcomes.items() if _get_package(m) == package])
    yield _format_row("all", list(outcomes.values()))


def _format_row(name: str, outcomes: list[Outcome]) -> str:
    number = Counter(outcomes)
    counts = f"{number[Outcome.KILLED]:>8}{number[Outcome.TIMEOUT]:>8}{number[Outcome.SURVIVED]:>9}"
    return f"{name:<12}{len(outcomes):>8}{counts}{_compute_noticed(outcomes):>9.1%}"


def _compute_noticed(outcomes: Iterable[Outcome]) -> float:
    """The share of mutants that made a test fail or never end."""
    outcomes = list(outcomes)
    return sum(outcome is not Outcome.SURVIVED for outcome in outcomes) / len(outcomes) if outcomes else 1.0


if __name__ == "__main__":
    sys.exit(main())
