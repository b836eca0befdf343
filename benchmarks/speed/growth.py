"""How time grows with the page: made pages of several shapes, each size four times the one before."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

import cleancopy
from benchmarks.speed import figures
from benchmarks.speed.figures import timed
from benchmarks.speed.pages import SHAPES, kind_of, made, sizes
from benchmarks.speed.settings import Settings
from cleancopy.limits import LIMITS, Limits

ENOUGH = 10.0
"""Seconds after which a page is timed no more."""
NEVER = 10**12

BOUNDS: Mapping[str, Limits] = MappingProxyType(
    {
        "usual": LIMITS,
        "lifted": Limits(input_bytes=NEVER, characters=NEVER, tags=NEVER, blocks=NEVER, depth=LIMITS.depth),
    }
)
"""With limits as they come a page is cut, and what is cut takes no time: growth shows only where they are lifted."""


class Course(NamedTuple):
    """Bytes and seconds of the pages of a shape, smallest first, and which of them a limit cut."""

    bytes: list[int]
    seconds: list[float]
    cut: list[bool]


def measure(settings: Settings) -> dict[str, Any]:
    """By shape and limits."""
    out: dict[str, Any] = {}
    for shape in SHAPES:
        settings.say(f"growth: {shape}")
        pages = [made(shape, size) for size in sizes(settings.largest)]
        out[shape] = {bound: summary(course(shape, pages, limits, settings.rounds)) for bound, limits in BOUNDS.items()}
    return out


def course(shape: str, pages: Sequence[bytes], limits: Limits, rounds: int) -> Course:
    """The least of several rounds through all sizes."""
    kind = kind_of(shape)
    cleancopy.extract(pages[0], kind=kind)  # loads the model
    least, spent, cut = [math.inf] * len(pages), [0.0] * len(pages), [False] * len(pages)
    for _ in range(rounds):
        for at, page in enumerate(pages):
            if spent[at] < ENOUGH:
                article, took = timed(partial(cleancopy.extract, page, kind=kind, limits=limits))
                least[at], cut[at] = min(least[at], took), bool(article.cuts)
                spent[at] += took
    return Course([len(page) for page in pages], least, cut)


def summary(of: Course) -> dict[str, Any]:
    """With k over the sizes that nothing was cut of."""
    whole = [i for i, cut in enumerate(of.cut) if not cut]
    fitted = figures.growth([of.bytes[i] for i in whole], [of.seconds[i] for i in whole])
    return of._asdict() | fitted._asdict()
