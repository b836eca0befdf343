"""Lines of flattened text: their indent, quotation and list marks, and which are code or rows of a table."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleancopy.lexicon import CJK_WITH_SIGNS, UNSPACED, is_drawn_line, regex_ranges

TAB_COLUMNS = 8


class Line(NamedTuple):
    """A line that is not blank.

    number   its number in the page, counted from 0
    indent   columns of white space before it; quote marks count as white space
    quoted   depth of mail quotation (the number of ``>`` before it)
    mark     the bullet or numeral that makes it a list item, else ""
    body     the rest, without white space around it; it includes a numeral, but not a bullet
    raw      the original line, without white space at its end
    width    columns of the whole line, with tabs before it expanded
    """

    number: int
    indent: int
    quoted: int
    mark: str
    body: str
    raw: str
    width: int


_QUOTE_MARKS = re.compile(r"(?: ?>){1,9}(?: |$)")
_BULLETS = frozenset("*-•·–▪▫‣⁃◦●○■□◆►▸▶➢✓✔+")
_NUMERAL = re.compile(r"\(?(?:([0-9]{1,3})[.)]|([a-zA-Z])\))\s")


def parse_lines(text: str) -> list[Line]:
    """Parse the lines of `text` that are not blank."""
    lines: list[Line] = []
    ordinal = 0
    for number, raw in enumerate(map(str.rstrip, text.splitlines())):
        if not raw:
            continue
        body = raw.lstrip()
        size = len(body)
        indent = _count_columns(raw[:-size]) if size < len(raw) else 0
        if body[0].isalpha() and body[1:2] != ")":  # as most begin
            lines.append(Line(number, indent, 0, "", body, raw, indent + size))
            continue
        line, ordinal = _parse_line(number, indent, body, raw, ordinal)
        if line.body:
            lines.append(line)
    return lines


def _parse_line(number: int, indent: int, body: str, raw: str, ordinal: int) -> tuple[Line, int]:
    """Parse a line. `ordinal` is the last numeral of a list so far, and is returned updated."""
    width = indent + len(body)
    quoted = 0
    first = body[0]
    # Three quote marks and a space are the prompt of a Python session.
    if first == ">" and not body.startswith(">>> ") and (match := _QUOTE_MARKS.match(body)):
        quoted = match.group().count(">")
        rest = body[match.end() :].lstrip()
        indent += len(body) - len(rest)
        body = rest
        first = body[:1]
    mark = ""
    if first in _BULLETS and (len(body) == 1 or body[1].isspace()):
        mark, body = first, body[1:].lstrip()
    elif (first.isalnum() or first == "(") and (match := _NUMERAL.match(body)):
        value = int(match[1]) if match[1] else ord(match[2].lower()) - ord("a") + 1
        # "3. Liga" and "19. October" are not list items: a list begins with 1 or continues.
        if value in (1, ordinal + 1):
            mark, ordinal = match.group().rstrip(), value
    return Line(number, indent, quoted, mark, body, raw, width), ordinal


def _count_columns(space: str) -> int:
    return len(space) if "\t" not in space else len(space.expandtabs(TAB_COLUMNS))


# ── rows of a table ───────────────────────────────────────────────────────────────────────────────

_GAP = re.compile(r"[ \t]{2,}|\t")
_WIDE_GAP = 3
"""Spaces that certainly separate columns. Two spaces may also follow a sentence."""
_SPREAD_GAP = " " * 8
"""Spaces that push the rest of a line to the other margin."""
_PROSE_CHARS = 60
_PROSE_SPACES = 7  # between eight words
_MIN_COLUMNS = 2  # columns or bars side by side
_ROW_ALONE = -1  # the sign of a row that needs no neighbour
_TABS, _BARS = 1 << 40, 1 << 41  # added to the counts of tabs and bars, to keep these signs distinct from columns


def find_gapped_lines(lines: Sequence[Line]) -> list[int]:
    """Find the indexes of lines with something that may separate columns: gaps, tabs or bars."""
    return [i for i, line in enumerate(lines) if "  " in line.body or "\t" in line.body or "|" in line.body]


def find_table_rows(lines: Sequence[Line], indexes: Sequence[int]) -> set[int]:
    """Find the rows of tables among lines, given by `indexes`: neighbours whose gaps are in the same columns.

    A line with wide gaps between three or more cells, or with bars at both ends, is a row without neighbours too.
    """
    rows: set[int] = set()
    above: tuple[int, frozenset[int]] = (-1, frozenset())
    for index in indexes:
        line = lines[index]
        signs = _find_row_signs(line)
        if _ROW_ALONE in signs:
            rows.add(index)
        if above[0] == index - 1 and lines[index - 1].number + 1 == line.number and signs & above[1]:
            rows.update((index - 1, index))
        above = (index, signs)
    return rows


def _find_row_signs(line: Line) -> frozenset[int]:
    """Find the signs that a row shares with its neighbours: columns where cells begin, the number of tabs or bars."""
    body = line.body
    bars = body.count(" | ")
    if body[0] == body[-1] == "|" and len(body) > _MIN_COLUMNS:
        return frozenset((_ROW_ALONE,))
    gaps = [match.span() for match in _GAP.finditer(body)]
    wide = sum(1 for start, end in gaps if end - start >= _WIDE_GAP)
    tabs = body.count("\t")
    signs = {_BARS + bars} if bars >= _MIN_COLUMNS else set()
    if tabs:
        signs.add(_TABS + tabs)
    # Some people type two spaces after a sentence.
    clear = [end for start, end in gaps if end - start >= _WIDE_GAP or body[start - 1] not in ".!?:"]
    if wide or len(clear) > 1:
        offset = len(line.raw) - len(body)
        signs.update(offset + end for end in clear)
    if wide > 1:
        signs.add(_ROW_ALONE)
    return frozenset(signs)


def find_spread_lines(lines: Sequence[Line], indexes: Sequence[int]) -> set[int]:
    """Find the lines with parts at both margins, as the headers of printed pages, among those given by `indexes`."""
    return {i for i in indexes if _SPREAD_GAP in lines[i].body}


def split_columns(line: Line) -> list[tuple[int, str]]:
    """Split a line into cells (column, text) if one of them is long prose. Else the list is empty.

    Text renderings of pages with layout tables put cells side by side: a menu item, a gap, a whole paragraph.
    """
    body = line.body
    if len(body) < _PROSE_CHARS or " " * _WIDE_GAP not in body:
        return []
    cells = [(match.start(), match.group()) for match in _CELL.finditer(body)]
    if len(cells) < _MIN_COLUMNS or not any(_is_prose(text) for _, text in cells):
        return []
    return [(line.indent + start, text) for start, text in cells]


_CELL = re.compile(r"\S+(?: {1,2}\S+)*")


def _is_prose(cell: str) -> bool:
    return len(cell) >= _PROSE_CHARS and (
        cell.count(" ") >= _PROSE_SPACES or is_cjk(cell[0]) or is_cjk(cell[_PROSE_CHARS // 2])
    )


_CJK = re.compile(f"[{regex_ranges(CJK_WITH_SIGNS)}]")
_UNSPACED = re.compile(f"[{regex_ranges(CJK_WITH_SIGNS + UNSPACED)}]")


def is_cjk(char: str) -> bool:
    """Whether `char` belongs to a script without spaces between words (Chinese, Japanese)."""
    return _CJK.match(char) is not None


def is_unspaced(char: str) -> bool:
    """Whether `char` belongs to a script whose lines break without a space (CJK, Thai to Khmer)."""
    return char >= "\u0e00" and _UNSPACED.match(char) is not None  # the comparison is quick


# ── code ──────────────────────────────────────────────────────────────────────────────────────────

_FENCE = "```"
_CODE_INDENT = 4
_PROMPTS = (">>> ", "... ")
_MAX_CODE_CHARS = 300
"""The length of the longest line that can be code."""
_STRONG_CODE = re.compile(
    r"[{}]\s*$|^[})\]]+[;,)]*$|\);$|\w ?=> ?|\w == |^\w[\w.\[\]]* [+\-*]?= \S"
    r"|^(?:>>>|\.\.\.) |^#include\b|^</?\w"
    r"|^(?:def|class|if|for|while|elif|else|try|except|with)\b.*:$"
    r"|^(?:import|from|return|const|let|var|public|static) .*[;(.]"
)
_WEAK_CODE = re.compile(
    r"[;:,({\[\\]$|\w\(\)|\w\([^\d\s]|::|->|[!=<>+\-]=|\w\[|\w_\w|\w\.\w+\("
    r"|^\s*(?:#|//|/\*|\*|\$) ?|^\s*(?:import|from|return)\b"
)
_MIN_STRONG_LINES = 2
_MAX_BLANK_LINES = 1  # between two lines of code


def find_code_runs(lines: Sequence[Line]) -> dict[int, int]:
    """Find runs of code: the index of the first line → the index after the last. Each has an indented line or a prompt.

    An indent is not evidence enough, because text renderings of layouts indent everything. So most of the lines have
    to look like code, and two of them strongly.
    """
    runs: dict[int, int] = {}
    end = 0
    set_off = [i for i, line in enumerate(lines) if line.indent >= _CODE_INDENT or line.raw[:4] in _PROMPTS]
    for index in set_off:
        if index < end or not _can_be_code(lines[index]):
            continue
        start, end = index, index + 1
        while start and _is_adjacent(lines[start - 1], lines[start]) and _can_be_code(lines[start - 1]):
            start -= 1
        while end < len(lines) and _is_adjacent(lines[end - 1], lines[end]) and _can_be_code(lines[end]):
            end += 1
        if end - start >= _MIN_STRONG_LINES and _is_code(lines[start:end]):
            runs[start] = end
    return runs


def _can_be_code(line: Line) -> bool:
    if line.quoted or len(line.raw) > _MAX_CODE_CHARS:
        return False
    return line.indent >= _CODE_INDENT or ((line.raw[-1] in ":;,{})]" or line.raw[0] in "<>.#") and _is_strong(line))


def _is_strong(line: Line) -> bool:
    return _STRONG_CODE.search(line.raw.lstrip()) is not None


def _is_adjacent(above: Line, below: Line) -> bool:
    return below.number - above.number <= 1 + _MAX_BLANK_LINES


def _is_code(lines: Sequence[Line]) -> bool:
    weaker = [line for line in lines if not _is_strong(line)]
    strong = len(lines) - len(weaker)
    if strong < _MIN_STRONG_LINES:
        return False
    return 5 * (strong + sum(1 for line in weaker if _WEAK_CODE.search(line.raw))) >= 3 * len(lines)


MAX_HEADING_CHARS = 100
MAX_UNDERLINE_EXCESS = 2
"""Characters by which an underline may be longer or shorter than its heading."""


def find_underlined(lines: Sequence[Line]) -> set[int]:
    """Find the indexes of headings that are underlined, or stand between two drawn lines.

    A line below a paragraph is a rule. So an underline is as long as its heading (CommonMark's setext headings, most
    of them) and has a blank line above the heading, or a drawn line.
    """
    drawn = [i for i, line in enumerate(lines) if is_drawn_line(line.body)]
    return {i - 1 for i in drawn if i and _is_underlined(lines, i - 1)}


def _is_underlined(lines: Sequence[Line], i: int) -> bool:
    line, below = lines[i], lines[i + 1]
    if below.number != line.number + 1 or line.quoted or len(line.body) > MAX_HEADING_CHARS:
        return False
    if is_drawn_line(line.body):
        return False
    above = lines[i - 1] if i and lines[i - 1].number == line.number - 1 else None
    if above is not None:
        return is_drawn_line(above.body)
    return abs(len(below.body) - len(line.body)) <= MAX_UNDERLINE_EXCESS


def find_fenced_runs(lines: Sequence[Line]) -> dict[int, int]:
    """Find runs of lines between code fences (CommonMark), including both fences."""
    runs: dict[int, int] = {}
    fence_index = None
    for index in [i for i, line in enumerate(lines) if _FENCE in line.raw]:
        line = lines[index]
        if not line.raw.lstrip().startswith(_FENCE) or line.raw.count("`") != len(_FENCE):
            continue
        if fence_index is None:
            fence_index = index
        elif line.body == _FENCE:
            runs[fence_index] = index + 1
            fence_index = None
    return runs
