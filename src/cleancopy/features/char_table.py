"""Table of characters: the classes and the lower case of each, made once.

Characters in the same classes are of one *kind*, so that classes are looked up by kind.
"""

from collections.abc import Sequence
from functools import cache
from itertools import product, starmap
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.features.char_tests import test_characters
from cleancopy.lexicon import LABEL_MARKS, SENTENCE_ENDS, UNSPACED, ScriptRange

HEAD_CHARS = 240
"""The head of a text; words that start in it are counted separately."""
SEARCH_CHARS = 300
"""Characters at the start of a text that are searched for addresses, amounts, times and marks."""

CLASSES = ("space", "digit", "upper", "lower", "cjk", "punct", "sentence", "comma", "symbol", "quote")
"""The classes that are counted; `sentence` marks end a sentence in some script."""

_COMMA = ",;:،、，；："
_QUOTE = "\"'“”„«»‘’‹›「」『』"
_OTHER_PUNCT = "()[]{}-–—/&·‐（）【】"
CLOSERS = "\"'”’»)]}›」』）】 \t"
_MARKS = {
    "end": SENTENCE_ENDS,
    "closer": CLOSERS,
    "colon": ":：",
    "dots": ".…]",
    "bracket": ")]）】",
    "copyright": "©®",
    "bar": "|•·»›→←▸►✕×",
    "currency": "$€£¥₹₽",
    "at": "@",
    "clock": ":.h",
    "label": LABEL_MARKS,
    "open": "(",
    "opener": "\"'“”„«‘‹「『—–-",
    "contextual": "İΣ",
}
"""Classes that are not counted: marks that matter at the start or end of a text, or that some pattern needs."""
_NAME_RANGES = ((0x41, 0x5A), (0xC0, 0xDE), (0x391, 0x3AB), (0x410, 0x42F))
"""First letters of names in scripts that have capitals."""
PLANE = 0x10000
"""Code points in a Unicode plane."""
CJK_RANGES = tuple(span for span in UNSPACED if span[1] < PLANE)
"""Scripts whose words are counted by characters, in the basic plane. The artefacts are trained with this set."""

_NAMES = (*CLASSES, "capital", "word", "decimal", "name", *_MARKS, "gap")
BIT = {name: np.uint32(1 << i) for i, name in enumerate(_NAMES)}
"""The bit of each class in a mask of classes.

`capital` is upper case, `word` and `decimal` what ``\\w`` and ``\\d`` match, in any plane. `contextual` are characters
whose lower case is not one character, and those past the basic plane that are part of a word. `gap` stands between one
text and the next."""


def _compute_astral_mask(ideograph: bool, capital: bool, word: bool, decimal: bool) -> int:
    """The mask of classes of a code point past the basic plane."""
    flags = {"cjk": ideograph, "symbol": not ideograph, "capital": capital, "word": word, "decimal": decimal}
    return sum(int(BIT[name]) for name in flags if flags[name]) + word * int(BIT["contextual"])


ASTRAL_MASKS = tuple(starmap(_compute_astral_mask, product((False, True), repeat=4)))
"""All masks of code points past the basic plane."""


class CharTable(NamedTuple):
    """The classes of characters.

    Its index has a place for each code point of the basic plane, then for each of `ASTRAL_MASKS`, and last for a gap.

    kind_of_code    by index the kind of the character
    class_masks     by kind the mask of its classes
    lowercase       for each code point of the basic plane its lower case, a space if it is not part of a word;
                    `contextual` characters stay as they are
    """

    kind_of_code: npt.NDArray[np.uint8]
    class_masks: npt.NDArray[np.uint32]
    lowercase: npt.NDArray[np.uint32]


@cache
def char_table() -> CharTable:
    """Make the table."""
    masks, kind_of_code = np.unique(_compute_class_masks(), return_inverse=True)
    lowercase = np.full(PLANE, ord(" "), np.uint32)
    word_codes = np.flatnonzero((masks & BIT["word"] > 0)[kind_of_code[:PLANE]])
    lowered = "".join(map(chr, word_codes.tolist())).replace("İ", " ").lower()
    lowercase[word_codes] = np.frombuffer(lowered.encode("utf-32-le"), np.uint32)
    for char in _MARKS["contextual"]:
        lowercase[ord(char)] = ord(char)
    return CharTable(kind_of_code.astype(np.uint8), masks, lowercase)


def _compute_class_masks() -> npt.NDArray[np.uint32]:
    """For each index of the table the mask of its classes."""
    tests = test_characters(PLANE)
    space, upper, word = tests["space"], tests["upper"], tests["word"]
    punct = _mark_characters(SENTENCE_ENDS + _COMMA + _QUOTE + _OTHER_PUNCT)
    members = {
        "space": space, "digit": tests["digit"], "upper": upper, "lower": tests["lower"],
        "cjk": _mark_ranges(CJK_RANGES),
        "punct": punct, "sentence": _mark_characters(SENTENCE_ENDS), "comma": _mark_characters(_COMMA),
        "symbol": ~(word | space | punct), "quote": _mark_characters(_QUOTE), "capital": upper,
        "word": word | _mark_characters("_"), "decimal": tests["decimal"], "name": _mark_ranges(_NAME_RANGES),
    } | {name: _mark_characters(marks) for name, marks in _MARKS.items()}  # fmt: skip
    masks = np.zeros(PLANE + len(ASTRAL_MASKS) + 1, np.uint32)
    for name, member in members.items():
        masks[:PLANE] |= member * BIT[name]
    masks[PLANE:-1] = ASTRAL_MASKS
    masks[-1] = BIT["gap"]
    return masks


def _mark_characters(marks: str) -> npt.NDArray[np.bool_]:
    is_marked = np.zeros(PLANE, bool)
    is_marked[list(map(ord, marks))] = True
    return is_marked


def _mark_ranges(ranges: Sequence[ScriptRange]) -> npt.NDArray[np.bool_]:
    is_marked = np.zeros(PLANE, bool)
    for first, last in ranges:
        is_marked[first : last + 1] = True
    return is_marked
