"""Candidates for authors among the blocks of a page: bylines, links to authors, elements named after an author."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

import numpy as np

from cleancopy.block import Block, Layout, Mark, MarkKind, Role
from cleancopy.lexicon import AUTHOR_LABELS, BY_WORDS, BYLINE_VERBS
from cleancopy.metadata.author_evidence import BlockEvidence, can_name_author, find_places, is_author
from cleancopy.metadata.byline_parser import LINE_CHARS, find_pen_name, list_helpers, parse_byline
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.names import can_be_pen_name, clean_name, looks_like_name
from cleancopy.metadata.page_scan import find_lines_with_opening, find_with_any
from cleancopy.metadata.page_view import AUTHOR_WORDS, PROBABILITY_STEPS, PageView
from cleancopy.metadata.text_signals import SizeBuckets, search_all

# These search lower-case text: a search that ignores case is slower.
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:es|en|in)?|profil(?:e|er)?|by|people|person|staff|redaktion|auteurs?|users?|members?|contributors?|"
    r"journalist[es]?|reporters?|writers?|u|team|byline|member\.php)[/?]"
)
_AUTHOR_NAME = re.compile(
    r"author|byline|user-?name|\bfn\b|(?<![\w-])name(?![\w-])|writer|reporter|autor|auteur|redakt|verfass|journalist|"
    r"contributor"
)
_BYLINE_START = re.compile(
    r"\0[^\w\0]{0,8}(?:\w{1,8}[】\]]\s*)?"
    rf"(?:(?:\w+ (?:and|&|und|et) )?(?:{'|'.join(BYLINE_VERBS)})\s+(?:in\s[^\0.!?]{{0,30}}?\s)?)?"
    rf"(?:{'|'.join(BY_WORDS + AUTHOR_LABELS)})\b\s*[:：]?\s*[^\s\0]"
)
"""The beginning of a byline, behind the U+0000 that is put before each text."""
_FIRST_WORDS = frozenset(re.findall(r"^\w+", "\n".join(BYLINE_VERBS + BY_WORDS + AUTHOR_LABELS), re.M))
"""The first words of bylines, unless a bracket or "and" follows. Looking for them first saves a slow search."""
_OPENING = itemgetter(slice(40))
"""The characters of a line within which a byline begins."""
# A member of an enumeration is slow to look up in Python 3.11, so this is done once.
_ALT, _ITEM = Layout.ALT, Layout.LIST_ITEM
_AUTHOR, _LINK, _PART = MarkKind.AUTHOR, MarkKind.LINK, MarkKind.NAMED_SPAN
_NAME_MARKS = frozenset({_LINK, _PART, MarkKind.STRONG})
_SIZES = SizeBuckets((30, 60, 120), "characters")
NEAR_HEADLINE = 3
"""The most blocks between the headline and people who are its authors, though the markup names others alike further
down: in cards, testimonials and comments."""
NAME_LINE_RANGE = range(-3, 7)
"""Distances from the headline, in blocks, at which a line with only names may be a byline."""


def starts_like_byline(text: str) -> bool:
    """Whether a line begins like a byline."""
    return _BYLINE_START.match(f"\0{_OPENING(text).lower()}") is not None


def author_candidates(view: PageView, dates: LineDates) -> Iterator[Candidate]:
    """Candidates for authors among the blocks of a page."""
    marked, named = _find_marked_blocks(view), _find_named_blocks(view)
    likely, places = {*marked, *named, *_find_likely_blocks(view)}, find_places(view)
    bylines = _find_bylines(view.texts, sorted(places | likely))
    starts = _find_list_starts(view, marked | named)
    repeated = _find_repeated(view, starts)
    for i in sorted(likely | bylines):
        block = view.blocks[i]
        if len(block.text) > LINE_CHARS or block.layout is _ALT:
            continue
        evidence = BlockEvidence(i in bylines, i in named, i in repeated, i in marked, i in places)
        if not can_name_author(view, i, evidence, dates):
            continue
        seams = _find_seams(block) if block.marks else []
        line, is_dated = dates.replace_dates(i, seams), bool(dates.list_dates(i))
        found = [
            (name, own)
            for name, own in _find_names(block, evidence, line, seams)
            if is_author(view, i, evidence, name, own, line, is_dated=is_dated)
        ]
        if not found:
            continue
        helpers, signals = list_helpers(line), _line_signals(view, i, is_byline=i in bylines)
        for name, own in found:
            if name not in helpers:
                yield Candidate("authors", name, view.source_label(starts.get(i, i)), (*signals, *own))


def _find_list_starts(view: PageView, indices: Collection[int]) -> dict[int, int]:
    """By index of a block that the markup shows to name people, where its list begins."""
    starts: dict[int, int] = {}
    for i in sorted(indices):
        starts[i] = starts[i - 1] if i - 1 in starts and _are_alike(view, i - 1, i) else i
    return starts


def _are_alike(view: PageView, i: int, j: int) -> bool:
    """Whether two blocks are of one kind: in elements of the same names, or items of a list."""
    names = _list_names(view, i)
    both_items = view.layouts[i] is view.layouts[j] is _ITEM
    return names == _list_names(view, j) and (bool(names) or both_items)


def _find_repeated(view: PageView, starts: Mapping[int, int]) -> frozenset[int]:
    """Those blocks below headline and first paragraph that are one of several in elements of the same names."""
    end = max(view.first_index, view.headline_index + NEAR_HEADLINE)
    others = [i for i, start in starts.items() if start > end]
    texts: dict[tuple[str, ...], set[str]] = {}
    for i in starts:
        texts.setdefault(_list_names(view, i), set()).add(view.texts[i])
    return frozenset(i for i in others if len(texts[_list_names(view, i)]) > 1)


def _list_names(view: PageView, i: int) -> tuple[str, ...]:
    """The words of the classes and ids of the element around block i, and of those in it."""
    element = view.element_of_block[i]
    return (*(view.elements[element].words if element >= 0 else ()), *view.inner_words[i])


def _line_signals(view: PageView, i: int, *, is_byline: bool) -> tuple[str, ...]:
    signals = [*view.block_signals(i, Role.BYLINE), *_SIZES.list_signals(len(view.texts[i]))]
    signals += ["by"] if is_byline else []
    signals += ["kept text"] if view.kept[i] else []
    return (*signals, f"role {view.predictions.roles[i]}")


def _find_seams(block: Block) -> list[int]:
    """Where inline elements of a block meet without a space: there a name ends, and something else begins."""
    text = block.text
    edges = {edge for mark in block.marks if mark.kind in _NAME_MARKS for edge in (mark.start, mark.end)}
    return [e for e in sorted(edges) if 0 < e < len(text) and text[e - 1].isalnum() and text[e].isalnum()]


def _read_mark(text: str, mark: Mark, seams: Sequence[int]) -> str:
    """The text of an inline element, with a bar at the seams within it."""
    edges = [mark.start, *(seam for seam in seams if mark.start < seam < mark.end), mark.end]
    return " | ".join(text[start:end] for start, end in pairwise(edges))


def _find_bylines(texts: Sequence[str], indices: Sequence[int]) -> frozenset[int]:
    """Those of some lines that begin like a byline."""
    likely = find_lines_with_opening(texts, indices, _FIRST_WORDS)
    return frozenset([likely[n] for n in search_all(_BYLINE_START, [_OPENING(texts[i]) for i in likely])])


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
    below = [i for i, element in enumerate(view.element_of_block) if element >= 0 and elements[element]]
    return frozenset(below + find_with_any(view.inner_words, AUTHOR_WORDS))


def find_author_signal(mark: Mark) -> str:
    """Why an inline element names an author; "" where it does not."""
    if mark.kind is _AUTHOR:
        return "rel=author"
    if mark.kind is _LINK and _AUTHOR_LINK.search(mark.value.lower()):
        return "link to an author"
    if mark.kind is _PART and _AUTHOR_NAME.search(mark.value.lower()):
        return "part named author"
    return ""


def _find_names(
    block: Block, evidence: BlockEvidence, text: str, seams: Sequence[int]
) -> Iterator[tuple[str, list[str]]]:
    """The names in a line, each with signals of how it was found.

    text    the line without its dates
    seams   where its inline elements meet
    """
    is_named = evidence.is_named
    for mark in block.marks if evidence.is_marked else ():
        if not (signal := find_author_signal(mark)):
            continue
        inner = _read_mark(block.text, mark, seams)
        name = clean_name(inner)
        for part in parse_byline(inner) or ((name,) if "|" not in name and can_be_pen_name(name) else ()):
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
