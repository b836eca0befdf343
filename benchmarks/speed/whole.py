"""Whole extractions, ours and the peers', page by page in one process."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from benchmarks.speed.figures import Times, percentile, ratio, timed
from benchmarks.speed.pages import FORMS, Sample, labelled
from benchmarks.speed.settings import Settings
from benchmarks.speed.tools import OURS, Answer, installed, tools, warm_up

LONGEST = 2.0
"""Seconds. A page that takes a tool longer is timed once: what noise adds to that is little."""


class Timed(NamedTuple):
    """Times of each tool, and on how many pages it raised an exception."""

    times: Mapping[str, Times]
    failed: Mapping[str, int]


def measure(settings: Settings) -> dict[str, Any]:
    """By set and form."""
    return {source: dict(_forms(source, settings)) for source in settings.sets}


def _forms(source: str, settings: Settings) -> Iterator[tuple[str, Any]]:
    for form, kind in FORMS.items():
        samples = labelled(source, form, settings.pages)
        answers = tools(kind, installed(kind))
        warm_up(answers, samples[0])
        settings.say(f"whole: {source} {form}, {len(samples)} pages, {', '.join(answers)}")
        yield form, summary(measured(answers, samples, settings.rounds), [sample.size for sample in samples])


def measured(answers: Mapping[str, Answer], samples: Sequence[Sample], rounds: int) -> Timed:
    """Every tool has every page in every round; who begins goes round, as the one before leaves caches as it does."""
    names = list(answers)
    times = {name: np.zeros((rounds, len(samples))) for name in names}
    failed = dict.fromkeys(names, 0)
    for turn in range(rounds):
        for at, sample in enumerate(samples):
            first = (turn + at) % len(names)
            for name in (*names[first:], *names[:first]):
                known = times[name][:, at]
                if turn and known[0] > LONGEST:
                    known[turn] = known[0]
                    continue
                answered, known[turn] = timed(partial(answers[name], sample))
                failed[name] += not turn and not answered
    return Timed(times, failed)


def summary(timings: Timed, sizes: Sequence[int]) -> dict[str, Any]:
    """The figures of each tool, and how many times as fast ours is."""
    ours = timings.times[OURS]
    return {
        "pages": len(sizes),
        "bytes": sum(sizes),
        "tools": {name: _figures(times, sizes, timings.failed[name]) for name, times in timings.times.items()},
        "ratios": {name: ratio(ours, times)._asdict() for name, times in timings.times.items() if name != OURS},
    }


def _figures(times: Times, sizes: Sequence[int], failed: int) -> dict[str, float]:
    least = times.min(axis=0)
    whole = float(least.sum())
    return {
        "pages_per_second": len(sizes) / whole,
        "mb_per_second": sum(sizes) / whole / 1e6,
        "mean_ms": 1000 * whole / len(sizes),
        "p50_ms": 1000 * percentile(least, 0.5),
        "p99_ms": 1000 * percentile(least, 0.99),
        "failed": failed,
        "slow": int((least > LONGEST).sum()),
        "slowest_ms": 1000 * float(least.max()),
    }
