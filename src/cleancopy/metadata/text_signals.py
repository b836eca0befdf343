"""Helpers that several sources share: sizes, and a search through many texts at once."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence


class SizeBuckets:
    """Signals of size: which of rising steps a size stays below."""

    def __init__(self, steps: Sequence[int], unit: str) -> None:
        """Take the steps, and what is counted."""
        self._steps = steps
        self._signals = [tuple(f"fewer than {step} {unit}" for step in steps[n:]) for n in range(len(steps) + 1)]

    def list_signals(self, size: int) -> tuple[str, ...]:
        """The signals of a size."""
        return self._signals[bisect_right(self._steps, size)]


def fold_spaces(text: str) -> str:
    """A text on one line, with single spaces."""
    is_folded = text.isprintable() and "  " not in text and not text.startswith(" ") and not text.endswith(" ")
    return text if is_folded else " ".join(text.split())  # of all white space a space alone is printable


def search_all(pattern: re.Pattern[str], texts: Iterable[str]) -> list[int]:
    """The indices of texts whose lower case has a match; one index may occur several times.

    All texts are searched as one string. The pattern sees U+0000 before each text, and must not match across one.
    """
    joined = ("\0" + "\0".join(texts)).lower()
    indices, index, start = [], -1, 0
    for match in pattern.finditer(joined):
        index += joined.count("\0", start, match.start() + 1)
        start = match.start() + 1
        indices.append(index)
    return indices
