"""Lines of flattened text: what stands before their words, and which are code or rows of a table."""

import re
from collections.abc import Sequence
from typing import NamedTuple

TAB = 8  # columns


class Line(NamedTuple):
    """A line that is not blank.

    number   its place in the page, counted from 0
    indent   columns of white space before it, quote marks counted as white space
    quoted   depth of mail quotation (the number of ``>`` before it)
    mark     the bullet or numeral that makes it a list item, else ""
    body     what is left, without white space around it; a numeral is kept in it, a bullet not
    raw      the line as it came, without white space at its end
    width    columns that the line takes, tabs before it expanded
    """

    number: int
    indent: int
    quoted: int
    mark: str
    body: str
    raw: str
    width: int


_QUOTED = re.compile(r"(?: ?>){1,9}(?: |$)")
_BULLETS = frozenset("*-•·–▪▫‣⁃◦●○■□◆►▸▶➢✓✔+")
_NUMERAL = re.compile(r"\(?(?:([0-9]{1,3})[.)]|([a-zA-Z])\))\s")


def read_lines(text: str) -> list[Line]:
    """The lines of `text` that have words or signs on them."""
    lines: list[Line] = []
    ordinal = 0
    for number, raw in enumerate(map(str.rstrip, text.splitlines())):
        if not raw:
            continue
        body = raw.lstrip()
        size = len(body)
        indent = _columns(raw[:-size]) if size < len(raw) else 0
        if body[0].isalpha() and body[1:2] != ")":  # as most begin
            lines.append(Line(number, indent, 0, "", body, raw, indent + size))
            continue
        line, ordinal = _read(number, indent, body, raw, ordinal)
        if line.body:
            lines.append(line)
    return lines


def _read(number: int, indent: int, body: str, raw: str, ordinal: int) -> tuple[Line, int]:
    """Read a line; `ordinal` is the last numeral of a list that was seen, and is given back updated."""
    width = indent + len(body)
    quoted = 0
    first = body[0]
    # Three marks and a space are the prompt of a Python session.
    if first == ">" and not body.startswith(">>> ") and (match := _QUOTED.match(body)):
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
        # "3. Liga" and "19. October" are no list items: a list begins with one or goes on.
        if value in (1, ordinal + 1):
            mark, ordinal = match.group().rstrip(), value
    return Line(number, indent, quoted, mark, body, raw, width), ordinal


def _columns(space: str) -> int:
    return len(space) if "\t" not in space else len(space.expandtabs(TAB))


# ── rows of a table ───────────────────────────────────────────────────────────────────────────────

_GAP = re.compile(r"[ \t]{2,}|\t")
_WIDE = 3
"""Spaces that part columns for sure; two also stand after a sentence."""
_PROSE = 60  # characters
_PROSE_SPACES = 7  # of eight words
_SEVERAL = 2  # columns or bars side by side
_ALONE = -1  # the sign of a row that needs no neighbour
_TABS, _BARS = 1 << 40, 1 << 41  # added to numbers of tabs and bars, to tell them from columns


def parted(lines: Sequence[Line]) -> list[int]:
    """The places of lines with what may part columns."""
    return [p for p, line in enumerate(lines) if "  " in line.body or "\t" in line.body or "|" in line.body]


def table_rows(lines: Sequence[Line], places: Sequence[int]) -> set[int]:
    """Which of `places`, as `parted` gives them, are rows of tables: lines whose gaps stand under each other.

    A line with three or more cells far apart, or between bars at both ends, is one alone.
    """
    rows: set[int] = set()
    above: tuple[int, frozenset[int]] = (-1, frozenset())
    for place in places:
        line = lines[place]
        columns = _columns_of(line)
        if _ALONE in columns:
            rows.add(place)
        if above[0] == place - 1 and lines[place - 1].number + 1 == line.number and columns & above[1]:
            rows.update((place - 1, place))
        above = (place, columns)
    return rows


def _columns_of(line: Line) -> frozenset[int]:
    """Signs that a row shares with its neighbours: columns where cells begin, the number of tabs, of bars."""
    body = line.body
    bars = body.count(" | ")
    if body[0] == body[-1] == "|" and len(body) > _SEVERAL:
        return frozenset((_ALONE,))
    gaps = [match.span() for match in _GAP.finditer(body)]
    wide = sum(1 for start, end in gaps if end - start >= _WIDE)
    tabs = body.count("\t")
    signs = {_BARS + bars} if bars >= _SEVERAL else set()
    if tabs:
        signs.add(_TABS + tabs)
    # Two spaces behind the end of a sentence are a typist's habit.
    clear = [end for start, end in gaps if end - start >= _WIDE or body[start - 1] not in ".!?:"]
    if wide or len(clear) > 1:
        offset = len(line.raw) - len(body)
        signs.update(offset + end for end in clear)
    if wide > 1:
        signs.add(_ALONE)
    return frozenset(signs)


