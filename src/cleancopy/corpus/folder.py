"""A folder that a run writes to: local, or on any filesystem that pyarrow knows. Files appear whole or not at all."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple
from uuid import uuid4

from pyarrow import ArrowException, fs

from cleancopy.corpus.files import file_system, is_address
from cleancopy.errors import CorpusError

_COPIED = 1 << 20  # bytes at a time
TEMPORARY = ".tmp"


class Written(NamedTuple):
    """A file as it was written: its bytes, and their sha256 in hexadecimal digits."""

    size: int
    digest: str


class Folder:
    """An output folder.

    address   a path, or an address such as ``s3://bucket/key``

    Raises `CorpusError` where it cannot be written to.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        with self._told("opened"):
            if is_address(address):
                self._fs, self._root = file_system(address.rstrip("/"))
            else:
                self._fs, self._root = fs.LocalFileSystem(), str(Path(address).absolute())
            self._local = isinstance(self._fs, fs.LocalFileSystem)
            if self._local:  # a store has no folders
                self._fs.create_dir(self._root, recursive=True)

    def within(self, name: str) -> "Folder":
        """A folder in this one."""
        return Folder(f"{self.address.rstrip('/')}/{name}")

    @property
    def local(self) -> Path | None:
        """Where it lies, if it lies on this machine."""
        return Path(self._root) if self._local else None

    def has_folder(self, name: str) -> bool:
        """Whether there is a folder of this name in it; a store has one where it has something in it."""
        with self._told(f"read ({name})"):
            found = self._fs.get_file_info(f"{self._root}/{name}")
        return bool(found.type == fs.FileType.Directory)

    def names(self) -> list[str]:
        """The names of the files in it, in order."""
        return sorted(self.sizes())

    def sizes(self) -> dict[str, int]:
        """The sizes in bytes of the files in it, by their names: one request, however many there are."""
        with self._told("listed"):
            found = self._fs.get_file_info(fs.FileSelector(self._root, allow_not_found=True))
        return {info.base_name: int(info.size) for info in found if info.type == fs.FileType.File}

    def size(self, name: str) -> int | None:
        """The size of a file in bytes, None where there is none."""
        with self._told(f"read ({name})"):
            info = self._fs.get_file_info(f"{self._root}/{name}")
        return int(info.size) if info.type == fs.FileType.File else None

    def digest(self, name: str) -> str:
        """The sha256 of a file, in hexadecimal digits."""
        with self._told(f"read ({name})"), self._fs.open_input_file(f"{self._root}/{name}") as stream:
            return _digest(stream)

    def read(self, name: str) -> bytes:
        """The contents of a file."""
        with self._told(f"read ({name})"), self._fs.open_input_stream(f"{self._root}/{name}") as stream:
            return bytes(stream.read())

    def remove(self, name: str) -> None:
        """Take a file away."""
        with self._told(f"written to ({name})"):
            self._fs.delete_file(f"{self._root}/{name}")

    def write(self, name: str, data: bytes) -> None:
        """Write a small file."""
        self.write_whole(name, lambda stream: stream.write(data), lambda _: None)

    def write_whole(self, name: str, fill: Callable[[IO[bytes]], object], check: Callable[[Path], None]) -> Written:
        """Have `fill` write a file, `check` it, and only then let it appear under its name."""
        with self._told(f"written to ({name})"):
            return self._write_here(name, fill, check) if self._local else self._write_there(name, fill, check)

    def _write_here(self, name: str, fill: Callable[[IO[bytes]], object], check: Callable[[Path], None]) -> Written:
        # A name of its own: where a task runs twice, each writes its file, and the last one stays.
        temporary = Path(self._root) / f".{name}.{uuid4().hex}{TEMPORARY}"
        try:
            with temporary.open("xb") as stream:
                fill(stream)
                stream.flush()
                os.fsync(stream.fileno())
            check(temporary)
            written = _written(temporary)
            temporary.replace(Path(self._root) / name)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        folder = os.open(self._root, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return written

    def _write_there(self, name: str, fill: Callable[[IO[bytes]], object], check: Callable[[Path], None]) -> Written:
        """By a file here: an object store shows an object when it is complete, but cannot take half of one back."""
        with tempfile.TemporaryDirectory() as here:
            whole = Path(here) / "whole"
            with whole.open("wb") as stream:
                fill(stream)
            check(whole)
            target = f"{self._root}/{name}"
            with whole.open("rb") as stream, self._fs.open_output_stream(target) as there:
                while chunk := stream.read(_COPIED):
                    there.write(chunk)
            written = _written(whole)
            if self.size(name) != written.size:
                self.remove(name)
                raise OSError("the upload is incomplete")
        return written

    def clear(self) -> None:
        """Remove what a run that was killed left half-written, in all that is in it."""
        if self._local:
            with self._told("written to"):
                for path in Path(self._root).rglob(f".*{TEMPORARY}"):
                    path.unlink(missing_ok=True)

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Keep other processes of this machine out; the lock goes with the process, however it ends.

        Raises `BlockingIOError` where another process has it.
        """
        with self._told(f"written to ({name})"):
            lock = (Path(self._root) / name).open("wb")
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        try:
            yield
        except (OSError, ArrowException) as error:
            reason = getattr(error, "strerror", None) or " ".join(str(error).split())
            raise CorpusError(f"{self.address} cannot be {done}: {reason}") from error


def _written(path: Path) -> Written:
    with path.open("rb") as stream:
        return Written(path.stat().st_size, _digest(stream))


def _digest(stream: Any) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_COPIED):
        digest.update(chunk)
    return digest.hexdigest()
