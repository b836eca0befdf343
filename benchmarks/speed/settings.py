"""The settings of a run, and a description of the machine."""

import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Settings(NamedTuple):
    """The settings of a run.

    pages     approximate number of pages of each set
    rounds    number of rounds
    largest   bytes of the largest generated page
    """

    sets: tuple[str, ...]
    pages: int
    rounds: int
    largest: int

    def make_command(self, parts: Sequence[str]) -> str:
        """The command that repeats the run; without parts, all of them."""
        figures = (f"--{name} {getattr(self, name)}" for name in ("pages", "rounds", "largest"))
        only = ["--only", *parts] if parts else []
        return " ".join(["python -m benchmarks.speed --sets", *self.sets, *figures, *only])

    def log(self, words: str) -> None:
        """Show the progress on standard error."""
        print(words, file=sys.stderr, flush=True)


def make_environment() -> dict[str, str]:
    """The environment with one thread for sums, which are small; more threads would use idle processors."""
    return {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def is_pinned() -> bool:
    """Whether the environment had one thread for sums when numpy was loaded."""
    return all(os.environ.get(name) == "1" for name in THREADS)


def describe_machine(versions: Mapping[str, str]) -> dict[str, Any]:
    return {
        "when": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": _run_command("git", "describe", "--always", "--dirty"),
        "processor": _find_processor(),
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "openblas_coretype": os.environ.get("OPENBLAS_CORETYPE"),
        "compiled": list_compiled_modules(),
        "versions": dict(versions),
    }


def list_compiled_modules() -> list[str]:
    """Our modules that were loaded as compiled code."""
    loaded = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
    endings = tuple(EXTENSION_SUFFIXES)
    return sorted(name for name, file in loaded.items() if name.startswith("cleancopy.") and file.endswith(endings))


def _run_command(*words: str) -> str:
    return subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True).stdout.strip()


def _find_processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
