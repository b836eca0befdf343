"""Authors that a page shows: bylines, links to authors, parts that are named so."""

import re
from collections.abc import Iterator, Sequence

from cleancopy.block import Block, Layout, Mark, MarkKind, Role
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dates import find_dates
from cleancopy.metadata.names import LINE_CHARS, byline_names, clean_name, looks_like_name, may_be_pen_name, said_by
from cleancopy.metadata.sight import STEPS, Sight, fewer, where

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
_TOLD = frozenset({"own author", "named author", "inside author"})
_NAMING = frozenset({MarkKind.LINK, MarkKind.PART, MarkKind.STRONG})
REACH = range(-3, 7)
"""Blocks behind the headline where a line of names alone is looked at."""


def says_by(text: str) -> bool:
    """Whether a line begins like a byline."""
    return _BY.match(text) is not None


def author_candidates(sight: Sight, language: str | None) -> Iterator[Candidate]:
    """Candidates for authors among the blocks of a page."""
    likely = sight.chance(Role.BYLINE) >= STEPS[1]
    for i, block in enumerate(sight.blocks):
        if len(block.text) > LINE_CHARS or block.layout is Layout.ALT:
            continue
        marks = [(m, how) for m in block.marks if (how := _names_author(m))]
        told = bool(sight.around(i) & _TOLD)
        near = sight.headline >= 0 and i - sight.headline in REACH
        if not (marks or told or near or likely[i] or says_by(block.text)):
            continue
        clues = [*sight.clues(i, Role.BYLINE), *fewer(len(block.text), (30, 60, 120), "characters")]
        clues += ["by"] if says_by(block.text) else []
        clues += ["kept text"] if sight.verdict.kept[i] else []
        clues.append(f"role {sight.verdict.roles[i]}")
        for name, hows in _names_in(block, marks, language, told=told):
            yield Candidate("authors", name, where(sight, i), (*clues, *hows))


def _names_author(mark: Mark) -> str:
    """Why an inline element names an author; "" where it does not."""
    if mark.kind is MarkKind.AUTHOR:
        return "rel=author"
    if mark.kind is MarkKind.LINK and _AUTHOR_LINK.search(mark.value):
        return "link to an author"
    if mark.kind is MarkKind.PART and _AUTHOR_PART.search(mark.value):
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
