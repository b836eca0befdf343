"""Sources whose reader may crash, read in a process of its own: what a file does to it costs the file.

pyarrow reads Parquet in C++, and a file that is damaged in the right place makes it abort or write where it must not.
"""

import signal
import socket
import subprocess
from collections.abc import Iterator
from os import getppid

from cleancopy.corpus.record import Item
from cleancopy.corpus.settings import Columns
from cleancopy.corpus.sources import Source, read_source
from cleancopy.errors import CorpusError
from cleancopy.guard.channel import receive, send
from cleancopy.guard.launch import joined, launch
from cleancopy.guard.worker import bind
from cleancopy.options import Kind

MEMORY = 4 * 1024**3
"""Bytes that reading a source may take: a hundred times what it takes of a usual one."""
_PATIENCE = 10.0  # seconds for a process to end whose socket is closed


def read_aside(source: Source, columns: Columns, kind: Kind) -> Iterator[Item]:
    """Give the items of a source as `read_source` does, read by another process, which ends with the last of them.

    Raises `CorpusError` where it cannot be read any further, or its reader died of it.
    """
    try:
        process, channel = launch(__name__)
    except OSError as error:
        raise CorpusError(f"{source.path}: no process could be started to read it: {error}") from error
    try:
        yield from _received(process, channel, (source, columns, kind))
    finally:
        channel.close()
        process.kill()
        process.wait()


def _received(
    process: subprocess.Popen[bytes], channel: socket.socket, order: tuple[Source, Columns, Kind]
) -> Iterator[Item]:
    try:
        send(channel, order)
        while (found := receive(channel)) is not None:
            if isinstance(found, CorpusError):
                raise found
            yield found
    except (EOFError, OSError) as error:
        path = order[0].path
        raise CorpusError(f"{path}: {_fate(process.wait(_PATIENCE))} while it was read: the file is damaged") from error


def _fate(code: int) -> str:
    return f"the reader was killed ({signal.Signals(-code).name})" if code < 0 else f"the reader ended with code {code}"


def main() -> None:
    """Read the source that is asked for over the socket whose number is the argument."""
    channel = joined()
    bind(MEMORY, getppid())
    try:
        for item in read_source(*receive(channel)):
            send(channel, item)
        send(channel, None)
    except CorpusError as error:
        send(channel, error)
    except (BrokenPipeError, ConnectionResetError):  # the run wants no more of it
        pass
