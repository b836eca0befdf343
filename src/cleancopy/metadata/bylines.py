"""Candidates for authors among the blocks of a page: bylines, links to authors, elements named after an author."""

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

import numpy as np

from cleancopy.block import Block, Layout, Mark, MarkKind, Role
from cleancopy.lexicon import AUTHOR_LABELS, BY_WORDS, BYLINE_VERBS
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.names import (
    LINE_CHARS,
    can_be_pen_name,
    clean_name,
    find_pen_name,
    looks_like_name,
    parse_byline,
)
from cleancopy.metadata.page_view import AUTHOR_WORDS, PROBABILITY_STEPS, PageView
from cleancopy.metadata.text_signals import SizeBuckets, search_all

# These search lower-case text: a search that ignores case is slower.
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:es|en|in)?|profil(?:e|er)?|by|people|staff|redaktion|auteurs?|users?|members?|contributors?|"
    r"journalist[es]?|reporters?|writers?|u|team|byline|member\.php)[/?]"
)
_AUTHOR_NAME = re.compile(r"author|byline|user-?name|\bfn\b|writer")
_BYLINE_START = re.compile(
    rf"\0[^\w\0]{{0,3}}(?:(?:{'|'.join(BYLINE_VERBS)})\s+)?(?:{'|'.join(BY_WORDS + AUTHOR_LABELS)})\b\s*:?\s*[^\s\0]"
)
"""The beginning of a byline, behind the U+0000 that is put before each text."""
_OPENING = itemgetter(slice(40))
"""The characters of a line within which a byline begins."""
# A member of an enumeration is slow to look up in Python 3.11, so this is done once.
_ALT, _AUTHOR, _LINK, _PART = Layout.ALT, MarkKind.AUTHOR, MarkKind.LINK, MarkKind.NAMED_SPAN
_NAME_MARKS = frozenset({_LINK, _PART, MarkKind.STRONG})
_SIZES = SizeBuckets((30, 60, 120), "characters")
NAME_LINE_RANGE = range(-3, 7)
"""Distances from the headline, in blocks, at which a line with only names may be a byline."""


def starts_like_byline(text: str) -> bool:
    """Whether a line begins like a byline."""
    return _BYLINE_START.match(f"\0{_OPENING(text).lower()}") is not None


def author_candidates(view: PageView, dates: LineDates) -> Iterator[Candidate]:
    """Candidates for authors among the blocks of a page."""
    marked, named, bylines = _find_marked_blocks(view), _find_named_blocks(view), _find_bylines(view.texts)
    for i in sorted({*marked, *named, *bylines, *_find_likely_blocks(view)}):
        block = view.blocks[i]
        if len(block.text) > LINE_CHARS or block.layout is _ALT:
            continue
        signals = [*view.block_signals(i, Role.BYLINE), *_SIZES.list_signals(len(block.text))]
        signals += ["by"] if i in bylines else []
        signals += ["kept text"] if view.kept[i] else []
        signals.append(f"role {view.predictions.roles[i]}")
        marks = [(mark, signal) for mark in block.marks if (signal := _author_signal(mark))] if i in marked else []
        for name, own in _find_names(block, marks, dates.replace_dates(i), is_named=i in named):
            yield Candidate("authors", name, view.source_label(i), (*signals, *own))


def _find_bylines(texts: Sequence[str]) -> frozenset[int]:
    """The indices of lines that begin like a byline."""
    return frozenset(search_all(_BYLINE_START, map(_OPENING, texts)))


def _find_likely_blocks(view: PageView) -> Iterator[int]:
    """The indices of blocks that are likely a byline, and of those near the headline."""
    yield from np.flatnonzero(view.probability_column(Role.BYLINE) >= PROBABILITY_STEPS[1]).tolist()
    if view.headline_index >= 0:
        near = (view.headline_index + offset for offset in NAME_LINE_RANGE)
        yield from (i for i in near if 0 <= i < len(view.blocks))


def _find_marked_blocks(view: PageView) -> frozenset[int]:
    """The indices of blocks with an inline element that names an author."""
    authors, links, parts = (view.marks_by_kind[kind] for kind in (_AUTHOR, _LINK, _PART))
    by_link = search_all(_AUTHOR_LINK, [mark.value for _, mark in links])
    by_name = search_all(_AUTHOR_NAME, [mark.value for _, mark in parts])
    return frozenset([*(i for i, _ in authors), *(links[n][0] for n in by_link), *(parts[n][0] for n in by_name)])


def _find_named_blocks(view: PageView) -> frozenset[int]:
    """The indices of blocks in an element that is named after an author, or with one inside."""
    elements = view.find_author_elements()
    below = [i for i, element in enumerate(view.element_of_block) if element in elements] if elements else []
    above = [i for i, words in enumerate(view.inner_words) if words and not AUTHOR_WORDS.isdisjoint(words)]
    return frozenset(below + above)


def _author_signal(mark: Mark) -> str:
    """Why an inline element names an author; "" where it does not."""
    if mark.kind is _AUTHOR:
        return "rel=author"
    if mark.kind is _LINK and _AUTHOR_LINK.search(mark.value.lower()):
        return "link to an author"
    if mark.kind is _PART and _AUTHOR_NAME.search(mark.value.lower()):
        return "part named author"
    return ""


def _find_names(
    block: Block, marks: Sequence[tuple[Mark, str]], text: str, *, is_named: bool
) -> Iterator[tuple[str, list[str]]]:
    """The names in a line, each with signals of how it was found.

    marks      the marks that name an author, each with its signal
    text       the line without its dates
    is_named   whether the block stands in or around an element named after an author
    """
    for mark, signal in marks:
        name = clean_name(block.text[mark.start : mark.end])
        for part in parse_byline(name) or ((name,) if can_be_pen_name(name) else ()):
            yield part, [signal]
    for mark in block.marks if is_named else ():
        if mark.kind in _NAME_MARKS and looks_like_name(name := clean_name(block.text[mark.start : mark.end])):
            yield name, ["marked name"]
    if (pen_name := find_pen_name(text)) is not None and not parse_byline(pen_name):
        yield pen_name, ["behind by"]
    names = parse_byline(text)
    several = ["one of many"] if len(names) > 1 else []
    for name in names:
        yield name, ["name in a line", *several, *(["whole line"] if name == text else [])]
    if not names and is_named and can_be_pen_name(bare := clean_name(text)):
        yield bare, ["whole line named author"]
