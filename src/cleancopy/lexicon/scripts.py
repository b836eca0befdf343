"""Ranges of scripts, as the first and last code point of each.

The sets differ on purpose: a rule about spaces needs Thai, a rule about characters that are words does not.
"""

from collections.abc import Sequence

ScriptRange = tuple[int, int]
"""The first and the last code point of a range."""

THAI, LAO, BURMESE, KHMER = (0x0E00, 0x0E7F), (0x0E80, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF)
KANA = (0x3040, 0x30FF)
HAN = (0x3400, 0x9FFF)
HANGUL = (0xAC00, 0xD7AF)
HAN_COMPATIBILITY = (0xF900, 0xFAFF)
FULL_WIDTH = (0xFF00, 0xFF65)
"""Latin letters and signs as wide as a Han character."""
HAN_SUPPLEMENTS = (0x20000, 0x3FFFF)
"""Planes 2 and 3."""

CJK_WITH_SIGNS = ((0x2E80, 0x9FFF), HAN_COMPATIBILITY, FULL_WIDTH, HAN_SUPPLEMENTS)
"""Kana, Han and all signs between them: radicals, punctuation, Bopomofo, squared words."""
KANA_AND_HAN = (KANA, HAN)
CJK = (KANA, HAN, HANGUL)
"""Scripts in which one character says as much as several letters."""
UNSPACED = (THAI, LAO, BURMESE, KHMER, KANA, HAN, HAN_COMPATIBILITY, HAN_SUPPLEMENTS)
"""Letters of the scripts without spaces between words."""


def regex_ranges(ranges: Sequence[ScriptRange]) -> str:
    """Write ranges for the inside of a character class of a regular expression."""
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
