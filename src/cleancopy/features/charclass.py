"""The characters of many strings as one array, and what they are.

All strings of a page are laid end to end as code points, and a table tells each one's kind: which classes it is in.
Whatever is asked of characters is asked of kinds, and of all strings at once; no Python loop over characters.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.features.columns import Column, Places, places
from cleancopy.features.kinds import CLASSES, in_table, kinds
from cleancopy.features.scan import survey

HEAD_CHARS = 240
"""Words at the start of a text are those that start in so many characters."""
LOOK_CHARS = 300
"""Addresses, amounts, times and marks are looked for in so many characters at the start of a text."""


class Chars(NamedTuple):
    """The characters of n texts, laid end to end with a gap behind each.

    codes          code points
    kind           for each the number of its kind
    starts, ends   for each text the places of its first character and of the gap
    tally          how many of each kind that counts every text has
    words          how many words every text has, how many of them in its head, and how many of these in upper case
    held           for each text the set of the classes that its characters are in, see `kinds.BIT`
    seen           the same of its first LOOK_CHARS characters
    decimals       where decimals stand in these
    """

    codes: npt.NDArray[np.uint32]
    starts: Places
    ends: Places
    kind: npt.NDArray[np.uint8]
    tally: npt.NDArray[np.float64]
    words: Places
    held: npt.NDArray[np.uint32]
    seen: npt.NDArray[np.uint32]
    decimals: Places

    @classmethod
    def of(cls, texts: Sequence[str], head: int = HEAD_CHARS) -> "Chars":
        """Lay texts end to end, one at least."""
        codes, starts, ends = lay(texts)
        return cls(codes, starts, ends, *survey(in_table(codes), ends, kinds(), head, LOOK_CHARS))

    def sets(self, at: Places) -> npt.NDArray[np.uint32]:
        """The sets of classes of characters."""
        return kinds().sets.take(self.kind.take(at))

    def counts(self) -> dict[str, Column]:
        """For each class, and for ``words``, how many characters (words) of it every text has.

        ``head_words`` are the words that start in the head, ``head_capitals`` those in upper case.
        Code points past the basic plane count as symbols, the ideographs of plane 2 and 3 as CJK.
        A word starts at each character that is no space after one that is.
        """
        of_class = (kinds().classes.T @ self.tally.T).astype(np.float32)
        names = (*CLASSES, "words", "head_words", "head_capitals")
        return dict(zip(names, (*of_class, *self.words.astype(np.float32)), strict=True))

    def times(self, mark: str) -> Places:
        """How often a character stands in each text."""
        at = np.flatnonzero(self.codes == ord(mark))
        return np.bincount(np.searchsorted(self.ends, at), minlength=len(self.ends))


def lay(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], Places, Places]:
    """Texts laid end to end as code points with a gap behind each; where each starts, and where its gap is."""
    sizes = places(map(len, texts))
    ends = np.cumsum(sizes + 1) - 1
    codes = np.frombuffer("\0".join((*texts, "")).encode("utf-32-le"), np.uint32)
    return codes, ends - sizes, ends
