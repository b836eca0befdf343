"""Kinds of characters: which classes each is in, and what it is in lower case, as tables made once."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import product, starmap
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.credit import LABEL_MARKS
from cleancopy.features.columns import pieces

CLASSES = ("space", "digit", "upper", "lower", "cjk", "punct", "sentence", "comma", "symbol", "quote")
"""The classes that are counted; `sentence` marks end a sentence in some script."""

_SENTENCE = ".!?…。！？।؟۔։።｡"
_COMMA = ",;:،、，；："
_QUOTE = "\"'“”„«»‘’‹›「」『』"
_OTHER_PUNCT = "()[]{}-–—/&·‐（）【】"
CLOSERS = "\"'”’»)]}›」』）】 \t"
_MARKS = {
    "end": ".!?…。！？।؟۔։።｡",
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
"""Classes that are not counted: marks that tell something where they stand, or that what holds them may be told."""
_NAME_RANGES = ((0x41, 0x5A), (0xC0, 0xDE), (0x391, 0x3AB), (0x410, 0x42F))
"""What names start with in scripts that have capitals."""
_CJK_RANGES = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x0E00, 0x0E7F))
PLANE = 0x10000
"""So many code points has a plane."""
_IDEOGRAPHS = (0x20000, 0x40000)  # planes 2 and 3

_NAMES = (*CLASSES, "capital", "word", "decimal", "name", *_MARKS, "gap")
BIT = {name: np.uint32(1 << i) for i, name in enumerate(_NAMES)}
"""The bit of each class in a set of classes. `capital` is upper case, `word` and `decimal` what ``\\w`` and ``\\d``
match, in any plane; `contextual` what is not put in lower case one for one, or is past the basic plane and part of a
word; `gap` stands between one text and the next."""


def _astral_set(ideograph: bool, capital: bool, word: bool, decimal: bool) -> int:
    """The set of classes of a code point past the basic plane."""
    holds = {"cjk": ideograph, "symbol": not ideograph, "capital": capital, "word": word, "decimal": decimal}
    return sum(int(BIT[name]) for name in holds if holds[name]) + word * int(BIT["contextual"])


_ASTRAL = tuple(starmap(_astral_set, product((False, True), repeat=4)))
"""All such sets."""


class Kinds(NamedTuple):
    """Which characters are alike.

    of_code   for each code point of the basic plane, for each of `_ASTRAL` past it, and last for a gap the number of
              its kind
    sets      for each kind the set of its classes
    counted   for each kind the number of its kind when only classes that are counted matter
    classes   such kinds × classes: 1 where one is in a class
    lower     for each code point of the basic plane that is part of a word that in lower case, for others a space;
              `contextual` ones are left as they are
    """

    of_code: npt.NDArray[np.uint8]
    sets: npt.NDArray[np.uint32]
    counted: npt.NDArray[np.uint8]
    classes: npt.NDArray[np.float64]
    lower: npt.NDArray[np.uint32]


@cache
def kinds() -> Kinds:
    """Make the tables."""
    sets, of_code = np.unique(_sets(), return_inverse=True)
    fewer, counted = np.unique(sets & np.uint32((1 << len(CLASSES)) - 1), return_inverse=True)
    classes = fewer[:, None] >> np.arange(len(CLASSES), dtype=np.uint32) & 1
    lower = np.full(PLANE, ord(" "), np.uint32)
    at = np.flatnonzero((sets & BIT["word"] > 0)[of_code[:PLANE]])
    for_each = "".join(map(chr, at.tolist())).replace("İ", " ").lower()
    lower[at] = np.frombuffer(for_each.encode("utf-32-le"), np.uint32)
    for char in _MARKS["contextual"]:
        lower[ord(char)] = ord(char)
    return Kinds(of_code.astype(np.uint8), sets, counted.astype(np.uint8), classes.astype(np.float64), lower)


def _sets() -> npt.NDArray[np.uint32]:
    """For each place of the table the set of its classes."""
    tests = (str.isspace, str.isdigit, str.isupper, str.islower, str.isalnum, str.isdecimal)
    space, digit, upper, lower, word, decimal = (_of_which(test) for test in tests)
    punct = _among(_SENTENCE + _COMMA + _QUOTE + _OTHER_PUNCT)
    members = {
        "space": space, "digit": digit, "upper": upper, "lower": lower, "cjk": _within(_CJK_RANGES), "punct": punct,
        "sentence": _among(_SENTENCE), "comma": _among(_COMMA), "symbol": ~(word | space | punct),
        "quote": _among(_QUOTE), "capital": upper, "word": word | _among("_"), "decimal": decimal,
        "name": _within(_NAME_RANGES),
    } | {name: _among(marks) for name, marks in _MARKS.items()}  # fmt: skip
    sets = np.zeros(PLANE + len(_ASTRAL) + 1, np.uint32)
    for name, member in members.items():
        sets[:PLANE] |= member * BIT[name]
    sets[PLANE:-1] = _ASTRAL
    sets[-1] = BIT["gap"]
    return sets


def _of_which(test: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    # No list of all characters: it would be the greatest thing that a small page has in memory.
    return np.fromiter(map(test, map(chr, range(PLANE))), bool, PLANE)


def _among(marks: str) -> npt.NDArray[np.bool_]:
    found = np.zeros(PLANE, bool)
    found[list(map(ord, marks))] = True
    return found


def _within(ranges: Sequence[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    found = np.zeros(PLANE, bool)
    for first, last in ranges:
        found[first : last + 1] = True
    return found


PIECE = 1 << 16
"""So many characters are looked at at a time."""


def in_table(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Where code points stand in `Kinds.of_code`."""
    if codes.max(initial=0) < PLANE:
        return codes
    codes = codes.copy()
    for some in pieces(len(codes), PIECE):
        piece = codes[some]
        astral = np.flatnonzero(piece >= PLANE)
        distinct, which = np.unique(piece[astral], return_inverse=True)
        piece[astral] = np.fromiter(map(_astral, distinct.tolist()), np.uint32)[which]
    return codes


def _astral(code: int) -> int:
    char = chr(code)
    ideograph = _IDEOGRAPHS[0] <= code < _IDEOGRAPHS[1]
    return PLANE + _ASTRAL.index(_astral_set(ideograph, char.isupper(), char.isalnum(), char.isdecimal()))
