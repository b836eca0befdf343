"""Counts of character classes over many strings at once.

All strings of a page are laid end to end as one array of code points, each mapped to a bit set of
classes by a table; counts per string are sums over slices. No Python loop over characters.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

CLASSES = ("space", "digit", "upper", "lower", "cjk", "punct", "sentence", "comma", "symbol", "quote")
"""The classes that are counted; `sentence` marks end a sentence in some script."""

_SENTENCE = ".!?…。！？।؟۔։።｡"
_COMMA = ",;:،、，；："
_QUOTE = "\"'“”„«»‘’‹›「」『』"
_OTHER_PUNCT = "()[]{}-–—/&·‐（）【】"
_CJK_RANGES = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x0E00, 0x0E7F))
_PLANE = 0x10000
_IDEOGRAPHS = (0x20000, 0x40000)  # planes 2 and 3


@cache
def _table() -> npt.NDArray[np.uint16]:
    """Bit sets of classes for the code points of the basic plane."""
    chars = [chr(c) for c in range(_PLANE)]
    tests = {
        "space": str.isspace,
        "digit": str.isdigit,
        "upper": str.isupper,
        "lower": str.islower,
        "symbol": lambda c: not (c.isalnum() or c.isspace() or c in _SENTENCE + _COMMA + _QUOTE + _OTHER_PUNCT),
        "punct": lambda c: c in _SENTENCE + _COMMA + _QUOTE + _OTHER_PUNCT,
        "sentence": lambda c: c in _SENTENCE,
        "comma": lambda c: c in _COMMA,
        "quote": lambda c: c in _QUOTE,
    }
    table = np.zeros(_PLANE, np.uint16)
    for bit, name in enumerate(CLASSES):
        if name == "cjk":
            for first, last in _CJK_RANGES:
                table[first : last + 1] |= np.uint16(1 << bit)
        else:
            table |= np.fromiter(map(tests[name], chars), bool, _PLANE).astype(np.uint16) << np.uint16(bit)
    return table


def count(texts: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
    """For each class, and for ``words``, how many characters (words) of it every text has.

    Code points past the basic plane count as symbols, the ideographs of plane 2 and 3 as CJK.
    A word starts at each character that is no space after one that is; texts must not be empty.
    """
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    codes: npt.NDArray[Any] = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    bits = _table()[np.minimum(codes, _PLANE - 1)]
    astral = codes >= _PLANE
    if astral.any():
        symbol, cjk = (np.uint16(1 << CLASSES.index(n)) for n in ("symbol", "cjk"))
        bits[astral] = np.where((codes[astral] >= _IDEOGRAPHS[0]) & (codes[astral] < _IDEOGRAPHS[1]), cjk, symbol)
    counts = {
        name: np.add.reduceat((bits >> np.uint16(bit)) & np.uint16(1), starts, dtype=np.float32)
        for bit, name in enumerate(CLASSES)
    }
    counts["words"] = _words(bits, starts)
    return counts


def _words(bits: npt.NDArray[np.uint16], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    space = (bits & np.uint16(1)).astype(bool)
    begins = ~space
    begins[1:] &= space[:-1]
    begins[starts] = ~space[starts]
    return np.add.reduceat(begins, starts, dtype=np.float32)
