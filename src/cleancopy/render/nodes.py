"""The nodes of a document: what Markdown, HTML and TEI have in common."""

from typing import NamedTuple, TypeAlias

from cleancopy.article_data import Image, Passage
from cleancopy.render.tables import Row


class Paragraph(NamedTuple):
    """A paragraph."""

    passage: Passage


class Verse(NamedTuple):
    """Lines that belong together: a stanza."""

    lines: tuple[Passage, ...]


class Heading(NamedTuple):
    """A subheading. Its level is 2 or more: the first level is the title's."""

    passage: Passage
    level: int


class Quote(NamedTuple):
    """A quote, or an embedded post.

    signature   the last passage, if it names the author
    author      the author, if no passage names him
    """

    passages: tuple[Passage, ...]
    signature: Passage | None
    author: str | None


class Item(NamedTuple):
    """An item of a list: passages, lists, code, tables and quotes in their order."""

    parts: list["Passage | Listing | Code | Table | Quote"]

    def is_simple(self) -> bool:
        """Whether it has one passage, which then needs no paragraph element."""
        return sum(isinstance(part, Passage) for part in self.parts) == 1


class Listing(NamedTuple):
    """A list; `start` is the number of its first item, None in a bulleted one."""

    start: int | None
    items: list[Item]

    def is_glossary(self) -> bool:
        """Whether each item begins with a term."""
        firsts = [item.parts[0] for item in self.items]
        return self.start is None and all(isinstance(part, Passage) and part.term for part in firsts)


class Table(NamedTuple):
    """A table with at least one row. Rows may have different numbers of cells."""

    rows: tuple[Row, ...]


class Code(NamedTuple):
    """A piece of code."""

    text: str
    language: str | None


class Figure(NamedTuple):
    """A picture, with caption and credit."""

    image: Image


class Note(NamedTuple):
    """A footnote that the text refers to."""

    label: str
    passages: tuple[Passage, ...]


Node: TypeAlias = Paragraph | Verse | Heading | Quote | Listing | Table | Code | Figure | Note
