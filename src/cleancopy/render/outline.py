"""An article's body as the constructs of a document: what Markdown, HTML and TEI have in common."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple, TypeAlias

from cleancopy.article import Article, Image, Passage
from cleancopy.block import Role
from cleancopy.render.inline import Span, spans
from cleancopy.render.tables import Row, is_one_column, table_rows

DEEPEST = 8
"""Lists: items below stand at this depth. Parsers give up at some depth, markdown-it where ten lists are nested."""
LARGEST = 999_999_999
"""Number of an item (CommonMark 5.2)."""

# Flattened lists bring the bullet as a character; the document has its own.
_BULLET = re.compile(r"\s*[-+*–•‣◦▪·]\s+")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")
_PLAIN_LABEL = re.compile(r"[A-Za-z0-9-]{1,20}")
_NOTED = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE})
_GROUPED = frozenset({Role.LIST_ITEM, Role.QUOTE, Role.TABLE_ROW, Role.CODE})
_MARKED = _NOTED | {Role.SUBHEADING}


class Paragraph(NamedTuple):
    """A paragraph."""

    passage: Passage


class Heading(NamedTuple):
    """A subheading; never of the first level, which is the title's."""

    passage: Passage
    level: int


class Quote(NamedTuple):
    """A quote, or an embedded post.

    signature   the last passage, where it names the author
    author      whose words it is, where no passage says so
    """

    passages: tuple[Passage, ...]
    signature: Passage | None
    author: str | None


class Item(NamedTuple):
    """An item of a list: passages and lists in their order, a passage first."""

    parts: list["Passage | Listing"]


class Listing(NamedTuple):
    """A list; `start` is the number of its first item, None in a bulleted one."""

    start: int | None
    items: list[Item]


class Table(NamedTuple):
    """A table of one row or more, each with its own number of cells."""

    rows: tuple[Row, ...]


class Code(NamedTuple):
    """A piece of code."""

    text: str
    language: str | None


class Figure(NamedTuple):
    """A picture in its place."""

    image: Image


class Note(NamedTuple):
    """A footnote that the text refers to."""

    label: str
    passages: tuple[Passage, ...]


Part: TypeAlias = Paragraph | Heading | Quote | Listing | Table | Code | Figure | Note


def cited_notes(article: Article) -> dict[str, str]:
    """The footnotes that the body refers to: by label the name that a document gives it, of letters and digits."""
    known = frozenset(p.note for p in article.body if p.note and _is_note(p))
    names: dict[str, str] = {}
    for passage in article.body:
        if known and passage.role in _MARKED and not _is_note(passage):
            for label in _references(spans(passage, known)):
                names.setdefault(label, label if _PLAIN_LABEL.fullmatch(label) else f"sign-{len(names) + 1}")
    return names


def _references(tree: Sequence[Span]) -> Iterator[str]:
    for span in tree:
        if span.note:
            yield span.value
        else:
            yield from _references(span.inner)


def _is_note(passage: Passage) -> bool:
    return bool(passage.note) and passage.role in _NOTED and not is_blank(passage.text)


def is_blank(text: str) -> bool:
    """Whether a text has no words and no signs."""
    return not text.strip()


def comments_of(article: Article) -> list[Passage]:
    """The comments that have words or signs."""
    return [p for p in article.comments if not is_blank(p.text)]


def outline(article: Article) -> Iterator[Part]:
    """The constructs of the body in order, each picture before the construct that begins at its place or behind."""
    cited = cited_notes(article)
    figures = _figures(article)
    noted: set[str | None] = set()
    place = 0
    for (kind, _), run in groupby(enumerate(article.body), key=lambda placed: _key(placed[0], placed[1], cited)):
        passages = [passage for _, passage in run]
        yield from _due(figures, place)
        place += len(passages)
        if kind is not Role.CODE:
            passages = [p for p in passages if not is_blank(p.text) or kind is Role.TABLE_ROW]
        if kind is None and passages[0].note in noted:  # a label names one footnote
            yield from map(Paragraph, passages)
        elif passages:
            yield from _constructs(kind, passages)
            noted.update(p.note for p in passages if kind is None)
    yield from _due(figures, place)


def _key(place: int, passage: Passage, cited: dict[str, str]) -> tuple[Role | None, object]:
    """What neighbours of one construct have in common; footnotes have no role there."""
    if _is_note(passage) and passage.note in cited:
        return None, passage.note
    return passage.role, passage.group if passage.role in _GROUPED else place


