"""What a run is asked for, and on what it ran."""

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
    """What is measured.

    pages     about so many of each set
    rounds    so many times each
    largest   bytes of the largest made page
    """

    sets: tuple[str, ...]
    pages: int
    rounds: int
    largest: int

    def command(self, parts: Sequence[str]) -> str:
        """What to type for the same again; no parts are all of them."""
        figures = (f"--{name} {getattr(self, name)}" for name in ("pages", "rounds", "largest"))
        only = ["--only", *parts] if parts else []
        return " ".join(["python -m benchmarks.speed --sets", *self.sets, *figures, *only])

    def say(self, words: str) -> None:
        """Tell on standard error how far it is."""
        print(words, file=sys.stderr, flush=True)


def pinned() -> dict[str, str]:
    """The environment, with one thread for sums: they are small, and threads would measure the machine's idle rest."""
    return {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def is_pinned() -> bool:
    """Whether it was so before numpy was loaded, which alone looks at it."""
    return all(os.environ.get(name) == "1" for name in THREADS)


def machine(versions: Mapping[str, str]) -> dict[str, Any]:
    return {
        "when": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": _told("git", "describe", "--always", "--dirty"),
        "processor": _processor(),
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "openblas_coretype": os.environ.get("OPENBLAS_CORETYPE"),
        "compiled": compiled(),
        "versions": dict(versions),
    }


def compiled() -> list[str]:
    """The modules of ours that were loaded as machine code."""
    loaded = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
    endings = tuple(EXTENSION_SUFFIXES)
    return sorted(name for name, file in loaded.items() if name.startswith("cleancopy.") and file.endswith(endings))


def _told(*words: str) -> str:
    return subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True).stdout.strip()


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
