"""Inputs through a check, in the killable workers of the guard: what crashes or hangs is counted, and it goes on."""

import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple

from cleancopy.guard.pool import Pool
from cleancopy.guard.terms import Terms

Page = bytes | str

CHECK = "fuzzing.check:check"
LIMIT = 10.0
"""Seconds for one input, by the clock: a crop of a page takes milliseconds, a whole one a tenth of a second."""
TERMS = Terms(memory=2_000_000_000, jobs=20_000)
KEPT = 200
"""So many findings are kept, the rest is counted: one defect is found a thousand times."""


class Input(NamedTuple):
    """A page to try and where it comes from: the name of a source, and its number in the run."""

    source: str
    number: int
    page: Page


class Outcome(NamedTuple):
    """What became of an input; the complaint is None if nothing is wrong."""

    tried: Input
    complaint: str | None
    seconds: float


@dataclass
class Tally:
    """The count of a run.

    inputs, spent   number of inputs and their seconds, by source
    complaints      by kind
    findings        the first outcomes that have a complaint
    """

    seconds: float = 0.0
    inputs: Counter[str] = field(default_factory=Counter)
    spent: dict[str, float] = field(default_factory=dict)
    complaints: Counter[str] = field(default_factory=Counter)
    findings: list[Outcome] = field(default_factory=list)
    slowest: Outcome | None = None

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        source = outcome.tried.source
        self.inputs[source] += 1
        self.spent[source] = self.spent.get(source, 0.0) + outcome.seconds
        if self.slowest is None or outcome.seconds > self.slowest.seconds:
            self.slowest = outcome
        if outcome.complaint is not None:
            self.complaints[kind_of(outcome.complaint)] += 1
            if len(self.findings) < KEPT:
                self.findings.append(outcome)


def kind_of(complaint: str) -> str:
    """What is wrong, without what differs from page to page: all before a colon and a space."""
    return complaint.partition(": ")[0]


def make_pool(check: str = CHECK, workers: int = 1) -> Pool:
    """Workers that do a check, given as ``module:function``."""
    return Pool(check, (b"<p>a</p>", "a\nb"), TERMS, workers)


def ask(pool: Pool, page: Page, limit: float = LIMIT) -> str | None:
    """The complaint about a page; a worker that does not survive it is a complaint like any other."""
    reply = pool.call(page, limit)
    if reply.fault is None:
        complaint: str | None = reply.value
        return complaint
    return f"{reply.fault}: {reply.message.strip().rpartition(chr(10))[2]}"


def run_inputs(inputs: Iterable[Input], check: str = CHECK, workers: int = 2, limit: float = LIMIT) -> Tally:
    """Try every input."""
    start = time.monotonic()
    tally = Tally()
    with closing(make_pool(check, workers)) as pool:
        for outcome in pool.map(lambda tried: _try(pool, tried, limit), inputs):
            tally.add(outcome)
    tally.seconds = time.monotonic() - start
    return tally


def _try(pool: Pool, tried: Input, limit: float) -> Outcome:
    start = time.monotonic()
    complaint = ask(pool, tried.page, limit)
    return Outcome(tried, complaint, time.monotonic() - start)
