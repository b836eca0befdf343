"""Finds, walks and opens files and folders, local or at an address (``s3://bucket/key``).

Addresses are those that pyarrow knows, and http and https addresses of single files, which have no folders to list.
"""

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import quote, urlsplit

from pyarrow import ArrowException
from pyarrow.fs import FileSelector, FileSystem, FileType

from cleancopy.errors import CorpusError

_REMOTE_BUFFER = 4 * 1024**2  # bytes per request: a request costs tens of milliseconds, whatever its size
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # at least two characters: C: is a drive
_WILDCARD = re.compile(r"[*?\[]")
_WILDCARD_IN_ADDRESS = re.compile(r"[*\[]")  # a question mark begins the options of a file system

# What was wrong and what to do, for the errors that a path can cause.
_REMEDIES = (
    (FileNotFoundError, "no such file or folder: check the path"),
    (PermissionError, "not readable by you: check the permissions"),
)


@dataclass(frozen=True, slots=True)
class File:
    """A file that a walk has found.

    path   to open it
    name   relative to the folder that was walked, with ``/`` between parts
    size   bytes; None where it cannot be read as a file: a pipe, a device, a link to nowhere or to a folder
    stamp  when it was last written, see `PathInfo`
    """

    path: str
    name: str
    size: int | None
    stamp: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class PathInfo:
    """What is at a path: a folder, or a file of `size` bytes.

    stamp   seconds from 1970 to the last write, to the nanosecond; "" where it is not known
    """

    is_folder: bool
    size: int
    stamp: str = ""


def is_address(path: str) -> bool:
    """Whether `path` is the address of something remote."""
    return _ADDRESS.match(path) is not None


def is_http(path: str) -> bool:
    """Whether `path` is an http or https address, which stands for a single file."""
    return path.lower().startswith(("http://", "https://"))


def to_local(path: str) -> str:
    """Convert a ``file://`` address to a path; other paths are returned unchanged."""
    if not path.lower().startswith("file://"):
        return path
    return str(open_file_system(path)[1])


def format_path(path: str) -> str:
    """Format a path for a message of one line."""
    return path if path.isprintable() else ascii(path)


@contextmanager
def translate_errors(path: str) -> Iterator[None]:
    """Raise errors of files as a `CorpusError` of one line that names the path."""
    try:
        yield
    except (OSError, ArrowException) as error:
        raise _to_corpus_error(path, error) from error


def _to_corpus_error(path: str, error: Exception) -> CorpusError:
    filename = getattr(error, "filename", None)
    culprit = filename if isinstance(filename, str) else path  # it may be a file in the folder `path`
    strerror = getattr(error, "strerror", None)
    otherwise = f"cannot be read: {' '.join(str(strerror or error).split())}"
    known = (remedy for kind, remedy in _REMEDIES if isinstance(error, kind))
    return CorpusError(f"{format_path(culprit)}: {next(known, otherwise)}")


# ── one path ──────────────────────────────────────────────────────────────────────────────────────


def stat_path(path: str) -> PathInfo:
    """Find out what is at a path. Raises `OSError` and `CorpusError`; pipes and devices are refused, never opened."""
    if is_address(path):
        return _stat_remote(path)
    found = Path(path).stat()
    if stat.S_ISDIR(found.st_mode):
        return PathInfo(is_folder=True, size=0)
    if not stat.S_ISREG(found.st_mode):
        raise CorpusError(f"{format_path(path)}: a pipe or a device may never end: save it to a file first")
    return PathInfo(is_folder=False, size=found.st_size, stamp=_format_stamp(found.st_mtime_ns))


def _format_stamp(nanoseconds: int | None) -> str:
    """Format a time for ``touch -d @…``."""
    return "" if nanoseconds is None else f"{nanoseconds // 10**9}.{nanoseconds % 10**9:09d}"


def _stat_remote(address: str) -> PathInfo:
    if is_http(address):
        with _open_http(address) as file:
            size, tag, date = file.version
        return PathInfo(is_folder=False, size=size or 0, stamp=tag or date)  # 0 where the server does not state it
    files, path = open_file_system(address)
    found = files.get_file_info(path)
    if found.type == FileType.NotFound:
        raise FileNotFoundError(2, "not found", address)
    return PathInfo(found.type == FileType.Directory, found.size or 0, _format_stamp(found.mtime_ns))


