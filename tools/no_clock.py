"""Finds tests that depend on the clock: ``python -m tools.no_clock [FILE…]``; by default all of `tests/`.

A test that sleeps, reads a clock or waits for a number of seconds may fail on a busy machine. Wait for an event instead
(a line, a byte, the end of a process), count work, or block the other side until the test releases it; pytest-timeout
ends tests that hang. The exit code is 1 if anything is found.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parent.parent / "tests"

CLOCKS = frozenset(
    f"time.{name}{suffix}"
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "clock_gettime")
    for suffix in ("", "_ns")
) | {f"datetime.{name}" for name in ("datetime.now", "datetime.utcnow", "datetime.today", "date.today")}
SLEEPS = frozenset({"time.sleep", "threading.Timer"})
WAITS = frozenset({"wait", "wait_for", "wait_for_timeout", "join", "get", "acquire", "settimeout", "poll"})
"""Methods whose argument may be a number of seconds."""


class Finding(NamedTuple):
    """The line where a test depends on the clock, and how it does."""

    line: int
    message: str


def main(arguments: list[str]) -> int:
    paths = [Path(argument) for argument in arguments] or sorted(TESTS.rglob("*.py"))
    found = [(path, finding) for path in paths for finding in find_clocks(path.read_text("utf-8"))]
    for path, finding in found:
        print(f"{path}:{finding.line}: {finding.message}")
    return 1 if found else 0


def find_clocks(source: str) -> Iterator[Finding]:
    """Find the expressions that depend on the clock in the source of a test."""
    tree = ast.parse(source)
    names = list_imported_names(ast.walk(tree))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Name, ast.Attribute)):
            full = find_full_name(node, names)
            if full in CLOCKS:
                yield Finding(node.lineno, f"{full} reads a clock")
            elif full in SLEEPS:
                yield Finding(node.lineno, f"{full} waits for time to pass")
        elif isinstance(node, ast.Call) and (message := judge_call(node, names)):
            yield Finding(node.lineno, message)


def list_imported_names(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Give the full name of each name that an import brings: ``time.sleep`` for ``s``, imported as that."""
    names: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def find_full_name(node: ast.expr, names: dict[str, str]) -> str:
    """Give the dotted name of an expression, with the full name of its import; empty if it is not a name."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute) and (before := find_full_name(node.value, names)):
        return f"{before}.{node.attr}"
    return ""


def judge_call(call: ast.Call, names: dict[str, str]) -> str:
    """Say how a call depends on the clock; empty if it does not."""
    if find_full_name(call.func, names) == "asyncio.sleep" and not (call.args and is_number(call.args[0], zero=True)):
        return "asyncio.sleep waits for time to pass"
    if any(keyword.arg == "timeout" and is_number(keyword.value) for keyword in call.keywords):
        return "timeout= is a deadline"
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if method in WAITS and len(call.args) == 1 and is_number(call.args[0]):
        return f".{method}({ast.unparse(call.args[0])}) is a deadline"
    return ""


def is_number(node: ast.expr, *, zero: bool = False) -> bool:
    """Whether an expression is a number above zero, or equal to zero if `zero` is set."""
    value = getattr(node, "value", None)
    return isinstance(value, (int, float)) and not isinstance(value, bool) and (value == 0) == zero


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
