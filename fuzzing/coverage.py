"""Coverage-guided fuzzing with atheris: it starts with our seeds, and keeps and mutates inputs that reach new code.

Each target runs in its own process. Findings are moved to ``findings/``, with a line in ``findings.txt``.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from fuzzing.findings import FOLDER, Finding, save_finding
from fuzzing.sources import SEEDS

TARGETS = ("decode", "segment-html", "segment-text", "extract-text")
MISSING = "skipped: atheris is not installed: `make .venv/.fuzz` installs it (Linux on x86-64 only)"
_LIMITS = ("-max_len=4096", "-timeout=10", "-rss_limit_mb=4096", "-print_final_stats=1", "-reload=0", "-len_control=0")
_OVERTIME = 120
"""Extra seconds after which a target is killed; it reads all seeds first."""
_DONE = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COMPLAINT = re.compile(r"^\w*(?:Error|Exception)\b|ERROR: |runtime error: ")
_COVERED = re.compile(r"cov: (\d+) ft: (\d+)")


class TargetResult(NamedTuple):
    """The result of a target.

    runs       number of inputs
    reached    number of edges of our code that they reached
    findings   files of the findings
    """

    target: str
    runs: int
    reached: int
    findings: tuple[Path, ...]


def is_installed() -> bool:
    """Whether atheris is installed."""
    return find_spec("atheris") is not None


def fuzz_target(target: str, seed: int, seconds: float, runs: int = -1, folder: Path = FOLDER) -> TargetResult:
    """Fuzz a target until the given seconds are over or the given number of inputs is done."""
    with tempfile.TemporaryDirectory() as work:
        corpus, artefacts = Path(work, "corpus"), Path(work, "artefacts")
        corpus.mkdir()
        artefacts.mkdir()
        options = [f"-seed={seed + 1}", f"-max_total_time={max(1, round(seconds))}", f"-runs={runs}", *_LIMITS]
        options += [f"-artifact_prefix={artefacts}/", f"-dict={Path(__file__).parent / 'html.dict'}"]
        output = _run_target(
            [sys.executable, "-m", "fuzzing.target", target, *options, str(corpus), str(SEEDS)], seconds
        )
        complaint = _find_complaint(output)
        found = [
            save_finding(Finding(path.read_bytes(), complaint, f"atheris {target}"), folder)
            for path in sorted(artefacts.iterdir())
        ]
    done, reached = _DONE.search(output), _COVERED.findall(output)
    if done is None and not found:
        raise RuntimeError(f"target {target} ended without its figures:\n{output[-2000:]}")
    return TargetResult(target, int(done[1]) if done else 0, int(reached[-1][0]) if reached else 0, tuple(found))


def _run_target(command: Sequence[str], seconds: float) -> str:
    """The output of a target. libFuzzer ends it in time; otherwise it is killed."""
    try:
        process = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds + _OVERTIME, check=False
        )
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode("utf-8", "replace")
    return process.stdout.decode("utf-8", "replace")


def _find_complaint(output: str) -> str:
    """The line with the error of Python, of libFuzzer or of a sanitizer."""
    lines = [line for line in output.splitlines() if _COMPLAINT.search(line)]
    return lines[0] if lines else "crashed"
