"""An article as Markdown: CommonMark 0.31 with the tables and footnotes of GitHub Flavored Markdown.

The document holds the title, the dek, the body and its pictures. Words that Markdown would read as markup are
escaped, so that a parser gives back the words of the article.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleancopy.article_data import ArticleData, Image, Passage
from cleancopy.block import Cell, CellPart, Layout, Mark, MarkKind
from cleancopy.render import nodes
from cleancopy.render.inline import build_spans
from cleancopy.render.markdown_inline import (
    escape_block_start,
    escape_definition,
    escape_destination,
    escape_text,
    join_broken_lines,
    render_spans,
)
from cleancopy.render.outline import build_outline, get_separate_dek, has_formulas, list_comments, name_cited_notes
from cleancopy.render.tables import build_grid, list_parts, make_passage
from cleancopy.urls import safe_url

_TITLE_LEVEL = 1
_MIN_FENCE_CHARS = 3  # CommonMark section 4.5
_NOTE_INDENT = 4

# Number signs at the end of a heading close it (CommonMark 4.2) and would be lost.
_CLOSING = re.compile(r"(?<!\S)(#+)$")
_BACKTICKS = re.compile(r"`+")
_OPENING_DASH = re.compile(r"[—–―]|--")


def render_markdown(article: ArticleData) -> str:
    """Return title, dek and body as a Markdown document without a line feed at its end."""
    return "\n\n".join(part for part in _render_parts(article) if part)


def _render_parts(article: ArticleData) -> Iterator[str]:
    yield _render_heading(escape_text(article.title or ""), _TITLE_LEVEL)
    yield _render_emphasis(get_separate_dek(article))
    renderer = _Renderer(name_cited_notes(article), has_formulas=has_formulas(article))
    previous: nodes.Node | None = None
    alternate = False  # of two adjacent lists, the second has other markers, or they would be one list
    for node in build_outline(article):
        alternate = _would_merge(previous, node) and not alternate
        yield renderer.render_node(node, alternate=alternate)
        previous = node
    if comments := list_comments(article):
        yield from ("---", *map(renderer.render_paragraph, comments))


def _would_merge(previous: object, node: object) -> bool:
    """Whether two neighbours are lists of the same type, which would be one list if they had the same markers."""
    if not (isinstance(previous, nodes.Listing) and isinstance(node, nodes.Listing)):
        return False
    return (previous.start is None) == (node.start is None)


class _Renderer:
    """Renders the nodes of one article.

    notes          the names of its footnotes by their labels
    has_formulas   whether a dollar sign may be read as the start of a formula
    """

    def __init__(self, notes: Mapping[str, str], *, has_formulas: bool) -> None:
        self._notes = notes
        self._has_formulas = has_formulas
        self._cited = frozenset(notes)

    def render_node(self, node: nodes.Node, *, alternate: bool) -> str:  # noqa: PLR0911 - a case for each kind of node
        """Render a node; `alternate` gives a list its other markers."""
        match node:
            case nodes.Paragraph(passage):
                return self.render_paragraph(passage)
            case nodes.Verse(lines):
                return join_broken_lines("\n".join(map(self._render_passage, lines)))
            case nodes.Heading(passage, level):
                return _render_heading(self._render_passage(passage).replace("\n", "<br>"), level)
            case nodes.Quote():
                return self._render_quote(node)
            case nodes.Table(rows):
                return self._render_table(build_grid(rows))
            case nodes.Code(text, language):
                return _render_code(text, language)
            case nodes.Figure(image):
                return _render_figure(image)
            case nodes.Note(label, passages):
                return self._render_note(label, passages)
            case nodes.Listing():
                return self._render_list(node, alternate=alternate)

    def render_paragraph(self, passage: Passage) -> str:
        return join_broken_lines(self._render_passage(passage))

    def _render_list(self, listing: nodes.Listing, *, alternate: bool) -> str:
        lines = []
        for number, item in enumerate(listing.items, listing.start or 0):
            bullet = "*" if alternate else "-"
            marker = bullet if listing.start is None else f"{number}{')' if alternate else '.'}"
            lines.append(f"{marker} {_indent(self._render_item(item), len(marker) + 1)}")
        return "\n".join(lines)

    def _render_item(self, item: nodes.Item) -> str:
        lines: list[str] = []
        previous: object = None
        alternate = False
        for part in item.parts:
            if isinstance(part, nodes.Code | nodes.Table | nodes.Quote):
                lines += [""] * (previous is not None) + [self.render_node(part, alternate=False)]
            elif isinstance(part, nodes.Listing):
                alternate = _would_merge(previous, part) and not alternate
                # Only a list that begins with 1 interrupts a paragraph (CommonMark 5.2).
                needs_blank_line = isinstance(previous, Passage) and part.start not in {None, 1}
                lines += [""] * needs_blank_line + [self._render_list(part, alternate=alternate)]
            else:
                lines += [""] * (previous is not None) + [self._render_term(part)]
            previous = part
        return "\n".join(lines)

    def _render_term(self, passage: Passage) -> str:
        """A passage of an item; a term stands out, because Markdown has no lists of terms."""
        if passage.term:
            mark = Mark(MarkKind.STRONG, 0, len(passage.text))
            passage = passage._replace(marks=(*(m for m in passage.marks if m.kind is not MarkKind.STRONG), mark))
        return self.render_paragraph(passage)

    def _render_quote(self, quote: nodes.Quote) -> str:
        lines = [self.render_paragraph(p) for p in quote.passages]
        if quote.signature:
            dash = "" if _OPENING_DASH.match(quote.signature.text) else "— "
            lines.append(dash + self.render_paragraph(quote.signature))
        elif quote.author:
            lines.append(escape_block_start(f"— {escape_text(quote.author)}"))
        return "\n>\n".join("> " + line.replace("\n", "\n> ") for line in lines)

    def _render_note(self, label: str, passages: Sequence[Passage]) -> str:
        first, *others = map(self.render_paragraph, passages)
        text = "\n\n".join([escape_definition(first), *others])
        return f"[^{self._notes[label]}]: {_indent(text, _NOTE_INDENT)}"

    def _render_table(self, grid: Sequence[Sequence[Cell]]) -> str:
        lines = [_render_row(map(self._render_cell, row)) for row in grid]
        return "\n".join([lines[0], _render_row(["---"] * len(grid[0])), *lines[1:]])

    def _render_cell(self, cell: Cell) -> str:
        """The parts of a cell on one line: Markdown has no way to break it, but HTML has."""
        return "<br>".join(self._render_part(part) for part in list_parts(cell)).replace("|", "\\|")

    def _render_part(self, part: CellPart) -> str:
        if part.layout is Layout.CODE:
            lines = (CellPart(line, marks=(Mark(MarkKind.CODE, 0, len(line)),)) for line in part.text.split("\n"))
            return "<br>".join(self._render_passage(make_passage(line)) for line in lines)
        return self._render_passage(make_passage(part)).replace("\n", "<br>")

    def _render_passage(self, passage: Passage) -> str:
        """Return the words of a passage with their marks."""
        tree = build_spans(passage, self._cited)
        if not tree:
            return escape_text(passage.text, dollars=self._has_formulas)
        return render_spans(passage.text, tree, self._notes, dollars=self._has_formulas)


def _render_heading(words: str, level: int) -> str:
    words = _CLOSING.sub(r"\\\1", words)
    return f"{'#' * level} {words}" if words else ""


def _render_emphasis(text: str) -> str:
    words = escape_text(text)
    return f"*{words}*" if words else ""


def _indent(text: str, columns: int) -> str:
    """Indent all lines but the first, and no blank lines."""
    return text.replace("\n", "\n" + " " * columns).replace("\n" + " " * columns + "\n", "\n\n")


def _render_code(text: str, language: str | None) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(_MIN_FENCE_CHARS, longest + 1)
    return f"{fence}{language or ''}\n{text}\n{fence}"


def _render_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _render_figure(image: Image) -> str:
    address = safe_url(image.src or "")
    alt = escape_text(image.alt or "", among_marks=True)
    picture = f"![{alt}]({escape_destination(address)})" if address else ""
    below = [_render_emphasis(image.caption or ""), escape_block_start(escape_text(image.credit or ""))]
    return "\n\n".join(line for line in (picture, *below) if line)
