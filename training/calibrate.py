"""What is fitted on out-of-fold scores: sharpness, the β of each mode, and the confidence curve."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.classify.classifier import choose, sharpen
from training.prepare import Example

Array = npt.NDArray[np.float32]

SHARPNESS = (0.8, 1.0, 1.25, 1.5, 2.0)
BALANCED = 1.2
"""The β of the balanced mode. Word F1 is flat from 1.0 to 1.2 (LOG.md); of equals the one that loses fewer of the
snippets that must be there."""
PRECISION_GAIN, RECALL_GAIN = 0.022, 0.017
"""What the other two modes gain of precision and of recall over the balanced one, on average over pages."""
BETAS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 1.5, 1.75, 2.0, 2.25, 2.5, 2.75, 3.0, 3.5, 4.0)
KNOTS = 12
FLOORS = {"headline": 0.3, "dek": 0.6, "site": 0.3}
"""Least probabilities of the roles that one block has; LOG.md has the trade between dek and text."""


class Scored(NamedTuple):
    """A page with the out-of-fold probability of each block to be kept."""

    example: Example
    scores: Array


def calibrate(pages: Sequence[Scored]) -> dict[str, object]:
    """The manifest's calibration, from pages as they are with a whole reference."""
    whole = (p for p in pages if "-" not in p.example.input and not (p.example.label < 0).any())
    pages = [p for p in whole if p.example.source != "segments"]
    sharpness = max(SHARPNESS, key=lambda s: np.mean([_outcome(p, s, BALANCED).f1 for p in pages]))
    outcomes = [_outcome(p, sharpness, BALANCED) for p in pages]
    return {
        "sharpness": sharpness,
        "modes": _modes(pages, sharpness),
        "floors": FLOORS,
        "confidence": _isotonic(np.array([o.expected for o in outcomes]), np.array([o.f1 for o in outcomes])),
    }


class _Outcome(NamedTuple):
    """What was expected of a page's answer, and what came of it by its labels."""

    expected: float
    precision: float
    recall: float
    f1: float


def _outcome(page: Scored, sharpness: float, beta: float) -> _Outcome:
    words = np.maximum(page.example.words, 1)
    kept, expected = choose(sharpen(page.scores.astype(np.float64), sharpness), words, beta)
    hits = float((page.example.label * words)[kept].sum())
    given, wanted = float(words[kept].sum()), float((page.example.label * words).sum())
    if not given or not wanted:
        return _Outcome(expected, *[float(given == wanted)] * 3)
    return _Outcome(expected, hits / given, hits / wanted, 2 * hits / (given + wanted))


def _modes(pages: Sequence[Scored], sharpness: float) -> dict[str, float]:
    """The β of each mode: the mildest that gains enough, the last of the list where none does."""

    def mean(beta: float) -> tuple[float, float]:
        outcomes = [_outcome(p, sharpness, beta) for p in pages]
        return float(np.mean([o.precision for o in outcomes])), float(np.mean([o.recall for o in outcomes]))

    precision, recall = mean(BALANCED)
    low = [b for b in reversed(BETAS) if b < BALANCED]
    high = [b for b in BETAS if b > BALANCED]
    return {
        "precision": next((b for b in low if mean(b)[0] >= precision + PRECISION_GAIN), low[-1]),
        "balanced": BALANCED,
        "recall": next((b for b in high if mean(b)[1] >= recall + RECALL_GAIN), high[-1]),
    }


def _isotonic(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> list[list[float]]:
    """A rising curve through the means of groups of like size, as two rows of knots (pool adjacent violators)."""
    order = np.argsort(x, kind="stable")
    groups = [(float(x[g].mean()), float(y[g].mean()), len(g)) for g in np.array_split(order, KNOTS)]
    merged: list[tuple[float, float, int]] = []
    for group in groups:
        merged.append(group)
        while len(merged) > 1 and merged[-2][1] >= merged[-1][1]:
            b, a = merged.pop(), merged.pop()
            n = a[2] + b[2]
            merged.append(((a[0] * a[2] + b[0] * b[2]) / n, (a[1] * a[2] + b[1] * b[2]) / n, n))
    return [[round(g[0], 4) for g in merged], [round(g[1], 4) for g in merged]]
