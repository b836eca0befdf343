"""An article as Markdown: CommonMark 0.31 with the tables and footnotes of GitHub Flavored Markdown.

The document holds the title, the dek, the body and its pictures. Words that Markdown would read as markup are
escaped, so that a parser gives back the words of the article.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleancopy.article import Article, Image, Passage
from cleancopy.links import safe
from cleancopy.render.inline import spans
from cleancopy.render.markdown_words import destination, line_of, marked, note_of, plain
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
    outline,
)
from cleancopy.render.tables import grid

_TITLE_LEVEL = 1
_SHORTEST_FENCE = 3  # CommonMark section 4.5
_NOTE_INDENT = 4

# A run of number signs at the end of a heading closes it (CommonMark 4.2) and would be lost.
_CLOSING = re.compile(r"(?<!\S)(#+)$")
_BACKTICKS = re.compile(r"`+")
_OPENING_DASH = re.compile(r"[—–―]|--")


def render_markdown(article: Article) -> str:
    """Return title, dek and body as a Markdown document without a line feed at its end."""
    return "\n\n".join(part for part in _parts(article) if part)


def _parts(article: Article) -> Iterator[str]:
    yield _heading(plain(article.title or ""), _TITLE_LEVEL)
    yield _emphasis(article.dek or "")
    writer = _Writer(cited_notes(article))
    before: Part | None = None
    other = False  # of two lists side by side the second has other signs, or they would be one
    for part in outline(article):
        other = isinstance(part, Listing) and isinstance(before, Listing) and _alike(part, before) and not other
        yield writer.listing(part, other=other) if isinstance(part, Listing) else writer.part(part)
        before = part
    if comments := comments_of(article):
        yield from ("---", *map(writer.paragraph, comments))


def _alike(one: Listing, other: Listing) -> bool:
    return (one.start is None) == (other.start is None)


class _Writer:
    """Writes the parts of one article; `notes` are the names of its footnotes by their labels."""

    def __init__(self, notes: Mapping[str, str]) -> None:
        self._notes = notes
        self._cited = frozenset(notes)

    def part(self, part: Part) -> str:  # noqa: PLR0911 - a case for each construct
        match part:
            case Paragraph(passage):
                return self.paragraph(passage)
            case Heading(passage, level):
                return _heading(self._words(passage), level)
            case Quote():
                return self._quote(part)
            case Table(rows):
                return _grid(grid(rows))
            case Code(text, language):
                return _code(text, language)
            case Figure(image):
                return _figure(image)
            case Note(label, passages):
                return self._note(label, passages)
            case Listing():
                return self.listing(part, other=False)

    def paragraph(self, passage: Passage) -> str:
        return line_of(self._words(passage))

    def listing(self, listing: Listing, *, other: bool) -> str:
        lines = []
        for number, item in enumerate(listing.items, listing.start or 0):
            bullet = "*" if other else "-"
            marker = bullet if listing.start is None else f"{number}{')' if other else '.'}"
            lines.append(f"{marker} {_indented(self._item(item), len(marker) + 1)}")
        return "\n".join(lines)

    def _item(self, item: Item) -> str:
        lines: list[str] = []
        before: Passage | Listing | None = None
        other = False
        for part in item.parts:
            if isinstance(part, Listing):
                other = isinstance(before, Listing) and _alike(part, before) and not other
                # Only a list that begins with 1 interrupts a paragraph (CommonMark 5.2).
                apart = isinstance(before, Passage) and part.start not in {None, 1}
                lines += [""] * apart + [self.listing(part, other=other)]
            else:
                lines += [""] * (before is not None) + [self.paragraph(part)]
            before = part
        return "\n".join(lines)

    def _quote(self, quote: Quote) -> str:
        lines = [self.paragraph(p) for p in quote.passages]
        if quote.signature:
            dash = "" if _OPENING_DASH.match(quote.signature.text) else "— "
            lines.append(dash + self.paragraph(quote.signature))
        elif quote.author:
            lines.append(line_of(f"— {plain(quote.author)}"))
        return "\n>\n".join("> " + line for line in lines)

    def _note(self, label: str, passages: Sequence[Passage]) -> str:
        first, *others = map(self.paragraph, passages)
        text = "\n\n".join([note_of(first), *others])
        return f"[^{self._notes[label]}]: {_indented(text, _NOTE_INDENT)}"

    def _words(self, passage: Passage) -> str:
        tree = spans(passage, self._cited)
        return marked(passage.text, tree, self._notes) if tree else plain(passage.text)


def _heading(words: str, level: int) -> str:
    words = _CLOSING.sub(r"\\\1", words)
    return f"{'#' * level} {words}" if words else ""


def _emphasis(text: str) -> str:
    words = plain(text)
    return f"*{words}*" if words else ""


def _indented(text: str, columns: int) -> str:
    return text.replace("\n", "\n" + " " * columns).replace("\n" + " " * columns + "\n", "\n\n")


def _code(text: str, language: str | None) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(_SHORTEST_FENCE, longest + 1)
    return f"{fence}{language or ''}\n{text}\n{fence}"


def _figure(image: Image) -> str:
    address = safe(image.src or "")
    picture = f"![{plain(image.alt or '', among_marks=True)}]({destination(address)})" if address else ""
    below = [_emphasis(image.caption or ""), line_of(plain(image.credit or ""))]
    return "\n\n".join(line for line in (picture, *below) if line)


def _grid(rows: Sequence[Sequence[str]]) -> str:
    lines = [_row(map(_cell, row)) for row in rows]
    return "\n".join([lines[0], _row(["---"] * len(rows[0])), *lines[1:]])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return plain(text).replace("|", "\\|")
