"""What an article holds: its passages, images and metadata."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from cleancopy.block import Cell, Mark, MarkKind, Role
from cleancopy.limits import Truncation
from cleancopy.page_type import PageType

NON_BODY_ROLES = frozenset({Role.SUBHEADING, Role.DEK})
"""Roles of passages that are not part of the running text."""
ROLES_WITHIN_ITEMS = frozenset({Role.CODE, Role.TABLE_ROW, Role.QUOTE})
"""Roles of passages that may stand in an item of a list, beside its own texts."""


class Passage(NamedTuple):
    """A kept block of the article's body: a part of the running text or a subheading.

    level      1-6 for a subheading, the nesting depth for a list item, else 0
    indent     columns of white space before it (code and column tables)
    group      neighbours with the same number above 0 belong to one list, table, quote, piece of code or stanza
    item       passages with the same number above 0 belong to one item of a list: its texts, and code, tables and
               quotes in it
    number     the number of an item in an ordered list
    term       whether it is the term of an item with term and description
    cells      the cells of a table row, including empty ones
    marks      links, emphasis and code within `text`. The value of a link is an absolute address, or ``#`` and the
               `note` of the footnote that it refers to
    language   the language of code
    author     the author of a quote or an embedded post
    note       the label of a footnote, unique in the article and shared by the passages of the footnote
    post       the number of the post that it belongs to, counted from 1 as in `ArticleData.posts`; 0 outside of posts
    """

    role: Role
    text: str
    level: int = 0
    indent: int = 0
    group: int = 0
    item: int = 0
    number: int | None = None
    cells: tuple[Cell, ...] = ()
    marks: tuple[Mark, ...] = ()
    language: str | None = None
    author: str | None = None
    note: str | None = None
    term: bool = False
    post: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a thread, an answer to a question, or an entry of a live blog: who wrote it and when.

    published   a day, or a day and a time if the page says it in machine-readable form (ISO 8601)
    """

    author: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article.

    lead            whether it represents the article as a whole
    passage_index   the number of passages of the body before it, None for an image outside the body
    """

    src: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    lead: bool = False
    passage_index: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ArticleData:
    """The main text of a page and its metadata: what `cleancopy.render` renders.

    body          running text and subheadings in reading order
    confidence    0..1, the expected word F1 of `full_text`
    flags         short codes for what the caller should know; never empty when `text` is empty
    section       the part of the site that it belongs to
    license       the terms under which it may be used, an address or a name
    paywalled     whether the page says that its text is not free, None if it does not say
    comments      readers' comments below the article, in the order of the page; not part of `text` or `full_text`
    posts         the posts that the body consists of, in order; empty for an article. `Passage.post` numbers them
    truncations   what limits left out of the page, with counts
    member        the page within its file: the name of a chapter's file, the identifier of an entry
    message       a sentence on an input that is not one page: what it is, and what to do
    page_type     what the page is for: a member of `PageType`; None for flattened text
    page_type_probability   0..1, how likely that type is

    A value that the page does not give is None or an empty tuple.
    """

    body: tuple[Passage, ...] = ()
    title: str | None = None
    dek: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None
    images: tuple[Image, ...] = ()
    captions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    confidence: float = 0.0
    flags: frozenset[str] = frozenset()
    section: str | None = None
    license: str | None = None
    paywalled: bool | None = None
    comments: tuple[Passage, ...] = ()
    posts: tuple[Post, ...] = ()
    truncations: tuple[Truncation, ...] = ()
    member: str | None = None
    message: str | None = None
    page_type: PageType | None = None
    page_type_probability: float | None = None

    @property
    def text(self) -> str:
        """The running text, one paragraph a line, without what is struck out."""
        return _join_lines(p for p in self.body if p.role not in NON_BODY_ROLES)

    @property
    def full_text(self) -> str:
        """The running text with its subheadings, one passage a line."""
        return _join_lines(self.body)

    @property
    def headings(self) -> tuple[str, ...]:
        """The subheadings, in order."""
        return tuple(p.text for p in self.body if p.role is Role.SUBHEADING)


def _join_lines(passages: Iterable[Passage]) -> str:
    return "\n".join([line for p in passages if (line := _render_line(p)) is not None])


def _render_line(passage: Passage) -> str | None:
    """The words of a passage as a line; None if all are struck out."""
    if any(mark.kind is MarkKind.DELETED for mark in passage.marks):
        text = _drop_deleted(passage)
        return text or None
    return " " * passage.indent + passage.text


def _drop_deleted(passage: Passage) -> str:
    """The words of a passage without those that are struck out."""
    parts, end = [], 0
    for start, stop in sorted((m.start, m.end) for m in passage.marks if m.kind is MarkKind.DELETED):
        parts.append(passage.text[end : max(start, end)])
        end = max(stop, end)
    return " ".join("".join([*parts, passage.text[end:]]).split())
