"""Dates that a page shows: time elements, and dates in short lines or at the beginning of longer ones."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleancopy.block import MarkKind, Role
from cleancopy.metadata.bylines import starts_like_byline
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dates import find_dates, parse_date
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.page_view import PageView
from cleancopy.metadata.text_signals import SizeBuckets

_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|revised|aktualisiert|geändert|mis à jour|actualizad[oa]|aggiornat[oa]|uppdaterad|"
    r"oppdatert|opdateret|bijgewerkt|обновлен[оа]?|aktualizacja|更新|수정)\b", re.I,
)  # fmt: skip
_PUBLISHED = re.compile(
    r"\b(?:published|posted|created|veröffentlicht|erstellt|erschienen|stand|publié|publicad[oa]|pubblicat[oa]|"
    r"publicerad|publisert|gepubliceerd|опубликован[оа]?|dodano|opublikowano|입력|发布|on)\b", re.I,
)  # fmt: skip
# A member of an enumeration is slow to look up in Python 3.11, so this is done once.
_TIME = MarkKind.TIME
_EVENT = re.compile(
    r"(?:when|date (?:and|&) time|event date|starts?|doors|wann|termin|beginn|quand|cuándo|cuando|quando|wanneer|när|"
    r"når|hvornår|milloin|kiedy|когда|kdy|mikor|ne zaman|khi nào|日時|日时|일시|מתי|कब)\s*(?:[:：?]|$)",
    re.IGNORECASE,
)
"""Labels of the day of an event."""
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
LINE_CHARS = 200
"""Characters of the longest line whose dates count: a longer block is prose, and a date in it is part of the story."""
_OPENING_CHARS = 30
"""Characters before a date that opens a paragraph: "(18.01.2018) Farmers …", "BERLIN, 3 May 2021 – The minister …"."""
_SPAN_CHARS = 40
"""Characters of a date that is still found there."""
_LABEL_CHARS = 30
"""Characters before a date that may label it."""
_MANY_CHARS = 40
_DATE_CHARS = 32
_SIZES = SizeBuckets((20, 40, 80), "characters")


class _BlockDate(NamedTuple):
    """A date of a block: where it begins in the text, and the signal of how it is written."""

    date: str
    start: int
    signal: str


def date_candidates(view: PageView, dates: LineDates, language: str | None) -> Iterator[Candidate]:
    """Candidates for the dates among the blocks of a page; `language` decides the order of day and month."""
    for i, block_dates in sorted(_find_dates(view, dates, language).items()):
        text, label = view.texts[i], view.source_label(i)
        # Once for a block, because a paragraph may hold thousands of dates.
        shared, at_end = _line_signals(view, i), _text_signals(text)
        for block_date in block_dates:
            signals = (*shared, block_date.signal, *_label_signals(text, block_date.start), *at_end)
            yield Candidate("published", block_date.date, label, signals)
            if "says updated" in signals or "own modified" in signals:
                yield Candidate("modified", block_date.date, label, signals)


def _find_dates(view: PageView, dates: LineDates, language: str | None) -> dict[int, list[_BlockDate]]:
    """By index of the block its dates: those of time elements, then those in words."""
    by_block: dict[int, list[_BlockDate]] = {}
    for i, mark in view.marks_by_kind[_TIME]:
        if mark.value and (day := parse_date(mark.value, language)):
            by_block.setdefault(i, []).append(_BlockDate(day, mark.start, "time element"))
    for i in dates.line_indices:
        text = view.texts[i]
        if len(text) > LINE_CHARS:
            spans = find_dates(text[: _OPENING_CHARS + _SPAN_CHARS], language)
            opening = [_BlockDate(s.date, s.start, "opens a paragraph") for s in spans if s.start <= _OPENING_CHARS]
            if opening:
                by_block.setdefault(i, []).append(opening[0])
        elif (spans := dates.list_dates(i)) and not _is_of_event(view, i):
            by_block.setdefault(i, []).extend([_BlockDate(span.date, span.start, "date in words") for span in spans])
    return by_block


def _is_of_event(view: PageView, i: int) -> bool:
    """Whether a line says when something takes place: "When: 1 June", or the same with the label in the line above."""
    above = view.texts[i - 1] if i else ""
    return _EVENT.match(view.texts[i]) is not None or (
        len(above) <= _LABEL_CHARS and _EVENT.fullmatch(above) is not None
    )


def _line_signals(view: PageView, i: int) -> list[str]:
    sizes = _SIZES.list_signals(len(view.texts[i]))
    return [*view.block_signals(i, Role.DATELINE), *view.probability_signals(i, Role.BYLINE), *sizes]


def _label_signals(text: str, start: int) -> list[str]:
    label = text[max(0, start - _LABEL_CHARS) : start]
    signals = ["says updated"] if _UPDATED.search(label) else []
    signals += ["says published"] if _PUBLISHED.search(label) else []
    return [*signals, "behind much text"] if start > _MANY_CHARS else signals


def _text_signals(text: str) -> list[str]:
    signals = ["in a byline"] if starts_like_byline(text) else []
    signals += ["whole line is a date"] if len(text) <= _DATE_CHARS else []
    return [*signals, "with a time of day"] if _CLOCK.search(text) else signals
