"""The characters of many texts as one array, with their classes.

All texts of a page are concatenated as code points, and a table gives the kind of each. Questions about characters
become look-ups by kind, for all texts at once, without a Python loop over characters.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.features.char_table import CLASSES, char_table, table_index
from cleancopy.features.columns import Column, IntArray, int_column
from cleancopy.features.scan import scan_characters

HEAD_CHARS = 240
"""The head of a text; words that start in it are counted separately."""
SEARCH_CHARS = 300
"""Characters at the start of a text that are searched for addresses, amounts, times and marks."""


class Chars(NamedTuple):
    """The characters of n texts, concatenated with a gap after each.

    codes             code points
    starts, ends      for each text the indices of its first character and of its gap
    kinds, kind_counts, word_counts, class_mask, head_class_mask, decimals   as in `CharScan`
    """

    codes: npt.NDArray[np.uint32]
    starts: IntArray
    ends: IntArray
    kinds: npt.NDArray[np.uint8]
    kind_counts: npt.NDArray[np.float64]
    word_counts: IntArray
    class_mask: npt.NDArray[np.uint32]
    head_class_mask: npt.NDArray[np.uint32]
    decimals: IntArray

    @classmethod
    def from_texts(cls, texts: Sequence[str], head: int = HEAD_CHARS) -> "Chars":
        """Scan one or more texts."""
        codes, starts, ends = concat_codepoints(texts)
        return cls(codes, starts, ends, *scan_characters(table_index(codes), ends, char_table(), head, SEARCH_CHARS))

    def look_up_masks(self, index: IntArray) -> npt.NDArray[np.uint32]:
        """The masks of the classes of the characters at some indices."""
        return char_table().class_masks.take(self.kinds.take(index))

    def count_classes(self) -> dict[str, Column]:
        """For each class, and for ``words``, how many characters (words) of it every text has.

        ``head_words`` are the words that start in the head, ``head_capitals`` those in upper case.
        Code points past the basic plane count as symbols, the ideographs of planes 2 and 3 as CJK.
        A word starts at each character that is not a space and follows a space or nothing.
        """
        class_counts = (char_table().class_matrix.T @ self.kind_counts.T).astype(np.float32)
        names = (*CLASSES, "words", "head_words", "head_capitals")
        return dict(zip(names, (*class_counts, *self.word_counts.astype(np.float32)), strict=True))

    def count_character(self, char: str) -> IntArray:
        """How often a character stands in each text."""
        index = np.flatnonzero(self.codes == ord(char))
        return np.bincount(np.searchsorted(self.ends, index), minlength=len(self.ends))


def concat_codepoints(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], IntArray, IntArray]:
    """Concatenate texts as code points, with a gap (U+0000) after each.

    Gives the code points, and for each text the indices of its first character and of its gap.
    """
    sizes = int_column(map(len, texts))
    ends = np.cumsum(sizes + 1) - 1
    codes = np.frombuffer("\0".join((*texts, "")).encode("utf-32-le"), np.uint32)
    return codes, ends - sizes, ends
