"""Cuts flattened text into blocks: each line is a block, after hard-wrapped lines are joined.

The words of the blocks in order are the words of the page: none is lost, doubled or fused. Only layout marks are
removed: bullets, quote marks, heading marks, code fences, the hyphens of cut words, the numbers of links, and the links
of wikis to edit a section.
"""

import re

from cleancopy.block import Layout, Segmentation
from cleancopy.limits import LIMITS, Truncation
from cleancopy.segment.lines import parse_lines
from cleancopy.segment.shapes import find_fenced_runs, find_spread_lines, find_table_rows, find_underlined

from cpython.unicode cimport PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR

from cleancopy.characters cimport is_alphanumeric, is_decimal, is_lower
from cleancopy.segment.lines cimport HAS_GAP, Line, is_cjk
from cleancopy.segment.shapes cimport find_code_runs, find_gapped_lines, split_columns
from cleancopy.segment.tuples cimport make_block
from cleancopy.segment.wrapping cimport find_wrap_widths, is_continued

HEADING_START = re.compile(r"(#{1,6})\s+(?=\S)")
HEADING_END = re.compile(r"\s#{1,6}$")
cdef Py_ssize_t MIN_CUTS = 2
cdef frozenset CONJUNCTIONS = frozenset("und oder bzw. bis sowie and or to et ou y o e en of och eller og i lub".split())
LINK_NUMBER = re.compile(r"\[\d{1,4}\](?=\w)")
LINK_LIST = re.compile(r"^[^\S\n]*1\.\s+[a-z]+:\S+$", re.MULTILINE)
"""The first line of the links of a page, as the text browsers lynx and links list them at its end."""
cdef Py_ssize_t MIN_EDIT_LINKS = 2
cdef Py_ssize_t SETEXT_LEVEL = 2
"""The level of an underlined heading; the level that its underline means differs from text to text."""
EDIT_LINK = re.compile(
    r"\[[ \t]*(?:edit|bearbeiten|modifier|editar|modifica|bewerken|edytuj|redigera|rediger|muokkaa|правит[ьи]|"
    r"редагувати|düzenle|sửa|sunting|編集|编辑|編輯|편집|แก้|संपादित|تحرير|ویرایش|עריכה)[^\[\]\n]{0,30}\][ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
"""The link to edit a section, as MediaWiki writes it in the languages with most articles."""
# Looking up a member of an enumeration is slow.
cdef object TEXT = Layout.TEXT, ITEM = Layout.LIST_ITEM, QUOTE = Layout.QUOTE, HEADING = Layout.HEADING
cdef object TABLE_ROW = Layout.TABLE_ROW, CODE = Layout.CODE


def segment_text(str text not None, limits=LIMITS):
    cdef BlockBuilder builder = BlockBuilder(parse_lines(drop_edit_links(drop_link_numbers(text))))
    builder.add_lines()
    blocks = tuple(builder.blocks)
    if len(blocks) <= limits.blocks:
        return Segmentation(blocks)
    return Segmentation(blocks[: limits.blocks], truncations=(Truncation("blocks", len(blocks), limits.blocks),))


cdef str drop_link_numbers(str text):
    """Drop the numbers before links that a text browser writes, if it lists the links: "[4]islands"."""
    return LINK_NUMBER.sub("", text) if "[1]" in text and LINK_LIST.search(text) else text


cdef str drop_edit_links(str text):
    """Drop the links behind the headings of a wiki, if it has several: "History[edit]"."""
    if "]" not in text:
        return text
    without, n_links = EDIT_LINK.subn("", text)
    return without if n_links >= MIN_EDIT_LINKS else text


cdef class BlockBuilder:
    """Makes the blocks of a page.

    widths      for each line the width at which it was wrapped, or 0
    next_line   number of the line after the last block
    indents     indents of the list items around the next one
    cuts        whether the page cuts words at the ends of lines; None before somebody asks
    """

    cdef list lines, widths, blocks, indents
    cdef Py_ssize_t next_line
    cdef object cuts

    def __init__(self, list lines):
        self.lines, self.blocks, self.indents = lines, [], []

    cdef int add_lines(self) except -1:
        """Add the blocks of all lines."""
        cdef list lines = self.lines, gapped = find_gapped_lines(lines)
        cdef dict runs = find_fenced_runs(lines)
        cdef set fenced = list_members(runs), inside, rows, headings, special
        cdef Py_ssize_t index = 0, end
        runs.update({start: end for start, end in find_code_runs(lines).items() if fenced.isdisjoint(range(start, end))})
        inside = list_members(runs)
        rows = find_table_rows(lines, gapped) - inside
        headings = find_underlined(lines) - inside - rows
        special = inside | rows | headings
        self.widths = find_wrap_widths(lines, special | find_spread_lines(lines, gapped))
        special.update(gapped)
        while index < len(lines):
            if index in special:
                if index in runs:
                    end = runs[index]
                    self.add_run(lines[index:end], index in fenced)
                    index = end
                    continue
                if self.add_special(lines[index], index in rows, index in headings):
                    index += 1
                    continue
            end = self.find_paragraph_end(index)
            self.add_paragraph(index, end)
            index = end
        return 0

    cdef int add_run(self, list lines, bint is_fenced) except -1:
        """Add code. If fences are around it, the word behind the first (a language) is a block before it."""
        cdef Line first = lines[0], last
        if is_fenced:
            name = first.raw.strip().strip("`").strip()
            if name:
                self.add(name, TEXT, first)
            lines = lines[1 : len(lines) - 1]
        if lines:
            first, last = lines[0], lines[len(lines) - 1]
            self.add(dedent(lines), CODE, first, 0, last.number - first.number + 1)
        return 0

    cdef bint add_special(self, Line line, bint is_row, bint is_heading) except -1:
        """Add a line that is no paragraph: cells, a heading or a row. Returns whether it is one of these."""
        cdef list cells = split_columns(line)
        if cells:
            for column, cell in cells:
                self.add_block(" ".join(cell.split()), QUOTE if line.quoted else TEXT, 0, line.number, 1, column)
        elif is_heading:
            self.add(fold_spaces(line.body, line), HEADING, line, SETEXT_LEVEL)
        elif is_row:
            self.add(line.body, TABLE_ROW, line)
        else:
            return False
        return True

    cdef Py_ssize_t find_paragraph_end(self, Py_ssize_t start) except -1:
        """Find the index after the last line of the paragraph that begins at `start`."""
        cdef list lines = self.lines
        cdef Py_ssize_t end = start + 1, width = self.widths[start]
        cdef Line first = lines[start], above = first, line, after
        if not width or (first.first() == c"#" and HEADING_START.match(first.body)):
            return end
        while end < len(lines) and width and self.widths[end]:
            line = lines[end]
            after = lines[end + 1] if end + 1 < len(lines) else None
            if not can_follow(first, above, line) or not is_continued(above, line, after, width):
                break
            above, width = line, self.widths[end]
            end += 1
        return end

    cdef int add_paragraph(self, Py_ssize_t start, Py_ssize_t end) except -1:
        cdef Line first = self.lines[start]
        cdef str text = self.join_lines(start, end)
        cdef object layout = TEXT
        cdef Py_ssize_t level = 0
        if first.mark:
            layout, level = ITEM, self.find_list_depth(first.indent)
        elif first.quoted:
            layout = QUOTE
        elif first.first() == c"#":
            match = HEADING_START.match(text)
            if match:
                layout, level = HEADING, len(match[1])
                text = HEADING_END.sub("", text[match.end() :])
        self.add(text, layout, first, level, end - start)
        return 0

    cdef str join_lines(self, Py_ssize_t start, Py_ssize_t end):
        """Join wrapped lines with a space, except between characters of a script without spaces, and within a word.

        A hyphen at the end of a line goes only where the page cuts words: text that is wrapped at the hyphens of its
        own has as many of them within its lines.
        """
        cdef Line line = self.lines[start]
        cdef str above = fold_spaces(line.body, line), below
        if end == start + 1:
            return above
        cdef list parts = [above]
        for line in self.lines[start + 1 : end]:
            below = fold_spaces(restore_bullet(line), line)
            if is_cut(above, below) and self.cuts_words():
                parts[len(parts) - 1] = above[: len(above) - 1]
            elif not (is_cjk(above[len(above) - 1]) and is_cjk(below[0])):
                parts.append(" ")
            parts.append(below)
            above = below
        return "".join(parts)

    cdef bint cuts_words(self) except -1:
        """Whether the page cuts words at the ends of lines: more hyphens stand there than within lines."""
        cdef Py_ssize_t cuts = 0, hyphens = 0
        cdef Line above = None, line
        if self.cuts is None:
            for line in self.lines:
                hyphens += count_hyphens(line.body)
                cuts += above is not None and is_cut(above.body, line.body)
                above = line
            self.cuts = cuts >= MIN_CUTS and cuts > hyphens
        return self.cuts

    cdef Py_ssize_t find_list_depth(self, Py_ssize_t indent) except -1:
        """Find the depth of a list item: one more than the number of items above it with smaller indents."""
        cdef list indents = self.indents
        while indents and indents[len(indents) - 1] > indent:
            indents.pop()
        if not indents or indents[len(indents) - 1] < indent:
            indents.append(indent)
        return len(indents)

    cdef int add(self, str text, layout, Line line, Py_ssize_t level=0, Py_ssize_t count=1) except -1:
        """Add a block of `count` lines that starts on `line`."""
        return self.add_block(text, layout, level, line.number, count, line.indent)

    cdef int add_block(
        self, str text, layout, Py_ssize_t level, Py_ssize_t number, Py_ssize_t count, Py_ssize_t indent
    ) except -1:
        """Add a block. Its gap counts blank lines above it, and lines of layout marks only."""
        if self.indents and layout is not ITEM:
            self.indents.clear()
        cdef Py_ssize_t gap = max(0, number - self.next_line)
        self.blocks.append(make_block(text, layout, level, -1, 0, 0, 0, (), number, count, indent, gap, ()))
        self.next_line = number + count
        return 0


cdef set list_members(dict runs):
    """List the indexes of the lines in runs."""
    return {index for start, end in runs.items() for index in range(start, end)}


cdef bint can_follow(Line first, Line above, Line line) except -1:
    """Whether the position of `line` fits the paragraph that begins at `first` and goes on in the line `above`."""
    if line.number != above.number + 1 or line.quoted != above.quoted:
        return False
    if above.is_drawn() or line.is_drawn():
        return False
    if above is not first:
        return line.indent == above.indent
    # A first line may be indented, and the text of a list item hangs.
    return line.indent <= first.indent or bool(first.mark)


cdef str fold_spaces(str text, Line line):
    """Fold the white space inside the text of a line, which has none at its ends."""
    return " ".join(text.split()) if line.signs & HAS_GAP else text


cdef str restore_bullet(Line line):
    """Restore the bullet of a line that continues the one above: there it is a dash of the text."""
    if not line.mark or line.body.startswith(line.mark):
        return line.body
    return f"{line.mark} {line.body}"


cdef bint is_cut(str above, str below) except -1:
    """Whether a word may be cut between two lines. Its second half is not "und", as in "Asyl- und"."""
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(above)
    return (
        size > 2
        and PyUnicode_READ_CHAR(above, size - 1) == c"-"
        and is_letter(PyUnicode_READ_CHAR(above, size - 2))
        and is_letter(PyUnicode_READ_CHAR(above, size - 3))
        and is_lower(PyUnicode_READ_CHAR(below, 0))
        and below.split(None, 1)[0] not in CONJUNCTIONS
    )


cdef Py_ssize_t count_hyphens(str text) noexcept:
    """Count hyphens between two letters, of "a-b-c" the first only."""
    cdef Py_ssize_t count = 0, i = 1
    while i < PyUnicode_GET_LENGTH(text) - 1:
        if (
            PyUnicode_READ_CHAR(text, i) == c"-"
            and is_letter(PyUnicode_READ_CHAR(text, i - 1))
            and is_letter(PyUnicode_READ_CHAR(text, i + 1))
        ):
            count += 1
            i += 2  # so that its second letter is not the first of the next
        i += 1
    return count


cdef inline bint is_letter(Py_UCS4 char) noexcept:
    return is_alphanumeric(char) and not is_decimal(char)


cdef str dedent(list lines):
    """Join the lines of code, without the indent that all have, and with blank lines between them."""
    raws = [(<Line>line).raw.expandtabs(8) for line in lines]
    indent = min([len(raw) - len(raw.lstrip()) for raw in raws])
    first = (<Line>lines[0]).number
    rows = []
    for line, raw in zip(lines, raws):
        rows += [""] * ((<Line>line).number - first - len(rows))
        rows.append(raw[indent:])
    return "\n".join(rows)
