"""Captions of flattened text that stand twice in a row: as the alternative text of a picture, and below it.

The two are seldom the same to the letter: one has the credit, too, or the name of the picture before it.
"""

from collections.abc import Sequence
from itertools import pairwise

from cleancopy.block import PROSE_CHARS, Block, Role
from cleancopy.block_fields import list_texts
from cleancopy.classify.arrays import BoolArray, Float64Array
from cleancopy.lines import fold_words

CAPTION_CHARS = range(30, 501)
"""Characters of either of the two lines."""
MIN_FOLDED_CHARS = 25
MAX_EXTRA_CHARS = 60
"""What the longer line has besides: a credit, a name."""
SAMPLES = (slice(8, 20), slice(-20, -8))
"""Characters of the shorter line of which the longer one must have some, which is quickly tested."""
PROSE_REACH = 12
"""Lines above within which there is running text. Above the text, a line that stands twice may be its lead."""
SURE = 0.9
"""The score from which both lines are running text all the same."""


def find_doubled_captions(blocks: Sequence[Block], scores: Float64Array, kept: BoolArray) -> dict[int, Role]:
    """The lines of flattened text within the running text that say the same as their neighbour, by index."""
    captions: dict[int, Role] = {}
    texts = list_texts(blocks)
    last_prose = -PROSE_REACH - 1
    for i, (text, below) in enumerate(pairwise(texts)):
        if i - last_prose <= PROSE_REACH and _is_doubled(text, below) and min(scores[i], scores[i + 1]) < SURE:
            captions[i] = captions[i + 1] = Role.CAPTION
        elif kept[i] and len(text) >= PROSE_CHARS and i not in captions:
            last_prose = i
    return captions


def _is_doubled(text: str, below: str) -> bool:
    """Whether one of two lines begins or ends the other."""
    if len(text) not in CAPTION_CHARS or len(below) not in CAPTION_CHARS:
        return False
    short, long = sorted((text, below), key=len)
    if not any(short[sample] in long for sample in SAMPLES):
        return False
    short, long = sorted((fold_words(text), fold_words(below)), key=len)
    if len(short) < MIN_FOLDED_CHARS or len(long) - len(short) > MAX_EXTRA_CHARS:
        return False
    return long.startswith(short) or long.endswith(short)
