"""What a second process brings: the same pages by one process, and by two at a time."""

import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import Any, NamedTuple

import cleancopy
from benchmarks.speed.pages import FORMS, labelled
from benchmarks.speed.settings import Settings

SECONDS = 4.0
PAGES = 40
"""Few enough for whole passes through them: a pass cut short would have other pages than the others."""


class Worked(NamedTuple):
    """Pages a second by the clock, and the share of that time in which the machine gave a process its processor.

    Where it gave two processes less than nearly all, others use the machine, and the ratio is theirs.
    """

    pace: float
    given: float


def measure(settings: Settings) -> dict[str, Any]:
    """By form, of the first set."""
    # Spawned on every platform alike; each process has one thread for sums, by the environment.
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        return {form: _measure(pool, settings, form) for form in FORMS}


def _measure(pool: ProcessPoolExecutor, settings: Settings, form: str) -> dict[str, Any]:
    source, most = settings.sets[0], min(settings.pages, PAGES)
    settings.say(f"scaling: {source} {form}")
    _together(pool, 2, source, form, most, 0.0)
    rounds = [[_together(pool, n, source, form, most) for n in (1, 2)] for _ in range(settings.rounds)]
    ratios = sorted(two.pace / one.pace for one, two in rounds)
    return {
        "source": source,
        "one": statistics.median(one.pace for one, _ in rounds),
        "two": statistics.median(two.pace for _, two in rounds),
        "ratio": statistics.median(ratios),
        "ratios": ratios,
        "given": statistics.median(two.given for _, two in rounds),
    }


def _together(pool: ProcessPoolExecutor, workers: int, *args: Any) -> Worked:
    """What so many processes do at the same time."""
    done = [future.result() for future in [pool.submit(work, *args) for _ in range(workers)]]
    return Worked(sum(each.pace for each in done), statistics.mean(each.given for each in done))


def work(source: str, form: str, most: int, least: float = SECONDS) -> Worked:
    """Go through the pages until so many seconds are over."""
    pages, kind = _pages(source, form, most), FORMS[form]
    began, used, passes = time.perf_counter(), time.process_time(), 0
    while not passes or time.perf_counter() - began < least:
        for page in pages:
            cleancopy.extract(page, kind=kind)
        passes += 1
    wall = time.perf_counter() - began
    return Worked(passes * len(pages) / wall, (time.process_time() - used) / wall)


@cache
def _pages(source: str, form: str, most: int) -> tuple[bytes | str, ...]:
    return tuple(sample.page for sample in labelled(source, form, most))
