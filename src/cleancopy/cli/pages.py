"""Extract pages and write the results to standard output or into the files of a folder."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Literal, NamedTuple

from cleancopy.article import Article
from cleancopy.cli.console import PARTIAL_FAILURE, print_message, write
from cleancopy.cli.folder import FATAL_WRITE_ERRORS, show_page_progress, write_file
from cleancopy.cli.inputs import (
    READ_ERRORS,
    STDIN,
    USAGE_ERROR,
    FetchOptions,
    add_truncations,
    exit_on_errors,
    read_page,
    report,
    report_losses,
    report_unreadable,
)
from cleancopy.cli.names import make_target_paths
from cleancopy.cli.terminal import escape_controls
from cleancopy.containers import is_container, open_pages
from cleancopy.errors import WorkerFailedError
from cleancopy.flags import Flag
from cleancopy.guard import Guard
from cleancopy.options import Kind, Mode, Options
from cleancopy.pipeline import extract_page
from cleancopy.render import RENDERERS, dump_json, render_front_matter, select_parts, to_dict
from cleancopy.workers import WORKER_FAULTS

SUCCESS = 0
_INCOMPLETE_FLAGS = WORKER_FAULTS | {Flag.UNREADABLE}

# pdftotext and other tools separate pages by a form feed too; a blank line can be part of a page.
_SEPARATOR = {"text": "\f\n", "markdown": "\f\n", "html": "", "json": "", "tei": "\f\n"}
_SUFFIX = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json", "tei": ".xml"}

Outcome = Literal["done", "incomplete", "failed", "skipped"]
OpenedPage = tuple[bytes | str, Options]


class OutputOptions(NamedTuple):
    """What to write: the output format, and the parts of the document that it has."""

    output: str
    links: bool
    images: bool
    comments: bool
    tables: bool
    front_matter: bool = False


class ReadOptions(NamedTuple):
    """How to read the pages."""

    mode: Mode
    kind: Kind
    url: str | None
    fetch_options: FetchOptions
    guarded: bool
    fields: frozenset[str] | None


def extract_pages(
    names: tuple[str, ...], output_options: OutputOptions, read_options: ReadOptions, folder: Path | None
) -> int:
    """Extract the pages, write the results and return the exit code.

    folder   gets one file per page; None for standard output
    """
    suffix = _SUFFIX[output_options.output]
    targets = [None] * len(names) if folder is None else list(make_target_paths(names, folder, suffix))
    jobs = list(zip(names, targets, strict=True))
    outcomes: Counter[Outcome] = Counter()
    guard_context = Guard() if read_options.guarded else nullcontext()
    progress = show_page_progress(jobs, shown=folder is not None)
    with exit_on_errors(), guard_context as guard, progress as remaining_jobs:
        for name, target in remaining_jobs:
            if target is not None and _is_written(target):
                outcomes["skipped"] += 1
                continue
            needs_separator = bool(outcomes["done"] or outcomes["incomplete"])
            for outcome in _extract_input(name, target, output_options, read_options, guard, needs_separator):
                outcomes[outcome] += 1
    if folder is not None and outcomes["skipped"]:
        _report_skipped(outcomes["skipped"], folder)
    if not (outcomes["done"] or outcomes["incomplete"] or outcomes["skipped"]):
        return USAGE_ERROR
    return PARTIAL_FAILURE if outcomes["failed"] or outcomes["incomplete"] else SUCCESS


def _extract_input(
    name: str,
    target: Path | None,
    output_options: OutputOptions,
    read_options: ReadOptions,
    guard: Guard | None,
    needs_separator: bool,
) -> Iterator[Outcome]:
    """Extract and write the page of an input, or each page that it contains.

    needs_separator   whether another page precedes it on standard output
    """
    try:
        page = read_page(name, read_options.fetch_options)
        url = read_options.url or page.url
        options = Options(
            url, read_options.kind, read_options.mode, page.fetch_date, charset=page.charset, fields=read_options.fields
        )
        pages = _open_pages(page.data, options, name, guard)
    except (*READ_ERRORS, WorkerFailedError) as error:
        report_unreadable(name, error)
        yield "failed"
        return
    read = guard.read if guard else extract_page
    for (inner_page, inner_options), path in _assign_targets(pages, target):
        article = add_truncations(read(inner_page, inner_options), page.truncations)
        document = _render_document(name, article, output_options)
        if path is None:
            _print_document((_SEPARATOR[output_options.output] if needs_separator else "") + document)
            needs_separator = True
        elif not _write_document(name, path, document):
            yield "failed"
            continue
        report_losses(name, article)
        yield "incomplete" if article.flags & _INCOMPLETE_FLAGS else "done"


def _open_pages(page: bytes, options: Options, name: str, guard: Guard | None) -> list[OpenedPage]:
    """Return the pages that an input contains. Containers are opened in the guard. Raises `WorkerFailedError`."""
    if guard is None or not is_container(page, options, name):
        return open_pages(page, options, name)
    return guard.call(open_pages, page, options, name)


def _assign_targets(pages: list[OpenedPage], target: Path | None) -> Iterator[tuple[OpenedPage, Path | None]]:
    """Yield each page with its file. The first of several is written last: its presence means that all are done."""
    if target is None or len(pages) == 1:
        yield from ((page, target) for page in pages)
        return
    for number, page in reversed(list(enumerate(pages, 1))):
        yield page, _make_member_target(target, number)


def _make_member_target(target: Path, number: int) -> Path:
    """Return the file of a page of a book, a feed or a mailbox: ``book.pages/1.txt`` for ``book.epub``."""
    return target.with_suffix(".pages") / f"{number}{target.suffix}"


def _is_written(target: Path) -> bool:
    return target.exists() or _make_member_target(target, 1).exists()


def _render_document(name: str, article: Article, output_options: OutputOptions) -> str:
    article = select_parts(
        article,
        links=output_options.links,
        images=output_options.images,
        comments=output_options.comments,
        tables=output_options.tables,
    )
    if output_options.output == "json" and name != STDIN:
        return dump_json({"source": _replace_undecodable(name), **to_dict(article)}) + "\n"
    front_matter = render_front_matter(article) if output_options.front_matter else ""
    return "".join(f"{part}\n" for part in (front_matter, RENDERERS[output_options.output](article)) if part)


def _replace_undecodable(name: str) -> str:
    """Return a file name without the bytes that are not UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _print_document(document: str) -> None:
    """Write UTF-8 in any locale. On a terminal, control characters of a page are escaped."""
    if sys.stdout is not None and sys.stdout.isatty():
        document = escape_controls(document)
    write(document.encode("utf-8", "replace"), nl=False)


def _write_document(name: str, target: Path, document: str) -> bool:
    """Write a file and return whether that worked. Ends the program if no other file can be written either."""
    try:
        write_file(target, document)
    except OSError as error:
        report(name, f"{target} cannot be written: {error.strerror or error}")
        if error.errno in FATAL_WRITE_ERRORS:
            print_message("cleancopy: stopped: finished pages stay written, the same command continues the run")
            raise SystemExit(PARTIAL_FAILURE) from error
        return False
    return True


def _report_skipped(number: int, folder: Path) -> None:
    pages = "1 page" if number == 1 else f"{number:,} pages"
    print_message(f"cleancopy: {pages} skipped: their files already exist in {folder}; delete them to write them again")
