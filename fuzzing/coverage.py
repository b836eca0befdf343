"""Coverage-guided fuzzing by atheris: inputs that reach new code are kept and mutated on, from our seeds.

Each target runs in a process of its own. What it finds is moved to ``findings/``, with a line in ``findings.txt``.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from fuzzing.findings import FOLDER, Finding, keep
from fuzzing.sources import SEEDS

TARGETS = ("decode", "segment-html", "segment-text", "extract-text")
MISSING = "skipped: atheris is not installed: `make .venv/.fuzz` brings it (Linux on x86-64 only)"
_LIMITS = ("-max_len=4096", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", "-reload=0", "-len_control=0")
_OVERTIME = 120
"""Seconds beyond its time after which a target is killed: it reads all seeds first."""
_DONE = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVERED = re.compile(r"cov: (\d+) ft: (\d+)")


class Covered(NamedTuple):
    """What a target came to: inputs tried, places in our code that they reached, and files of findings."""

    target: str
    runs: int
    reached: int
    findings: tuple[Path, ...]


def is_there() -> bool:
    """Whether atheris is installed."""
    return find_spec("atheris") is not None


def fuzz(target: str, seed: int, seconds: float, runs: int = -1, folder: Path = FOLDER) -> Covered:
    """Fuzz a target for so many seconds, or so many inputs if that is less."""
    with tempfile.TemporaryDirectory() as work:
        corpus, artefacts = Path(work, "corpus"), Path(work, "artefacts")
        corpus.mkdir()
        artefacts.mkdir()
        options = [f"-seed={seed + 1}", f"-max_total_time={max(1, round(seconds))}", f"-runs={runs}", *_LIMITS]
        options += [f"-artifact_prefix={artefacts}/", f"-dict={Path(__file__).parent / 'html.dict'}"]
        said = _run([sys.executable, "-m", "fuzzing.target", target, *options, str(corpus), str(SEEDS)], seconds)
        complaint = _complaint(said)
        found = [
            keep(Finding(path.read_bytes(), complaint, f"atheris {target}"), folder)
            for path in sorted(artefacts.iterdir())
        ]
    done, reached = _DONE.search(said), _COVERED.findall(said)
    if done is None and not found:
        raise RuntimeError(f"target {target} ended without its figures:\n{said[-2000:]}")
    return Covered(target, int(done[1]) if done else 0, int(reached[-1][0]) if reached else 0, tuple(found))


def _run(command: Sequence[str], seconds: float) -> str:
    """What a target writes; libFuzzer ends it in time, and if not, we do."""
    try:
        made = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds + _OVERTIME, check=False
        )
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode("utf-8", "replace")
    return made.stdout.decode("utf-8", "replace")


def _complaint(said: str) -> str:
    """The line that says what happened: Python's error, or libFuzzer's own."""
    lines = [line for line in said.splitlines() if re.match(r"\w*(?:Error|Exception)\b", line) or "ERROR: " in line]
    return lines[0] if lines else "crashed"
