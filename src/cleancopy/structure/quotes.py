"""Whose words a quote is: what its last line, its `cite` or its `footer` says. Embedded posts are quotes too."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleancopy.block import Block, Element, Layout
from cleancopy.structure.around import Around

_POSTS = frozenset("twitter tweet instagram tiktok bluesky mastodon threads facebook fb reddit telegram toot".split())
# Looked up once: in Python 3.11 a member of an enumeration takes ten times as long to find as an attribute.
_ALT = Layout.ALT
_DASH = r"[—–―]|--?\s"
# "— Name (@handle) date" ends the post that X, Bluesky and Mastodon give to be embedded.
_HANDLE = re.compile(rf"(?:{_DASH})\s*(.{{1,100}}?\(@[\w.@-]{{1,80}}\))")
_POSTED = re.compile(
    r"(?:An? (?:post|reel|photo|video) shared by|Post(?:ed)? by)\s+(.{1,100}?)(?=\s+on\s|\s+\(?\d|\s*$)"
)
_OPENING_HANDLE = re.compile(r"@[\w.]{2,40}(?=\s|$)")
# "— A Name, office": without the end of a sentence, which a line of dialogue has.
_SIGNED = re.compile(rf"(?:{_DASH})\s*([^\W\d_a-z].{{1,78}}[^\s.?!…,;:»”\"])")
_LEADING = re.compile(r"[—–―~-]+\s*")

SIGNATURE_CHARS = 120
"""What is longer says more than a name, an office and a date."""


class Signature(NamedTuple):
    """Who signs a quote, and the place of the block that says so."""

    author: str
    place: int


def signatures(
    blocks: Sequence[Block], elements: Sequence[Element], surroundings: Sequence[Around]
) -> dict[int, Signature]:
    """The signatures of quotes by their elements. Linear in the blocks."""
    of_quote: dict[int, list[int]] = {}
    if "blockquote" not in [element.tag for element in elements]:
        return {}
    for place, block in enumerate(blocks):
        quote = surroundings[block.element].quote if block.element >= 0 else -1
        if quote >= 0 and block.layout is not _ALT:
            of_quote.setdefault(quote, []).append(place)
    found = {}
    for quote, places in of_quote.items():
        is_post = not _POSTS.isdisjoint(elements[quote].words)
        if signature := _signature(blocks, places, surroundings, is_post=is_post):
            found[quote] = signature
    return found


def _signature(
    blocks: Sequence[Block], places: Sequence[int], surroundings: Sequence[Around], *, is_post: bool
) -> Signature | None:
    last = places[-1]
    text = blocks[last].text
    if match := _HANDLE.match(text) or (_POSTED.match(text) if is_post else None):
        return Signature(match[1], last)
    if is_post and (match := _OPENING_HANDLE.match(blocks[places[0]].text)):
        return Signature(match[0], places[0])
    for place in places[1:]:
        block = blocks[place]
        if (surroundings[block.element].footer or "cite" in block.inner) and len(block.text) <= SIGNATURE_CHARS:
            return Signature(bare(block.text), place)
    if len(places) > 1 and (match := _SIGNED.fullmatch(text)):
        return Signature(match[1], last)
    return None


def bare(text: str) -> str:
    """A signature without the dash before it."""
    return text[match.end() :] if (match := _LEADING.match(text)) else text
