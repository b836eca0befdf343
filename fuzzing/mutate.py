"""Runs extraction on mutated pages. A case depends only on the seed and its number, so that it can be made again."""

import time
from collections.abc import Iterator, Sequence
from random import Random

from fuzzing.mutations import mutate
from fuzzing.runner import Case, Tally, run_cases
from fuzzing.sources import Source

DECODED_SHARE = 0.2
"""Share of the cases that are strings, some with lone surrogates; the others are bytes."""
UNTOUCHED_SHARE = 0.02
"""Share of the cases that are not mutated."""


def make_case(seed: int, number: int, sources: Sequence[Source]) -> Case:
    """Case `number` of the run with this seed."""
    random = Random(f"{seed} {number}")
    source = random.choices(sources, [s.share for s in sources])[0]
    page = random.choice(source.pages)
    if random.random() >= UNTOUCHED_SHARE:
        other = random.choice(random.choice(sources).pages)
        page = mutate(random, page, other)
    if random.random() < DECODED_SHARE:
        return Case(source.name, number, page.decode("utf-8", random.choice(("replace", "surrogateescape", "ignore"))))
    return Case(source.name, number, page)


def generate_cases(seed: int, sources: Sequence[Source], count: int, seconds: float) -> Iterator[Case]:
    """The first `count` cases, but only those that are requested within the given seconds."""
    until = time.monotonic() + seconds
    for number in range(count):
        if time.monotonic() >= until:
            return
        yield make_case(seed, number, sources)


def fuzz_pages(seed: int, sources: Sequence[Source], count: int, seconds: float, workers: int) -> Tally:
    """Check mutated pages."""
    return run_cases(generate_cases(seed, sources, count, seconds), workers=workers)
