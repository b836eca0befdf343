"""Files and folders, here or at an address (``s3://bucket/key``): looked at, walked and opened.

Addresses are those that pyarrow knows, and of single files those of http and https, which have no folders to list.
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

_REMOTE_BUFFER = 4 * 1024**2  # bytes asked for at a time: a request costs tens of milliseconds, whatever it brings
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # two characters and more: C: is a drive
_WILD = re.compile(r"[*?\[]")
_WILD_IN_ADDRESS = re.compile(r"[*\[]")  # a question mark begins the options of a file system

# What was wrong and what to do, for the errors that a path can give.
_REMEDIES = (
    (FileNotFoundError, "no such file or folder: check the path"),
    (PermissionError, "not readable by you: check the permissions"),
)


@dataclass(frozen=True, slots=True)
class File:
    """A file that a walk has found.

    path   to open it
    name   below the folder that was walked, parts joined by ``/``
    size   bytes; None for what cannot be read as a file: a pipe, a device, a link to nowhere or to a folder
    stamp  when it was last written, see `Place`
    """

    path: str
    name: str
    size: int | None
    stamp: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at a path: a folder, or a file of `size` bytes.

    stamp   seconds from 1970 to when it was last written, to the nanosecond; "" where nobody knows
    """

    is_folder: bool
    size: int
    stamp: str = ""


def is_address(path: str) -> bool:
    """Whether `path` names something elsewhere, which is to be fetched."""
    return _ADDRESS.match(path) is not None


def is_http(path: str) -> bool:
    """Whether `path` is an address of http or https, which stands for a single file."""
    return path.lower().startswith(("http://", "https://"))


def to_local(path: str) -> str:
    """The path that a ``file://`` address stands for; any other path as it is."""
    if not path.lower().startswith("file://"):
        return path
    return str(file_system(path)[1])


def shown(path: str) -> str:
    """A path as it may stand in a message of one line."""
    return path if path.isprintable() else ascii(path)


@contextmanager
def plain_errors(path: str) -> Iterator[None]:
    """Raise what goes wrong with files as a `CorpusError` of one line that names the path."""
    try:
        yield
    except (OSError, ArrowException) as error:
        raise _plain(path, error) from error


def _plain(path: str, error: Exception) -> CorpusError:
    named = getattr(error, "filename", None)
    where = named if isinstance(named, str) else path  # the one in a folder that is to blame
    strerror = getattr(error, "strerror", None)
    otherwise = f"cannot be read: {' '.join(str(strerror or error).split())}"
    known = (remedy for kind, remedy in _REMEDIES if isinstance(error, kind))
    return CorpusError(f"{shown(where)}: {next(known, otherwise)}")


# ── one path ──────────────────────────────────────────────────────────────────────────────────────


def look(path: str) -> Place:
    """Tell what stands at a path. Raises `OSError` and `CorpusError`; a pipe or a device is refused, never opened."""
    if is_address(path):
        return _look_elsewhere(path)
    found = Path(path).stat()
    if stat.S_ISDIR(found.st_mode):
        return Place(is_folder=True, size=0)
    if not stat.S_ISREG(found.st_mode):
        raise CorpusError(f"{shown(path)}: a pipe or a device has no end to rely on: save it to a file first")
    return Place(is_folder=False, size=found.st_size, stamp=_stamp(found.st_mtime_ns))


def _stamp(nanoseconds: int | None) -> str:
    """A time as ``touch -d @…`` takes it."""
    return "" if nanoseconds is None else f"{nanoseconds // 10**9}.{nanoseconds % 10**9:09d}"


def _look_elsewhere(address: str) -> Place:
    if is_http(address):
        with _remote_file(address) as file:
            size, tag, date = file.version
        return Place(is_folder=False, size=size or 0, stamp=tag or date)  # 0, too, where the server does not say
    files, path = file_system(address)
    found = files.get_file_info(path)
    if found.type == FileType.NotFound:
        raise FileNotFoundError(2, "not found", address)
    return Place(found.type == FileType.Directory, found.size or 0, _stamp(found.mtime_ns))


