"""Dates that a page shows: time elements, and dates in short lines."""

import re
from collections.abc import Iterator

from cleancopy.block import MarkKind, Role
from cleancopy.metadata.bylines import says_by
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dates import read_date
from cleancopy.metadata.linedates import LineDates
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


def date_candidates(sight: Sight, dates: LineDates, language: str | None) -> Iterator[Candidate]:
    """Candidates for the dates among the blocks of a page; `language` says in which order day and month stand."""
    for i, days in sorted(_days(sight, dates, language).items()):
        text = sight.texts[i]
        # Found once for a block: a paragraph may hold thousands of dates.
        clues, of_block = _line_clues(sight, i), _block_clues(text)
        for day, start, how in days:
            own = (*clues, how, *_date_clues(text, start), *of_block)
            yield Candidate("published", day, where(sight, i), own)
            if "says updated" in own or "own modified" in own:
                yield Candidate("modified", day, where(sight, i), own)


def _days(sight: Sight, dates: LineDates, language: str | None) -> dict[int, list[tuple[str, int, str]]]:
    """By the place of a block its dates, with where they begin and how they are written."""
    days: dict[int, list[tuple[str, int, str]]] = {}
    for i, mark in sight.marked[_TIME]:
        if mark.value and (day := read_date(mark.value, language)):
            days.setdefault(i, []).append((day, mark.start, "time element"))
    for i in dates.places:
        if len(sight.texts[i]) <= LINE_CHARS and (found := dates.of(i)):
            days.setdefault(i, []).extend([(f.date, f.start, "date in words") for f in found])
    return days


def _line_clues(sight: Sight, i: int) -> list[str]:
    size = _SIZE.of(len(sight.blocks[i].text))
    return [*sight.clues(i, Role.DATELINE), *sight.chance_clues(i, Role.BYLINE), *size]


def _date_clues(text: str, start: int) -> list[str]:
    label = text[max(0, start - _LABEL_CHARS) : start]
    clues = ["says updated"] if _UPDATED.search(label) else []
    clues += ["says published"] if _PUBLISHED.search(label) else []
    return [*clues, "behind much text"] if start > _FAR else clues


def _block_clues(text: str) -> list[str]:
    clues = ["in a byline"] if says_by(text) else []
    clues += ["whole line is a date"] if len(text) <= _DATE_CHARS else []
    return [*clues, "with a time of day"] if _CLOCK.search(text) else clues
