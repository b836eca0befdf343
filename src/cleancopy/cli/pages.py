"""Pages in, clean copy out: to standard output, or into the files of a folder."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from cleancopy.article import Article
from cleancopy.classify.artifact import load
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
from cleancopy.containers import UNREADABLE as MEMBER_UNREADABLE
from cleancopy.containers import is_container, open_pages
from cleancopy.errors import GaveUpError
from cleancopy.extract import run
from cleancopy.guard import Guard
from cleancopy.guard.terms import FAULTS
from cleancopy.options import Kind, Mode, Options
from cleancopy.render import RENDERERS
from cleancopy.render.front_matter import render_front_matter
from cleancopy.render.json import to_dict, write_json
from cleancopy.render.parts import without

DONE = 0
_FAULTS = FAULTS | {MEMBER_UNREADABLE}

# pdftotext and other tools part pages by a form feed too; a blank line can be part of a page.
_SEPARATOR = {"text": "\f\n", "markdown": "\f\n", "html": "", "json": "", "tei": "\f\n"}
_SUFFIX = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json", "tei": ".xml"}

Outcome = Literal["done", "faulty", "lost", "skipped"]
OpenedPage = tuple[bytes | str, Options]


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
    guarded = Guard() if reading.guarded else nullcontext()
    with plain_errors(), guarded as guard, page_bar(jobs, shown=folder is not None) as shown:
        for name, target in shown:
            if target is not None and _is_written(target):
                outcomes["skipped"] += 1
                continue
            later = bool(outcomes["done"] or outcomes["faulty"])
            for outcome in _extract_input(name, target, wanted, reading, guard, later):
                outcomes[outcome] += 1
    if folder is not None and outcomes["skipped"]:
        _note_skipped(outcomes["skipped"], folder)
    if not (outcomes["done"] or outcomes["faulty"] or outcomes["skipped"]):
        return WRONG_USE
    return LOSSES if outcomes["lost"] or outcomes["faulty"] else DONE


def _extract_input(
    name: str, target: Path | None, wanted: Wanted, reading: Reading, guard: Guard | None, later: bool
) -> Iterator[Outcome]:
    """Do the page that an input is, or each page that it holds.

    later   whether other pages stand before it on standard output
    """
    try:
        page, found, charset, fetched, cuts = read_page(name, reading.asking)
        options = Options(reading.url or found, reading.kind, reading.mode, fetched, charset=charset)
        pages = _open_pages(page, options, name, guard)
    except (*UNREADABLE, GaveUpError) as error:
        report_unreadable(name, error)
        yield "lost"
        return
    reader = guard.read if guard else partial(run, models=load)
    for (inner, known), path in _with_targets(pages, target):
        article = with_cuts(reader(inner, known), cuts)
        document = _document(name, article, wanted)
        if path is None:
            _show((_SEPARATOR[wanted.output] if later else "") + document)
            later = True
        elif not _store(name, path, document):
            yield "lost"
            continue
        note_losses(name, article)
        yield "faulty" if article.flags & _FAULTS else "done"


def _open_pages(page: bytes, options: Options, name: str, guard: Guard | None) -> list[OpenedPage]:
    """The pages that an input holds. What opens it is guarded as reading a page is. Raises `GaveUpError`."""
    if guard is None or not is_container(page, options, name):
        return open_pages(page, options, name)
    return guard.call(open_pages, page, options, name)


def _with_targets(pages: list[OpenedPage], target: Path | None) -> Iterator[tuple[OpenedPage, Path | None]]:
    """Each page with its file. The first of several is written last: that it is there says that all are."""
    if target is None or len(pages) == 1:
        yield from ((page, target) for page in pages)
        return
    for number, page in reversed(list(enumerate(pages, 1))):
        yield page, _member_target(target, number)


def _member_target(target: Path, number: int) -> Path:
    """The file of a page of a book, a feed or a mailbox: ``book.pages/1.txt`` for ``book.epub``."""
    return target.with_suffix(".pages") / f"{number}{target.suffix}"


def _is_written(target: Path) -> bool:
    return target.exists() or _member_target(target, 1).exists()


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
