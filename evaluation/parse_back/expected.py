"""The blocks of an article as an output has them."""

from collections.abc import Iterator, Mapping
from typing import Any

from cleancopy.article import Article, Image, Passage
from cleancopy.links import safe
from cleancopy.render.inline import Span, spans
from cleancopy.render.outline import (
    Code,
    Figure,
    Heading,
    Listing,
    Note,
    Paragraph,
    Quote,
    Table,
    cited_notes,
    comments_of,
    outline,
)
from cleancopy.render.tables import grid
from cleancopy.render.values import characters

Block = tuple[Any, ...]
"""What a block is, with its letters (no white space: documents may fold it)."""


def letters(text: str) -> str:
    return "".join(text.split())


def expected(article: Article, output: str) -> Iterator[Block]:
    """The blocks of an article as an output has them."""
    notes = cited_notes(article)
    if output == "markdown":
        yield from _lines(article.title, ("heading", 1))
        yield from _lines(article.dek, ("paragraph",))
    for part in outline(article):
        yield from _blocks(part, notes, output)
    yield from (("comment", _said(p, {}, output)) for p in comments_of(article))


def _lines(text: str | None, kind: Block) -> Iterator[Block]:
    if text and letters(text):
        yield (*kind, letters(text))


def _blocks(part: Any, notes: Mapping[str, str], output: str) -> Iterator[Block]:
    match part:
        case Paragraph(passage):
            yield "paragraph", _said(passage, notes, output)
        case Heading(passage, level):
            # In TEI the level is that of the division, which never skips one.
            yield "heading", *([] if output == "tei" else [level]), _said(passage, notes, output)
        case Quote():
            yield from _quote_blocks(part, notes, output)
        case Listing():
            yield from _list_blocks(part, 1, notes, output)
        case Table(rows):
            yield ("table",)
            cells = grid(rows) if output == "markdown" else [[c.text for c in row] for row in rows]
            yield from (("row", *(_fit(text, output) for text in row)) for row in cells)
        case Code(text, language):
            yield "code", language, text if output == "markdown" else characters(text)
        case Note(_, passages):
            yield "note", *(_said(p, notes, output) for p in passages)
        case Figure(image):
            yield from _figure_blocks(image, output)


def _figure_blocks(image: Image, output: str) -> Iterator[Block]:
    address = safe(image.src or "")
    if output == "markdown":
        yield from [("figure", address)] if address else []
        yield from _lines(image.caption, ("paragraph",))
        yield from _lines(image.credit, ("paragraph",))
    elif output == "tei" or address or letters(f"{image.caption or ''}{image.credit or ''}"):
        yield "figure", address


def _quote_blocks(quote: Quote, notes: Mapping[str, str], output: str) -> Iterator[Block]:
    said = [_said(p, notes, output) for p in quote.passages]
    by = _said(quote.signature, notes, output) if quote.signature else _fit(quote.author or "", output)
    if by and output == "markdown":
        has_dash = quote.signature and quote.signature.text.startswith(("—", "–", "―", "--"))
        said.append(by if has_dash else f"—{by}")
    yield "quote", *said
    if by and output != "markdown":
        yield "signature", by


def _list_blocks(listing: Listing, depth: int, notes: Mapping[str, str], output: str) -> Iterator[Block]:
    yield "list", depth, listing.start
    for item in listing.items:
        yield "item", depth
        for part in item.parts:
            if isinstance(part, Listing):
                yield from _list_blocks(part, depth + 1, notes, output)
            else:
                yield "said", depth, _said(part, notes, output)


def _said(passage: Passage, notes: Mapping[str, str], output: str) -> str:
    text = passage.text
    if output == "markdown":
        for start, end, name in sorted(_cited(spans(passage, frozenset(notes)), notes), reverse=True):
            text = f"{text[:start]}{name}{text[end:]}"
    return _fit(text, output)


def _cited(tree: list[Span], notes: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    for span in tree:
        if span.note:
            yield span.start, span.end, f"^{notes[span.value]}"
        else:
            yield from _cited(span.inner, notes)


def _fit(text: str, output: str) -> str:
    return letters(text.replace("\0", "\ufffd") if output == "markdown" else characters(text))
