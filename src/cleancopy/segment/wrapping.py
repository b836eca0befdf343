"""Hard-wrapped text: at which width its lines were broken, and which lines go on in the next.

A program that wraps fills each line with as many words as fit. So within a paragraph the first word
of a line would not have fitted on the line above: the line above is *full*. For the true width all
breaks inside paragraphs are full, and no other width has as many. What tells wrapped text from lines
that are full by accident: in wrapped text a line after a full one begins in lower case as often as
not, elsewhere hardly ever. Scripts without case are judged by the share of full lines alone.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from cleancopy.segment.lines import Line, is_unspaced

WIDEST = 130
"""Columns; nobody wraps wider, and longer lines are paragraphs of their own."""
_NARROWEST = 30
_PLAIN = 50
"""Columns; below that, a page of a few lines does not show that it was wrapped."""
_SURE = 4
"""So many breaks in lower case show wrapping in a page that has long lines too."""
_TERMINAL = '.!?…:;。！？"”»'


class _Break(NamedTuple):
    """The end of a line that another follows at once.

    width    columns of the line
    reach    columns that it would have with the first word of the next
    lower    whether the next begins in lower case, None if its script has no case
    """

    width: int
    reach: int
    lower: bool | None


def wrap_widths(lines: Sequence[Line], skipped: set[int]) -> list[int]:
    """For each line the width at which its part of the page was wrapped, 0 if it was not.

    Parts end at lines too long for any wrapping. `skipped` lines (tables, code) do not count.
    """
    widths = [0] * len(lines)
    quoted = [p for p, line in enumerate(lines) if line.quoted and p not in skipped]
    apart = skipped.union(quoted)
    for places in ([p for p in range(len(lines)) if p not in apart], quoted):
        parts = list(_parts(lines, places))
        whole = sum(map(len, parts)) == len(places)
        for part in parts:
            if width := _width([lines[p] for p in part], whole):
                for place in part:
                    widths[place] = width
    return widths


def _parts(lines: Sequence[Line], places: Sequence[int]) -> Iterator[list[int]]:
    part: list[int] = []
    for place in places:
        line = lines[place]
        if line.width > WIDEST and " " in line.body[:WIDEST]:
            if part:
                yield part
            part = []
        else:
            part.append(place)
    if part:
        yield part


def _width(lines: Sequence[Line], whole: bool) -> int:
    """The width at which `lines` were wrapped, or 0."""
    pairs = [
        (line, below)
        for line, below in pairwise(lines)
        if below.number == line.number + 1 and below.quoted == line.quoted and not below.mark
    ]
    cases = [_case(below.body) for _, below in pairs]
    # Whatever the width, `_is_wrapped` asks for that many breaks in lower case, or three of which two have no case.
    if cases.count(True) < (1 if whole else _SURE) and cases.count(None) < _SURE - 2:
        return 0
    breaks = [_break(line, below) for line, below in pairs]
    # Full lines for each width: a break counts from its width up to where the next word would fit.
    full = _spread([(b.width, b.reach) for b in breaks])
    lower = _spread([(b.width, b.reach) for b in breaks if b.lower])
    wider = _spread([(0, line.width) for line in lines if " " in line.body])
    width = max(range(_NARROWEST, WIDEST + 1), key=lambda w: full[w] + 2 * lower[w] - wider[w])
    wrapped = _is_wrapped(breaks, width, wider[width], whole)
    return width if wrapped else 0


def _spread(spans: Sequence[tuple[int, int]]) -> list[int]:
    """How many of the half-open spans hold each width."""
    steps = [0] * (WIDEST + 2)
    for start, end in spans:
        steps[min(start, WIDEST + 1)] += 1
        steps[min(end, WIDEST + 1)] -= 1
    return list(accumulate(steps))


def _is_wrapped(breaks: Sequence[_Break], width: int, wider: int, whole: bool) -> bool:
    full = [b for b in breaks if b.width <= width < b.reach]
    others = [b for b in breaks if width < 2 * b.width and not b.width <= width < b.reach]
    if 4 * wider > len(full):
        return False
    mostly = len(full) > 2 * len(others)
    cased = [b for b in full if b.lower is not None]
    if 2 * len(cased) < len(full):
        return mostly and len(full) >= _SURE - 1
    lower = sum(1 for b in cased if b.lower)
    other_lower = sum(1 for b in others if b.lower)
    # Text that begins all its lines in lower case (verse, chat) shows no more of it after full lines.
    more = lower * (len(others) + 3) >= 2 * other_lower * len(cased)
    if 10 * lower < 3 * len(cased) or not (more or mostly):
        return False
    return lower >= _SURE or (whole and lower >= 1 and width >= _PLAIN and 2 * len(full) >= len(others))


def _break(line: Line, below: Line) -> _Break:
    if is_unspaced(below.body[0]):
        # Between such characters a line breaks anywhere, without a space.
        return _Break(line.width, line.width + 1 + (not is_unspaced(line.body[-1])), None)
    word = below.body.find(" ")
    reach = line.width + 1 + (word if word > 0 else len(below.body))
    return _Break(line.width, reach, _lower(below.body))


def _case(body: str) -> bool | None:
    """Whether a line begins in lower case, None if its script has no case."""
    if "A" <= body[0] <= "Z":
        return False
    return None if is_unspaced(body[0]) else _lower(body)


def _lower(body: str) -> bool | None:
    for char in body[:4]:
        if char.isalpha():
            return char.islower() if char.islower() or char.isupper() else None
    return False


def goes_on(line: Line, below: Line, after: Line | None, width: int) -> bool:
    """Whether `line`, wrapped at `width`, goes on in `below`; `after` is the line behind that."""
    if not _is_full(line, below, width):
        return False
    if below.mark:
        # A dash in running text may come to stand at the beginning of a line.
        return below.mark in "-–" and not line.mark and bool(_lower(below.body)) and line.body[-1] not in _TERMINAL
    # The last line of a paragraph may be full by accident. It is when a sentence ends there, and what
    # follows is a short line that no sentence ends: a menu item, a heading.
    ends = line.body[-1] in _TERMINAL and not _lower(below.body)
    if not ends or below.body[-1] in _TERMINAL:
        return True
    return after is not None and after.number == below.number + 1 and _is_full(below, after, width)


def _is_full(line: Line, below: Line, width: int) -> bool:
    end = _break(line, below)
    if is_unspaced(below.body[0]):
        return line.width <= width < end.reach + 1
    return end.reach > width and (line.width <= width or " " not in line.body)
