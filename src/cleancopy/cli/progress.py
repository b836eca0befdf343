"""Live progress of long work on standard error: a bar on a terminal, else a plain line now and then."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.table import Column

from cleancopy.corpus.figures import count, rate, safe, size
from cleancopy.corpus.ledger import Entry

PERIOD = 10.0
"""Seconds between plain lines."""

Clock = Callable[[], float]


class Step(NamedTuple):
    """How far the work is: sums since its beginning, not since the last step.

    bytes_in   of pages, decoded from transfer and content coding
    failures   by kind
    position   bytes of the sources that were read, by earlier runs too
    """

    pages: int
    bytes_in: int
    failures: Mapping[str, int]
    position: int


@contextmanager
def progress(
    total_bytes: int | None, start: int = 0, clock: Clock = time.monotonic
) -> Iterator[Callable[[Step], None]]:
    """Show steps as they are told.

    total_bytes   of the sources, None where nobody knows
    start         of them were read by earlier runs
    clock         seconds that only grow
    """
    console = Console(stderr=True, highlight=False)
    begun = clock()

    def words(step: Step) -> str:
        return line(step, clock() - begun, total_bytes, start)

    live = console.is_terminal and not console.is_dumb_terminal
    with _bar(console, total_bytes, words) if live else _plain(clock, words) as tick:
        yield tick


def tallied(tick: Callable[[Step], None], start: int = 0) -> Callable[[Entry], None]:
    """Give what sums up entries of a ledger, as they are written, to steps.

    start   bytes of the sources that were read by earlier runs; the others count as their shards are written
    """
    step = Step(0, 0, {}, start)

    def add(entry: Entry) -> None:
        nonlocal step
        step = Step(
            step.pages + sum(entry.times.values()),
            step.bytes_in + entry.bytes_in,
            Counter(step.failures) + Counter(entry.counts.get("failed", {})),
            step.position + entry.read,
        )
        tick(step)

    return add


def line(step: Step, seconds: float, total_bytes: int | None, start: int = 0) -> str:
    """Tell a step in words: pages, pace, failures, time left.

    seconds   since the work began
    """
    pace = step.pages / seconds if seconds > 0 else None
    speed = size(step.bytes_in / seconds) if seconds > 0 else "–"
    failures = ", ".join(f"{safe(kind)} {count(number)}" for kind, number in step.failures.items() if number)
    left = _time_left(step, seconds, total_bytes, start)
    parts = (
        f"{count(step.pages)} pages",
        f"{rate(pace)}/s",
        f"{speed}/s",
        f"failed: {failures}" if failures else "",
        f"{timedelta(seconds=round(left))} left" if left is not None else "",
    )
    return " · ".join(filter(None, parts))


def _time_left(step: Step, seconds: float, total_bytes: int | None, start: int) -> float | None:
    """At the pace so far, None while there is none."""
    read = step.position - start
    if total_bytes is None or read <= 0 or seconds <= 0:
        return None
    return max(0.0, (total_bytes - step.position) * seconds / read)


@contextmanager
def _bar(console: Console, total: int | None, words: Callable[[Step], str]) -> Iterator[Callable[[Step], None]]:
    line_of_words = Column(no_wrap=True, overflow="ellipsis")
    columns = (
        BarColumn(24),
        TaskProgressColumn(),
        TextColumn("{task.description}", markup=False, table_column=line_of_words),
    )
    with Progress(*columns, console=console) as shown:
        task = shown.add_task("begins", total=total)
        yield lambda step: shown.update(task, completed=step.position, description=words(step))


@contextmanager
def _plain(clock: Clock, words: Callable[[Step], str]) -> Iterator[Callable[[Step], None]]:
    """A line every `PERIOD` seconds, and one at the end."""
    told = clock()
    untold: Step | None = None

    def tick(step: Step) -> None:
        nonlocal told, untold
        untold = step
        if clock() - told >= PERIOD:
            told, untold = clock(), None
            click.echo(words(step), err=True)

    try:
        yield tick
    finally:
        if untold is not None:
            click.echo(words(untold), err=True)
