"""Measures how time grows with the page: generated pages of several shapes, each size four times the one before."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

import cleancopy
from benchmarks.speed import figures
from benchmarks.speed.figures import time_job
from benchmarks.speed.pages import SHAPES, get_kind, list_sizes, make_page
from benchmarks.speed.settings import Settings
from cleancopy.limits import LIMITS, Limits

MAX_SECONDS = 10.0
"""Total seconds of a page after which it is not timed again."""
NO_LIMIT = 10**12

BOUNDS: Mapping[str, Limits] = MappingProxyType(
    {
        "usual": LIMITS,
        "lifted": Limits(input_bytes=NO_LIMIT, characters=NO_LIMIT, tags=NO_LIMIT, blocks=NO_LIMIT, depth=LIMITS.depth),
    }
)
"""With the usual limits a page is cut, and the rest takes no time: growth is only visible without limits."""


class Course(NamedTuple):
    """Bytes and seconds of the pages of a shape, smallest first, and whether a limit cut them."""

    bytes: list[int]
    seconds: list[float]
    cut: list[bool]


def measure(settings: Settings) -> dict[str, Any]:
    """By shape and limits."""
    out: dict[str, Any] = {}
    for shape in SHAPES:
        settings.log(f"growth: {shape}")
        pages = [make_page(shape, size) for size in list_sizes(settings.largest)]
        out[shape] = {
            bound: summarize(measure_course(shape, pages, limits, settings.rounds)) for bound, limits in BOUNDS.items()
        }
    return out


def measure_course(shape: str, pages: Sequence[bytes], limits: Limits, rounds: int) -> Course:
    """The least time of several rounds through all sizes."""
    kind = get_kind(shape)
    cleancopy.extract(pages[0], kind=kind)  # loads the model
    least, spent, cut = [math.inf] * len(pages), [0.0] * len(pages), [False] * len(pages)
    for _ in range(rounds):
        for i, page in enumerate(pages):
            if spent[i] < MAX_SECONDS:
                article, took = time_job(partial(cleancopy.extract, page, kind=kind, limits=limits))
                least[i], cut[i] = min(least[i], took), bool(article.truncations)
                spent[i] += took
    return Course([len(page) for page in pages], least, cut)


def summarize(course: Course) -> dict[str, Any]:
    """The figures of a course, with k over the pages that were not cut."""
    whole = [i for i, cut in enumerate(course.cut) if not cut]
    fitted = figures.fit_growth([course.bytes[i] for i in whole], [course.seconds[i] for i in whole])
    return course._asdict() | fitted._asdict()
