from cleancopy.segment.lines import Line

MAX_WIDTH: int
"""The largest wrap width in columns. Longer lines are whole paragraphs."""

def find_wrap_widths(lines: list[Line], skipped: set[int]) -> list[int]:
    """Find for each line the width at which its part of the page was wrapped, 0 if it was not.

    Lines that are too long for any wrapping separate the parts. `skipped` lines (tables, code) are ignored.
    """

def is_continued(line: Line, below: Line, after: Line | None, width: int) -> bool:
    """Whether the sentence of `line`, wrapped at `width`, continues in `below`. `after` is the line after `below`."""
