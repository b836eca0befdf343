"""An article as a fragment of HTML: one `article` element with what the words need, and nothing that acts.

No script, no style, no attribute but those set here; addresses are those that `links.safe` lets through.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

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
from cleancopy.render.values import characters, language_tag, moment

_STYLES = {MarkKind.STRONG: "strong", MarkKind.EMPHASIS: "em", MarkKind.CODE: "code"}
_OUTSIDE = "nofollow noopener"
_WIDEST, _TALLEST = 1000, 65534  # HTML standard, section 4.9.11


def render_html(article: Article) -> str:
    """Return header, body, footnotes in their places and, where the article has them, comments."""
    writer = _Writer(cited_notes(article))
    parts = [*_header(article), *map(writer.part, outline(article)), *writer.comments(comments_of(article))]
    language = language_tag(article.language)
    return "\n".join([f'<article lang="{language}">' if language else "<article>", *parts, "</article>"])


def _header(article: Article) -> Iterator[str]:
    lines = [
        _element("h1", _text(article.title)),
        _element("p", _text(article.dek), ' class="dek"'),
        _element("address", _text(", ".join(article.authors))),
        _time(article.published),
    ]
    if shown := "\n".join(filter(None, lines)):
        yield f"<header>\n{shown}\n</header>"


def _time(published: str | None) -> str:
    known = moment(published)
    return _element("time", _text(published), f' datetime="{known}"' if known else "")


def _element(tag: str, inner: str, attributes: str = "") -> str:
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else ""


def _text(text: str | None) -> str:
    return "" if text is None or is_blank(text) else escape(characters(text))


class _Writer:
    """Writes the parts of one article; `notes` are the names of its footnotes by their labels."""

    def __init__(self, notes: Mapping[str, str]) -> None:
        self._notes = notes
        self._cited = frozenset(notes)

    def part(self, part: Part) -> str:  # noqa: PLR0911 - a case for each construct
        match part:
            case Paragraph(passage):
                return self._paragraph(passage)
            case Heading(passage, level):
                return f"<h{level}>{self._words(passage)}</h{level}>"
            case Quote():
                return self._quote(part)
            case Listing():
                return self._listing(part)
            case Table(rows):
                return _table(rows)
            case Code(text, language):
                named = f' class="language-{escape(language)}"' if language else ""
                return f"<pre><code{named}>{escape(characters(text))}</code></pre>"
            case Figure(image):
                return _figure(image)
            case Note(label, passages):
                inner = "\n".join(map(self._paragraph, passages))
                return f'<aside id="note-{self._notes[label]}" role="doc-footnote">\n{inner}\n</aside>'

    def comments(self, comments: Sequence[Passage]) -> Iterator[str]:
        if comments:
            inner = "\n".join(map(self._paragraph, comments))
            yield f'<section class="comments">\n{inner}\n</section>'

    def _paragraph(self, passage: Passage) -> str:
        return f"<p>{self._words(passage)}</p>"

    def _quote(self, quote: Quote) -> str:
        lines = [self._paragraph(p) for p in quote.passages]
        by = self._words(quote.signature) if quote.signature else _text(quote.author)
        if by:
            lines.append(f"<footer><cite>{by}</cite></footer>")
        return "\n".join(["<blockquote>", *lines, "</blockquote>"])

    def _listing(self, listing: Listing) -> str:
        items = "\n".join(f"<li>{self._item(item)}</li>" for item in listing.items)
        if listing.start is None:
            return f"<ul>\n{items}\n</ul>"
        start = f' start="{listing.start}"' if listing.start != 1 else ""
        return f"<ol{start}>\n{items}\n</ol>"

    def _item(self, item: Item) -> str:
        simple = sum(isinstance(part, Passage) for part in item.parts) == 1
        words = self._words if simple else self._paragraph
        return "\n".join(self._listing(p) if isinstance(p, Listing) else words(p) for p in item.parts)

    def _words(self, passage: Passage) -> str:
        return self._inner(passage.text, 0, len(passage.text), spans(passage, self._cited))

    def _inner(self, text: str, start: int, end: int, tree: Sequence[Span]) -> str:
        out = []
        for span in tree:
            out.append(escape(characters(text[start : span.start])))
            inner = self._inner(text, span.start, span.end, span.inner)
            out.append(self._opened(span) + inner + (f"</{_STYLES.get(span.kind, 'a')}>"))
            start = span.end
        return "".join([*out, escape(characters(text[start:end]))])

    def _opened(self, span: Span) -> str:
        if span.note:
            return f'<a href="#note-{self._notes[span.value]}" role="doc-noteref">'
        if span.kind is MarkKind.LINK:
            return f'<a href="{escape(span.value)}" rel="{_OUTSIDE}">'
        return f"<{_STYLES[span.kind]}>"


def _table(rows: Sequence[Row]) -> str:
    headers = header_rows(rows)
    lines = [f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows]
    head = ["<thead>", *lines[:headers], "</thead>"] if headers else []
    return "\n".join(["<table>", *head, "<tbody>", *lines[headers:], "</tbody>", "</table>"])


def _cell(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    columns = f' colspan="{min(cell.columns, _WIDEST)}"' if cell.columns > 1 else ""
    rows = f' rowspan="{min(cell.rows, _TALLEST)}"' if cell.rows > 1 else ""
    return f"<{tag}{columns}{rows}>{_text(cell.text)}</{tag}>"


def _figure(image: Image) -> str:
    address = safe(image.src or "")
    picture = f'<img src="{escape(address)}" alt="{_text(image.alt)}">' if address else ""
    below = " ".join(filter(None, (_text(image.caption), _element("small", _text(image.credit)))))
    return _element("figure", picture + _element("figcaption", below))
