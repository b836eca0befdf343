"""Pages in, clean copy out: to standard output, or into the files of a folder."""

import sys
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Literal, NamedTuple

from cleancopy.article import Article
from cleancopy.cli.endings import LOSSES, note, write
from cleancopy.cli.folder import FULL, page_bar, write_file
from cleancopy.cli.inputs import (
    STDIN,
    UNREADABLE,
    WRONG_USE,
    Asking,
    note_losses,
    plain_errors,
    read_page,
    report,
    report_unreadable,
    with_cuts,
)
from cleancopy.cli.names import target_paths
from cleancopy.cli.show import visible
from cleancopy.extract import extract
from cleancopy.guard import Guard
from cleancopy.guard.terms import FAULTS
from cleancopy.options import Kind, Mode
from cleancopy.render import RENDERERS
from cleancopy.render.front_matter import render_front_matter
from cleancopy.render.json import to_dict, write_json
from cleancopy.render.parts import without

DONE = 0

# pdftotext and other tools part pages by a form feed too; a blank line can be part of a page.
_SEPARATOR = {"text": "\f\n", "markdown": "\f\n", "html": "", "json": "", "tei": "\f\n"}
_SUFFIX = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json", "tei": ".xml"}

Outcome = Literal["done", "faulty", "lost", "skipped"]
Reader = Callable[..., Article]


class Wanted(NamedTuple):
    """What is to be written: an output of `render`, the parts that stand in it, and what stands above it."""

    output: str
    links: bool
    images: bool
    comments: bool
    tables: bool
    front_matter: bool = False


class Reading(NamedTuple):
    """How pages are to be read."""

    mode: Mode
    kind: Kind
    url: str | None
    asking: Asking
    guarded: bool


def extract_pages(names: tuple[str, ...], wanted: Wanted, reading: Reading, folder: Path | None) -> int:
    """Write the clean copy of each page and return the exit code.

    folder   for one file a page; None for standard output
    """
    targets = [None] * len(names) if folder is None else list(target_paths(names, folder, _SUFFIX[wanted.output]))
    jobs = list(zip(names, targets, strict=True))
    outcomes: Counter[Outcome] = Counter()
    with plain_errors(), Guard() if reading.guarded else nullcontext() as guard:
        reader = guard.extract if guard else extract
        with page_bar(jobs, shown=folder is not None) as shown:
            for name, target in shown:
                later = target is None and bool(outcomes["done"] or outcomes["faulty"])
                outcomes[_extract_page(name, target, wanted, reading, reader, later=later)] += 1
    if folder is not None and outcomes["skipped"]:
        _note_skipped(outcomes["skipped"], folder)
    if not (outcomes["done"] or outcomes["faulty"] or outcomes["skipped"]):
        return WRONG_USE
    return LOSSES if outcomes["lost"] or outcomes["faulty"] else DONE


def _extract_page(
    name: str, target: Path | None, wanted: Wanted, reading: Reading, reader: Reader, *, later: bool
) -> Outcome:
    """Do one page.

    later   whether another stands before it on standard output
    """
    if target is not None and target.exists():
        return "skipped"
    try:
        page, found, charset, fetched, cuts = read_page(name, reading.asking)
    except UNREADABLE as error:
        report_unreadable(name, error)
        return "lost"
    article = reader(page, reading.url or found, reading.kind, reading.mode, charset=charset, fetched=fetched)
    article = with_cuts(article, cuts)
    document = _document(name, article, wanted)
    if target is None:
        _show((_SEPARATOR[wanted.output] if later else "") + document)
    elif not _store(name, target, document):
        return "lost"
    note_losses(name, article)
    return "faulty" if article.flags & FAULTS else "done"


def _document(name: str, article: Article, wanted: Wanted) -> str:
    article = without(article, links=wanted.links, images=wanted.images, comments=wanted.comments, tables=wanted.tables)
    if wanted.output == "json" and name != STDIN:
        return write_json({"source": _utf8(name), **to_dict(article)}) + "\n"
    above = render_front_matter(article) if wanted.front_matter else ""
    return "".join(f"{part}\n" for part in (above, RENDERERS[wanted.output](article)) if part)


def _utf8(name: str) -> str:
    """A name as UTF-8 can hold it: one of a file may be any bytes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _show(document: str) -> None:
    """Write UTF-8 whatever the locale; on a terminal, a page's control characters are shown, not obeyed."""
    if sys.stdout is not None and sys.stdout.isatty():
        document = visible(document)
    write(document.encode("utf-8", "replace"), nl=False)


def _store(name: str, target: Path, document: str) -> bool:
    """Write a file and tell whether it could be written; where none can, end."""
    try:
        write_file(target, document)
    except OSError as error:
        report(name, f"{target} cannot be written: {error.strerror or error}")
        if error.errno in FULL:
            note("cleancopy: stopped: what is written stays, the same command goes on")
            raise SystemExit(LOSSES) from error
        return False
    return True


def _note_skipped(number: int, folder: Path) -> None:
    pages = "1 page was" if number == 1 else f"{number:,} pages were"
    note(f"cleancopy: {pages} skipped, whose files are in {folder} already: delete these to write them again")
