"""Entries of a ledger, made by hand."""

from dataclasses import replace
from typing import Any

from cleancopy.corpus.inputs import Source
from cleancopy.corpus.ledger import Entry, SiteWork, UncertainPage
from cleancopy.corpus.record import Damage
from cleancopy.corpus.report import Report, summarise
from cleancopy.corpus.settings import Settings

SETTINGS = Settings(records_per_file=10)
SOURCE = Source("crawl/a.warc.gz", "archive", 5000)

FIRST = Entry(
    SOURCE.path,
    SOURCE.size,
    0,
    is_last=False,
    outcomes={"ok": {"": 4}, "empty": {"no_running_text": 1}, "skipped": {"request": 3, "keep:language": 2}},
    rows=5,
    file="a-00000.parquet",
    bytes_in=7000,
    work_seconds=0.5,
    confidence_steps={"0.85": 3, "0.95": 1, "0.00": 1},
    word_steps={"0": 1, "128": 3, "512": 1},
    millisecond_steps={"4": 6, "32": 1},
    languages={"en": 4, "de": 2, "": 1},
    flags={"no_running_text": 1, "short": 2},
    sites={"a.example": SiteWork(5, 0.1), "b.example": SiteWork(2, 0.3)},
    word_counts={"0": 1, "200": 3, "900": 1},
    millisecond_counts={"5": 6, "40": 1},
    uncertain_pages=(
        UncertainPage(0.85, "page-2", "crawl/a.warc.gz", "https://a.example/2?x=1&y", 210, "Two boats left"),
    ),
    bytes_read=3000,
)
SECOND = Entry(
    SOURCE.path,
    SOURCE.size,
    1,
    is_last=True,
    outcomes={"ok": {"": 2}, "refused": {"media_type": 1}},
    rows=3,
    file="a-00001.parquet",
    bytes_in=1000,
    work_seconds=0.1,
    confidence_steps={"0.85": 2},
    word_steps={"128": 2},
    millisecond_steps={"4": 2},
    languages={"en": 2},
    sites={"a.example": SiteWork(2, 0.1)},
    word_counts={"210": 2},
    millisecond_counts={"5": 2},
    uncertain_pages=(UncertainPage(0.31, "page-9.html", "pages", None, 180, "The quay"),),
    bytes_read=2000,
)
WHOLE = (FIRST, SECOND)
ROWS = {"a-00000.parquet": 5, "a-00001.parquet": 3}

HOSTILE = "<script>alert('1')</script>&\"'\x1b[31m\u202e\udc80\n\0"
DAMAGED = replace(
    SECOND,
    outcomes={"ok": {"": 1}, "refused": {HOSTILE: 1}, "failed": {"timed_out": 1}},
    damage=(Damage(3000, 3500, "cut_off", HOSTILE), Damage(1000, 1200, "damaged")),
    flags={"timed_out": 1, HOSTILE: 1},
    languages={HOSTILE: 2},
    sites={HOSTILE: SiteWork(1, 4.9, 4.9, HOSTILE, {"4900": 1})},
    uncertain_pages=(UncertainPage(0.1, HOSTILE, HOSTILE, f"javascript:{HOSTILE}", 1, HOSTILE),),
)
BROKEN = Entry(HOSTILE, 9, 0, is_last=True, outcomes={}, error=HOSTILE)


def report(*entries: Entry, **given: Any) -> Report:
    """The report of a run of two seconds that finished."""
    return summarise(entries, SETTINGS, **{"seconds": 2.0, "state": "finished", **given})


def clean() -> Report:
    return report(*WHOLE, sources=[SOURCE], rows=ROWS)


def hostile() -> Report:
    return report(FIRST, DAMAGED, BROKEN)
