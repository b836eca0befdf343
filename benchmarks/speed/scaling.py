"""Measures the gain by a second process: the same pages in one process, and in two at the same time."""

import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import Any, NamedTuple

import cleancopy
from benchmarks.speed.pages import FORMS, read_samples
from benchmarks.speed.settings import Settings

MIN_SECONDS = 4.0
MAX_PAGES = 40
"""Few pages, so that each process completes whole passes through them."""


class Throughput(NamedTuple):
    """Pages per second of wall time, and the share of that time in which a process had a processor.

    If the share of two processes is much below 1, other work used the machine, and the ratio means little.
    """

    pace: float
    given: float


def measure(settings: Settings) -> dict[str, Any]:
    """Figures by form, for the first set."""
    # Spawned on every platform alike; each process has one thread for sums, by the environment.
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        return {form: _measure_form(pool, settings, form) for form in FORMS}


def _measure_form(pool: ProcessPoolExecutor, settings: Settings, form: str) -> dict[str, Any]:
    source, limit = settings.sets[0], min(settings.pages, MAX_PAGES)
    settings.log(f"scaling: {source} {form}")
    _run_together(pool, 2, source, form, limit, 0.0)
    rounds = [[_run_together(pool, n, source, form, limit) for n in (1, 2)] for _ in range(settings.rounds)]
    ratios = sorted(two.pace / one.pace for one, two in rounds)
    return {
        "source": source,
        "one": statistics.median(one.pace for one, _ in rounds),
        "two": statistics.median(two.pace for _, two in rounds),
        "ratio": statistics.median(ratios),
        "ratios": ratios,
        "given": statistics.median(two.given for _, two in rounds),
    }


def _run_together(pool: ProcessPoolExecutor, workers: int, *args: Any) -> Throughput:
    """Run this many processes at the same time, and join their figures."""
    results = [future.result() for future in [pool.submit(extract_repeatedly, *args) for _ in range(workers)]]
    return Throughput(sum(each.pace for each in results), statistics.mean(each.given for each in results))


def extract_repeatedly(source: str, form: str, limit: int, min_seconds: float = MIN_SECONDS) -> Throughput:
    """Extract the pages again and again until the given seconds are over."""
    pages, kind = _load_pages(source, form, limit), FORMS[form]
    began, used, passes = time.perf_counter(), time.process_time(), 0
    while not passes or time.perf_counter() - began < min_seconds:
        for page in pages:
            cleancopy.extract(page, kind=kind)
        passes += 1
    wall = time.perf_counter() - began
    return Throughput(passes * len(pages) / wall, (time.process_time() - used) / wall)


@cache
def _load_pages(source: str, form: str, limit: int) -> tuple[bytes | str, ...]:
    return tuple(sample.page for sample in read_samples(source, form, limit))
