"""Measures times and computes statistics of them, without knowledge of pages or tools."""

import gc
import math
from collections.abc import Callable, Sequence
from time import process_time
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from fuzzing.growth import fit_exponent

T = TypeVar("T")
Times = npt.NDArray[np.float64]
"""Seconds, rounds × pages."""

N_DRAWS = 4000
MIN_FACTOR = 3.0
"""Factor over the time of the smallest page. A time below that is mostly fixed cost and does not count for growth."""


class Ratio(NamedTuple):
    """How many times as fast one tool is as another.

    value       ratio of the sums of the least time of each page
    page        ratio on the median page, which a single slow page does not change
    low, high   bootstrap 95 % interval of `value` over pages
    rounds      least, median and greatest ratio of the rounds: shows the noise of the machine
    """

    value: float
    page: float
    low: float
    high: float
    rounds: tuple[float, float, float]


class Growth(NamedTuple):
    """The growth of time.

    k       exponent of time ~ size^k over the sizes whose time is not mostly fixed cost
    sizes   number of these sizes
    last    slopes between the last sizes
    """

    k: float
    sizes: int
    last: tuple[float, ...]


class TimedResult(NamedTuple, Generic[T]):
    """The result of a job, and the seconds that it took."""

    result: T
    seconds: float


def time_job(job: Callable[[], T]) -> TimedResult[T]:
    """Measure the processor time of a job.

    Wall time would include other work of the machine. With one thread for sums both are equal on an idle machine. For a
    tool that starts threads, the time of all threads counts, because that is its cost on a machine with other work.
    Garbage is collected first, so that no job pays for an earlier one.
    """
    gc.collect()
    began = process_time()
    result = job()
    return TimedResult(result, process_time() - began)


def compute_percentile(values: Sequence[float] | Times, share: float) -> float:
    return float(np.quantile(np.asarray(values), share, method="higher"))


def compute_ratio(ours: Times, theirs: Times) -> Ratio:
    """How many times as fast we are: their time divided by ours, over the same pages and rounds."""
    least_ours, least_theirs = ours.min(axis=0), theirs.min(axis=0)
    draws = np.random.default_rng(0).integers(0, len(least_ours), (N_DRAWS, len(least_ours)))
    drawn = least_theirs[draws].sum(axis=1) / least_ours[draws].sum(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    rounds = theirs.sum(axis=1) / ours.sum(axis=1)
    spread = float(rounds.min()), float(np.median(rounds)), float(rounds.max())
    value, page = least_theirs.sum() / least_ours.sum(), np.median(least_theirs / least_ours)
    return Ratio(float(value), float(page), float(low), float(high), spread)


def fit_growth(sizes: Sequence[float], times: Sequence[float], steps: int = 3) -> Growth:
    """Fit the growth of `times`, smallest size first; NaN if fewer than two times are above the fixed cost."""
    usable = [i for i, time in enumerate(times) if time >= MIN_FACTOR * times[0]]
    slopes = [fit_exponent(sizes[i : i + 2], times[i : i + 2]) for i in range(len(sizes) - 1)]
    if len(usable) < 2:
        return Growth(math.nan, len(usable), tuple(slopes[-steps:]))
    k = fit_exponent([sizes[i] for i in usable], [times[i] for i in usable])
    return Growth(k, len(usable), tuple(slopes[-steps:]))
