"""Fits the calibration on out-of-fold scores: the inverse temperature, the β of each mode, and the confidence curve."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.classify import choose_blocks, level_scores, sharpen
from labelled import PARTIAL_SETS
from training.page_types import MIXED_SETS, TypedPage, fit_types
from training.prepare import Example

Array = npt.NDArray[np.float32]

INVERSE_TEMPERATURES = (0.8, 1.0, 1.25, 1.5, 2.0)
BALANCED = 1.2
"""The β of the balanced mode. Word F1 is flat from 1.0 to 1.2 (LOG.md); 1.2 loses fewer of the required snippets."""
PRECISION_GAIN, RECALL_GAIN = 0.022, 0.017
"""Gains in precision and recall that the other two modes must reach over the balanced one, averaged over pages."""
BETAS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 1.5, 1.75, 2.0, 2.25, 2.5, 2.75, 3.0, 3.5, 4.0)
MAX_KNOTS = 12
FLOORS = {"headline": 0.3, "dek": 0.6, "site": 0.3}
"""Minimum probabilities of the roles that only one block of a page has; LOG.md has the trade between dek and text."""


class ScoredPage(NamedTuple):
    """A page with the out-of-fold probability of each block that it is kept, and of each type of page."""

    example: Example
    scores: Array
    types: Array


def calibrate(pages: Sequence[ScoredPage]) -> dict[str, object]:
    """The manifest's calibration, from unmodified pages whose reference is complete."""
    typed = [
        TypedPage(p.example.site, p.example.page_type, p.types, p.example.features.element_names[-1])
        for p in pages
        if "-" not in p.example.input and p.example.source in MIXED_SETS and p.example.page_type >= 0
    ]
    whole = (p for p in pages if "-" not in p.example.input and not (p.example.label < 0).any())
    pages = [p for p in whole if p.example.source not in PARTIAL_SETS]
    inverse_temperature = max(
        INVERSE_TEMPERATURES, key=lambda s: np.mean([_score_page(p, s, BALANCED).f1 for p in pages])
    )
    outcomes = [_score_page(p, inverse_temperature, BALANCED) for p in pages]
    return {
        "inverse_temperature": inverse_temperature,
        "page_type_weights": fit_types(typed),
        "modes": _fit_modes(pages, inverse_temperature),
        "floors": FLOORS,
        "confidence": _fit_isotonic(np.array([o.expected for o in outcomes]), np.array([o.f1 for o in outcomes])),
    }


class _PageOutcome(NamedTuple):
    """The expected word F1 of a page's answer, and its figures by the labels."""

    expected: float
    precision: float
    recall: float
    f1: float


def _score_page(page: ScoredPage, inverse_temperature: float, beta: float) -> _PageOutcome:
    words = np.maximum(page.example.words, 1, dtype=np.float64)
    sharp = sharpen(page.scores.astype(np.float64), inverse_temperature)
    scores = level_scores(sharp, page.example.features)
    kept, expected = choose_blocks(scores, words, beta)
    hits = float((page.example.label * words)[kept].sum())
    given, wanted = float(words[kept].sum()), float((page.example.label * words).sum())
    if not given or not wanted:
        return _PageOutcome(expected, *[float(given == wanted)] * 3)
    return _PageOutcome(expected, hits / given, hits / wanted, 2 * hits / (given + wanted))


def _fit_modes(pages: Sequence[ScoredPage], inverse_temperature: float) -> dict[str, float]:
    """The β of each mode: the mildest with enough gain, the most extreme if no β has it."""

    def average(beta: float) -> tuple[float, float]:
        outcomes = [_score_page(p, inverse_temperature, beta) for p in pages]
        return float(np.mean([o.precision for o in outcomes])), float(np.mean([o.recall for o in outcomes]))

    precision, recall = average(BALANCED)
    low = [b for b in reversed(BETAS) if b < BALANCED]
    high = [b for b in BETAS if b > BALANCED]
    return {
        "precision": next((b for b in low if average(b)[0] >= precision + PRECISION_GAIN), low[-1]),
        "balanced": BALANCED,
        "recall": next((b for b in high if average(b)[1] >= recall + RECALL_GAIN), high[-1]),
    }


def _fit_isotonic(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> list[list[float]]:
    """A rising curve through the means of groups of equal size, as two rows of knots (pool adjacent violators)."""
    order = np.argsort(x, kind="stable")
    groups = [(float(x[g].mean()), float(y[g].mean()), len(g)) for g in np.array_split(order, MAX_KNOTS)]
    merged: list[tuple[float, float, int]] = []
    for group in groups:
        merged.append(group)
        while len(merged) > 1 and merged[-2][1] >= merged[-1][1]:
            b, a = merged.pop(), merged.pop()
            n = a[2] + b[2]
            merged.append(((a[0] * a[2] + b[0] * b[2]) / n, (a[1] * a[2] + b[1] * b[2]) / n, n))
    return [[round(g[0], 4) for g in merged], [round(g[1], 4) for g in merged]]
