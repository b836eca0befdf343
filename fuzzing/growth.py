"""How work grows with the page: the exponent k of time ~ n^k, and the count of calls, which has no noise."""

import math
import sys
from collections.abc import Callable, Sequence


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The k of values ~ sizes^k: the slope of the least-squares line through their logarithms."""
    xs = [math.log(size) for size in sizes]
    ys = [math.log(max(value, sys.float_info.min)) for value in values]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def calls(function: Callable[[], object]) -> int:
    """Calls, of Python and of C, that `function` makes: its time without the noise of a clock."""
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
