"""The folder that a run writes to, local or on any file system of pyarrow. Files appear whole or not at all."""

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

from cleancopy.corpus.paths import is_address, open_file_system
from cleancopy.errors import CorpusError

_COPY_BYTES = 1 << 20  # at a time
TEMPORARY_SUFFIX = ".tmp"


class WrittenFile(NamedTuple):
    """A file as it was written: its bytes, and their sha256 in hexadecimal digits."""

    size: int
    digest: str


class OutputFolder:
    """An output folder.

    address   a path, or an address such as ``s3://bucket/key``

    Raises `CorpusError` where it cannot be written to.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        with self._translate_errors("opened"):
            if is_address(address):
                self._fs, self._root = open_file_system(address.rstrip("/"))
            else:
                self._fs, self._root = fs.LocalFileSystem(), str(Path(address).absolute())
            self._is_local = isinstance(self._fs, fs.LocalFileSystem)
            if self._is_local:  # object stores have no folders
                self._fs.create_dir(self._root, recursive=True)

    def open_subfolder(self, name: str) -> "OutputFolder":
        """Open a folder in this one."""
        return OutputFolder(f"{self.address.rstrip('/')}/{name}")

    @property
    def local_path(self) -> Path | None:
        """Path of the folder on this machine; None where it is elsewhere."""
        return Path(self._root) if self._is_local else None

    def has_subfolder(self, name: str) -> bool:
        """Whether there is a folder of this name in it; an object store has one where it is not empty."""
        with self._translate_errors(f"read ({name})"):
            found = self._fs.get_file_info(f"{self._root}/{name}")
        return bool(found.type == fs.FileType.Directory)

    def list_names(self) -> list[str]:
        """List the names of the files in it, sorted."""
        return sorted(self.list_sizes())

    def list_sizes(self) -> dict[str, int]:
        """List the sizes of the files in it, in bytes by name, with one request."""
        with self._translate_errors("listed"):
            found = self._fs.get_file_info(fs.FileSelector(self._root, allow_not_found=True))
        return {info.base_name: int(info.size) for info in found if info.type == fs.FileType.File}

    def get_size(self, name: str) -> int | None:
        """Get the size of a file in bytes, None where there is no such file."""
        with self._translate_errors(f"read ({name})"):
            info = self._fs.get_file_info(f"{self._root}/{name}")
        return int(info.size) if info.type == fs.FileType.File else None

    def compute_digest(self, name: str) -> str:
        """Compute the sha256 of a file, in hexadecimal digits."""
        with self._translate_errors(f"read ({name})"), self._fs.open_input_file(f"{self._root}/{name}") as stream:
            return _hash_stream(stream)

    def read(self, name: str) -> bytes:
        """Read a file."""
        with self._translate_errors(f"read ({name})"), self._fs.open_input_stream(f"{self._root}/{name}") as stream:
            return bytes(stream.read())

    def remove(self, name: str) -> None:
        """Remove a file."""
        with self._translate_errors(f"written to ({name})"):
            self._fs.delete_file(f"{self._root}/{name}")

    def write(self, name: str, data: bytes) -> None:
        """Write a small file."""
        self.write_atomically(name, lambda stream: stream.write(data), lambda _: None)

    def write_atomically(
        self, name: str, fill: Callable[[IO[bytes]], object], check: Callable[[Path], None]
    ) -> WrittenFile:
        """Write a file with `fill` and check it with `check`; only then does it appear under its name."""
        with self._translate_errors(f"written to ({name})"):
            return self._write_local(name, fill, check) if self._is_local else self._write_remote(name, fill, check)

    def _write_local(
        self, name: str, fill: Callable[[IO[bytes]], object], check: Callable[[Path], None]
    ) -> WrittenFile:
        # A unique name: where a task runs twice at a time, each writes its own file, and the last one stays.
        temporary = Path(self._root) / f".{name}.{uuid4().hex}{TEMPORARY_SUFFIX}"
        try:
            with temporary.open("xb") as stream:
                fill(stream)
                stream.flush()
                os.fsync(stream.fileno())
            check(temporary)
            written = _describe_file(temporary)
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

    def _write_remote(
        self, name: str, fill: Callable[[IO[bytes]], object], check: Callable[[Path], None]
    ) -> WrittenFile:
        """Write a local file, then upload it: an object store cannot take back half of an object."""
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / "whole"
            with whole.open("wb") as stream:
                fill(stream)
            check(whole)
            target = f"{self._root}/{name}"
            with whole.open("rb") as stream, self._fs.open_output_stream(target) as upload:
                while chunk := stream.read(_COPY_BYTES):
                    upload.write(chunk)
            written = _describe_file(whole)
            if self.get_size(name) != written.size:
                self.remove(name)
                raise OSError("the upload is incomplete")
        return written

    def remove_temporary_files(self) -> None:
        """Remove the half-written files of a run that was killed, in this folder and all below it."""
        if self._is_local:
            with self._translate_errors("written to"):
                for path in Path(self._root).rglob(f".*{TEMPORARY_SUFFIX}"):
                    path.unlink(missing_ok=True)

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Lock out other processes of this machine; the lock ends with the process, however it ends.

        Raises `BlockingIOError` where another process has the lock.
        """
        with self._translate_errors(f"written to ({name})"):
            lock = (Path(self._root) / name).open("wb")
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield

    @contextmanager
    def _translate_errors(self, action: str) -> Iterator[None]:
        try:
            yield
        except (OSError, ArrowException) as error:
            reason = getattr(error, "strerror", None) or " ".join(str(error).split())
            raise CorpusError(f"{self.address} cannot be {action}: {reason}") from error


def _describe_file(path: Path) -> WrittenFile:
    with path.open("rb") as stream:
        return WrittenFile(path.stat().st_size, _hash_stream(stream))


def _hash_stream(stream: Any) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_COPY_BYTES):
        digest.update(chunk)
    return digest.hexdigest()
