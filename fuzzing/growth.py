"""Measures how work grows with the page: the exponent k of time ~ n^k, and the number of calls, which has no noise."""

import math
import sys
from collections.abc import Callable, Sequence


def fit_exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The k of values ~ sizes^k: the slope of the least-squares line through their logarithms."""
    xs = [math.log(size) for size in sizes]
    ys = [math.log(max(value, sys.float_info.min)) for value in values]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def count_calls(function: Callable[[], object]) -> int:
    """The number of calls of Python and C functions that `function` makes: a measure of its work without noise."""
    count = 0

    def profile(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event.endswith("call")

    sys.setprofile(profile)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count
