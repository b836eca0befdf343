"""``cleancopy [FILE|-]…``: pages in, clean copy out."""

import sys
from contextlib import nullcontext
from functools import partial
from typing import NamedTuple

import click

from cleancopy.article import Article
from cleancopy.classify.artifact import load
from cleancopy.cli.inputs import STDIN, UNREADABLE, WRONG_USE, plain_errors, read_page, report, report_unreadable
from cleancopy.cli.show import visible
from cleancopy.compression import BODY_CORRUPT, BODY_CUT
from cleancopy.containers import UNREADABLE as MEMBER_UNREADABLE
from cleancopy.containers import is_container, open_pages
from cleancopy.errors import GaveUpError
from cleancopy.extract import run
from cleancopy.flags import UNCLOSED_TAIL
from cleancopy.guard import Guard
from cleancopy.guard.terms import FAULTS
from cleancopy.limits import TRUNCATED
from cleancopy.markup import DEGRADED
from cleancopy.options import Kind, Mode, Options
from cleancopy.render import render

DONE, LOSSES = 0, 1
_LOSSES = FAULTS | {MEMBER_UNREADABLE}

# pdftotext and other tools part pages by a form feed too; a blank line can be part of a page.
_SEPARATOR = {"text": "\f\n", "markdown": "\f\n", "html": "", "json": "", "tei": "\f\n"}


class Wanted(NamedTuple):
    """What is to be written: an output of `render`, and the parts that stand in it."""

    output: str
    links: bool
    images: bool
    comments: bool
    tables: bool


def extract_pages(
    names: tuple[str, ...], wanted: Wanted, *, guarded: bool, mode: Mode, kind: Kind, url: str | None
) -> int:
    """Write the clean copy of each page to standard output and return the exit code."""
    done = lost = 0
    with plain_errors(), Guard() if guarded else nullcontext() as guard:
        reader = guard.read if guard else partial(run, models=load)
        for name in names or (STDIN,):
            try:
                page, found, charset, fetched = read_page(name)
                options = Options(url or found, kind, mode, fetched, charset=charset)
                pages = _pages_in(page, options, name, guard)
            except (*UNREADABLE, GaveUpError) as error:
                report_unreadable(name, error)
                lost += 1
                continue
            for inner, known in pages:
                article = reader(inner, known)
                _write((_SEPARATOR[wanted.output] if done else "") + _document(article, wanted))
                _note_losses(name, article)
                done += 1
                lost += bool(article.flags & _LOSSES)
    if not done:
        return WRONG_USE
    return LOSSES if lost else DONE


def _pages_in(page: bytes, options: Options, name: str, guard: Guard | None) -> list[tuple[bytes | str, Options]]:
    """The pages that an input holds. What opens it is guarded as reading a page is. Raises `GaveUpError`."""
    if guard is None or not is_container(page, options, name):
        return open_pages(page, options, name)
    return guard.call(open_pages, page, options, name)


def _document(article: Article, wanted: Wanted) -> str:
    rendered = render(article, **wanted._asdict())
    return rendered + "\n" if rendered else ""


def _write(document: str) -> None:
    """Write UTF-8 whatever the locale; on a terminal, a page's control characters are shown, not obeyed."""
    if sys.stdout.isatty():
        document = visible(document)
    click.echo(document.encode("utf-8", "replace"), nl=False)


def _note_losses(name: str, article: Article) -> None:
    """Say where there is no text, or not all of the page was read."""
    if article.member:
        name = f"{name}#{article.member}"
    flags = ", ".join(sorted(article.flags))
    cuts = "".join(f"; {cut.kept:,} of {cut.had:,} {cut.what}" for cut in article.cuts)
    if article.message:
        report(name, f"{visible(article.message)} ({flags})")
    elif not article.text:
        report(name, f"no running text ({flags}{cuts})")
    elif article.flags & {TRUNCATED, DEGRADED, UNCLOSED_TAIL, BODY_CUT, BODY_CORRUPT}:
        report(name, f"not read as a whole ({flags}{cuts})")
