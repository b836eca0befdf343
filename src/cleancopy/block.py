"""Blocks with their layouts and roles, and the elements and marks that segmentation records with them.

A block is a maximal run of text with no block boundary inside. Segmentation cuts HTML and flattened text into blocks.
Every later stage sees only blocks.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from cleancopy.limits import Truncation


class Layout(StrEnum):
    """The kind of a block by its markup or by the shape of its lines, before it is classified."""

    TEXT = "text"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE_ROW = "table_row"
    CODE = "code"
    CAPTION = "caption"
    ALT = "alt"


class Role(StrEnum):
    """The purpose of a block for the reader of the page."""

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
    """The meaning of an inline element."""

    LINK = "link"
    AUTHOR = "author"
    TIME = "time"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    KEYBOARD = "keyboard"
    FORMULA = "formula"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    DELETED = "deleted"
    INSERTED = "inserted"
    HIGHLIGHT = "highlight"
    ABBREVIATION = "abbreviation"
    LINE_BREAK = "line_break"
    NAMED_SPAN = "named_span"


class Mark(NamedTuple):
    """An inline element around characters `start` to `end` of a block's text. A line break is around a space.

    value   the address of a link or author (a link with rel=author), the machine-readable date of a time, the TeX of
            a formula (the text has it between dollar signs), the plain text of a superscript or subscript (the text
            has small characters), the meaning of an abbreviation, the class and id of a named span (a span in a
            caption or heading, or one whose names say credit or author), else ""
    """

    kind: MarkKind
    start: int
    end: int
    value: str = ""


class CellPart(NamedTuple):
    """A paragraph, an item of a list or a piece of code in a cell. The fields are those of `Block`."""

    text: str
    layout: Layout = Layout.TEXT
    level: int = 0
    marks: tuple[Mark, ...] = ()


class Cell(NamedTuple):
    """A cell of a table row.

    text            its words, a line for each part
    header          whether it heads a row or a column
    columns, rows   the numbers of columns and rows that it spans
    parts           its parts, if it has more than a plain text
    """

    text: str
    header: bool = False
    columns: int = 1
    rows: int = 1
    parts: tuple[CellPart, ...] = ()


class Element(NamedTuple):
    """A block element of the page's tree.

    parent    the index of its parent in `Segmentation.elements`, -1 at the top
    words     the words of its class, id and other identifying attributes, lower-cased
    html_id   its id, which links can refer to
    detail    the first number of an ordered list, the language of code, the source of a quote
    """

    tag: str
    parent: int
    depth: int
    words: tuple[str, ...]
    html_id: str = ""
    detail: str = ""


class Picture(NamedTuple):
    """An image of an HTML page.

    block_index   the number of blocks before it
    element       the innermost block element around it
    """

    src: str
    alt: str
    block_index: int
    element: int


class Anchor(NamedTuple):
    """The id of an inline element, which links can refer to.

    block_index   the number of blocks before it
    """

    html_id: str
    block_index: int


class Block(NamedTuple):
    """A block of a page.

    text           the words as the page shows them, with white space folded except in code and table rows
    layout         see `Layout`
    level          1-6 for a heading, the nesting depth for a list item, else 0
    element        the innermost block element around it in `Segmentation.elements`, -1 in flattened text
    links          number of links inside
    link_chars     characters of `text` that are part of a link
    bold_chars     characters of `text` that are bold
    inline_names   tags and words of the class and id of the inline elements inside, in order
    line           number of the line it starts on, counted from 0; in HTML the order of blocks
    lines          number of lines it was joined from (1 in HTML)
    indent         columns of white space before it (0 in HTML)
    gap            blank lines above it (0 in HTML)
    marks          inline elements that outputs or fields need, in the order in which they end (HTML)
    cells          the cells of a table row, including empty ones (HTML)
    """

    text: str
    layout: Layout = Layout.TEXT
    level: int = 0
    element: int = -1
    links: int = 0
    link_chars: int = 0
    bold_chars: int = 0
    inline_names: tuple[str, ...] = ()
    line: int = 0
    lines: int = 1
    indent: int = 0
    gap: int = 0
    marks: tuple[Mark, ...] = ()
    cells: tuple[Cell, ...] = ()


class Timestamp(NamedTuple):
    """The machine-readable date of a time element, which may show nothing until a script fills it.

    element   the innermost block element around it
    """

    value: str
    element: int


PROSE_CHARS = 80
"""The minimum length of a block of prose, where links are at most half of it. C4 and jusText use 70 to 200."""


def count_prose_chars(block: Block, size: int | None = None) -> int:
    """Count the characters of a block of prose. Any other block gives 0.

    size   the count, where characters of some scripts count more than once
    """
    chars = len(block.text)
    size = chars if size is None else size
    return size if size >= PROSE_CHARS and block.link_chars * 2 < chars and block.layout is not Layout.ALT else 0


class Segmentation(NamedTuple):
    """The blocks of a page in reading order, and its block elements (HTML; flattened text has no elements).

    elements           in the order in which they begin, so descendants directly follow their ancestor
    used_hidden_text   whether hidden parts were read, because the page shows almost nothing or cuts its text short
    used_script_data   whether a string in a script was read instead of the page, which shows almost nothing
    pictures           its images, in reading order (HTML)
    anchors            the ids of its inline elements, in reading order (HTML)
    timestamps         the dates of its time elements, in reading order (HTML)
    truncations        what the limits left out
    """

    blocks: tuple[Block, ...]
    elements: tuple[Element, ...] = ()
    used_hidden_text: bool = False
    used_script_data: bool = False
    pictures: tuple[Picture, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    timestamps: tuple[Timestamp, ...] = ()
    truncations: tuple[Truncation, ...] = ()


def is_inside(elements: Sequence[Element], element: int, outer: int) -> bool:
    """Whether an element is another one, or inside it."""
    while element > outer:  # an element comes after its parent
        element = elements[element].parent
    return element == outer
