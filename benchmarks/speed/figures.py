"""Clocks, and what many times say together. Knows nothing of pages or tools."""

import gc
import math
from collections.abc import Callable, Sequence
from time import process_time
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from fuzzing.growth import exponent

T = TypeVar("T")
Times = npt.NDArray[np.float64]
"""Seconds, rounds × pages."""

DRAWS = 4000
FIXED = 3.0
"""A time below so many times that of the smallest page is mostly the cost of any page, and tells nothing of growth."""


class Ratio(NamedTuple):
    """How many times as fast one is as another.

    value       of the sums of each page's least time
    page        on the median page, which a page that takes somebody a minute does not move
    low, high   its bootstrap 95 % interval over pages: what other pages would have given
    rounds      least, median and greatest of the rounds: what the machine did meanwhile
    """

    value: float
    page: float
    low: float
    high: float
    rounds: tuple[float, float, float]


class Growth(NamedTuple):
    """The k of time ~ size^k over the sizes that tell of it, how many these are, and the slopes of the last steps."""

    k: float
    sizes: int
    last: tuple[float, ...]


class Took(NamedTuple, Generic[T]):
    """What a job gave, and the seconds that it took."""

    gave: T
    seconds: float


def timed(job: Callable[[], T]) -> Took[T]:
    """The processor's time that a job takes.

    Not the wall's: while others use the machine, it counts their turns, too. With one thread for sums both agree on
    an idle machine; a tool that starts threads pays for all of them, as it does where every processor has work.
    What is garbage beforehand is collected first, so that nobody pays for another.
    """
    gc.collect()
    began = process_time()
    gave = job()
    return Took(gave, process_time() - began)


def percentile(values: Sequence[float] | Times, share: float) -> float:
    return float(np.quantile(np.asarray(values), share, method="higher"))


def ratio(ours: Times, theirs: Times) -> Ratio:
    """How many times as fast we are as they: their time over ours, both over the same pages and rounds."""
    least_ours, least_theirs = ours.min(axis=0), theirs.min(axis=0)
    draws = np.random.default_rng(0).integers(0, len(least_ours), (DRAWS, len(least_ours)))
    drawn = least_theirs[draws].sum(axis=1) / least_ours[draws].sum(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    rounds = theirs.sum(axis=1) / ours.sum(axis=1)
    spread = float(rounds.min()), float(np.median(rounds)), float(rounds.max())
    value, page = least_theirs.sum() / least_ours.sum(), np.median(least_theirs / least_ours)
    return Ratio(float(value), float(page), float(low), float(high), spread)


def growth(sizes: Sequence[float], times: Sequence[float], steps: int = 3) -> Growth:
    """Fit the growth of `times`, smallest size first; NaN where fewer than two tell of it."""
    telling = [i for i, time in enumerate(times) if time >= FIXED * times[0]]
    slopes = [exponent(sizes[i : i + 2], times[i : i + 2]) for i in range(len(sizes) - 1)]
    if len(telling) < 2:
        return Growth(math.nan, len(telling), tuple(slopes[-steps:]))
    k = exponent([sizes[i] for i in telling], [times[i] for i in telling])
    return Growth(k, len(telling), tuple(slopes[-steps:]))
