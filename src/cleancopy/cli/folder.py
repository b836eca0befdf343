"""Documents in files of a folder, and a progress bar."""

import errno
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from cleancopy.cli.endings import has_terminal

T = TypeVar("T")

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""Errors after which no other file can be written either."""


def make_folder(path: str) -> Path:
    """Return the folder, which is made where it is not there. Raises `click.UsageError`."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"--output-dir {path}: no folder can be made there: {error.strerror}") from error
    return folder


def write_file(path: Path, document: str) -> None:
    """Write a document as a whole or not at all: who stops on the way leaves no half a file. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(document.encode("utf-8", "replace"))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def page_bar(jobs: Sequence[T], *, shown: bool) -> Iterator[Iterator[T]]:
    """Go through jobs with a bar on standard error, where that is a terminal."""
    if not (shown and has_terminal(sys.stderr)):
        yield iter(jobs)
        return
    with click.progressbar(jobs, label="pages", show_pos=True, file=sys.stderr) as bar:
        yield iter(bar)
