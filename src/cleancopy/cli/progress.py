"""Shows the progress of a corpus run on standard error: a bar on a terminal, otherwise a plain line now and then."""

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

from cleancopy.corpus.ledger import Entry
from cleancopy.corpus.report import escape_invisible, format_count, format_rate, format_size

PERIOD = 10.0
"""Seconds between plain lines."""

Clock = Callable[[], float]


class ProgressState(NamedTuple):
    """How far a run is, summed up since its beginning.

    bytes_in   of pages, decoded from transfer and content coding
    failures   by kind
    position   bytes of the sources that were read, by earlier runs too
    """

    pages: int
    bytes_in: int
    failures: Mapping[str, int]
    position: int


ProgressUpdate = Callable[[ProgressState], None]


@contextmanager
def show_progress(total_bytes: int | None, start: int = 0, clock: Clock = time.monotonic) -> Iterator[ProgressUpdate]:
    """Give a function that shows each state it is called with.

    total_bytes   of the sources, None if it is not known
    start         bytes of them that earlier runs read
    clock         seconds, never decreasing
    """
    console = Console(stderr=True, highlight=False)
    start_time = clock()

    def format_state(state: ProgressState) -> str:
        return format_progress(state, clock() - start_time, total_bytes, start)

    is_live = console.is_terminal and not console.is_dumb_terminal
    with _show_bar(console, total_bytes, format_state) if is_live else _print_lines(clock, format_state) as update:
        yield update


def make_shard_callback(update: ProgressUpdate, start: int = 0) -> Callable[[Entry], None]:
    """Make a function that sums up entries of a ledger, as they are written, and calls `update` with each state.

    start   bytes of the sources that earlier runs read; the others count as their shards are written
    """
    state = ProgressState(0, 0, {}, start)

    def add(entry: Entry) -> None:
        nonlocal state
        state = ProgressState(
            state.pages + sum(entry.millisecond_steps.values()),
            state.bytes_in + entry.bytes_in,
            Counter(state.failures) + Counter(entry.outcomes.get("failed", {})),
            state.position + entry.bytes_read,
        )
        update(state)

    return add


def format_progress(state: ProgressState, seconds: float, total_bytes: int | None, start: int = 0) -> str:
    """Format a state: pages, pace, failures, time left.

    seconds   since the run began
    """
    pace = state.pages / seconds if seconds > 0 else None
    speed = format_size(state.bytes_in / seconds) if seconds > 0 else "–"
    failures = ", ".join(
        f"{escape_invisible(kind)} {format_count(count)}" for kind, count in state.failures.items() if count
    )
    left = _estimate_time_left(state, seconds, total_bytes, start)
    parts = (
        f"{format_count(state.pages)} pages",
        f"{format_rate(pace)}/s",
        f"{speed}/s",
        f"failed: {failures}" if failures else "",
        f"{timedelta(seconds=round(left))} left" if left is not None else "",
    )
    return " · ".join(filter(None, parts))


def _estimate_time_left(state: ProgressState, seconds: float, total_bytes: int | None, start: int) -> float | None:
    """Estimate the seconds left from the pace so far; None while there is no pace."""
    read = state.position - start
    if total_bytes is None or read <= 0 or seconds <= 0:
        return None
    return max(0.0, (total_bytes - state.position) * seconds / read)


@contextmanager
def _show_bar(
    console: Console, total: int | None, format_state: Callable[[ProgressState], str]
) -> Iterator[ProgressUpdate]:
    text_column = Column(no_wrap=True, overflow="ellipsis")
    columns = (
        BarColumn(24),
        TaskProgressColumn(),
        TextColumn("{task.description}", markup=False, table_column=text_column),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("begins", total=total)
        yield lambda state: bar.update(task, completed=state.position, description=format_state(state))


@contextmanager
def _print_lines(clock: Clock, format_state: Callable[[ProgressState], str]) -> Iterator[ProgressUpdate]:
    """Print a line every `PERIOD` seconds, and one at the end."""
    last_time = clock()
    pending: ProgressState | None = None

    def update(state: ProgressState) -> None:
        nonlocal last_time, pending
        pending = state
        if clock() - last_time >= PERIOD:
            last_time, pending = clock(), None
            click.echo(format_state(state), err=True)

    try:
        yield update
    finally:
        if pending is not None:
            click.echo(format_state(pending), err=True)
