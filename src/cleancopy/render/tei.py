"""An article as TEI P5: a header with what is known of it, and a body that validates against `tei_all`."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from cleancopy.article import Article, Image, Passage
from cleancopy.block import Cell, MarkKind
from cleancopy.links import safe
from cleancopy.render.inline import Span, spans
from cleancopy.render.outline import (
    Code,
    Figure,
    Heading,
    Item,
    Listing,
    Note,
    Paragraph,
    Part,
    Quote,
    Table,
    cited_notes,
    comments_of,
    is_blank,
    outline,
)
from cleancopy.render.tables import Row, header_rows
from cleancopy.render.tei_header import header_of
from cleancopy.render.values import characters, language_tag

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_RENDS = {MarkKind.STRONG: "bold", MarkKind.EMPHASIS: "italic"}
_FILLING = frozenset({"p", "ab", "list", "quote", "cit", "table", "div"})
"""A body needs one of these; pictures and notes are not enough."""


def render_tei(article: Article) -> str:
    """Return a TEI document, with its XML declaration and without a line feed at its end."""
    root = Element("TEI", {"xmlns": _NAMESPACE})
    if language := language_tag(article.language):
        root.set("xml:lang", language)
    root.append(header_of(article))
    _Writer(cited_notes(article)).write(article, SubElement(SubElement(root, "text"), "body"))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


class _Writer:
    """Writes the body of one article; `notes` are the names of its footnotes by their labels."""

    def __init__(self, notes: Mapping[str, str]) -> None:
        self._notes = notes
        self._cited = frozenset(notes)

    def write(self, article: Article, body: Element) -> None:
        """Write the parts, with a division for each subheading in that of the next higher one."""
        divisions = [(0, body)]
        for part in outline(article):
            if isinstance(part, Heading):
                while divisions[-1][0] >= part.level:
                    _fill(divisions.pop()[1])
                division = SubElement(divisions[-1][1], "div")
                self._words(SubElement(division, "head"), part.passage)
                divisions.append((part.level, division))
            else:
                self._part(divisions[-1][1], part)
        if comments := comments_of(article):
            self._paragraphs(SubElement(body, "div", {"type": "comments"}), comments)
        for _, division in divisions:
            _fill(division)

    def _part(self, above: Element, part: Part) -> None:
        match part:
            case Paragraph(passage) | Heading(passage, _):
                self._paragraph(above, passage)
            case Quote():
                self._quote(above, part)
            case Listing():
                self._listing(above, part)
            case Table(rows):
                _table(above, rows)
            case Code(text, language):
                _code(above, text, language)
            case Figure(image):
                _figure(above, image)
            case Note(label, passages):
                named = {"place": "foot", "n": characters(label), "xml:id": f"note-{self._notes[label]}"}
                self._paragraphs(SubElement(above, "note", named), passages)

    def _paragraphs(self, above: Element, passages: Sequence[Passage]) -> None:
        for passage in passages:
            self._paragraph(above, passage)

    def _paragraph(self, above: Element, passage: Passage) -> None:
        self._words(SubElement(above, "p"), passage)

    def _quote(self, above: Element, quote: Quote) -> None:
        signed = quote.signature is not None or quote.author is not None
        holder = SubElement(above, "cit") if signed else above
        self._paragraphs(SubElement(holder, "quote"), quote.passages)
        if signed:
            author = SubElement(SubElement(holder, "bibl"), "author")
            if quote.signature:
                self._words(author, quote.signature)
            else:
                author.text = characters(quote.author or "")

    def _listing(self, above: Element, listing: Listing) -> None:
        ordered = listing.start is not None
        element = SubElement(above, "list", {"rend": "numbered" if ordered else "bulleted"})
        for number, item in enumerate(listing.items, listing.start or 0):
            self._item(SubElement(element, "item", {"n": str(number)} if ordered else {}), item)

    def _item(self, element: Element, item: Item) -> None:
        simple = sum(isinstance(part, Passage) for part in item.parts) == 1
        for part in item.parts:
            if isinstance(part, Listing):
                self._listing(element, part)
            elif simple:
                self._words(element, part)
            else:
                self._paragraph(element, part)

    def _words(self, element: Element, passage: Passage) -> None:
        self._inner(element, passage.text, 0, len(passage.text), spans(passage, self._cited))

    def _inner(self, element: Element, text: str, start: int, end: int, tree: Sequence[Span]) -> None:
        for span in tree:
            _append(element, text[start : span.start])
            self._inner(self._spanned(element, span), text, span.start, span.end, span.inner)
            start = span.end
        _append(element, text[start:end])

    def _spanned(self, above: Element, span: Span) -> Element:
        if span.note:
            return SubElement(above, "ref", {"type": "noteref", "target": f"#note-{self._notes[span.value]}"})
        if span.kind is MarkKind.LINK:
            return SubElement(above, "ref", {"target": span.value})
        if span.kind is MarkKind.CODE:
            return SubElement(above, "code")
        return SubElement(above, "hi", {"rend": _RENDS[span.kind]})


def _append(element: Element, text: str) -> None:
    """Add text behind all that an element holds."""
    fit = characters(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + fit
    else:
        element.text = (element.text or "") + fit


def _fill(division: Element) -> None:
    if _FILLING.isdisjoint(child.tag for child in division):
        SubElement(division, "p")


def _table(above: Element, rows: Sequence[Row]) -> None:
    table = SubElement(above, "table")
    headers = header_rows(rows)
    for place, cells in enumerate(rows):
        row = SubElement(table, "row", {"role": "label"} if place < headers else {})
        for cell in cells:
            SubElement(row, "cell", _spans(cell)).text = characters(cell.text)


def _spans(cell: Cell) -> dict[str, str]:
    known = {"role": "label" if cell.header else "", "cols": cell.columns, "rows": cell.rows}
    return {name: str(value) for name, value in known.items() if value not in ("", 0, 1)}


def _code(above: Element, text: str, language: str | None) -> None:
    block = SubElement(above, "ab", {"type": "code", "xml:space": "preserve"})
    SubElement(block, "code", {"lang": language} if language else {}).text = characters(text)


def _figure(above: Element, image: Image) -> None:
    figure = SubElement(above, "figure")
    if address := safe(image.src or ""):
        SubElement(figure, "graphic", {"url": address})
    for tag, attributes, text in (
        ("head", {}, image.caption),
        ("figDesc", {}, image.alt),
        ("ab", {"type": "credit"}, image.credit),
    ):
        if text and not is_blank(text):
            SubElement(figure, tag, attributes).text = characters(text)
