"""Authors that a page shows: bylines, links to authors, parts that are named so."""

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

import numpy as np

from cleancopy.block import Block, Layout, Mark, MarkKind, Role
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.linedates import LineDates
from cleancopy.metadata.names import LINE_CHARS, byline_names, clean_name, looks_like_name, may_be_pen_name, said_by
from cleancopy.metadata.sight import AUTHOR_WORDS, STEPS, Fewer, Sight, found_in, where

# These are asked of lower-case text: to ignore case takes a search twice its time and more.
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:es|en|in)?|profil(?:e|er)?|by|people|staff|redaktion|auteurs?|users?|members?|contributors?|"
    r"journalist[es]?|reporters?|writers?|u|team|byline|member\.php)[/?]"
)
_AUTHOR_PART = re.compile(r"author|byline|user-?name|\bfn\b|writer")
_BY = re.compile(
    r"\0[^\w\0]{0,3}(?:(?:posted|published|written|story|words|text|article|veröffentlicht|geschrieben|verfasst|"
    r"erstellt)\s+)?(?:by|von|vom|par|por|door|av|af|от|przez|autor(?:in|en)?|authors?|auteur|texte?|texto|testo|"
    r"redaktion|redacción|автор|текст|글|作者|記者|记者)\b\s*:?\s*[^\s\0]"
)
"""How a byline begins, behind the sign that is set before it."""
_OPENING = itemgetter(slice(40))
"""The characters within which a line says so."""
# Looked up once: in Python 3.11 a member of an enumeration takes ten times as long to find as an attribute.
_ALT, _AUTHOR, _LINK, _PART = Layout.ALT, MarkKind.AUTHOR, MarkKind.LINK, MarkKind.PART
_NAMING = frozenset({_LINK, _PART, MarkKind.STRONG})
_SIZE = Fewer((30, 60, 120), "characters")
REACH = range(-3, 7)
"""Blocks behind the headline where a line of names alone is looked at."""


def says_by(text: str) -> bool:
    """Whether a line begins like a byline."""
    return _BY.match(f"\0{_OPENING(text).lower()}") is not None


def author_candidates(sight: Sight, dates: LineDates) -> Iterator[Candidate]:
    """Candidates for authors among the blocks of a page."""
    named, told, by = _with_naming_marks(sight), _told(sight), _by(sight.texts)
    likely = np.flatnonzero(sight.column(Role.BYLINE) >= STEPS[1]).tolist()
    near = range(len(sight.blocks))[max(0, sight.headline + REACH.start) : max(0, sight.headline + REACH.stop)]
    for i in sorted({*named, *told, *by, *likely, *(near if sight.headline >= 0 else ())}):
        block = sight.blocks[i]
        if len(block.text) > LINE_CHARS or block.layout is _ALT:
            continue
        clues = [*sight.clues(i, Role.BYLINE), *_SIZE.of(len(block.text))]
        clues += ["by"] if i in by else []
        clues += ["kept text"] if sight.kept[i] else []
        clues.append(f"role {sight.verdict.roles[i]}")
        marks = [(m, how) for m in block.marks if (how := _names_author(m))] if i in named else []
        for name, hows in _names_in(block, marks, dates.barred(i), told=i in told):
            yield Candidate("authors", name, where(sight, i), (*clues, *hows))


def _by(texts: Sequence[str]) -> frozenset[int]:
    """The places of lines that begin like a byline."""
    return frozenset(found_in(_BY, map(_OPENING, texts)))


def _with_naming_marks(sight: Sight) -> frozenset[int]:
    """The places of blocks with an inline element that names an author."""
    authors, links, parts = (sight.marked[kind] for kind in (_AUTHOR, _LINK, _PART))
    by_link = found_in(_AUTHOR_LINK, [mark.value for _, mark in links])
    by_part = found_in(_AUTHOR_PART, [mark.value for _, mark in parts])
    return frozenset([*(i for i, _ in authors), *(links[n][0] for n in by_link), *(parts[n][0] for n in by_part)])


def _told(sight: Sight) -> frozenset[int]:
    """The places of blocks in an element that is named after an author, or with one inside."""
    near = sight.near_author()
    around = [i for i, element in enumerate(sight.places) if element in near] if near else []
    inside = [i for i, inner in enumerate(sight.inner) if inner and not AUTHOR_WORDS.isdisjoint(inner)]
    return frozenset(around + inside)


def _names_author(mark: Mark) -> str:
    """Why an inline element names an author; "" where it does not."""
    if mark.kind is _AUTHOR:
        return "rel=author"
    if mark.kind is _LINK and _AUTHOR_LINK.search(mark.value.lower()):
        return "link to an author"
    if mark.kind is _PART and _AUTHOR_PART.search(mark.value.lower()):
        return "part named author"
    return ""


def _names_in(
    block: Block, marks: Sequence[tuple[Mark, str]], text: str, *, told: bool
) -> Iterator[tuple[str, list[str]]]:
    """The names in a line, each with how it was found; `text` is the line without its dates."""
    for mark, how in marks:
        name = clean_name(block.text[mark.start : mark.end])
        for part in byline_names(name) or ((name,) if may_be_pen_name(name) else ()):
            yield part, [how]
    for mark in block.marks if told else ():
        if mark.kind in _NAMING and looks_like_name(name := clean_name(block.text[mark.start : mark.end])):
            yield name, ["marked name"]
    if (pen_name := said_by(text)) is not None and not byline_names(pen_name):
        yield pen_name, ["behind by"]
    names = byline_names(text)
    many = ["one of many"] if len(names) > 1 else []
    for name in names:
        yield name, ["name in a line", *many, *(["whole line"] if name == text else [])]
    if not names and told and may_be_pen_name(bare := clean_name(text)):
        yield bare, ["whole line named author"]
