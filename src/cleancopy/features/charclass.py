"""Counts of character classes over many strings at once.

All strings of a page are laid end to end as one array of code points, and a table tells each one's kind: which
classes it is in. What is counted is kinds, per string; no Python loop over characters.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.features.columns import Column, Places, places

CLASSES = ("space", "digit", "upper", "lower", "cjk", "punct", "sentence", "comma", "symbol", "quote")
"""The classes that are counted; `sentence` marks end a sentence in some script."""

_SENTENCE = ".!?…。！？।؟۔։።｡"
_COMMA = ",;:،、，；："
_QUOTE = "\"'“”„«»‘’‹›「」『』"
_OTHER_PUNCT = "()[]{}-–—/&·‐（）【】"
_CJK_RANGES = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x0E00, 0x0E7F))
_PLANE = 0x10000
_IDEOGRAPHS = (0x20000, 0x40000)  # planes 2 and 3
_CAPITAL, _WORD = len(CLASSES), len(CLASSES) + 1
"""Bits of classes that are not counted: upper case, and what ``\\w`` matches, in any plane."""


_SYMBOL, _CJK = (1 << CLASSES.index(name) for name in ("symbol", "cjk"))
_ASTRAL = tuple(
    kind | capital << _CAPITAL | word << _WORD for kind in (_SYMBOL, _CJK) for capital in (0, 1) for word in (0, 1)
)
"""Sets of classes that code points past the basic plane may be in."""


class _Kinds(NamedTuple):
    """Which characters are alike.

    of_code   for each code point of the basic plane, and for each of `_ASTRAL` past it, the number of its kind
    classes   kinds × classes: 1 where a kind is in a class
    space, capital, word   for each kind whether it is white space, is upper case, is part of a word
    """

    of_code: npt.NDArray[np.uint8]
    classes: npt.NDArray[np.float64]
    space: npt.NDArray[np.bool_]
    capital: npt.NDArray[np.bool_]
    word: npt.NDArray[np.bool_]


@cache
def _kinds() -> _Kinds:
    sets, of_code = np.unique(_bits(), return_inverse=True)
    bits = sets[:, None] >> np.arange(_WORD + 1) & 1
    space, capital, word = bits[:, [CLASSES.index("space"), _CAPITAL, _WORD]].T > 0
    return _Kinds(of_code.astype(np.uint8), bits[:, : len(CLASSES)].astype(np.float64), space, capital, word)


def _bits() -> npt.NDArray[np.int64]:
    """For each place of the table the set of its classes, a bit for each."""
    chars = list(map(chr, range(_PLANE)))
    space, digit, upper, lower, word = (
        np.fromiter(map(test, chars), bool, _PLANE)
        for test in (str.isspace, str.isdigit, str.isupper, str.islower, str.isalnum)
    )
    punct = _among(_SENTENCE + _COMMA + _QUOTE + _OTHER_PUNCT)
    of_class = {
        "space": space, "digit": digit, "upper": upper, "lower": lower, "cjk": np.zeros(_PLANE, bool), "punct": punct,
        "sentence": _among(_SENTENCE), "comma": _among(_COMMA), "symbol": ~(word | space | punct),
        "quote": _among(_QUOTE),
    }  # fmt: skip
    for first, last in _CJK_RANGES:
        of_class["cjk"][first : last + 1] = True
    members = np.stack([*(of_class[name] for name in CLASSES), upper, word | _among("_")])
    return np.append(2 ** np.arange(len(members)) @ members, _ASTRAL)


def _among(marks: str) -> npt.NDArray[np.bool_]:
    found = np.zeros(_PLANE, bool)
    found[list(map(ord, marks))] = True
    return found


def count(texts: Sequence[str], head: int) -> dict[str, Column]:
    """For each class, and for ``words``, how many characters (words) of it every text has.

    ``head_words`` are the words that start in the first `head` characters, ``head_capitals`` those in upper case.
    Code points past the basic plane count as symbols, the ideographs of plane 2 and 3 as CJK.
    A word starts at each character that is no space after one that is; texts must not be empty.
    """
    n, kinds = len(texts), _kinds()
    lengths = places(map(len, texts))
    starts = np.cumsum(lengths) - lengths
    kind = kinds.of_code[_in_table(_codes("".join(texts)))]
    owner = np.repeat(np.arange(n), lengths)
    size = len(kinds.classes)
    table = np.bincount(owner * size + kind, minlength=n * size).reshape(n, size) @ kinds.classes
    words = _word_starts(kinds.space[kind], starts)
    of_word = owner[words]
    in_head = words - starts[of_word] < head
    capital = kinds.capital[kind[words]]
    parts = {"words": of_word, "head_words": of_word[in_head], "head_capitals": of_word[in_head & capital]}
    counts = dict(zip(CLASSES, table.T, strict=True)) | {k: np.bincount(v, minlength=n) for k, v in parts.items()}
    return {name: values.astype(np.float32) for name, values in counts.items()}


def split(texts: Sequence[str]) -> list[str]:
    """Words of texts as regular expressions know them, laid end to end, with a GAP between one text and the next."""
    codes = _codes(" \0 ".join(texts))
    kinds = _kinds()
    blanked = np.where(kinds.word[kinds.of_code[_in_table(codes)]], codes, np.uint32(ord(" ")))
    ends = np.cumsum(places(map(len, texts)) + len(" \0 "))
    blanked[ends[:-1] - 2] = ord(GAP)
    return blanked.tobytes().decode("utf-32-le").split()


GAP = "\0"
"""No word: texts have it blanked out as all that is no part of a word."""


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _in_table(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Where code points stand in the table."""
    if codes.max(initial=0) < _PLANE:
        return codes
    codes = codes.copy()
    astral = np.flatnonzero(codes >= _PLANE)
    codes[astral] = list(map(_astral, codes[astral].tolist()))
    return codes


def _astral(code: int) -> int:
    char = chr(code)
    kind = _CJK if _IDEOGRAPHS[0] <= code < _IDEOGRAPHS[1] else _SYMBOL
    return _PLANE + _ASTRAL.index(kind | char.isupper() << _CAPITAL | char.isalnum() << _WORD)


def _word_starts(space: npt.NDArray[np.bool_], starts: Places) -> Places:
    """Where words start, in the order of their places."""
    begins = ~space
    begins[1:] &= space[:-1]
    begins[starts] = ~space[starts]
    return np.flatnonzero(begins)
