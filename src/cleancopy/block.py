"""Blocks, and what they can be.

A block is a maximal run of text with no block boundary inside. Segmentation makes blocks,
of HTML and of flattened text alike; every later stage sees blocks only.
"""

from enum import StrEnum
from typing import NamedTuple

from cleancopy.limits import Cut


class Layout(StrEnum):
    """What the markup or the shape of the lines says a block is, before anything is judged."""

    TEXT = "text"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE_ROW = "table_row"
    CODE = "code"
    CAPTION = "caption"
    ALT = "alt"


class Role(StrEnum):
    """What a block is for the reader."""

    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE_ROW = "table_row"
    CODE = "code"
    SUBHEADING = "subheading"
    HEADLINE = "headline"
    DEK = "dek"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    CREDIT = "credit"
    SITE = "site"
    NAVIGATION = "navigation"
    RELATED = "related"
    PROMOTION = "promotion"
    ADVERTISEMENT = "advertisement"
    SHARE = "share"
    CONSENT = "consent"
    FORM = "form"
    COMMENT = "comment"
    LEGAL = "legal"
    OTHER = "other"


RUNNING_TEXT = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE, Role.TABLE_ROW, Role.CODE})
"""The roles that make up running text."""
FIELD_ROLES = frozenset({Role.HEADLINE, Role.DEK, Role.BYLINE, Role.DATELINE, Role.CAPTION, Role.CREDIT, Role.SITE})
"""The roles of blocks that may be (part of) a field."""


class MarkKind(StrEnum):
    """What an inline element says of the words in it."""

    LINK = "link"
    AUTHOR = "author"
    TIME = "time"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    PART = "part"


class Mark(NamedTuple):
    """Characters `start` to `end` of a block's text stand in an inline element.

    value   the address of a link (of an author: rel=author), the machine-readable date of a time, the names of a
            part (a span of a caption, or one that is named as a credit), else empty
    """

    kind: MarkKind
    start: int
    end: int
    value: str = ""


class Cell(NamedTuple):
    """A cell of a table row; `columns` and `rows` are how many it spans."""

    text: str
    header: bool = False
    columns: int = 1
    rows: int = 1


class Element(NamedTuple):
    """An element that stands above some block in the page's tree.

    parent   its parent's place in `Segmentation.elements`, -1 at the top
    words    the words of its class, id and other naming attributes, lower-cased
    anchor   its id, as links name it
    detail   the first number of an ordered list, the language of code, the source of a quote
    """

    tag: str
    parent: int
    depth: int
    words: tuple[str, ...]
    anchor: str = ""
    detail: str = ""


class Picture(NamedTuple):
    """An image of an HTML page.

    place    number of blocks before it
    element  the innermost block element around it
    """

    src: str
    alt: str
    place: int
    element: int


class Block(NamedTuple):
    """A block of a page.

    text         the words as the page shows them; white space folded except in code and table rows
    layout       see `Layout`
    level        1-6 for a heading, the nesting depth for a list item, else 0
    element      the innermost block element around it in `Segmentation.elements`, -1 in flattened text
    links        number of links inside
    link_chars   characters of `text` that are part of a link
    bold_chars   characters of `text` that are bold
    inner        tags and naming words of the inline elements inside, in order
    line         number of the line it starts on, counted from 0; in HTML the order of blocks
    lines        number of lines it was joined from (1 in HTML)
    indent       columns of white space before it (0 in HTML)
    gap          blank lines above it (0 in HTML)
    marks        inline elements that a reader or a field may care for, in the order in which they end (HTML)
    cells        the cells of a table row, empty ones too (HTML)
    """

    text: str
    layout: Layout = Layout.TEXT
    level: int = 0
    element: int = -1
    links: int = 0
    link_chars: int = 0
    bold_chars: int = 0
    inner: tuple[str, ...] = ()
    line: int = 0
    lines: int = 1
    indent: int = 0
    gap: int = 0
    marks: tuple[Mark, ...] = ()
    cells: tuple[Cell, ...] = ()


PROSE_CHARS = 80
"""A block of at least so many characters, not most of them links, counts as prose (C4 and jusText draw the line at
70 to 200)."""


def prose_chars(block: Block) -> int:
    """Characters of a block that is prose, 0 for any other."""
    size = len(block.text)
    return size if size >= PROSE_CHARS and block.link_chars * 2 < size and block.layout is not Layout.ALT else 0


class Segmentation(NamedTuple):
    """The blocks of a page in reading order, and the elements above them (none in flattened text).

    elements   in the order in which they begin: all that stands under one comes right behind it
    revealed   whether hidden parts were read because the page shows next to nothing, or cuts its text short
    carried    whether the page shows next to nothing, and a string of its data was read instead
    pictures   its images, in reading order (HTML)
    cuts       what the limits left out
    """

    blocks: tuple[Block, ...]
    elements: tuple[Element, ...] = ()
    revealed: bool = False
    carried: bool = False
    pictures: tuple[Picture, ...] = ()
    cuts: tuple[Cut, ...] = ()
