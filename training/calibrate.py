"""What is fitted on out-of-fold scores: sharpness, the β of each mode, and the confidence curve."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.classify.classifier import choose, sharpen
from training.prepare import Example

Array = npt.NDArray[np.float32]

SHARPNESS = (0.8, 1.0, 1.25, 1.5, 2.0)
MODES = {"precision": 0.5, "balanced": 1.0, "recall": 2.0}
KNOTS = 12
FLOORS = {"headline": 0.3, "dek": 0.35, "site": 0.3}
"""Least probabilities of the roles that one block has; LOG.md has the trade between dek and text."""


class Scored(NamedTuple):
    """A page with the out-of-fold probability of each block to be kept."""

    example: Example
    scores: Array


def calibrate(pages: Sequence[Scored]) -> dict[str, object]:
    """The manifest's calibration, from pages with a whole reference."""
    pages = [p for p in pages if p.example.source != "segments"]
    sharpness = max(SHARPNESS, key=lambda s: np.mean([_outcome(p, s)[1] for p in pages]))
    expected, found = np.array([_outcome(p, sharpness) for p in pages]).T
    return {"sharpness": sharpness, "modes": MODES, "floors": FLOORS, "confidence": _isotonic(expected, found)}


def _outcome(page: Scored, sharpness: float) -> tuple[float, float]:
    """Expected and found word F1 of a page, both by its labels."""
    words = np.maximum(page.example.words, 1)
    kept, expected = choose(sharpen(page.scores, sharpness), words, MODES["balanced"])
    hits = float((page.example.label * words)[kept].sum())
    total = float(words[kept].sum() + (page.example.label * words).sum())
    if not kept.any():
        return expected, float((page.example.label * words).sum() == 0)
    return expected, 2 * hits / total if total else 0.0


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
