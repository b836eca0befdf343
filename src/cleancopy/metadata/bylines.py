"""Authors that a page shows: bylines, links to authors, parts that are named so."""

import re
from collections.abc import Iterator, Sequence

from cleancopy.block import Block, Layout, Mark, MarkKind, Role
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dates import find_dates
from cleancopy.metadata.names import LINE_CHARS, byline_names, clean_name, looks_like_name, may_be_pen_name, said_by
from cleancopy.metadata.sight import AUTHOR_WORDS, STEPS, Fewer, Sight, where

_AUTHOR_LINK = re.compile(
    r"/(?:authors?|autor(?:es|en|in)?|profil(?:e|er)?|by|people|staff|redaktion|auteurs?|users?|members?|contributors?|"
    r"journalist[es]?|reporters?|writers?|u|team|byline|member\.php)[/?]", re.I,
)  # fmt: skip
_AUTHOR_PART = re.compile(r"author|byline|user-?name|\bfn\b|writer", re.I)
_BY = re.compile(
    r"^\W{0,3}(?:(?:posted|published|written|story|words|text|article|veröffentlicht|geschrieben|verfasst|erstellt)\s+)?"
    r"(?:by|von|vom|par|por|door|av|af|от|przez|autor(?:in|en)?|authors?|auteur|texte?|texto|testo|redaktion|redacción|"
    r"автор|текст|글|作者|記者|记者)\b\s*:?\s*\S", re.I,
)  # fmt: skip
# Looked up once: in Python 3.11 a member of an enumeration takes ten times as long to find as an attribute.
_ALT, _AUTHOR, _LINK, _PART = Layout.ALT, MarkKind.AUTHOR, MarkKind.LINK, MarkKind.PART
_NAMING = frozenset({_LINK, _PART, MarkKind.STRONG})
_SIZE = Fewer((30, 60, 120), "characters")
REACH = range(-3, 7)
"""Blocks behind the headline where a line of names alone is looked at."""


def says_by(text: str) -> bool:
    """Whether a line begins like a byline."""
    return _BY.match(text) is not None


def author_candidates(sight: Sight, language: str | None) -> Iterator[Candidate]:
    """Candidates for authors among the blocks of a page."""
    likely, named = sight.chance(Role.BYLINE), sight.near_author()
    near = range(sight.headline + REACH.start, sight.headline + REACH.stop) if sight.headline >= 0 else ()
    for i, block in enumerate(sight.blocks):
        text = block.text
        if len(text) > LINE_CHARS or block.layout is _ALT:
            continue
        marks = [(m, how) for m in block.marks if (how := _names_author(m))] if block.marks else []
        told = (block.element >= 0 and named[block.element]) or not AUTHOR_WORDS.isdisjoint(block.inner)
        by = says_by(text)
        if not (marks or told or by or likely[i] >= STEPS[1] or i in near):
            continue
        clues = [*sight.clues(i, Role.BYLINE), *_SIZE.of(len(text))]
        clues += ["by"] if by else []
        clues += ["kept text"] if sight.kept[i] else []
        clues.append(f"role {sight.verdict.roles[i]}")
        for name, hows in _names_in(block, marks, language, told=told):
            yield Candidate("authors", name, where(sight, i), (*clues, *hows))


def _names_author(mark: Mark) -> str:
    """Why an inline element names an author; "" where it does not."""
    if mark.kind is _AUTHOR:
        return "rel=author"
    if mark.kind is _LINK and _AUTHOR_LINK.search(mark.value):
        return "link to an author"
    if mark.kind is _PART and _AUTHOR_PART.search(mark.value):
        return "part named author"
    return ""


def _names_in(
    block: Block, marks: Sequence[tuple[Mark, str]], language: str | None, *, told: bool
) -> Iterator[tuple[str, list[str]]]:
    """The names in a line, each with how it was found."""
    for mark, how in marks:
        name = clean_name(block.text[mark.start : mark.end])
        for part in byline_names(name) or ((name,) if may_be_pen_name(name) else ()):
            yield part, [how]
    for mark in block.marks if told else ():
        if mark.kind in _NAMING and looks_like_name(name := clean_name(block.text[mark.start : mark.end])):
            yield name, ["marked name"]
    text = _without_dates(block.text, language)
    if (pen_name := said_by(text)) is not None and not byline_names(pen_name):
        yield pen_name, ["behind by"]
    names = byline_names(text)
    many = ["one of many"] if len(names) > 1 else []
    for name in names:
        yield name, ["name in a line", *many, *(["whole line"] if name == text else [])]
    if not names and told and may_be_pen_name(bare := clean_name(text)):
        yield bare, ["whole line named author"]


def _without_dates(text: str, language: str | None) -> str:
    """A line with a bar for each date in it."""
    rest, at = [], 0
    for found in find_dates(text, language):
        rest.append(text[at : found.start])
        at = found.end
    return " | ".join([*rest, text[at:]]).strip(" |") if at else text
