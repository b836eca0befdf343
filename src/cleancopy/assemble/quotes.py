"""The authors of quotes: from the last line, the `cite` or the `footer` of a quote. Embedded posts are quotes too."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cleancopy.assemble.ancestors import Containers
from cleancopy.block import Block, Element, Layout

_POSTS = frozenset("twitter tweet instagram tiktok bluesky mastodon threads facebook fb reddit telegram toot".split())
# Looked up once, because looking up a member of an enumeration is slow in Python 3.11.
_ALT = Layout.ALT
_DASH = r"[—–―]|--?\s"
# "— Name (@handle) date" ends the embedded posts of X, Bluesky and Mastodon.
_HANDLE = re.compile(rf"(?:{_DASH})\s*(.{{1,100}}?\(@[\w.@-]{{1,80}}\))")
_POSTED = re.compile(
    r"(?:An? (?:post|reel|photo|video) shared by|Post(?:ed)? by)\s+(.{1,100}?)(?=\s+on\s|\s+\(?\d|\s*$)"
)
_OPENING_HANDLE = re.compile(r"@[\w.]{2,40}(?=\s|$)")
# "— A Name, office" does not end like a sentence, as a line of dialogue does.
_SIGNED = re.compile(rf"(?:{_DASH})\s*([^\W\d_a-z].{{1,78}}[^\s.?!…,;:»”\"])")
_LEADING = re.compile(r"[—–―~-]+\s*")

SIGNATURE_CHARS = 120
"""The most characters of a signature: a name, an office and a date."""


class Signature(NamedTuple):
    """The author of a quote, and the index of the block that names him or her."""

    author: str
    block_index: int


def find_signatures(
    blocks: Sequence[Block], elements: Sequence[Element], containers: Mapping[int, Containers]
) -> dict[int, Signature]:
    """Find the signatures of quotes, by the element index of the quote. Linear in the blocks."""
    blocks_of_quotes: dict[int, list[int]] = {}
    for block_index, block in enumerate(blocks):
        quote = containers[block.element].quote
        if quote >= 0 and block.layout is not _ALT:
            blocks_of_quotes.setdefault(quote, []).append(block_index)
    found = {}
    for quote, block_indexes in blocks_of_quotes.items():
        is_post = not _POSTS.isdisjoint(elements[quote].words)
        if signature := _find_signature(blocks, block_indexes, containers, is_post=is_post):
            found[quote] = signature
    return found


def _find_signature(
    blocks: Sequence[Block], block_indexes: Sequence[int], containers: Mapping[int, Containers], *, is_post: bool
) -> Signature | None:
    last = block_indexes[-1]
    text = blocks[last].text
    if match := _HANDLE.match(text) or (_POSTED.match(text) if is_post else None):
        return Signature(match[1], last)
    if is_post and (match := _OPENING_HANDLE.match(blocks[block_indexes[0]].text)):
        return Signature(match[0], block_indexes[0])
    for block_index in block_indexes[1:]:
        block = blocks[block_index]
        is_cited = containers[block.element].in_footer or "cite" in block.inline_names
        if is_cited and len(block.text) <= SIGNATURE_CHARS:
            return Signature(strip_dash(block.text), block_index)
    if len(block_indexes) > 1 and (match := _SIGNED.fullmatch(text)):
        return Signature(match[1], last)
    return None


def strip_dash(text: str) -> str:
    """Drop the dash before a signature."""
    return text[match.end() :] if (match := _LEADING.match(text)) else text
