"""Cuts flattened text into blocks: each line is a block, after hard-wrapped lines are joined.

The words of the blocks in order are the words of the page: none is lost, doubled or fused. Only layout marks are
removed: bullets, quote marks, heading marks, code fences, the hyphens of cut words, the numbers of links, and the links
of wikis to edit a section.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from cleancopy.block import Block, Layout, Segmentation
from cleancopy.lexicon import is_drawn_line
from cleancopy.limits import LIMITS, Limits, Truncation
from cleancopy.segment.lines import (
    Line,
    find_code_runs,
    find_fenced_runs,
    find_gapped_lines,
    find_spread_lines,
    find_table_rows,
    find_underlined,
    is_cjk,
    parse_lines,
    split_columns,
)
from cleancopy.segment.wrapping import find_wrap_widths, is_continued

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
MIN_CUTS = 2
_CUT = re.compile(r"[^\W\d_]{2}-$")
"""The first half of a word that the end of a line may have cut."""
_INNER_HYPHEN = re.compile(r"[^\W\d_]-[^\W\d_]")
_CONJUNCTIONS = frozenset("und oder bzw. bis sowie and or to et ou y o e en of och eller og i lub".split())
_LINK_NUMBER = re.compile(r"\[\d{1,4}\](?=\w)")
_LINK_LIST = re.compile(r"^\s*1\.\s+[a-z]+:\S+$", re.MULTILINE)
"""The first line of the links of a page, as the text browsers lynx and links list them at its end."""
MIN_EDIT_LINKS = 2
SETEXT_LEVEL = 2
"""The level of an underlined heading; the level that its underline means differs from text to text."""
_EDIT_LINK = re.compile(
    r"[ \t]*\[[ \t]*(?:edit|bearbeiten|modifier|editar|modifica|bewerken|edytuj|redigera|rediger|muokkaa|правит[ьи]|"
    r"редагувати|düzenle|sửa|sunting|編集|编辑|編輯|편집|แก้|संपादित|تحرير|ویرایش|עריכה)[^\[\]\n]{0,30}\][ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
"""The link to edit a section, as MediaWiki writes it in the languages with most articles."""
_HEADING_END = re.compile(r"\s#{1,6}$")
_TEXT, _ITEM = Layout.TEXT, Layout.LIST_ITEM  # looking up a member of an enumeration is slow


def segment_text(text: str, limits: Limits = LIMITS) -> Segmentation:
    """Cut flattened text into blocks, in time linear in its length."""
    lines = parse_lines(_drop_edit_links(_drop_link_numbers(text)))
    builder = _BlockBuilder(lines)
    _add_lines(lines, builder)
    blocks = tuple(builder.blocks)
    if len(blocks) <= limits.blocks:
        return Segmentation(blocks)
    return Segmentation(blocks[: limits.blocks], truncations=(Truncation("blocks", len(blocks), limits.blocks),))


def _drop_link_numbers(text: str) -> str:
    """Drop the numbers before links that a text browser writes, if it lists the links: "[4]islands"."""
    return _LINK_NUMBER.sub("", text) if "[1]" in text and _LINK_LIST.search(text) else text


def _drop_edit_links(text: str) -> str:
    """Drop the links behind the headings of a wiki, if it has several: "History[edit]"."""
    if "]" not in text:
        return text
    without, n_links = _EDIT_LINK.subn("", text)
    return without if n_links >= MIN_EDIT_LINKS else text


class _BlockBuilder:
    """Collects the blocks of a page."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.blocks: list[Block] = []
        self._next_line = 0  # number of the line after the last block
        self._indents: list[int] = []  # indents of the list items around the next one

    def add(
        self, text: str, layout: Layout, line: Line, *, level: int = 0, count: int = 1, indent: int | None = None
    ) -> None:
        """Add a block that starts on `line`. Its gap counts blank lines above it, and lines of layout marks only."""
        indent = line.indent if indent is None else indent
        if layout is _ITEM:
            level = self._find_list_depth(indent)
        elif self._indents:
            self._indents.clear()
        number = line.number
        gap = max(0, number - self._next_line)
        self._next_line = number + count
        self.blocks.append(Block(text, layout, level, -1, 0, 0, 0, (), number, count, indent, gap))

    @cached_property
    def cuts_words(self) -> bool:
        """Whether the page cuts words at the ends of lines: more hyphens stand there than within lines."""
        ends = sum(
            _CUT.search(above.body) is not None and _starts_half(below.body) for above, below in pairwise(self._lines)
        )
        return ends >= MIN_CUTS and ends > sum(len(_INNER_HYPHEN.findall(line.body)) for line in self._lines)

    def _find_list_depth(self, indent: int) -> int:
        """Find the depth of a list item: one more than the number of items above it with smaller indents."""
        indents = self._indents
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indents[-1] < indent:
            indents.append(indent)
        return len(indents)


