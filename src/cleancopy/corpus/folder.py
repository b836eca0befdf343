"""A folder that a run writes to: local, or on any filesystem that pyarrow knows. Files appear whole or not at all."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

from pyarrow import fs

from cleancopy.corpus.files import file_system, is_address
from cleancopy.errors import CorpusError

_COPIED = 1 << 20  # bytes at a time
TEMPORARY = ".tmp"


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

    def names(self) -> list[str]:
        """The names of the files in it, in order."""
        found = self._fs.get_file_info(fs.FileSelector(self._root, allow_not_found=True))
        return sorted(info.base_name for info in found if info.type == fs.FileType.File)

    def size(self, name: str) -> int | None:
        """The size of a file in bytes, None where there is none."""
        info = self._fs.get_file_info(f"{self._root}/{name}")
        return int(info.size) if info.type == fs.FileType.File else None

    def read(self, name: str) -> bytes:
        """The contents of a file."""
        with self._told(f"read ({name})"), self._fs.open_input_stream(f"{self._root}/{name}") as stream:
            return bytes(stream.read())

    def remove(self, name: str) -> None:
        """Take a file away."""
        self._fs.delete_file(f"{self._root}/{name}")

    def write(self, name: str, data: bytes) -> None:
        """Write a small file."""
        self.write_whole(name, lambda stream: stream.write(data), lambda _: None)

    def write_whole(self, name: str, fill: Callable[[IO[bytes]], object], check: Callable[[Path], None]) -> None:
        """Have `fill` write a file, `check` it, and only then let it appear under its name."""
        with self._told(f"written to ({name})"):
            if self._local:
                self._write_here(name, fill, check)
            else:
                self._write_there(name, fill, check)

    def _write_here(self, name: str, fill: Callable[[IO[bytes]], object], check: Callable[[Path], None]) -> None:
        # A name of its own: where a task runs twice, each writes its file, and the last one stays.
        temporary = Path(self._root) / f".{name}.{uuid4().hex}{TEMPORARY}"
        try:
            with temporary.open("xb") as stream:
                fill(stream)
                stream.flush()
                os.fsync(stream.fileno())
            check(temporary)
            temporary.replace(Path(self._root) / name)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        folder = os.open(self._root, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _write_there(self, name: str, fill: Callable[[IO[bytes]], object], check: Callable[[Path], None]) -> None:
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
            if self.size(name) != whole.stat().st_size:
                self.remove(name)
                raise OSError("the upload is incomplete")

    def clear(self) -> None:
        """Remove what a run that was killed left half-written, in all that is in it."""
        if self._local:
            for path in Path(self._root).rglob(f".*{TEMPORARY}"):
                path.unlink(missing_ok=True)

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error).splitlines()[0]
            raise CorpusError(f"{self.address} cannot be {done}: {reason}") from error
