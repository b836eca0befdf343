"""The dates in the lines of a page, each line read once, and only where it may hold one."""

from collections.abc import Sequence

import numpy as np

from cleancopy.features.charclass import lay
from cleancopy.metadata.dates import Found, find_dates

_DIGITS = 4
"""No date has fewer."""
_FIRST_OTHER_DIGIT = 0x660
"""Before it, of all digits Unicode has 0 to 9 alone."""


class LineDates:
    """The dates of lines, found when they are asked for."""

    def __init__(self, lines: Sequence[str], language: str | None) -> None:
        """Take the lines; `language` says in which order day and month stand."""
        self._lines = lines
        self._language = language
        self._found: dict[int, tuple[Found, ...]] = {}
        self.places = _with_digits(lines)

    def of(self, i: int) -> tuple[Found, ...]:
        """The dates of a line, in order."""
        if i not in self.places:
            return ()
        if (known := self._found.get(i)) is None:
            known = self._found[i] = find_dates(self._lines[i], self._language)
        return known

    def barred(self, i: int) -> str:
        """A line with a bar for each date in it."""
        text, rest, at = self._lines[i], [], 0
        for found in self.of(i):
            rest.append(text[at : found.start])
            at = found.end
        return " | ".join([*rest, text[at:]]).strip(" |") if at else text


def _with_digits(lines: Sequence[str]) -> frozenset[int]:
    """The places of lines with as many characters as a date has digits that may be some: all are counted at once."""
    codes, _, ends = lay(lines)
    digits = np.flatnonzero((codes - ord("0") < len("0123456789")) | (codes >= _FIRST_OTHER_DIGIT))
    counts = np.bincount(np.searchsorted(ends, digits), minlength=len(lines))
    return frozenset(np.flatnonzero(counts >= _DIGITS).tolist())
