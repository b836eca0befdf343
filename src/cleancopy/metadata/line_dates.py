"""The dates in the lines of a page. Each line is read once, and only if it may hold a date."""

from collections.abc import Sequence

from cleancopy.metadata.dates import FoundDate, find_dates
from cleancopy.metadata.month_names import drop_weekday
from cleancopy.metadata.page_scan import find_lines_with_digits

_MIN_DIGITS = 4
"""Digits of the shortest date."""


class LineDates:
    """The dates of lines, found on demand.

    line_indices   the lines that may hold a date
    """

    def __init__(self, lines: Sequence[str], language: str | None) -> None:
        """Take the lines; `language` decides the order of day and month."""
        self._lines = lines
        self._language = language
        self._dates: dict[int, tuple[FoundDate, ...]] = {}
        self.line_indices = frozenset(find_lines_with_digits(lines, _MIN_DIGITS))

    def list_dates(self, i: int) -> tuple[FoundDate, ...]:
        """The dates of line i, in order."""
        if i not in self.line_indices:
            return ()
        if (known := self._dates.get(i)) is None:
            known = self._dates[i] = find_dates(self._lines[i], self._language)
        return known

    def replace_dates(self, i: int, seams: Sequence[int] = ()) -> str:
        """Line i with a bar instead of each date, and of the weekday before it.

        seams   indices of characters before which a bar is put, too
        """
        spans = sorted([*((d.start, d.end) for d in self.list_dates(i)), *((seam, seam) for seam in seams)])
        if not spans:
            return self._lines[i]
        text, rest, end = self._lines[i], [], 0
        for start, stop in spans:
            part = text[end : max(start, end)]
            rest.append(drop_weekday(part) if stop > start else part)
            end = max(stop, end)
        return " | ".join([*rest, text[end:]]).strip(" |")
