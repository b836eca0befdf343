"""Measures whole extractions, ours and the peers', page by page in one process."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from benchmarks.speed.figures import Times, compute_percentile, compute_ratio, time_job
from benchmarks.speed.pages import FORMS, Sample, read_samples
from benchmarks.speed.settings import Settings
from benchmarks.speed.tools import OURS, Answer, list_installed, make_answers, warm_up

MAX_SECONDS = 2.0
"""Seconds after which a page is timed only once, because noise matters little then."""


class Timings(NamedTuple):
    """Times of each tool, and the number of pages on which it failed."""

    times: Mapping[str, Times]
    failed: Mapping[str, int]


def measure(settings: Settings) -> dict[str, Any]:
    """Figures by set and form."""
    return {source: dict(_measure_forms(source, settings)) for source in settings.sets}


def _measure_forms(source: str, settings: Settings) -> Iterator[tuple[str, Any]]:
    for form, kind in FORMS.items():
        samples = read_samples(source, form, settings.pages)
        answers = make_answers(kind, list_installed(kind))
        warm_up(answers, samples[0])
        settings.log(f"whole: {source} {form}, {len(samples)} pages, {', '.join(answers)}")
        yield form, summarize(time_answers(answers, samples, settings.rounds), [sample.size for sample in samples])


def time_answers(answers: Mapping[str, Answer], samples: Sequence[Sample], rounds: int) -> Timings:
    """Time every tool on every page in every round. The order rotates, because a tool leaves caches to the next one."""
    names = list(answers)
    times = {name: np.zeros((rounds, len(samples))) for name in names}
    failed = dict.fromkeys(names, 0)
    for turn in range(rounds):
        for page_index, sample in enumerate(samples):
            first = (turn + page_index) % len(names)
            for name in (*names[first:], *names[:first]):
                known = times[name][:, page_index]
                if turn and known[0] > MAX_SECONDS:
                    known[turn] = known[0]
                    continue
                answered, known[turn] = time_job(partial(answers[name], sample))
                failed[name] += not turn and not answered
    return Timings(times, failed)


def summarize(timings: Timings, sizes: Sequence[int]) -> dict[str, Any]:
    """The figures of each tool, and how many times as fast ours is."""
    ours = timings.times[OURS]
    return {
        "pages": len(sizes),
        "bytes": sum(sizes),
        "tools": {name: _compute_figures(times, sizes, timings.failed[name]) for name, times in timings.times.items()},
        "ratios": {name: compute_ratio(ours, times)._asdict() for name, times in timings.times.items() if name != OURS},
    }


def _compute_figures(times: Times, sizes: Sequence[int], failed: int) -> dict[str, float]:
    least = times.min(axis=0)
    whole = float(least.sum())
    return {
        "pages_per_second": len(sizes) / whole,
        "mb_per_second": sum(sizes) / whole / 1e6,
        "mean_ms": 1000 * whole / len(sizes),
        "p50_ms": 1000 * compute_percentile(least, 0.5),
        "p99_ms": 1000 * compute_percentile(least, 0.99),
        "failed": failed,
        "slow": int((least > MAX_SECONDS).sum()),
        "slowest_ms": 1000 * float(least.max()),
    }
