"""Mutated pages through extraction: an input is made of the seed and its number alone, so any can be made again."""

import time
from collections.abc import Iterator, Sequence
from random import Random

from fuzzing.mutations import mutated
from fuzzing.runner import Input, Tally, run_inputs
from fuzzing.sources import Source

DECODED = 0.2
"""So many of all inputs come as strings, some of them with lone surrogates; the others as bytes."""
UNTOUCHED = 0.02
"""So many are tried as they are."""


def make_input(seed: int, number: int, sources: Sequence[Source]) -> Input:
    """Input `number` of the run with this seed."""
    random = Random(f"{seed} {number}")
    source = random.choices(sources, [s.share for s in sources])[0]
    page = random.choice(source.pages)
    if random.random() >= UNTOUCHED:
        other = random.choice(random.choice(sources).pages)
        page = mutated(random, page, other)
    if random.random() < DECODED:
        return Input(source.name, number, page.decode("utf-8", random.choice(("replace", "surrogateescape", "ignore"))))
    return Input(source.name, number, page)


def inputs(seed: int, sources: Sequence[Source], count: int, seconds: float) -> Iterator[Input]:
    """The first `count` inputs, or those that are taken within so many seconds."""
    until = time.monotonic() + seconds
    for number in range(count):
        if time.monotonic() >= until:
            return
        yield make_input(seed, number, sources)


def fuzz(seed: int, sources: Sequence[Source], count: int, seconds: float, workers: int) -> Tally:
    """Try mutated pages."""
    return run_inputs(inputs(seed, sources, count, seconds), workers=workers)
