"""The names of the pages to read, and the paths of the files to write."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

import click

from cleancopy.cli.inputs import STDIN, is_web_url, open_input
from cleancopy.limits import LIMITS

_COMMENT = b"#"
_BOM = b"\xef\xbb\xbf"

_COMPRESSED_EXTENSIONS = frozenset({".gz", ".zst", ".br"})
_PAGE_EXTENSIONS = frozenset(
    ".html .htm .xhtml .shtml .txt .text .md .xml .json .mhtml .mht .eml .epub .rss .atom .wet".split()
)
"""Extensions of pages, which the extension of the output replaces."""

# Characters with a special meaning in some file system or shell: separators, wildcards, controls.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # devices of Windows
_MAX_NAME_BYTES: Final = 120
"""Bytes of a name. File systems allow 255: this leaves room for a number and an extension."""
_MAX_FOLDERS: Final = 16
"""Folders made from the path of a URL."""


def read_list(path: str) -> tuple[str, ...]:
    """Return the names in a file, or in standard input for ``-``: one per line, ``#`` starts a comment.

    Raises `click.UsageError` if the list cannot be read completely.
    """
    try:
        with open_input(path) as stream:
            data = stream.read(LIMITS.input_bytes + 1)
    except OSError as error:
        raise click.UsageError(f"--list {path}: cannot be read: {error.strerror or error}") from error
    if len(data) > LIMITS.input_bytes:
        raise click.UsageError(f"--list {path}: larger than {LIMITS.input_bytes:,} bytes: split it")
    if b"\0" in data:
        raise click.UsageError(f"--list {path}: it contains NUL bytes: give one name per line")
    lines = (line.strip() for line in data.removeprefix(_BOM).splitlines())
    names = tuple(os.fsdecode(line) for line in lines if line and not line.startswith(_COMMENT))
    if STDIN in names and path == STDIN:
        raise click.UsageError("--list -: standard input is the list, so it cannot be a page as well")
    return names


def make_target_paths(names: Iterable[str], folder: Path, suffix: str) -> Iterator[Path]:
    """Yield the path of the output file of each page, without duplicates.

    The folders in a page's name are kept, except ``..`` and the root; a URL gives its host and path. Equal names are
    numbered in the order of the pages.
    """
    taken: set[PurePosixPath] = set()
    numbers: Counter[PurePosixPath] = Counter()
    for name in names:
        *folders, last = map(_sanitize_name, _split_url(name) if is_web_url(name) else _split_file_name(name))
        # A folder must not have the name that an output file may get.
        parent = PurePosixPath(*(f"{part}_" if part.endswith(suffix) else part for part in folders))
        path = parent / f"{last}{suffix}"
        first = _fold_case(path)
        while _fold_case(path) in taken:
            numbers[first] += 1
            path = parent / f"{last}-{numbers[first] + 1}{suffix}"
        taken.add(_fold_case(path))
        yield folder / path


def _fold_case(path: PurePosixPath) -> PurePosixPath:
    """Return the key by which a file system without case and with Unicode normalisation compares a path."""
    return PurePosixPath(unicodedata.normalize("NFC", str(path).casefold()))


def _split_file_name(name: str) -> list[str]:
    if name == STDIN:
        return ["stdin"]
    path = PurePath(os.path.normpath(name))
    parts = [part for part in path.parts if part not in (path.anchor, os.pardir)]
    return [*parts[:-1], _strip_extensions(parts[-1])] if parts else ["page"]


def _strip_extensions(name: str) -> str:
    end = PurePath(name).suffix
    if end.lower() in _COMPRESSED_EXTENSIONS:
        return _strip_extensions(name.removesuffix(end))
    return name.removesuffix(end) if end.lower() in _PAGE_EXTENSIONS else name


def _split_url(address: str) -> list[str]:
    try:
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return [address]
    path = [unquote(part) for part in parts.path.split("/") if part not in ("", ".", "..")]
    last = "index" if not path or parts.path.endswith("/") else _strip_extensions(path.pop())
    query = f"_{unquote(parts.query)}" if parts.query else ""
    return [host, *path[:_MAX_FOLDERS], last + query]


def _sanitize_name(part: str) -> str:
    """Return a name that is valid in any file system and cannot lead out of its folder."""
    name = _UNSAFE.sub("_", part).strip(" .") or "_"
    name = f"_{name}" if _RESERVED.match(name) else name
    return name.encode("utf-8", "surrogateescape")[:_MAX_NAME_BYTES].decode("utf-8", "ignore") or "_"
