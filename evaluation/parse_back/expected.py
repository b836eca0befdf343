"""The blocks of an article as an output has them."""

from collections.abc import Iterator, Mapping
from typing import Any

from cleancopy.article import Article
from cleancopy.article_data import Image, Passage
from cleancopy.block import Cell, MarkKind
from cleancopy.render.inline import Span, build_spans
from cleancopy.render.nodes import Code, Figure, Heading, Listing, Note, Paragraph, Quote, Table, Verse
from cleancopy.render.outline import build_outline, get_separate_dek, list_comments, name_cited_notes
from cleancopy.render.tables import build_grid, list_parts, make_passage
from cleancopy.render.values import to_xml_characters
from cleancopy.urls import safe_url

Block = tuple[Any, ...]
"""The kind of a block, then its details and its letters (without white space, which documents may fold)."""


def join_letters(text: str) -> str:
    return "".join(text.split())


def list_expected_blocks(article: Article, output: str) -> Iterator[Block]:
    """The blocks of an article as an output has them."""
    notes = name_cited_notes(article)
    if output == "markdown":
        yield from _list_lines(article.title, ("heading", 1))
        yield from _list_lines(get_separate_dek(article), ("paragraph",))
    for part in build_outline(article):
        yield from _list_blocks(part, notes, output)
    yield from (("comment", _render_passage(p, {}, output)) for p in list_comments(article))


def _list_lines(text: str | None, kind: Block) -> Iterator[Block]:
    if text and join_letters(text):
        yield (*kind, join_letters(text))


def _list_blocks(part: Any, notes: Mapping[str, str], output: str) -> Iterator[Block]:
    match part:
        case Paragraph(passage):
            yield "paragraph", _render_passage(passage, notes, output)
        case Verse(lines):
            yield "paragraph", "".join(_render_passage(line, notes, output) for line in lines)
        case Heading(passage, level):
            # In TEI the level is that of the division, which never skips one.
            yield "heading", *([] if output == "tei" else [level]), _render_passage(passage, notes, output)
        case Quote():
            yield from _list_quote_blocks(part, notes, output)
        case Listing():
            yield from _list_listing_blocks(part, 1, notes, output)
        case Table(rows):
            yield ("table",)
            cells = build_grid(rows) if output == "markdown" else rows
            yield from (("row", *(_render_cell(cell, output) for cell in row)) for row in cells)
        case Code(text, language):
            yield "code", language, text if output == "markdown" else to_xml_characters(text)
        case Note(_, passages):
            yield "note", *(_render_passage(p, notes, output) for p in passages)
        case Figure(image):
            yield from _list_figure_blocks(image, output)


def _list_figure_blocks(image: Image, output: str) -> Iterator[Block]:
    address = safe_url(image.src or "")
    if output == "markdown":
        yield from [("figure", address)] if address else []
        yield from _list_lines(image.caption, ("paragraph",))
        yield from _list_lines(image.credit, ("paragraph",))
    elif output == "tei" or address or join_letters(f"{image.caption or ''}{image.credit or ''}"):
        yield "figure", address


def _list_quote_blocks(quote: Quote, notes: Mapping[str, str], output: str) -> Iterator[Block]:
    said = [_render_passage(p, notes, output) for p in quote.passages]
    by = _render_passage(quote.signature, notes, output) if quote.signature else _clean_text(quote.author or "", output)
    if by and output == "markdown":
        has_dash = quote.signature and quote.signature.text.startswith(("—", "–", "―", "--"))
        said.append(by if has_dash else f"—{by}")
    yield "quote", *said
    if by and output != "markdown":
        yield "signature", by


def _list_listing_blocks(listing: Listing, depth: int, notes: Mapping[str, str], output: str) -> Iterator[Block]:
    yield "list", depth, listing.start
    for item in listing.items:
        yield "item", depth
        for part in item.parts:
            if isinstance(part, Listing):
                yield from _list_listing_blocks(part, depth + 1, notes, output)
            elif isinstance(part, Passage):
                yield "said", depth, _render_passage(part, notes, output)
            else:
                yield from _list_blocks(part, notes, output)


def _render_passage(passage: Passage, notes: Mapping[str, str], output: str) -> str:
    text = passage.text
    spans = _list_rewritten(text, build_spans(passage, frozenset(notes)), notes, output)
    for start, end, words in sorted(spans, reverse=True):
        text = f"{text[:start]}{words}{text[end:]}"
    return _clean_text(text, output)


def _render_cell(cell: Cell, output: str) -> str:
    return "".join(_render_passage(make_passage(part), {}, output) for part in list_parts(cell))


def _list_rewritten(
    text: str, tree: list[Span], notes: Mapping[str, str], output: str
) -> Iterator[tuple[int, int, str]]:
    """The spans that an output writes in other words: start, end, words."""
    for span in tree:
        if span.note and output == "markdown":
            yield span.start, span.end, f"^{notes[span.value]}"
        elif span.kind in {MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT}:
            yield span.start, span.end, span.value
        elif span.kind is MarkKind.FORMULA and output != "markdown":
            is_display = text.startswith("$$", span.start)
            html = f"\\[{span.value}\\]" if is_display else f"\\({span.value}\\)"
            yield span.start, span.end, html if output == "html" else span.value
        else:
            yield from _list_rewritten(text, span.inner, notes, output)


def _clean_text(text: str, output: str) -> str:
    return join_letters(text.replace("\0", "\ufffd") if output == "markdown" else to_xml_characters(text))
