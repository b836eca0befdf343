"""Runs a check on cases in the killable workers of the guard; a crash or hang is counted, and the run goes on."""

import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple

from cleancopy.workers import Pool, WorkerLimits
from fuzzing.sanitized import is_sanitized

Page = bytes | str

CHECK = "fuzzing.check:check"
TIME_LIMIT = 60.0 if is_sanitized() else 10.0
"""Seconds of wall time for one case. Sanitizers slow it down."""
MEMORY = 1 << 46 if is_sanitized() else 2_000_000_000
"""Bytes of address space that a worker may take. AddressSanitizer reserves 20 TB of it for its notes."""
TERMS = WorkerLimits(memory=MEMORY, jobs=20_000)
MAX_FINDINGS = 200
"""Maximum number of findings to keep; the others are only counted, since one defect may be found a thousand times."""


class Case(NamedTuple):
    """A page to check, with the name of its source and its number in the run."""

    source: str
    number: int
    page: Page


class Outcome(NamedTuple):
    """The result of a case; the complaint is None if there is no fault."""

    case: Case
    complaint: str | None
    seconds: float


@dataclass
class Tally:
    """The count of a run.

    n_cases, spent   number of cases and their seconds, by source
    complaints       number by kind
    findings         the first outcomes that have a complaint
    """

    seconds: float = 0.0
    n_cases: Counter[str] = field(default_factory=Counter)
    spent: dict[str, float] = field(default_factory=dict)
    complaints: Counter[str] = field(default_factory=Counter)
    findings: list[Outcome] = field(default_factory=list)
    slowest: Outcome | None = None

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        source = outcome.case.source
        self.n_cases[source] += 1
        self.spent[source] = self.spent.get(source, 0.0) + outcome.seconds
        if self.slowest is None or outcome.seconds > self.slowest.seconds:
            self.slowest = outcome
        if outcome.complaint is not None:
            self.complaints[get_kind(outcome.complaint)] += 1
            if len(self.findings) < MAX_FINDINGS:
                self.findings.append(outcome)


def get_kind(complaint: str) -> str:
    """The kind of a complaint, without the details of the page: the part before a colon and a space."""
    return complaint.partition(": ")[0]


def make_pool(check: str = CHECK, workers: int = 1) -> Pool:
    """Start workers for a check, which is given as ``module:function``."""
    return Pool(check, (b"<p>a</p>", "a\nb"), TERMS, workers)


def find_complaint(pool: Pool, page: Page, limit: float = TIME_LIMIT) -> str | None:
    """The complaint about a page; None if there is no fault. A worker that dies is a complaint, too."""
    reply = pool.call(page, limit)
    if reply.fault is None:
        complaint: str | None = reply.value
        return complaint
    return f"{reply.fault}: {reply.message.strip().rpartition(chr(10))[2]}"


def run_cases(cases: Iterable[Case], check: str = CHECK, workers: int = 2, limit: float = TIME_LIMIT) -> Tally:
    """Check every case."""
    start = time.monotonic()
    tally = Tally()
    with closing(make_pool(check, workers)) as pool:
        for outcome in pool.map(lambda case: _try_case(pool, case, limit), cases):
            tally.add(outcome)
    tally.seconds = time.monotonic() - start
    return tally


def _try_case(pool: Pool, case: Case, limit: float) -> Outcome:
    start = time.monotonic()
    complaint = find_complaint(pool, case.page, limit)
    return Outcome(case, complaint, time.monotonic() - start)
