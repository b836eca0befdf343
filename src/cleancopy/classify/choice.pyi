"""The choice of the blocks that are kept, from the probabilities of their roles."""

from collections.abc import Sequence

from cleancopy.classify.arrays import BoolArray, Float64Array, IntArray

SURE_SCORE: float
"""Where all scores are lower, they are raised, but in precision mode: what a page shows has text for its reader."""

def sharpen(p: Float64Array, inverse_temperature: float) -> Float64Array:
    """Multiply the log-odds of probabilities by an inverse temperature."""

def level_records(places: IntArray, sizes: Float64Array, scores: Float64Array) -> Float64Array:
    """Give blocks at the same place of three or more records one score: the mean of their log-odds, weighed by size.

    places   for each block its group among those at the same place of records, see `features.records`
    sizes    the characters of each block

    Records are of one kind. The network judges each block by itself and its neighbours, so of ten cards it would keep
    eight. Out of fold this changes the word F1 of wcxb by +0.002 and of forum threads by +0.03.
    """

def choose_blocks(
    scores: Float64Array, words: Float64Array, beta: float, furniture: Sequence[int] = ()
) -> tuple[BoolArray, float]:
    """Choose the blocks with the largest expected word F-measure; also gives its value for β = 1.

    With blocks in descending order of score the best answer is always a prefix of that order (Lewis 1995). So all
    prefixes are tried: expected hits over a mean, weighted by β, of the expected words of answer and reference.
    Of equal prefixes the longest wins.

    furniture   indices of blocks that are not kept where all scores are low
    """

def raise_scores(scores: Float64Array, furniture: Sequence[int] = ()) -> Float64Array:
    """Raise the log-odds of all scores alike until the largest is 0.5: given that some block is text, which?

    furniture   indices of blocks whose scores become 0
    """

def find_likeliest(probabilities: Float64Array, columns: Sequence[int]) -> list[int]:
    """Find for each block which of some columns has the highest probability; of equals the first."""