def _add_lines(lines: Sequence[Line], builder: _BlockBuilder) -> None:
    fenced = find_fenced_runs(lines)
    inside = {i for start, end in fenced.items() for i in range(start, end)}
    code = {start: end for start, end in find_code_runs(lines).items() if not inside.intersection(range(start, end))}
    inside.update(i for start, end in code.items() for i in range(start, end))
    gapped = find_gapped_lines(lines)
    rows = {i for i in find_table_rows(lines, gapped) if i not in inside}
    headings = {i for i in find_underlined(lines) if i not in inside | rows}
    widths = find_wrap_widths(lines, inside | rows | headings | find_spread_lines(lines, gapped))
    may_split = frozenset(gapped)
    index = 0
    while index < len(lines):
        if index in fenced:
            _add_fenced(lines[index : fenced[index]], builder)
            index = fenced[index]
        elif index in code:
            _add_code(lines[index : code[index]], builder)
            index = code[index]
        elif index in may_split and (cells := split_columns(lines[index])):
            _add_cells(lines[index], cells, builder)
            index += 1
        elif index in headings:
            builder.add(_fold_spaces(lines[index].body), Layout.HEADING, lines[index], level=SETEXT_LEVEL)
            index += 1
        elif index in rows:
            builder.add(lines[index].body, Layout.TABLE_ROW, lines[index])
            index += 1
        else:
            end = _find_paragraph_end(lines, index, widths) if widths[index] else index + 1
            _add_paragraph(lines, index, end, builder)
            index = end


def _find_paragraph_end(lines: Sequence[Line], index: int, widths: Sequence[int]) -> int:
    """Find the index after the last line of the paragraph that begins at `index`."""
    end = index + 1
    body = lines[index].body
    if body[0] == "#" and _HEADING.match(body):
        return end
    while end < len(lines) and widths[end] and widths[end - 1] and _can_follow(lines, index, end):
        after = lines[end + 1] if end + 1 < len(lines) else None
        if not is_continued(lines[end - 1], lines[end], after, widths[end - 1]):
            break
        end += 1
    return end


def _can_follow(lines: Sequence[Line], start: int, index: int) -> bool:
    """Whether the position of the line at `index` fits a paragraph that begins at `start`."""
    first, above, line = lines[start], lines[index - 1], lines[index]
    if line.number != above.number + 1 or line.quoted != above.quoted:
        return False
    if is_drawn_line(above.body) or is_drawn_line(line.body):
        return False
    if index - start > 1:
        return line.indent == above.indent
    # A first line may be indented, and the text of a list item hangs.
    return line.indent <= first.indent or bool(first.mark)


def _add_paragraph(lines: Sequence[Line], start: int, end: int, builder: _BlockBuilder) -> None:
    first = lines[start]
    text = _fold_spaces(first.body)
    if end > start + 1:
        texts = [text, *(_fold_spaces(_restore_bullet(line)) for line in lines[start + 1 : end])]
        text = _join_lines(texts, builder)
    layout, level = _TEXT, 0
    if first.mark:
        layout = _ITEM
    elif first.quoted:
        layout = Layout.QUOTE
    elif text[0] == "#" and (match := _HEADING.match(text)):
        layout, level = Layout.HEADING, len(match[1])
        text = _HEADING_END.sub("", text[match.end() :])
    builder.add(text, layout, first, level=level, count=end - start)


def _fold_spaces(text: str) -> str:
    """Fold the white space inside a text that has none at its ends."""
    if text.isprintable() and "  " not in text:  # a space is the only printable white space
        return text
    return " ".join(text.split())


def _restore_bullet(line: Line) -> str:
    """Restore the bullet of a line that continues the one above: there it is a dash of the text."""
    if not line.mark or line.body.startswith(line.mark):
        return line.body
    return f"{line.mark} {line.body}"


def _join_lines(texts: Sequence[str], builder: _BlockBuilder) -> str:
    """Join wrapped lines with a space, except between characters of a script without spaces, and within a word.

    A hyphen at the end of a line goes only where the page cuts words: text that is wrapped at the hyphens of its own
    has as many of them within its lines.
    """
    parts = [texts[0]]
    for above, below in pairwise(texts):
        if _CUT.search(above) and _starts_half(below) and builder.cuts_words:
            parts[-1] = parts[-1][:-1]
        elif not (is_cjk(above[-1]) and is_cjk(below[0])):
            parts.append(" ")
        parts.append(below)
    return "".join(parts)


def _starts_half(text: str) -> bool:
    """Whether a line may begin with the second half of a word: not with "und", as in "Asyl- und"."""
    return text[0].islower() and text.split(None, 1)[0] not in _CONJUNCTIONS


def _add_cells(line: Line, cells: Sequence[tuple[int, str]], builder: _BlockBuilder) -> None:
    for column, cell in cells:
        builder.add(" ".join(cell.split()), Layout.QUOTE if line.quoted else Layout.TEXT, line, indent=column)


def _add_code(lines: Sequence[Line], builder: _BlockBuilder) -> None:
    builder.add(_dedent(lines), Layout.CODE, lines[0], count=lines[-1].number - lines[0].number + 1)


def _add_fenced(lines: Sequence[Line], builder: _BlockBuilder) -> None:
    """Add the code between two fences, and before it the word after the first fence (a language) as a block."""
    if name := lines[0].raw.strip().strip("`").strip():
        builder.add(name, Layout.TEXT, lines[0])
    if inner := lines[1:-1]:
        _add_code(inner, builder)


def _dedent(lines: Sequence[Line]) -> str:
    raws = [line.raw.expandtabs(8) for line in lines]
    indent = min(len(raw) - len(raw.lstrip()) for raw in raws)
    rows: list[str] = []
    for line, raw in zip(lines, raws, strict=True):
        rows += [""] * (line.number - lines[0].number - len(rows))
        rows.append(raw[indent:])
    return "\n".join(rows)
