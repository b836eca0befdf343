"""Findings, minimized and saved as files. A file that is copied to tests/hostile/findings is a test."""

import hashlib
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from fuzzing.runner import CHECK, TIME_LIMIT, Outcome, Page, find_complaint, get_kind, make_pool

FOLDER = Path(__file__).parent / "findings"
MAX_TRIES = 400
MAX_SECONDS = 60.0
"""Seconds for minimizing one finding: one that hangs takes its full time limit at each try."""
TEXT_SUFFIX = ".txt"
"""Suffix of a page that was a string; pages that were bytes have .bin."""


class Finding(NamedTuple):
    """A minimized page with a fault."""

    page: Page
    complaint: str
    origin: str


def read_page(path: Path) -> Page:
    """A saved page as it was checked; a string may have lone surrogates."""
    data = path.read_bytes()
    return data.decode("utf-8", "surrogatepass") if path.suffix == TEXT_SUFFIX else data


def save_finding(finding: Finding, folder: Path = FOLDER) -> Path:
    """Write a finding to a file named by its digest, and a line about it to ``findings.txt``."""
    folder.mkdir(parents=True, exist_ok=True)
    page = finding.page
    data = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}{'.bin' if isinstance(page, bytes) else TEXT_SUFFIX}"
    if not path.exists():
        path.write_bytes(data)
        with (folder / "findings.txt").open("a", encoding="utf-8") as lines:
            lines.write(f"{path.name}\t{finding.origin}\t{' '.join(finding.complaint.split())}\n")
    return path


def minimize_findings(outcomes: Iterable[Outcome], check: str = CHECK, limit: float = TIME_LIMIT) -> list[Finding]:
    """One minimized finding of each kind."""
    first = {get_kind(o.complaint): o for o in reversed(list(outcomes)) if o.complaint is not None}
    with closing(make_pool(check)) as pool:
        found = []
        for kind, outcome in first.items():

            def has_complaint(page: Page, kind: str = kind) -> bool:
                complaint = find_complaint(pool, page, limit)
                return complaint is not None and get_kind(complaint) == kind

            page = minimize_page(outcome.case.page, has_complaint)
            origin = f"{outcome.case.source} {outcome.case.number}"
            found.append(Finding(page, outcome.complaint or kind, origin))
    return found


def minimize_page(page: Page, has_fault: Callable[[Page], bool], tries: int = MAX_TRIES) -> Page:
    """The page without the parts that the complaint does not need: it removes halves, quarters, eighths … in turn."""
    until = time.monotonic() + MAX_SECONDS
    size = len(page) // 2
    while size:
        start = 0
        while start < len(page):
            if not tries or time.monotonic() > until:
                return page
            tries -= 1
            shorter = page[:start] + page[start + size :]  # type: ignore[operator]  # both are of one type
            if has_fault(shorter):
                page = shorter
            else:
                start += size
        size //= 2
    return page