def _figures(article: Article) -> list[tuple[int, Image]]:
    """Pictures with their places, the last first; the lead stands before everything."""
    placed = [(-1 if i.lead else i.place, i) for i in article.images if i.lead or i.place is not None]
    placed = [(place, i) for place, i in placed if i.src or i.caption]
    return sorted(((place or 0, i) for place, i in placed), key=lambda pair: pair[0])[::-1]


def _due(figures: list[tuple[int, Image]], place: int) -> Iterator[Figure]:
    while figures and figures[-1][0] <= place:
        yield Figure(figures.pop()[1])


def _constructs(kind: Role | None, passages: Sequence[Passage]) -> Iterator[Part]:
    match kind:
        case None:
            yield Note(passages[0].note or "", tuple(passages))
        case Role.LIST_ITEM:
            yield from _listings(passages)
        case Role.TABLE_ROW:
            yield from _table(passages)
        case Role.CODE:
            yield _code(passages)
        case Role.QUOTE:
            yield _quote(passages)
        case Role.DEK:
            pass  # every document has it at its head
        case Role.SUBHEADING:
            yield from (Heading(p, min(max(p.level, 2), 6)) for p in passages)
        case _:
            yield from map(Paragraph, passages)


def _table(passages: Sequence[Passage]) -> Iterator[Part]:
    if is_one_column(passages):
        yield from (Paragraph(p) for p in passages if not is_blank(p.text))
    elif rows := table_rows(passages):
        yield Table(rows)
    else:
        yield _code(passages)  # as the columns stood


def _code(passages: Sequence[Passage]) -> Code:
    language = next((p.language for p in passages if p.language and _LANGUAGE.fullmatch(p.language)), None)
    return Code("\n".join(" " * p.indent + p.text for p in passages), language)


def _quote(passages: Sequence[Passage]) -> Quote:
    author = next((p.author for p in passages if p.author and not is_blank(p.author)), None)
    if author is None or not any(author in p.text for p in passages):
        return Quote(tuple(passages), None, author)
    if len(passages) > 1 and author in passages[-1].text:
        return Quote(tuple(passages[:-1]), passages[-1], None)
    return Quote(tuple(passages), None, None)


def _listings(passages: Sequence[Passage]) -> Iterator[Listing]:
    """Nest items by their levels.

    An item stands one step deeper than one of a lower level above it. A list ends where its numbers do not go on.
    """
    top: list[Passage | Listing] = []
    path: list[_Open] = []
    for passage in passages:
        level = max(passage.level, 1)
        deeper = None
        while path and path[-1].level > level:
            deeper = path.pop()
        if deeper and not (path and path[-1].level == level):
            path.append(deeper._replace(level=level))  # between two levels: beside the deeper one
        if len(path) == DEEPEST:
            level = path[-1].level
        if not _joins_item(passage, path):
            _add_item(passage, level, path, top)
    yield from (part for part in top if isinstance(part, Listing))


def _joins_item(passage: Passage, path: list["_Open"]) -> bool:
    """Add a passage to the open item that it is a part of, if there is one."""
    depth = next((i for i, o in enumerate(path) if passage.item and o.item == passage.item), None)
    if depth is None:
        return False
    del path[depth + 1 :]
    path[depth].listing.items[-1].parts.append(passage)
    return True


def _add_item(passage: Passage, level: int, path: list["_Open"], top: list[Passage | Listing]) -> None:
    number = passage.number if passage.number is not None and 0 <= passage.number <= LARGEST else None
    beside = path.pop() if path and path[-1].level == level else None
    if beside and beside.goes_on(number):
        listing = beside.listing
    else:
        listing = Listing(number, [])
        (path[-1].listing.items[-1].parts if path else top).append(listing)
    listing.items.append(Item([_without_marker(passage)]))
    path.append(_Open(listing, level, passage.item, number))


class _Open(NamedTuple):
    """A list that may go on: its level, and its last item."""

    listing: Listing
    level: int
    item: int
    number: int | None

    def goes_on(self, number: int | None) -> bool:
        return number is None if self.number is None else number == self.number + 1


def _without_marker(passage: Passage) -> Passage:
    """An item without the bullet or the number in its text that the document writes itself."""
    match = _BULLET.match(passage.text)
    if match is None and passage.number is not None:
        match = re.match(rf"\s*\(?0*{passage.number}[.)]\s+", passage.text)
    if match is None or match.end() == len(passage.text):
        return passage
    size = match.end()
    marks = tuple(m._replace(start=m.start - size, end=m.end - size) for m in passage.marks)
    return replace(passage, text=passage.text[size:], marks=marks)
