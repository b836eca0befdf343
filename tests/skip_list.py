"""Which tests may be skipped: where `CI` is set, a run fails when another one is.

`skips.txt` has a line for each reason that may be given: how many tests at most, and a pattern for the reason.
"""

import os
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

ALLOWED = Path(__file__).with_name("skips.txt")


class Allowance(NamedTuple):
    """How many tests may be skipped for a reason."""

    most: int
    reason: re.Pattern[str]


def read_allowances(text: str) -> list[Allowance]:
    """Read the lines of a list; those that begin with ``#`` are remarks."""
    lines = (line.split(maxsplit=1) for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [Allowance(int(most), re.compile(reason)) for most, reason in lines]


def excess(reasons: list[str], allowances: list[Allowance]) -> dict[str, int]:
    """Give the reasons for which too many tests were skipped, with their number."""
    counts = Counter(next((a for a in allowances if a.reason.search(reason)), reason) for reason in reasons)
    return {
        key.reason.pattern if isinstance(key, Allowance) else key: number
        for key, number in counts.items()
        if not isinstance(key, Allowance) or number > key.most
    }


class SkipList:
    """A plugin of pytest that watches what is skipped."""

    def __init__(self, allowances: list[Allowance]) -> None:
        self._allowances = allowances
        self._reasons: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._add(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self._add(report)

    def _add(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        self._reasons.append(report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if excess(self._reasons, self._allowances) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for reason, number in excess(self._reasons, self._allowances).items():
            terminalreporter.write_line(f"ERROR: {number} skipped, more than tests/skips.txt allows: {reason}")


def register_skip_list(config: pytest.Config) -> None:
    """Watch what is skipped where `CI` is set, once for all workers of pytest-xdist."""
    if os.environ.get("CI") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SkipList(read_allowances(ALLOWED.read_text("utf-8"))), "skip-list")
