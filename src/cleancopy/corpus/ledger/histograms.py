"""Histograms as the ledger stores them: pages by a key, where the key is text."""

from collections import Counter
from collections.abc import Iterable, Mapping


def count_values(values: Iterable[str]) -> dict[str, int]:
    """Count how often each value occurs, sorted by value."""
    return dict(sorted(Counter(values).items()))


def make_step_key(number: int) -> str:
    """Make the key of the step that a number is in: the step's lowest number, one of 0, 1, 2, 4, 8 and so on."""
    return str(1 << number.bit_length() >> 1)


def make_rounded_key(number: int) -> str:
    """Make the key of a number: the number rounded to two digits, so that there are few keys."""
    return str(int(float(f"{number:.1e}")))


def compute_median(counts: Mapping[str, int]) -> int | None:
    """Compute the median of numbers, given their counts by `make_rounded_key`; the lower one of two."""
    middle, passed = (sum(counts.values()) + 1) // 2, 0
    for number in sorted(map(int, counts)):
        passed += counts[str(number)]
        if passed >= middle > 0:
            return number
    return None


def compute_mean(counts: Mapping[str, int]) -> float | None:
    """Compute the mean of numbers, given their counts by `make_rounded_key`."""
    whole = sum(counts.values())
    return sum(int(number) * count for number, count in counts.items()) / whole if whole else None
