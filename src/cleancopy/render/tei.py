"""An article as TEI P5: a header with its metadata, and a body that validates against `tei_all`."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from cleancopy.article_data import ArticleData, Image, Passage
from cleancopy.block import Cell, CellPart, Layout, MarkKind
from cleancopy.render import nodes
from cleancopy.render.inline import Span, build_spans
from cleancopy.render.outline import build_outline, is_blank, list_comments, name_cited_notes
from cleancopy.render.tables import Row, count_header_rows, list_parts, make_passage
from cleancopy.render.tei_header import build_header
from cleancopy.render.values import check_language_tag, to_xml_characters
from cleancopy.urls import safe_url

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_RENDITIONS = {
    MarkKind.STRONG: "bold", MarkKind.EMPHASIS: "italic", MarkKind.HIGHLIGHT: "highlight",
    MarkKind.KEYBOARD: "keyboard",    MarkKind.SUPERSCRIPT: "superscript", MarkKind.SUBSCRIPT: "subscript",
}  # fmt: skip
_ELEMENTS = {
    MarkKind.CODE: "code", MarkKind.DELETED: "del", MarkKind.INSERTED: "add", MarkKind.ABBREVIATION: "abbr",
    MarkKind.LINE_BREAK: "lb",
}  # fmt: skip
_WITH_VALUE = frozenset({MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT, MarkKind.FORMULA})
"""Marks whose value says more than the text."""
_BODY_ELEMENTS = frozenset({"p", "ab", "list", "lg", "quote", "cit", "table", "div"})
"""A division needs one of these; pictures and notes are not enough."""


def render_tei(article: ArticleData) -> str:
    """Return a TEI document, with its XML declaration and without a line feed at its end."""
    root = Element("TEI", {"xmlns": _NAMESPACE})
    if language := check_language_tag(article.language):
        root.set("xml:lang", language)
    root.append(build_header(article))
    _Renderer(name_cited_notes(article)).render_body(article, SubElement(SubElement(root, "text"), "body"))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


class _Renderer:
    """Renders the body of one article.

    notes   the names of its footnotes by their labels
    """

    def __init__(self, notes: Mapping[str, str]) -> None:
        self._notes = notes
        self._cited = frozenset(notes)

    def render_body(self, article: ArticleData, body: Element) -> None:
        """Render all nodes, with a division for each subheading within that of the next higher subheading."""
        divisions = [(0, body)]
        for node in build_outline(article):
            if isinstance(node, nodes.Heading):
                while divisions[-1][0] >= node.level:
                    _fill_empty(divisions.pop()[1])
                division = SubElement(divisions[-1][1], "div")
                self._render_passage(SubElement(division, "head"), node.passage)
                divisions.append((node.level, division))
            else:
                self._render_node(divisions[-1][1], node)
        if comments := list_comments(article):
            self._render_paragraphs(SubElement(body, "div", {"type": "comments"}), comments)
        for _, division in divisions:
            _fill_empty(division)

    def _render_node(self, parent: Element, node: nodes.Node) -> None:
        match node:
            case nodes.Paragraph(passage) | nodes.Heading(passage, _):
                self._render_paragraph(parent, passage)
            case nodes.Verse(lines):
                stanza = SubElement(parent, "lg")
                for line in lines:
                    self._render_passage(SubElement(stanza, "l"), line)
            case nodes.Quote():
                self._render_quote(parent, node)
            case nodes.Listing():
                self._render_list(parent, node)
            case nodes.Table(rows):
                self._render_table(parent, rows)
            case nodes.Code(text, language):
                _render_code(parent, text, language)
            case nodes.Figure(image):
                _render_figure(parent, image)
            case nodes.Note(label, passages):
                attributes = {"place": "foot", "n": to_xml_characters(label), "xml:id": f"note-{self._notes[label]}"}
                self._render_paragraphs(SubElement(parent, "note", attributes), passages)

    def _render_paragraphs(self, parent: Element, passages: Sequence[Passage]) -> None:
        for passage in passages:
            self._render_paragraph(parent, passage)

    def _render_paragraph(self, parent: Element, passage: Passage) -> None:
        self._render_passage(SubElement(parent, "p"), passage)

    def _render_quote(self, parent: Element, quote: nodes.Quote) -> None:
        has_author = quote.signature is not None or quote.author is not None
        holder = SubElement(parent, "cit") if has_author else parent
        self._render_paragraphs(SubElement(holder, "quote"), quote.passages)
        if has_author:
            author = SubElement(SubElement(holder, "bibl"), "author")
            if quote.signature:
                self._render_passage(author, quote.signature)
            else:
                author.text = to_xml_characters(quote.author or "")

    def _render_list(self, parent: Element, listing: nodes.Listing) -> None:
        if listing.is_glossary():
            self._render_glossary(SubElement(parent, "list", {"type": "gloss"}), listing)
            return
        is_ordered = listing.start is not None
        element = SubElement(parent, "list", {"rend": "numbered" if is_ordered else "bulleted"})
        for number, item in enumerate(listing.items, listing.start or 0):
            self._render_item(SubElement(element, "item", {"n": str(number)} if is_ordered else {}), item)

    def _render_glossary(self, element: Element, listing: nodes.Listing) -> None:
        """Add terms, each with an item for what is said of it: it may be empty."""
        for term, *others in (item.parts for item in listing.items):
            self._render_item(SubElement(element, "label"), nodes.Item([term]))
            self._render_item(SubElement(element, "item"), nodes.Item(others))

    def _render_item(self, element: Element, item: nodes.Item) -> None:
        render_passage = self._render_passage if item.is_simple() else self._render_paragraph
        for part in item.parts:
            if isinstance(part, Passage):
                render_passage(element, part)
            else:
                self._render_node(element, part)

    def _render_table(self, parent: Element, rows: Sequence[Row]) -> None:
        table = SubElement(parent, "table")
        n_headers = count_header_rows(rows)
        for row_index, cells in enumerate(rows):
            row = SubElement(table, "row", {"role": "label"} if row_index < n_headers else {})
            for cell in cells:
                self._render_parts(SubElement(row, "cell", _cell_attributes(cell)), list_parts(cell))

    def _render_parts(self, element: Element, parts: Sequence[CellPart]) -> None:
        """Add the parts of a cell: items of a list in a list, code as code, several texts as paragraphs."""
        if len(parts) == 1 and parts[0].layout not in {Layout.LIST_ITEM, Layout.CODE}:
            self._render_passage(element, make_passage(parts[0]))
            return
        for layout, group in groupby(parts, key=lambda part: part.layout):
            holder = SubElement(element, "list", {"rend": "bulleted"}) if layout is Layout.LIST_ITEM else element
            for part in group:
                if layout is Layout.CODE:
                    _render_code(holder, part.text, None)
                else:
                    tag = "item" if layout is Layout.LIST_ITEM else "p"
                    self._render_passage(SubElement(holder, tag), make_passage(part))

    def _render_passage(self, element: Element, passage: Passage) -> None:
        """Add the words of a passage with their marks to an element."""
        self._render_spans(element, passage.text, 0, len(passage.text), build_spans(passage, self._cited))

    def _render_spans(self, element: Element, text: str, start: int, end: int, tree: Sequence[Span]) -> None:
        for span in tree:
            _append_text(element, text[start : span.start])
            inner = self._add_span(element, span)
            if span.kind is MarkKind.LINE_BREAK:
                pass
            elif span.kind in _WITH_VALUE:
                _append_text(inner, span.value)
            else:
                self._render_spans(inner, text, span.start, span.end, span.inner)
            start = span.end
        _append_text(element, text[start:end])

    def _add_span(self, parent: Element, span: Span) -> Element:
        if span.note:
            return SubElement(parent, "ref", {"type": "noteref", "target": f"#note-{self._notes[span.value]}"})
        if span.kind is MarkKind.LINK:
            return SubElement(parent, "ref", {"target": span.value})
        if span.kind is MarkKind.FORMULA:
            return SubElement(parent, "formula", {"notation": "TeX"})
        if tag := _ELEMENTS.get(span.kind):
            return SubElement(parent, tag)
        return SubElement(parent, "hi", {"rend": _RENDITIONS[span.kind]})


def _append_text(element: Element, text: str) -> None:
    """Add text after everything that an element holds."""
    characters = to_xml_characters(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + characters
    else:
        element.text = (element.text or "") + characters


def _fill_empty(division: Element) -> None:
    """Add an empty paragraph to a division that has no body element."""
    if _BODY_ELEMENTS.isdisjoint(child.tag for child in division):
        SubElement(division, "p")


def _cell_attributes(cell: Cell) -> dict[str, str]:
    values = {"role": "label" if cell.header else "", "cols": cell.columns, "rows": cell.rows}
    return {name: str(value) for name, value in values.items() if value not in ("", 0, 1)}


def _render_code(parent: Element, text: str, language: str | None) -> None:
    block = SubElement(parent, "ab", {"type": "code", "xml:space": "preserve"})
    SubElement(block, "code", {"lang": language} if language else {}).text = to_xml_characters(text)


def _render_figure(parent: Element, image: Image) -> None:
    figure = SubElement(parent, "figure")
    if address := safe_url(image.src or ""):
        SubElement(figure, "graphic", {"url": address})
    for tag, attributes, text in (
        ("head", {}, image.caption),
        ("figDesc", {}, image.alt),
        ("ab", {"type": "credit"}, image.credit),
    ):
        if text and not is_blank(text):
            SubElement(figure, tag, attributes).text = to_xml_characters(text)