def split_columns(line: Line) -> list[tuple[int, str]]:
    """The cells of a line as (column, text), if one of them is long prose; else nothing.

    Pages laid out by tables are rendered side by side: a menu item, a gap, a whole paragraph.
    """
    body = line.body
    if len(body) < _PROSE or " " * _WIDE not in body:
        return []
    cells = [(match.start(), match.group()) for match in _CELL.finditer(body)]
    if len(cells) < _SEVERAL or not any(_is_prose(text) for _, text in cells):
        return []
    return [(line.indent + start, text) for start, text in cells]


_CELL = re.compile(r"\S+(?: {1,2}\S+)*")


def _is_prose(cell: str) -> bool:
    return len(cell) >= _PROSE and (cell.count(" ") >= _PROSE_SPACES or is_cjk(cell[0]) or is_cjk(cell[_PROSE // 2]))


def is_cjk(char: str) -> bool:
    """Whether `char` belongs to a script that puts no space between words (Chinese, Japanese)."""
    return (
        "\u2e80" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\uff00" <= char <= "\uff65"
        or "\U00020000" <= char < "\U00040000"
    )


def is_unspaced(char: str) -> bool:
    """Whether `char` belongs to a script whose lines break between words without a space (CJK, Thai to Khmer)."""
    if char < "\u0e00":
        return False
    return is_cjk(char) or "\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u109f" or "\u1780" <= char <= "\u17ff"


# ── code ──────────────────────────────────────────────────────────────────────────────────────────

_FENCE = "```"
_CODE_INDENT = 4
_PROMPTS = (">>> ", "... ")
_CODE_LONGEST = 300  # characters
_STRONG = re.compile(
    r"[{}]\s*$|^[})\]]+[;,)]*$|\);$|\w ?=> ?|\w == |^\w[\w.\[\]]* [+\-*]?= \S"
    r"|^(?:>>>|\.\.\.) |^#include\b|^</?\w"
    r"|^(?:def|class|if|for|while|elif|else|try|except|with)\b.*:$"
    r"|^(?:import|from|return|const|let|var|public|static) .*[;(.]"
)
_WEAK = re.compile(
    r"[;:,({\[\\]$|\w\(\)|\w\([^\d\s]|::|->|[!=<>+\-]=|\w\[|\w_\w|\w\.\w+\("
    r"|^\s*(?:#|//|/\*|\*|\$) ?|^\s*(?:import|from|return)\b"
)
_LEAST_STRONG = 2  # lines
_BLANK_IN_CODE = 1  # line


def code_runs(lines: Sequence[Line]) -> dict[int, int]:
    """Runs of code as first place → place behind the last. Each has a line that is set off.

    Being indented is no evidence (layout renderings indent everything), so most of the lines have to
    look like code, two of them strongly.
    """
    runs: dict[int, int] = {}
    end = 0
    set_off = [p for p, line in enumerate(lines) if line.indent >= _CODE_INDENT or line.raw[:4] in _PROMPTS]
    for place in set_off:
        if place < end or not _may_be_code(lines[place]):
            continue
        start, end = place, place + 1
        while start and _adjoins(lines[start - 1], lines[start]) and _may_be_code(lines[start - 1]):
            start -= 1
        while end < len(lines) and _adjoins(lines[end - 1], lines[end]) and _may_be_code(lines[end]):
            end += 1
        if end - start >= _LEAST_STRONG and _is_code(lines[start:end]):
            runs[start] = end
    return runs


def _may_be_code(line: Line) -> bool:
    if line.quoted or len(line.raw) > _CODE_LONGEST:
        return False
    return line.indent >= _CODE_INDENT or ((line.raw[-1] in ":;,{})]" or line.raw[0] in "<>.#") and _is_strong(line))


def _is_strong(line: Line) -> bool:
    return _STRONG.search(line.raw.lstrip()) is not None


def _adjoins(above: Line, below: Line) -> bool:
    return below.number - above.number <= 1 + _BLANK_IN_CODE


def _is_code(lines: Sequence[Line]) -> bool:
    weaker = [line for line in lines if not _is_strong(line)]
    strong = len(lines) - len(weaker)
    if strong < _LEAST_STRONG:
        return False
    return 5 * (strong + sum(1 for line in weaker if _WEAK.search(line.raw))) >= 3 * len(lines)


def fenced_runs(lines: Sequence[Line]) -> dict[int, int]:
    """Runs of lines between code fences (CommonMark), both fences counted in."""
    runs: dict[int, int] = {}
    opened = None
    for place in [p for p, line in enumerate(lines) if _FENCE in line.raw]:
        line = lines[place]
        if not line.raw.lstrip().startswith(_FENCE) or line.raw.count("`") != len(_FENCE):
            continue
        if opened is None:
            opened = place
        elif line.body == _FENCE:
            runs[opened] = place + 1
            opened = None
    return runs