def open_input(path: str) -> BufferedReader:
    """Open a file, local or remote, for reading from any offset. Raises `OSError` and pyarrow's exceptions.

    A path that has become a pipe, a device or a folder since it was found raises `OSError`, and blocks nothing.
    """
    if not is_address(path):
        return open(path, "rb", opener=_open_regular)
    if is_http(path):
        return BufferedReader(_open_http(path), _REMOTE_BUFFER)
    files, inner = open_file_system(path)
    return BufferedReader(files.open_input_file(inner), _REMOTE_BUFFER)


def _open_regular(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe would wait for its writer
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "it is no file: a pipe, a device or a folder", path)


def _open_http(address: str) -> Any:
    _refuse_credentials(address, "give an address that needs no sign-in")
    try:
        from cleancopy.fetch import RemoteFile  # noqa: PLC0415 - needs the extra fetch
    except ImportError as error:
        raise CorpusError(f"{format_path(address)}: to read over HTTP, pip install 'cleancopy[fetch]'") from error
    return RemoteFile(address)


def _refuse_credentials(address: str, remedy: str) -> None:
    """Refuse credentials in an address: addresses appear in the ledger, the rows and messages."""
    parts = urlsplit(address)
    if parts.username or parts.password:
        raise CorpusError(
            f"{parts.scheme}://…@{format_path(parts.hostname or '')}: keep keys out of addresses: {remedy}"
        )


def open_file_system(address: str) -> tuple[Any, str]:
    """Open the file system of an address; also returns the path in it."""
    _refuse_credentials(address, "set AWS_…")
    return cast("tuple[Any, str]", FileSystem.from_uri(address))


# ── many ──────────────────────────────────────────────────────────────────────────────────────────


def walk(folder: str) -> Iterator[File]:
    """Yield the files below a folder, in an order that depends on their names alone. Raises `OSError`.

    Names that begin with a dot are left out. Links to folders are not followed: they may lead anywhere, and in circles.
    """
    return _walk_remote(folder) if is_address(folder) else _walk_local(folder)


def _walk_local(folder: str) -> Iterator[File]:
    root = Path(folder)
    for parent, folders, names in os.walk(folder, onerror=_raise_error):
        here = Path(parent)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(name for name in names + links if not _is_hidden(name)):
            path = here / name
            yield _describe_file(path, path.relative_to(root).as_posix())


def _raise_error(error: OSError) -> None:
    raise error


def _describe_file(path: Path, name: str) -> File:
    try:
        info = stat_path(str(path))
    except (OSError, CorpusError):
        return File(str(path), name, None)
    return File(str(path), name, None if info.is_folder else info.size, info.stamp)


def _walk_remote(folder: str) -> Iterator[File]:
    files, root = open_file_system(folder)
    address, mark, options = folder.partition("?")
    found = files.get_file_info(FileSelector(root, recursive=True))
    for info in sorted((info for info in found if info.is_file), key=lambda info: info.path):
        name = info.path.removeprefix(root).lstrip("/")
        if not has_hidden_part(name):
            yield File(
                f"{address.rstrip('/')}/{quote(name)}{mark}{options}", name, info.size, _format_stamp(info.mtime_ns)
            )


def has_hidden_part(name: str) -> bool:
    """Whether a part of the path begins with a dot, so that no walk goes there."""
    return any(map(_is_hidden, PurePosixPath(name).parts))


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def is_pattern(path: str) -> bool:
    """Whether a path is a pattern: it has wildcards, and there is no file of exactly this name."""
    if is_http(path):
        return False
    if is_address(path):
        return _WILDCARD_IN_ADDRESS.search(path) is not None
    return _WILDCARD.search(path) is not None and not os.path.lexists(path)


def expand_pattern(pattern: str) -> list[str]:
    """List the paths that match a pattern, sorted. Addresses do not support ``**``: name the folder."""
    return sorted(_expand_remote(pattern) if is_address(pattern) else _expand_local(pattern))


def _expand_local(pattern: str) -> Iterator[str]:
    path = Path(pattern)
    # Unlike the module glob, pathlib does not follow links to folders below: no circles.
    for found in Path(path.anchor).glob(str(path.relative_to(path.anchor))):
        if not _is_hidden(found.name) or _is_hidden(path.name):
            yield str(found)


def _expand_remote(pattern: str) -> Iterator[str]:
    address, mark, options = pattern.partition("?")
    base = _WILDCARD_IN_ADDRESS.split(address, maxsplit=1)[0].rpartition("/")[0]
    pattern_parts = address[len(base) + 1 :].split("/")
    for file in walk(base + mark + options):
        parts = file.name.split("/")
        if len(parts) == len(pattern_parts) and all(map(fnmatchcase, parts, pattern_parts)):
            yield file.path
