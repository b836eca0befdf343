"""Mutation testing in one command: ``python -m mutation``. It makes small changes to decision logic, one at a time,
runs the tests beside the module (`tests/segment` for `segment`), and lists the changes that no test notices.

Exit code 1 when the part that was noticed is below the floor, 2 when the tests fail without any change.
"""

import argparse
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from mutation.mutants import Mutant, package_mutants
from mutation.runner import Outcome, copy_sources, passes, run_all, warm_up

ROOT = Path(__file__).parents[1]
PACKAGES = ("segment", "features", "classify", "metadata", "structure")
FLOOR = 0.85
"""The part of a sample that tests notice; what they cannot notice (changes that change nothing) counts against it."""


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as directory:
        copy = copy_sources(ROOT / "src", Path(directory))
        warm_up(copy)
        mutants = [m for package in options.packages for m in package_mutants(copy, package)]
        mutants = [m for m in mutants if options.module in m.path]
        chosen = _sample(mutants, options.sample, options.seed)
        print(f"{len(chosen)} of {len(mutants)} mutants, seed {options.seed}", flush=True)
        if not all(passes(copy, _tests(package)) for package in options.packages):
            print("The tests fail without any change: mend them first.", file=sys.stderr)
            return 2
        outcomes = dict(_followed(run_all(chosen, copy, lambda m: _tests(_package(m)), options.jobs), copy))
    print(*_report(outcomes), sep="\n")
    return 0 if _noticed(outcomes.values()) >= options.floor else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m mutation", description=__doc__)
    parser.add_argument("packages", nargs="*", default=PACKAGES, metavar="PACKAGE", help="default: all five")
    parser.add_argument("--module", default="", metavar="TEXT", help="only modules with this in their path")
    parser.add_argument("--sample", type=int, metavar="N", help="only this many mutants; default: all")
    parser.add_argument("--seed", type=int, default=0, help="of the sample; default: 0")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time; default: 2")
    parser.add_argument("--floor", type=float, default=FLOOR, help=f"part that must be noticed; default: {FLOOR}")
    options = parser.parse_args(arguments)
    if unknown := set(options.packages) - set(PACKAGES):
        parser.error(f"no such package: {', '.join(sorted(unknown))}; choose from {', '.join(PACKAGES)}")
    return options


def _sample(mutants: list[Mutant], number: int | None, seed: int) -> list[Mutant]:
    if number is None or number >= len(mutants):
        return mutants
    return random.Random(seed).sample(mutants, number)


def _package(mutant: Mutant) -> str:
    return Path(mutant.path).parts[0]


def _tests(package: str) -> list[str]:
    return [str(ROOT / "tests" / package)]


def _followed(outcomes: Iterable[tuple[Mutant, Outcome]], copy: Path) -> Iterator[tuple[Mutant, Outcome]]:
    """The outcomes; survivors are printed as they come."""
    for mutant, outcome in outcomes:
        if outcome is Outcome.SURVIVED:
            print(*_diff(mutant, (copy / mutant.path).read_text("utf-8")), sep="\n", flush=True)
        yield mutant, outcome


def _diff(mutant: Mutant, source: str) -> Iterator[str]:
    """The lines that the change touches, before and after."""
    yield f"survived: {mutant.path}:{mutant.line}"
    begin = source.rfind("\n", 0, mutant.start) + 1
    end = source.find("\n", mutant.end)
    changed = mutant.apply(source)
    after = end + len(changed) - len(source)
    yield from (f"  - {line.strip()}" for line in source[begin:end].splitlines())
    yield from (f"  + {line.strip()}" for line in changed[begin:after].splitlines())


def _report(outcomes: dict[Mutant, Outcome]) -> Iterator[str]:
    yield f"{'package':<12}{'mutants':>8}{'killed':>8}{'timeout':>8}{'survived':>9}{'noticed':>9}"
    packages = sorted({_package(m) for m in outcomes})
    for package in packages:
        yield _row(package, [outcome for m, outcome in outcomes.items() if _package(m) == package])
    yield _row("all", list(outcomes.values()))


def _row(name: str, outcomes: list[Outcome]) -> str:
    number = Counter(outcomes)
    counts = f"{number[Outcome.KILLED]:>8}{number[Outcome.TIMEOUT]:>8}{number[Outcome.SURVIVED]:>9}"
    return f"{name:<12}{len(outcomes):>8}{counts}{_noticed(outcomes):>9.1%}"


def _noticed(outcomes: Iterable[Outcome]) -> float:
    """The part that made a test fail or never end."""
    outcomes = list(outcomes)
    return sum(outcome is not Outcome.SURVIVED for outcome in outcomes) / len(outcomes) if outcomes else 1.0


if __name__ == "__main__":
    sys.exit(main())
