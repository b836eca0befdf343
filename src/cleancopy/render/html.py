"""An article as a fragment of HTML: one `article` element with what the words need, and nothing that acts.

It has no scripts, no styles, and only the attributes that are set here. All addresses pass `urls.safe_url`.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from cleancopy.article_data import ArticleData, Image, Passage
from cleancopy.block import Cell, CellPart, Layout, MarkKind
from cleancopy.render import nodes
from cleancopy.render.inline import Span, build_spans
from cleancopy.render.outline import build_outline, get_separate_dek, is_blank, list_comments, name_cited_notes
from cleancopy.render.tables import Row, count_header_rows, list_parts, make_passage
from cleancopy.render.values import check_language_tag, normalize_date, to_xml_characters
from cleancopy.urls import safe_url

_TAGS = {
    MarkKind.STRONG: "strong", MarkKind.EMPHASIS: "em", MarkKind.CODE: "code", MarkKind.KEYBOARD: "kbd",
    MarkKind.DELETED: "del", MarkKind.INSERTED: "ins", MarkKind.HIGHLIGHT: "mark", MarkKind.ABBREVIATION: "abbr",
    MarkKind.SUPERSCRIPT: "sup", MarkKind.SUBSCRIPT: "sub", MarkKind.FORMULA: "span", MarkKind.LINK: "a",
}  # fmt: skip
_LINK_RELATION = "nofollow noopener"
_MAX_COLSPAN, _MAX_ROWSPAN = 1000, 65534  # HTML standard, section 4.9.11


def render_html(article: ArticleData) -> str:
    """Return the header, the body, footnotes where they stand in it, and the comments that the article has."""
    renderer = _Renderer(name_cited_notes(article))
    body = map(renderer.render_node, build_outline(article))
    parts = [*_render_header(article), *body, *renderer.render_comments(list_comments(article))]
    language = check_language_tag(article.language)
    return "\n".join([f'<article lang="{language}">' if language else "<article>", *parts, "</article>"])


def _render_header(article: ArticleData) -> Iterator[str]:
    lines = [
        _wrap("h1", _escape_text(article.title)),
        _wrap("p", _escape_text(get_separate_dek(article)), ' class="dek"'),
        _wrap("address", _escape_text(", ".join(article.authors))),
        _render_time(article.published),
    ]
    if shown := "\n".join(filter(None, lines)):
        yield f"<header>\n{shown}\n</header>"


def _render_time(published: str | None) -> str:
    normalized = normalize_date(published)
    return _wrap("time", _escape_text(published), f' datetime="{normalized}"' if normalized else "")


def _wrap(tag: str, inner: str, attributes: str = "") -> str:
    """Return an element, or nothing if there is nothing in it."""
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else ""


def _escape_text(text: str | None) -> str:
    return "" if text is None or is_blank(text) else escape(to_xml_characters(text))


class _Renderer:
    """Renders the nodes of one article.

    notes   the names of its footnotes by their labels
    """

    def __init__(self, notes: Mapping[str, str]) -> None:
        self._notes = notes
        self._cited = frozenset(notes)

    def render_node(self, node: nodes.Node) -> str:  # noqa: PLR0911 - a case for each kind of node
        match node:
            case nodes.Paragraph(passage):
                return self._render_paragraph(passage)
            case nodes.Verse(lines):
                return f"<p>{'<br>'.join(map(self._render_passage, lines))}</p>"
            case nodes.Heading(passage, level):
                return f"<h{level}>{self._render_passage(passage)}</h{level}>"
            case nodes.Quote():
                return self._render_quote(node)
            case nodes.Listing():
                return self._render_list(node)
            case nodes.Table(rows):
                return self._render_table(rows)
            case nodes.Code(text, language):
                attribute = f' class="language-{escape(language)}"' if language else ""
                return f"<pre><code{attribute}>{escape(to_xml_characters(text))}</code></pre>"
            case nodes.Figure(image):
                return _render_figure(image)
            case nodes.Note(label, passages):
                inner = "\n".join(map(self._render_paragraph, passages))
                return f'<aside id="note-{self._notes[label]}" role="doc-footnote">\n{inner}\n</aside>'

    def render_comments(self, comments: Sequence[Passage]) -> Iterator[str]:
        if comments:
            inner = "\n".join(map(self._render_paragraph, comments))
            yield f'<section class="comments">\n{inner}\n</section>'

    def _render_paragraph(self, passage: Passage) -> str:
        return f"<p>{self._render_passage(passage)}</p>"

    def _render_quote(self, quote: nodes.Quote) -> str:
        lines = [self._render_paragraph(p) for p in quote.passages]
        author = self._render_passage(quote.signature) if quote.signature else _escape_text(quote.author)
        if author:
            lines.append(f"<footer><cite>{author}</cite></footer>")
        return "\n".join(["<blockquote>", *lines, "</blockquote>"])

    def _render_list(self, listing: nodes.Listing) -> str:
        if listing.is_glossary():
            return "\n".join(["<dl>", *map(self._render_description, listing.items), "</dl>"])
        items = "\n".join(f"<li>{self._render_item(item)}</li>" for item in listing.items)
        if listing.start is None:
            return f"<ul>\n{items}\n</ul>"
        start = f' start="{listing.start}"' if listing.start != 1 else ""
        return f"<ol{start}>\n{items}\n</ol>"

    def _render_description(self, item: nodes.Item) -> str:
        """A term, and what is said of it."""
        term, *others = item.parts
        described = self._render_item(nodes.Item(others))
        return f"<dt>{self._render_item(nodes.Item([term]))}</dt>{_wrap('dd', described)}"

    def _render_item(self, item: nodes.Item) -> str:
        render_passage = self._render_passage if item.is_simple() else self._render_paragraph
        return "\n".join(render_passage(p) if isinstance(p, Passage) else self.render_node(p) for p in item.parts)

    def _render_table(self, rows: Sequence[Row]) -> str:
        n_headers = count_header_rows(rows)
        lines = [f"<tr>{''.join(map(self._render_cell, row))}</tr>" for row in rows]
        head = ["<thead>", *lines[:n_headers], "</thead>"] if n_headers else []
        return "\n".join(["<table>", *head, "<tbody>", *lines[n_headers:], "</tbody>", "</table>"])

    def _render_cell(self, cell: Cell) -> str:
        tag = "th" if cell.header else "td"
        columns = f' colspan="{min(cell.columns, _MAX_COLSPAN)}"' if cell.columns > 1 else ""
        rows = f' rowspan="{min(cell.rows, _MAX_ROWSPAN)}"' if cell.rows > 1 else ""
        return f"<{tag}{columns}{rows}>{self._render_parts(list_parts(cell))}</{tag}>"

    def _render_parts(self, parts: Sequence[CellPart]) -> str:
        """The parts of a cell: items of a list in a list, code as code, several texts as paragraphs."""
        if len(parts) == 1 and parts[0].layout not in {Layout.LIST_ITEM, Layout.CODE}:
            return self._render_passage(make_passage(parts[0]))
        out = []
        for layout, group in groupby(parts, key=lambda part: part.layout):
            if layout is Layout.CODE:
                out += [f"<pre><code>{escape(to_xml_characters(part.text))}</code></pre>" for part in group]
            else:
                tag = "li" if layout is Layout.LIST_ITEM else "p"
                lines = "".join(f"<{tag}>{self._render_passage(make_passage(part))}</{tag}>" for part in group)
                out.append(f"<ul>{lines}</ul>" if tag == "li" else lines)
        return "".join(out)

    def _render_passage(self, passage: Passage) -> str:
        """Return the words of a passage with their marks."""
        return self._render_spans(passage.text, 0, len(passage.text), build_spans(passage, self._cited))

    def _render_spans(self, text: str, start: int, end: int, tree: Sequence[Span]) -> str:
        out = []
        for span in tree:
            out.append(escape(to_xml_characters(text[start : span.start])))
            if span.kind is MarkKind.LINE_BREAK:
                out.append("<br>")
            else:
                out.append(f"{self._start_tag(span)}{self._render_inner(text, span)}</{_TAGS[span.kind]}>")
            start = span.end
        return "".join([*out, escape(to_xml_characters(text[start:end]))])

    def _render_inner(self, text: str, span: Span) -> str:
        if span.kind is MarkKind.FORMULA:  # between the delimiters that MathJax and KaTeX read
            opening, closing = ("\\[", "\\]") if text.startswith("$$", span.start) else ("\\(", "\\)")
            return f"{opening}{escape(to_xml_characters(span.value))}{closing}"
        if span.kind in {MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT}:
            return escape(to_xml_characters(span.value))
        return self._render_spans(text, span.start, span.end, span.inner)

    def _start_tag(self, span: Span) -> str:
        if span.kind is MarkKind.FORMULA:
            return '<span class="math">'
        if span.kind is MarkKind.ABBREVIATION and span.value:
            return f'<abbr title="{escape(to_xml_characters(span.value))}">'
        if span.note:
            return f'<a href="#note-{self._notes[span.value]}" role="doc-noteref">'
        if span.kind is MarkKind.LINK:
            return f'<a href="{escape(span.value)}" rel="{_LINK_RELATION}">'
        return f"<{_TAGS[span.kind]}>"


def _render_figure(image: Image) -> str:
    address = safe_url(image.src or "")
    picture = f'<img src="{escape(address)}" alt="{_escape_text(image.alt)}">' if address else ""
    caption = " ".join(filter(None, (_escape_text(image.caption), _wrap("small", _escape_text(image.credit)))))
    return _wrap("figure", picture + _wrap("figcaption", caption))
