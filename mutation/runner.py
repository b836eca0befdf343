"""Runs tests on mutants, each in a fork of a process that has imported everything except the package."""

import importlib
import os
import resource
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

from mutation.mutants import Mutant

PACKAGE = "cleancopy"
CPU_SECONDS = 60
"""Limit of processor time for the tests of one mutant; it ends endless loops."""
MEMORY_BYTES = 6 << 30
_WARM_MODULES = ("hypothesis", "hypothesis.strategies", "numpy", "pytest", "turbohtml")
"""Modules that take long to import and do not import the package."""


class Outcome(StrEnum):
    KILLED = "killed"
    SURVIVED = "survived"
    TIMEOUT = "timeout"


def copy_sources(sources: Path, target: Path) -> Path:
    """Copy the package so that Python sources run, also those that are compiled. Gives the folder of the copy."""
    shutil.copytree(sources / PACKAGE, target / PACKAGE, ignore=_choose_ignored)
    return target / PACKAGE


def _choose_ignored(folder: str, names: list[str]) -> set[str]:
    compiled = (name for name in names if name.endswith((".so", ".pyd")))
    return {"__pycache__", *(name for name in compiled if f"{name.partition('.')[0]}.py" in names)}


def warm_up(copy: Path) -> None:
    """Import what every run needs, and put the copy of the package on the path."""
    for name in _WARM_MODULES:
        importlib.import_module(name)
    sys.path.insert(0, str(copy.parent))
    if PACKAGE in sys.modules:
        message = f"{PACKAGE} is already imported; mutants would not run"
        raise RuntimeError(message)


def run_all(
    mutants: Iterable[Mutant], copy: Path, list_tests: Callable[[Mutant], list[str]], jobs: int
) -> Iterator[tuple[Mutant, Outcome]]:
    """Run the tests on each mutant, `jobs` at a time. Gives outcomes as they come."""
    running: dict[int, Mutant] = {}
    for mutant in mutants:
        if len(running) >= jobs:
            yield _next_outcome(running)
        running[start_tests(mutant, copy, list_tests(mutant))] = mutant
    while running:
        yield _next_outcome(running)


def is_passing(copy: Path, tests: list[str]) -> bool:
    """Whether the tests pass on the unchanged package."""
    _, status = os.waitpid(start_tests(None, copy, tests, is_loud=True), 0)
    return status == 0


def start_tests(mutant: Mutant | None, copy: Path, tests: list[str], *, is_loud: bool = False) -> int:
    """Fork a process that runs the tests on the mutant. Gives its process id."""
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        _limit_resources()
        if not is_loud:
            _silence()
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(copy.parent / f"hypothesis-{os.getpid()}")
        if mutant is not None:
            sys.meta_path.insert(0, _MutantFinder(mutant, copy))
        status = _run_tests(tests)
    except BaseException:  # noqa: BLE001 - the child must not continue in its parent's code
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _run_tests(tests: list[str]) -> int:
    import pytest  # noqa: PLC0415 - `warm_up` has imported it

    plain = ["-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:faulthandler", "--hypothesis-seed=0"]
    plain += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # about the modules of `warm_up`
    return int(pytest.main(["-x", "-q", "--no-header", "--tb=short", *plain, *tests]))


def _limit_resources() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _silence() -> None:
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    os.dup2(devnull, 2)


def _next_outcome(running: dict[int, Mutant]) -> tuple[Mutant, Outcome]:
    process, status = os.wait()
    return running.pop(process), _read_outcome(status)


def _read_outcome(status: int) -> Outcome:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
        return Outcome.TIMEOUT
    return Outcome.SURVIVED if status == 0 else Outcome.KILLED


class _MutantLoader(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._mutated = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._mutated, self.path, "exec", dont_inherit=True)


class _MutantFinder:
    """Finds the changed module before other finders do."""

    def __init__(self, mutant: Mutant, copy: Path) -> None:
        self._path = copy / mutant.path
        parts = (PACKAGE, *Path(mutant.path).with_suffix("").parts)
        self._name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self._source = mutant.apply(self._path.read_text("utf-8"))

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        return spec_from_file_location(name, self._path, loader=_MutantLoader(name, str(self._path), self._source))