def open_input(path: str) -> BufferedReader:
    """Open a file, here or elsewhere, to read from any place in it. Raises `OSError` and pyarrow's exceptions.

    A path that has become a pipe, a device or a folder since somebody looked is an `OSError`, and keeps nobody waiting.
    """
    if not is_address(path):
        return open(path, "rb", opener=_open_regular)
    if is_http(path):
        return BufferedReader(_remote_file(path), _REMOTE_BUFFER)
    files, inner = file_system(path)
    return BufferedReader(files.open_input_file(inner), _REMOTE_BUFFER)


def _open_regular(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe would wait for its writer
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "it is no file: a pipe, a device or a folder", path)


def _remote_file(address: str) -> Any:
    _refuse_keys(address, "give an address that needs no sign-in")
    try:
        from cleancopy.fetch.ranges import RemoteFile  # noqa: PLC0415 - an extra of its own
    except ImportError as error:
        raise CorpusError(f"{shown(address)}: to read over HTTP, pip install 'cleancopy[fetch]'") from error
    return RemoteFile(address)


def _refuse_keys(address: str, remedy: str) -> None:
    """Refuse keys in an address: it stands in the ledger, the rows and the messages."""
    parts = urlsplit(address)
    if parts.username or parts.password:
        raise CorpusError(f"{parts.scheme}://…@{shown(parts.hostname or '')}: keep keys out of addresses: {remedy}")


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    _refuse_keys(address, "set AWS_…")
    return cast("tuple[Any, str]", FileSystem.from_uri(address))


# ── many ──────────────────────────────────────────────────────────────────────────────────────────


def walk(folder: str) -> Iterator[File]:
    """Give the files below a folder in an order that depends on their names alone. Raises `OSError`.

    What begins with a dot is left out. Links to folders are not followed: they may lead anywhere, and in circles.
    """
    return _walk_elsewhere(folder) if is_address(folder) else _walk_here(folder)


def _walk_here(folder: str) -> Iterator[File]:
    root = Path(folder)
    for parent, folders, names in os.walk(folder, onerror=_raise):
        here = Path(parent)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(name for name in names + links if not _is_hidden(name)):
            path = here / name
            yield _found(path, path.relative_to(root).as_posix())


def _raise(error: OSError) -> None:
    raise error


def _found(path: Path, name: str) -> File:
    try:
        place = look(str(path))
    except (OSError, CorpusError):
        return File(str(path), name, None)
    return File(str(path), name, None if place.is_folder else place.size, place.stamp)


def _walk_elsewhere(folder: str) -> Iterator[File]:
    files, root = file_system(folder)
    address, mark, options = folder.partition("?")
    found = files.get_file_info(FileSelector(root, recursive=True))
    for info in sorted((info for info in found if info.is_file), key=lambda info: info.path):
        name = info.path.removeprefix(root).lstrip("/")
        if not has_hidden(name):
            yield File(f"{address.rstrip('/')}/{quote(name)}{mark}{options}", name, info.size, _stamp(info.mtime_ns))


def has_hidden(name: str) -> bool:
    """Whether a part of the path begins with a dot, so that no walk goes there."""
    return any(map(_is_hidden, PurePosixPath(name).parts))


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def is_glob(path: str) -> bool:
    """Whether a path is a pattern: it has wildcards, and no file of exactly this name is there."""
    if is_http(path):
        return False
    if is_address(path):
        return _WILD_IN_ADDRESS.search(path) is not None
    return _WILD.search(path) is not None and not os.path.lexists(path)


def glob(pattern: str) -> list[str]:
    """The paths that fit a pattern, sorted. In an address ``**`` is not known: name the folder."""
    return sorted(_glob_elsewhere(pattern) if is_address(pattern) else _glob_here(pattern))


def _glob_here(pattern: str) -> Iterator[str]:
    path = Path(pattern)
    # pathlib's does not follow links to folders where it goes down, unlike the module glob: no circles.
    for found in Path(path.anchor).glob(str(path.relative_to(path.anchor))):
        if not _is_hidden(found.name) or _is_hidden(path.name):
            yield str(found)


def _glob_elsewhere(pattern: str) -> Iterator[str]:
    address, mark, options = pattern.partition("?")
    base = _WILD_IN_ADDRESS.split(address, maxsplit=1)[0].rpartition("/")[0]
    wanted = address[len(base) + 1 :].split("/")
    for file in walk(base + mark + options):
        parts = file.name.split("/")
        if len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted)):
            yield file.path
