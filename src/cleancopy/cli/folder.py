"""Write documents into the files of a folder, with a progress bar."""

import errno
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from cleancopy.cli.console import has_terminal

T = TypeVar("T")

FATAL_WRITE_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""Errors after which no other file can be written either."""


def make_folder(path: str) -> Path:
    """Create a folder if it does not exist, and return it. Raises `click.UsageError`."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"--output-dir {path}: cannot create the folder: {error.strerror}") from error
    return folder


def write_file(path: Path, document: str) -> None:
    """Write a document completely or not at all: an interrupted write leaves no partial file. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(document.encode("utf-8", "replace"))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def show_page_progress(jobs: Sequence[T], *, shown: bool) -> Iterator[Iterator[T]]:
    """Iterate over jobs, with a progress bar if standard error is a terminal."""
    if not (shown and has_terminal(sys.stderr)):
        yield iter(jobs)
        return
    with click.progressbar(jobs, label="pages", show_pos=True, file=sys.stderr) as bar:
        yield iter(bar)
