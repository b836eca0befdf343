"""The choice of the blocks that are kept, from the probabilities of their roles."""

from collections.abc import Sequence

from cleancopy.classify.arrays import BoolArray, Float64Array

MIN_TOP_SCORE: float
"""A page has no running text if all scores are lower."""

def sharpen(p: Float64Array, inverse_temperature: float) -> Float64Array:
    """Multiply the log-odds of probabilities by an inverse temperature."""

def choose_blocks(scores: Float64Array, words: Float64Array, beta: float) -> tuple[BoolArray, float]:
    """Choose the blocks with the largest expected word F-measure; also gives its value for β = 1.

    With blocks in descending order of score the best answer is always a prefix of that order (Lewis 1995). So all
    prefixes are tried: expected hits over a mean, weighted by β, of the expected words of answer and reference.
    Of equal prefixes the longest wins.
    """

def find_likeliest(probabilities: Float64Array, columns: Sequence[int]) -> list[int]:
    """Find for each block which of some columns has the highest probability; of equals the first."""
