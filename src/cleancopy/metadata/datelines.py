"""Dates that a page shows: time elements, and dates in short lines."""

import re
from collections.abc import Iterator

from cleancopy.block import Block, MarkKind, Role
from cleancopy.metadata.bylines import says_by
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dates import find_dates, read_date
from cleancopy.metadata.sight import Fewer, Sight, where

_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|revised|aktualisiert|geändert|mis à jour|actualizad[oa]|aggiornat[oa]|uppdaterad|"
    r"oppdatert|opdateret|bijgewerkt|обновлен[оа]?|aktualizacja|更新|수정)\b", re.I,
)  # fmt: skip
_PUBLISHED = re.compile(
    r"\b(?:published|posted|created|veröffentlicht|erstellt|erschienen|stand|publié|publicad[oa]|pubblicat[oa]|"
    r"publicerad|publisert|gepubliceerd|опубликован[оа]?|dodano|opublikowano|입력|发布|on)\b", re.I,
)  # fmt: skip
# Looked up once: in Python 3.11 a member of an enumeration takes ten times as long to find as an attribute.
_TIME = MarkKind.TIME
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
LINE_CHARS = 200
"""A longer block is prose: a date in it is part of a story."""
_LABEL_CHARS = 30
"""So many characters before a date may say what it is."""
_FAR = 40
_DATE_CHARS = 32
_SIZE = Fewer((20, 40, 80), "characters")


def date_candidates(sight: Sight, language: str | None) -> Iterator[Candidate]:
    """Candidates for the dates among the blocks of a page; `language` says in which order day and month stand."""
    for i, block in enumerate(sight.blocks):
        days = _days(block, language)
        if not days:
            continue
        # Found once for a block: a paragraph may hold thousands of dates.
        clues, of_block = _line_clues(sight, i), tuple(_block_clues(block.text))
        for day, start, how in days:
            own = (*clues, how, *_date_clues(block.text, start), *of_block)
            yield Candidate("published", day, where(sight, i), own)
            if "says updated" in own or "own modified" in own:
                yield Candidate("modified", day, where(sight, i), own)


def _days(block: Block, language: str | None) -> list[tuple[str, int, str]]:
    """Dates of a block, with where they begin and how they are written."""
    days = [
        (day, mark.start, "time element")
        for mark in block.marks
        if mark.kind is _TIME and mark.value and (day := read_date(mark.value, language))
    ]
    if len(block.text) <= LINE_CHARS:
        days.extend((found.date, found.start, "date in words") for found in find_dates(block.text, language))
    return days


def _line_clues(sight: Sight, i: int) -> list[str]:
    size = _SIZE.of(len(sight.blocks[i].text))
    return [*sight.clues(i, Role.DATELINE), *sight.chance_clues(i, Role.BYLINE), *size]


def _date_clues(text: str, start: int) -> Iterator[str]:
    label = text[max(0, start - _LABEL_CHARS) : start]
    told = {
        "says updated": _UPDATED.search(label) is not None,
        "says published": _PUBLISHED.search(label) is not None,
        "behind much text": start > _FAR,
    }
    return (clue for clue, holds in told.items() if holds)


def _block_clues(text: str) -> Iterator[str]:
    told = {
        "in a byline": says_by(text),
        "whole line is a date": len(text) <= _DATE_CHARS,
        "with a time of day": _CLOCK.search(text) is not None,
    }
    return (clue for clue, holds in told.items() if holds)
