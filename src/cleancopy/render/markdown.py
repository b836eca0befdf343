"""An article as Markdown: CommonMark 0.31 with the tables of GitHub Flavored Markdown 0.29.

The document holds the title, the dek and the body. Words that Markdown would read as markup are
escaped, so that a parser gives back the words of the article.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cleancopy.article import Article, Passage
from cleancopy.block import Role

_TITLE_LEVEL = 1
_LEVELS = range(_TITLE_LEVEL + 1, 7)  # a subheading never competes with the title; CommonMark has six levels
_SHORTEST_FENCE = 3  # CommonMark section 4.5

# Not `\s`: a no-break space belongs to the words (French sets one before a colon).
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_COLUMN_GAP = re.compile(r" {2,}")
_BACKTICKS = re.compile(r"`+")

# What an inline parser could act on. An underscore between letters is never emphasis (CommonMark 6.2),
# and one there is often part of an address; so is the tilde of "/~name".
_INLINE = re.compile(r"[\\`*\[]|(?<!/)~|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
# What begins a block at the head of a line: heading, bullet, quote, rule; and a number of an ordered list.
_BLOCK = re.compile(r"#{1,6}(?!\S)|[-+](?!\S)|>|-(?=[-\s]*$)")
_NUMBER = re.compile(r"([0-9]{1,9})[.)](?!\S)")
# A run of number signs at the end of a heading closes it (CommonMark 4.2) and would be lost.
_CLOSING = re.compile(r"(?<!\S)(#+)$")
# Flattened lists bring the bullet as a character; the document has its own.
_BULLET = re.compile(r"[-+*–•‣◦▪·]\s+")


def render_markdown(article: Article) -> str:
    """Return title, dek and body as a Markdown document without a line feed at its end."""
    return "\n\n".join(part for part in _parts(article) if part)


def _parts(article: Article) -> Iterator[str]:
    yield _heading(article.title or "", _TITLE_LEVEL)
    yield _emphasis(article.dek or "")
    for role, passages in groupby(article.body, key=lambda passage: passage.role):
        yield from _run(role, tuple(passages))


def _run(role: Role, passages: Sequence[Passage]) -> Iterable[str]:
    """Render neighbours of one role: some are one construct together, the others stand alone."""
    match role:
        case Role.LIST_ITEM:
            return [_list(passages)]
        case Role.TABLE_ROW:
            return _table(passages)
        case Role.CODE:
            return [_code(passages)]
        case Role.QUOTE:
            return [_quote(passages)]
        case Role.SUBHEADING:
            return [_heading(p.text, min(max(p.level, _LEVELS[0]), _LEVELS[-1])) for p in passages]
        case _:
            return [_paragraph(p.text) for p in passages]


def _heading(text: str, level: int) -> str:
    words = _CLOSING.sub(r"\\\1", _inline(_fold(text)))
    return f"{'#' * level} {words}" if words else ""


def _emphasis(text: str) -> str:
    words = _inline(_fold(text))
    return f"*{words}*" if words else ""


def _paragraph(text: str) -> str:
    line = _inline(_fold(text))
    if _BLOCK.match(line):
        return "\\" + line
    number = _NUMBER.match(line)
    return f"{number[1]}\\{line[number.end(1) :]}" if number else line


def _quote(passages: Sequence[Passage]) -> str:
    return "\n>\n".join("> " + words for p in passages if (words := _paragraph(p.text)))


def _list(passages: Sequence[Passage]) -> str:
    lines, depth = [], 0
    for passage in passages:
        words = _paragraph(_without_bullet(_fold(passage.text)))
        if words:
            # An item may stand only one step deeper than the one before it: more would be read as code.
            depth = min(max(passage.level, 1), depth + 1)
            lines.append("  " * (depth - 1) + "- " + words)
    return "\n".join(lines)


def _without_bullet(text: str) -> str:
    bullet = _BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def _code(passages: Sequence[Passage]) -> str:
    code = "\n".join(" " * p.indent + p.text for p in passages)
    longest = max((len(run) for run in _BACKTICKS.findall(code)), default=0)
    fence = "`" * max(_SHORTEST_FENCE, longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _table(passages: Sequence[Passage]) -> Iterable[str]:
    """Render rows as a table where their cells line up, else as they stood.

    Rows of an HTML table are as wide as its widest one: cells that span columns leave others short.
    Columns of flattened text can only be told when every row has as many.
    """
    marked_up = any("\t" in p.text for p in passages)
    rows = [p.text.split("\t") if marked_up else _COLUMN_GAP.split(p.text.strip()) for p in passages]
    width = max(map(len, rows))
    if width == 1:
        return [_paragraph(p.text) for p in passages]
    if marked_up or all(len(row) == width for row in rows):
        return [_grid(rows, width)]
    return [_code(passages)]


def _grid(rows: Sequence[Sequence[str]], width: int) -> str:
    lines = [_row([*map(_cell, row), *[""] * (width - len(row))]) for row in rows]
    return "\n".join([lines[0], _row(["---"] * width), *lines[1:]])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return _inline(_fold(text)).replace("|", "\\|")


def _inline(text: str) -> str:
    return _INLINE.sub(r"\\\g<0>", text)


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
