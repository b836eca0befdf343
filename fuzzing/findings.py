"""What was found, made small and kept as files; one that is copied to tests/hostile/findings is a test."""

import hashlib
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from fuzzing.runner import CHECK, LIMIT, Outcome, Page, ask, kind_of, make_pool

FOLDER = Path(__file__).parent / "findings"
TRIES = 400
PATIENCE = 60.0
"""Seconds for making one finding small: one that hangs takes its full time at each try."""
DECODED = ".txt"
"""The ending of a page that came as a string; pages that came as bytes end in .bin."""


class Finding(NamedTuple):
    """A page that something is wrong with, as small as it could be made."""

    page: Page
    complaint: str
    origin: str


def read_page(path: Path) -> Page:
    """A kept page as it was tried: a string may hold lone surrogates."""
    data = path.read_bytes()
    return data.decode("utf-8", "surrogatepass") if path.suffix == DECODED else data


def keep(finding: Finding, folder: Path = FOLDER) -> Path:
    """Write a finding to a file named by its digest, and a line about it to ``findings.txt``."""
    folder.mkdir(parents=True, exist_ok=True)
    page = finding.page
    data = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}{'.bin' if isinstance(page, bytes) else DECODED}"
    if not path.exists():
        path.write_bytes(data)
        with (folder / "findings.txt").open("a", encoding="utf-8") as lines:
            lines.write(f"{path.name}\t{finding.origin}\t{' '.join(finding.complaint.split())}\n")
    return path


def small_ones(outcomes: Iterable[Outcome], check: str = CHECK, limit: float = LIMIT) -> list[Finding]:
    """One finding of each kind, made small."""
    first = {kind_of(o.complaint): o for o in reversed(list(outcomes)) if o.complaint is not None}
    with closing(make_pool(check)) as pool:
        found = []
        for kind, outcome in first.items():

            def complains(page: Page, kind: str = kind) -> bool:
                complaint = ask(pool, page, limit)
                return complaint is not None and kind_of(complaint) == kind

            page = minimised(outcome.tried.page, complains)
            origin = f"{outcome.tried.source} {outcome.tried.number}"
            found.append(Finding(page, outcome.complaint or kind, origin))
    return found


def minimised(page: Page, complains: Callable[[Page], bool], tries: int = TRIES) -> Page:
    """The page without what is not needed for the complaint: halves, quarters, eighths … are left out in turn."""
    until = time.monotonic() + PATIENCE
    size = len(page) // 2
    while size:
        start = 0
        while start < len(page):
            if not tries or time.monotonic() > until:
                return page
            tries -= 1
            shorter = page[:start] + page[start + size :]  # type: ignore[operator]  # both are of one type
            if complains(shorter):
                page = shorter
            else:
                start += size
        size //= 2
    return page
