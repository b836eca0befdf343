"""Titles, deks and names of the site that a page shows.

HTML and flattened text alike; in flattened text there are no elements, and only words, chances and places speak.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from cleancopy.block import Block, Layout, MarkKind, Role
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.sight import Fewer, Sight, ends_like_a_sentence, fold, where

# Looked up once: in Python 3.11 a member of an enumeration takes ten times as long to find as an attribute.
_ALT, _HEADING, _PART = Layout.ALT, Layout.HEADING, MarkKind.PART
_WORD = re.compile(r"\w+")
TITLE_WORDS = range(1, 46)
DEK_WORDS = range(4, 121)
_SIZE = Fewer((8, 15, 30, 60), "words")
_LIKELIEST = 5
"""So many blocks with the best chance of a role are looked at, wherever they stand."""
_HEADINGS = 60
_TITLE_LEVEL = 2
_SEPARATORS = (" | ", " - ", " – ", " — ", ": ", " : ")
_BELOW_HEADLINE = range(-2, 15)
_AROUND_FIRST = range(-3, 3)
"""Where a dek may stand: from the headline on, or around the first paragraph of a page without one."""


def site_candidates(sight: Sight) -> Iterator[Candidate]:
    """The name of the site, where the page shows one."""
    if sight.site is not None:
        yield Candidate("site", fold(sight.blocks[sight.site].text), where(sight, sight.site), ("shown",))


def title_candidates(sight: Sight) -> Iterator[Candidate]:
    """Candidates for the title: big headings, and whatever is likely a headline."""
    likely = _likeliest(sight, Role.HEADLINE)
    headings = [i for i, kind in enumerate(sight.layouts) if kind is _HEADING]
    headings = [i for i in headings if sight.blocks[i].level <= _TITLE_LEVEL]
    for i in sorted({*likely, *headings[:_HEADINGS]}):
        block = sight.blocks[i]
        if block.layout is _ALT or _words(block) not in TITLE_WORDS:
            continue
        clues = [*sight.clues(i, Role.HEADLINE)]
        clues.append(f"h{block.level}" if block.layout is _HEADING else "no heading")
        clues += ["likeliest headline"] if i == likely[0] else ["among likely headlines"] if i in likely else []
        for text, how in _titles_in(block):
            yield Candidate("title", text, where(sight, i), (*clues, *how))


def _titles_in(block: Block) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A headline whole, and without a kicker: in a part of its own, or parted by a separator."""
    text = fold(block.text)
    yield text, ()
    for mark in block.marks:
        if mark.kind is _PART and mark.end - mark.start < len(text):
            yield text[mark.start : mark.end], ("a part",)
            yield (text[: mark.start] + text[mark.end :]).strip(" :|–-"), ("without a part",)
    for separator in _SEPARATORS:
        head, _, tail = text.partition(separator)
        if head and tail:
            yield tail, (f"behind {separator.strip()}",)
            yield text.rpartition(separator)[0], (f"before {separator.strip()}",)


def dek_candidates(sight: Sight) -> Iterator[Candidate]:
    """Candidates for the dek: short text around headline and first paragraph, and whatever is likely one."""
    likely = _likeliest(sight, Role.DEK)
    near = range(len(sight.blocks))
    if sight.headline >= 0:
        near = near[max(0, sight.headline + _BELOW_HEADLINE.start) : sight.headline + _BELOW_HEADLINE.stop]
    else:
        near = near[max(0, sight.first + _AROUND_FIRST.start) : max(0, sight.first + _AROUND_FIRST.stop)]
    for i in sorted({*likely, *near}):
        block = sight.blocks[i]
        if block.layout is _ALT or i == sight.headline or (words := _words(block)) not in DEK_WORDS:
            continue
        clues = list(_dek_clues(sight, i, words))
        clues += ["likeliest dek"] if i == likely[0] else []
        yield Candidate("dek", fold(block.text), where(sight, i), tuple(clues))


def _dek_clues(sight: Sight, i: int, words: int) -> Iterator[str]:
    block = sight.blocks[i]
    yield from sight.clues(i, Role.DEK)
    yield from sight.chance_clues(i, Role.CAPTION)
    yield from sight.chance_clues(i, Role.BYLINE)
    yield f"role {sight.verdict.roles[i]}"
    yield f"layout {block.layout}"
    if sight.elements:
        yield "in markup"
    yield from _SIZE.of(words)
    if block.bold_chars * 2 > len(block.text):
        yield "bold"
    if block.link_chars * 2 > len(block.text):
        yield "linked"
    if ends_like_a_sentence(block.text):
        yield "ends like a sentence"


def _likeliest(sight: Sight, role: Role) -> Sequence[int]:
    """The places of the blocks that most likely have a role, the likeliest first."""
    order: list[int] = np.argsort(-sight.column(role), kind="stable")[:_LIKELIEST].tolist()
    return order


def _words(block: Block) -> int:
    return len(_WORD.findall(block.text))
