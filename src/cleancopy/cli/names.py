"""Which pages are read, and what the files are called that are made of them."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

import click

from cleancopy.cli.inputs import STDIN, is_address, open_input
from cleancopy.limits import LIMITS

_COMMENT = b"#"
_BOM = b"\xef\xbb\xbf"

_PACKED = frozenset({".gz", ".zst", ".br"})
_PAGES = frozenset(".html .htm .xhtml .shtml .txt .text .md .xml .json .mhtml .mht .eml .epub .rss .atom .wet".split())
"""Ends of names that say what a page is: what is made of it has an end of its own."""

# What some file system or shell takes for something else: Windows' and Unix' separators, wildcards, controls.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # devices of Windows
_LONGEST: Final = 120
"""Bytes of a name, of the 255 that file systems have: there is room for a number and an end."""
_DEEPEST: Final = 16
"""Folders that an address may ask for."""


def read_list(path: str) -> tuple[str, ...]:
    """Return the names in a file, or in standard input for ``-``: one a line, ``#`` before a comment.

    Raises `click.UsageError` where it cannot be read as a whole.
    """
    try:
        with open_input(path) as stream:
            data = stream.read(LIMITS.input_bytes + 1)
    except OSError as error:
        raise click.UsageError(f"--list {path}: cannot be read: {error.strerror or error}") from error
    if len(data) > LIMITS.input_bytes:
        raise click.UsageError(f"--list {path}: more than {LIMITS.input_bytes:,} bytes of names: split it")
    if b"\0" in data:
        raise click.UsageError(f"--list {path}: it holds NUL bytes: give one name a line")
    lines = (line.strip() for line in data.removeprefix(_BOM).splitlines())
    names = tuple(os.fsdecode(line) for line in lines if line and not line.startswith(_COMMENT))
    if STDIN in names and path == STDIN:
        raise click.UsageError("--list -: standard input is the list, so it cannot be a page as well")
    return names


def target_paths(names: Iterable[str], folder: Path, suffix: str) -> Iterator[Path]:
    """Give for each page the file in a folder that is made of it, none of them twice.

    Folders of a page's name are kept, but for ``..`` and the root; an address gives its host and its path. Names that
    meet are numbered in the order of the pages.
    """
    taken: set[PurePosixPath] = set()
    numbers: Counter[PurePosixPath] = Counter()
    for name in names:
        *folders, last = map(_safe, _address_parts(name) if is_address(name) else _file_parts(name))
        # A folder must not be called like a file that may be made.
        around = PurePosixPath(*(f"{part}_" if part.endswith(suffix) else part for part in folders))
        path = around / f"{last}{suffix}"
        first = _folded(path)
        while _folded(path) in taken:
            numbers[first] += 1
            path = around / f"{last}-{numbers[first] + 1}{suffix}"
        taken.add(_folded(path))
        yield folder / path


def _folded(path: PurePosixPath) -> PurePosixPath:
    """A path as a file system compares it that knows neither cases nor two spellings of a letter."""
    return PurePosixPath(unicodedata.normalize("NFC", str(path).casefold()))


def _file_parts(name: str) -> list[str]:
    if name == STDIN:
        return ["stdin"]
    path = PurePath(os.path.normpath(name))
    parts = [part for part in path.parts if part not in (path.anchor, os.pardir)]
    return [*parts[:-1], _stem(parts[-1])] if parts else ["page"]


def _stem(name: str) -> str:
    end = PurePath(name).suffix
    if end.lower() in _PACKED:
        return _stem(name.removesuffix(end))
    return name.removesuffix(end) if end.lower() in _PAGES else name


def _address_parts(address: str) -> list[str]:
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return [address]
    path = [unquote(part) for part in parts.path.split("/") if part not in ("", ".", "..")]
    last = "index" if not path or parts.path.endswith("/") else _stem(path.pop())
    query = f"_{unquote(parts.query)}" if parts.query else ""
    return [host, *path[:_DEEPEST], last + query]


def _safe(part: str) -> str:
    """A name that any file system takes, and that leads nowhere else."""
    name = _UNSAFE.sub("_", part).strip(" .") or "_"
    name = f"_{name}" if _RESERVED.match(name) else name
    return name.encode("utf-8", "surrogateescape")[:_LONGEST].decode("utf-8", "ignore") or "_"
