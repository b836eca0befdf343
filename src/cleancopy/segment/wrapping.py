"""Hard-wrapped text: the width at which its lines were broken, and the lines that continue in the next one.

A program that wraps text fills each line with as many words as fit. So inside a paragraph the first word of a line
would not have fitted on the line above: the line above is *full*. At the true width all breaks inside paragraphs are
full, and no other width has as many full lines. Other lines may be full by accident. But in wrapped text about half of
the lines after a full one begin in lower case, in other text hardly any. For scripts without case only the share of
full lines is used.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from cleancopy.lexicon import CLOSING_QUOTES, SENTENCE_ENDS
from cleancopy.segment.lines import Line, is_unspaced

MAX_WIDTH = 130
"""The largest wrap width in columns. Longer lines are whole paragraphs."""
_MIN_WIDTH = 30
_CLEAR_WIDTH = 50
"""The least wrap width in columns that a page of a few lines can show."""
_MIN_LOWER_BREAKS = 4
"""The number of breaks before lower case that shows wrapping on a page that has long lines too."""
_TERMINAL = SENTENCE_ENDS + CLOSING_QUOTES + ":;"


class _LineBreak(NamedTuple):
    """The break between a line and the next one, without a blank line between them.

    width    columns of the line
    reach    columns that it would have with the first word of the next line
    lower    whether the next line begins in lower case, None if its script has no case
    """

    width: int
    reach: int
    lower: bool | None


def find_wrap_widths(lines: Sequence[Line], skipped: set[int]) -> list[int]:
    """Find for each line the width at which its part of the page was wrapped, 0 if it was not.

    Lines that are too long for any wrapping separate the parts. `skipped` lines (tables, code) are ignored.
    """
    widths = [0] * len(lines)
    quoted = [i for i, line in enumerate(lines) if line.quoted and i not in skipped]
    not_quoted = skipped.union(quoted)
    for indexes in ([i for i in range(len(lines)) if i not in not_quoted], quoted):
        parts = list(_split_at_long_lines(lines, indexes))
        whole = sum(map(len, parts)) == len(indexes)
        for part in parts:
            if width := _find_width([lines[i] for i in part], whole):
                for index in part:
                    widths[index] = width
    return widths


def _split_at_long_lines(lines: Sequence[Line], indexes: Sequence[int]) -> Iterator[list[int]]:
    part: list[int] = []
    for index in indexes:
        line = lines[index]
        if line.width > MAX_WIDTH and " " in line.body[:MAX_WIDTH]:
            if part:
                yield part
            part = []
        else:
            part.append(index)
    if part:
        yield part


def _find_width(lines: Sequence[Line], whole: bool) -> int:
    """Find the width at which `lines` were wrapped, or 0."""
    pairs = [
        (line, below)
        for line, below in pairwise(lines)
        if below.number == line.number + 1 and below.quoted == line.quoted and not below.mark
    ]
    cases = [_find_case(below.body) for _, below in pairs]
    # At any width, `_is_wrapped` needs this many breaks before lower case, or three breaks of which two have no case.
    if cases.count(True) < (1 if whole else _MIN_LOWER_BREAKS) and cases.count(None) < _MIN_LOWER_BREAKS - 2:
        return 0
    breaks = [_measure_break(line, below) for line, below in pairs]
    # Full lines for each width: a break counts from its width up to where the next word would fit.
    full = _count_per_width([(b.width, b.reach) for b in breaks])
    lower = _count_per_width([(b.width, b.reach) for b in breaks if b.lower])
    wider = _count_per_width([(0, line.width) for line in lines if " " in line.body])
    width = max(range(_MIN_WIDTH, MAX_WIDTH + 1), key=lambda w: full[w] + 2 * lower[w] - wider[w])
    wrapped = _is_wrapped(breaks, width, wider[width], whole)
    return width if wrapped else 0


def _count_per_width(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Count for each width the half-open spans that contain it."""
    steps = [0] * (MAX_WIDTH + 2)
    for start, end in spans:
        steps[min(start, MAX_WIDTH + 1)] += 1
        steps[min(end, MAX_WIDTH + 1)] -= 1
    return list(accumulate(steps))


def _is_wrapped(breaks: Sequence[_LineBreak], width: int, wider: int, whole: bool) -> bool:
    full = [b for b in breaks if b.width <= width < b.reach]
    others = [b for b in breaks if width < 2 * b.width and not b.width <= width < b.reach]
    if 4 * wider > len(full):
        return False
    mostly = len(full) > 2 * len(others)
    cased = [b for b in full if b.lower is not None]
    if 2 * len(cased) < len(full):
        return mostly and len(full) >= _MIN_LOWER_BREAKS - 1
    lower = sum(1 for b in cased if b.lower)
    other_lower = sum(1 for b in others if b.lower)
    # Text that begins all its lines in lower case (verse, chat) shows no more of it after full lines.
    more = lower * (len(others) + 3) >= 2 * other_lower * len(cased)
    if 10 * lower < 3 * len(cased) or not (more or mostly):
        return False
    return lower >= _MIN_LOWER_BREAKS or (
        whole and lower >= 1 and width >= _CLEAR_WIDTH and 2 * len(full) >= len(others)
    )


def _measure_break(line: Line, below: Line) -> _LineBreak:
    if is_unspaced(below.body[0]):
        # Lines break between any two such characters, without a space.
        return _LineBreak(line.width, line.width + 1 + (not is_unspaced(line.body[-1])), None)
    word = below.body.find(" ")
    reach = line.width + 1 + (word if word > 0 else len(below.body))
    return _LineBreak(line.width, reach, _find_letter_case(below.body))


def _find_case(body: str) -> bool | None:
    """Whether a line begins in lower case, None if its script has no case."""
    if "A" <= body[0] <= "Z":
        return False
    return None if is_unspaced(body[0]) else _find_letter_case(body)


def _find_letter_case(body: str) -> bool | None:
    for char in body[:4]:
        if char.isalpha():
            return char.islower() if char.islower() or char.isupper() else None
    return False


def is_continued(line: Line, below: Line, after: Line | None, width: int) -> bool:
    """Whether the sentence of `line`, wrapped at `width`, continues in `below`. `after` is the line after `below`."""
    if not _is_full(line, below, width):
        return False
    if below.mark:
        # Wrapping may put a dash of running text at the start of a line.
        return (
            below.mark in "-–"
            and not line.mark
            and bool(_find_letter_case(below.body))
            and line.body[-1] not in _TERMINAL
        )
    # The last line of a paragraph may be full by accident: a sentence ends there, and the next line is short and does
    # not end a sentence (a menu item, a heading).
    ends = line.body[-1] in _TERMINAL and not _find_letter_case(below.body)
    if not ends or below.body[-1] in _TERMINAL:
        return True
    return after is not None and after.number == below.number + 1 and _is_full(below, after, width)


def _is_full(line: Line, below: Line, width: int) -> bool:
    end = _measure_break(line, below)
    if is_unspaced(below.body[0]):
        return line.width <= width < end.reach + 1
    return end.reach > width and (line.width <= width or " " not in line.body)
