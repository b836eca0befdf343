"""Pages that have no text for a reader: errors, checks for robots, logins, consent, empty shells of apps.

A wall shows little beside what it says of itself. So the rule asks two things: what a title or a sentence says, and how
much other text the answer would have.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cleancopy.block import Block, Layout, Role
from cleancopy.classify.arrays import BoolArray
from cleancopy.flags import Flag
from cleancopy.lexicon import WallWords, compile_walls
from cleancopy.lines import count_wide

MAX_TITLED_REST = 2000
"""Characters of other text up to which the title of the page decides."""
MAX_REST = 300
"""Characters of other text up to which a heading or a sentence decides, if the page says it in as many words."""
MAX_REST_SHARE = 3
"""The ratio of other text to what says so, up to which it decides."""
MAX_LOGIN_REST = 120
"""The same for logins: many pages with text ask for one."""
MIN_SAID_SHARES = {
    Flag.BOT_CHECK: 0.1, Flag.ERROR_PAGE: 0.04, Flag.APP_SHELL: 0.2, Flag.CONSENT_WALL: 0.5, Flag.LOGIN_WALL: 0.1,
}  # fmt: skip
"""The least share of what says so in all that the page shows, menus included. Pages with text say some of it, too."""
MAX_STATEMENT_CHARS, MAX_SAID = 400, 2000
"""Characters of the longest sentence that is searched, and of all that a wall says of itself."""
MAX_TITLE_CHARS = 120
MAX_BLOCKS = 500
"""Blocks of the longest menus around a wall. More are not looked at, whatever they say."""
MIN_CHARS = 25
"""Shorter texts are labels of links and buttons, and no text for a reader."""
_TITLE_PARTS = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»·]\s*")
_FURNITURE = frozenset({Role.NAVIGATION, Role.LEGAL, Role.RELATED, Role.SHARE, Role.PROMOTION, Role.ADVERTISEMENT})


_DECIDING_LINES = frozenset({Flag.BOT_CHECK, Flag.ERROR_PAGE})
_DECIDING_TITLES = _DECIDING_LINES | {Flag.LOGIN_WALL}
"""The kinds that a title decides, and the first line of flattened text: there a menu, too, says "Log in"."""


class _Line(NamedTuple):
    """A block that may say what the page is.

    text            in small letters
    chars           their number
    is_text         whether it is no furniture, and long enough to be text for a reader
    asks_consent    whether the network takes it for a question for consent
    """

    text: str
    chars: int
    is_text: bool
    asks_consent: bool


def find_wall(blocks: Sequence[Block], roles: Sequence[Role], kept: BoolArray, title: str | None) -> Flag | None:
    """Find which kind of wall a page is; None if it has text for a reader.

    roles, kept   what the blocks are, and which the answer would have
    title         from the head of the page
    """
    if len(blocks) > MAX_BLOCKS:
        return None
    answer = [blocks[i].text for i in np.flatnonzero(kept).tolist()]
    if sum(map(len, answer)) > MAX_TITLED_REST + MAX_SAID:  # nearly all pages
        return None
    decisions = zip(blocks, roles, kept.tolist(), strict=True)
    lines = [_make_line(*decision) for decision in decisions if decision[0].layout is not Layout.ALT]
    lines.sort(key=lambda line: -line.chars)
    deciding = _DECIDING_TITLES
    if not title and blocks[0].element < 0:  # a crawler writes the title first, if there is one
        title, deciding = blocks[0].text, _DECIDING_LINES
    parts = _TITLE_PARTS.split((title or "").lower())
    for words in compile_walls():
        is_titled = words.flag in deciding and any(_fits_title(words, part) for part in parts)
        if _is_wall(words, lines, is_titled=is_titled):
            return words.flag
    return None


def _make_line(block: Block, role: Role, is_kept: bool) -> _Line:
    chars = len(block.text) + 2 * count_wide(block.text)
    is_furniture = not is_kept and (role in _FURNITURE or 2 * block.link_chars > len(block.text))
    return _Line(block.text.lower(), chars, chars >= MIN_CHARS and not is_furniture, role is Role.CONSENT)


def _is_wall(words: WallWords, lines: Sequence[_Line], *, is_titled: bool) -> bool:
    """Whether a page is a wall of a kind.

    lines       the longest first, so that a page with text is known by its first lines
    is_titled   whether the title of the page says so
    """
    limit = MAX_LOGIN_REST if words.flag is Flag.LOGIN_WALL else MAX_REST
    rest = 0
    for line in lines:
        if line.is_text and not _says(words, line):
            rest += line.chars
            if rest > (MAX_TITLED_REST if is_titled else limit):
                return False
    if is_titled:
        return True
    if not any(_states(words, line) for line in lines):  # the network alone may take any odd line for a notice
        return False
    said = sum(line.chars for line in lines if _says(words, line))
    shown = sum(line.chars for line in lines)
    return said >= max(1, MIN_SAID_SHARES[words.flag] * shown, rest / MAX_REST_SHARE)


def _says(words: WallWords, line: _Line) -> bool:
    return (words.flag is Flag.CONSENT_WALL and line.asks_consent) or _states(words, line)


def _states(words: WallWords, line: _Line) -> bool:
    """Whether a line says it in as many words."""
    if _fits_title(words, line.text):
        return True
    return line.chars <= MAX_STATEMENT_CHARS and words.statement.search(line.text) is not None


def _fits_title(words: WallWords, text: str) -> bool:
    return 0 < len(text) <= MAX_TITLE_CHARS and words.title.fullmatch(text.strip()) is not None
