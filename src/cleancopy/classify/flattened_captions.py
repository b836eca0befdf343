"""Captions of flattened text, by what they say, and by what stands beside them.

- Many stand twice in a row: as the alternative text of a picture, and below it. The two are seldom the same to the
  letter: one has the credit, too, or the name of the picture before it.
- Some end in a credit ("Photo: Jane Doe"), or say that the picture is an old one ("(file photo)").
- Some say who stands where: "(left)", "von links:", "Pictured".
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from cleancopy.block import PROSE_CHARS, Block, Role
from cleancopy.block_fields import list_texts
from cleancopy.classify.arrays import BoolArray, Float64Array
from cleancopy.lexicon import split_credit
from cleancopy.lines import fold_words

CREDIT_REACH = 90
"""Characters at the end of a line in which the label of its credit stands."""
MIN_WORDS = 4
"""Words of the shortest caption before a credit."""
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


_ARCHIVE = re.compile(
    r"\(\s?(?:archiv(?:bild|foto|aufnahme)?|symbol(?:bild|foto)|(?:file|archive|stock) (?:photo|image|picture)"
    r"|(?:foto|imagen) de archivo|(?:photo|image) d['’](?:archives?|illustration)|foto d['’]archivio"
    r"|(?:arkiv|illustra[st]ions?)(?:foto|bild)|архивное фото|фото из архива|zdjęcie (?:ilustracyjne|archiwalne)"
    r"|자료사진)\b[^()]{0,60}\)\.?$",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"(?<=\s)\((?:(?:l|r|li|re|izq|der|t\.\s?v|t\.\s?h)\.|links|rechts|left|right|gauche|droite|à gauche|à droite"
    r"|izquierda|derecha|sinistra|destra|til venstre|til høyre|слева|справа)\)"
    r"|\((?:from|von|v\.)\s(?:left|right|links|rechts|li|re|l\.|r\.)[^()]{0,30}\)|\b[Ff]rom left(?: to right)?[:,]"
    r"|^Pictured\b|\bv\.\s?l\.(?:\s?n\.\s?r\.)?|\b[Dd]e gauche à droite\b|\b[Dd]e izquierda a derecha\b"
    r"|\b[Dd]a sinistra\b"
)
MARKED_CHARS = 400
PLACES_CHARS = 300
"""Characters of the longest line that may be a caption for its credit, and for the places that it names."""
CERTAIN = 0.98
"""The score from which a line is running text whatever it says."""
_SMALL_WORDS = frozenset({"dpa", "afp", "apa", "ansa", "via", "von", "van", "de", "der", "dos", "da"})


def find_captions(blocks: Sequence[Block], scores: Float64Array, kept: BoolArray) -> dict[int, Role]:
    """The lines of flattened text that are captions, by index."""
    return _find_marked(blocks, scores, kept) | _find_doubled(blocks, scores, kept)


def _find_marked(blocks: Sequence[Block], scores: Float64Array, kept: BoolArray) -> dict[int, Role]:
    return {
        i: Role.CAPTION
        for i, text in enumerate(list_texts(blocks))
        if kept[i] and len(text) <= MARKED_CHARS and scores[i] < CERTAIN and _is_marked(text)
    }


def _is_marked(text: str) -> bool:
    if text.endswith((")", ").")) and _ARCHIVE.search(text):
        return True
    return _ends_in_credit(text) or (len(text) <= PLACES_CHARS and _PLACES.search(text) is not None)


def _ends_in_credit(text: str) -> bool:
    """Whether a sentence ends in a label and a name behind it."""
    if ":" not in text[-CREDIT_REACH:]:
        return False
    caption, credit = split_credit(text)
    return len(caption.split()) >= MIN_WORDS and bool(credit) and all(map(_may_name, credit.split()))


def _may_name(word: str) -> bool:
    return not word[0].islower() or "/" in word or word.rstrip(".") in _SMALL_WORDS


def _find_doubled(blocks: Sequence[Block], scores: Float64Array, kept: BoolArray) -> dict[int, Role]:
    """The lines within the running text that say the same as their neighbour."""
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
