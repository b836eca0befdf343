"""Sources whose reader may crash, read in a process of its own: what a file does to it costs the file.

pyarrow reads Parquet in C++, and a file that is damaged in the right place makes it abort or write where it must not.
"""

import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from os import getppid
from typing import TypeVar

from cleancopy.corpus.record import Advance, Item, ignore
from cleancopy.corpus.settings import Columns
from cleancopy.corpus.sources import Source, read_source
from cleancopy.errors import CorpusError
from cleancopy.guard.channel import receive, send
from cleancopy.guard.launch import joined, launch
from cleancopy.guard.worker import bind
from cleancopy.options import Kind

_Answer = TypeVar("_Answer")

MEMORY = 4 * 1024**3
"""Bytes that reading a source may take: a hundred times what it takes of a usual one."""
_PATIENCE = 10.0  # seconds for a process to end whose socket is closed


def read_aside(source: Source, columns: Columns, kind: Kind, advance: Advance = ignore) -> Iterator[Item]:
    """Give the items of a source as `read_source` does, read by another process, which ends with the last of them.

    Raises `CorpusError` where it cannot be read any further, or its reader died of it.
    """
    with closing(do_aside(source.path, read_source, source, columns, kind)) as items:
        for item, read in items:
            advance(read)
            yield item


def do_aside(
    name: str, work: Callable[..., Iterator[_Answer]], *given: object
) -> Generator[tuple[_Answer, int], None, None]:
    """Give what `work` gives in another process, each with the bytes that it had read by then.

    name    of what is read, for messages
    work    a function of a module, which is handed `given` and an `Advance`

    Raises `CorpusError` where `work` does, and where its process cannot be started or died.
    """
    try:
        process, channel = launch(__name__)
    except OSError as error:
        raise CorpusError(f"{name}: no process could be started to read it: {error}") from error
    try:
        send(channel, (work, given))
        while (found := receive(channel)) is not None:
            if isinstance(found, CorpusError):
                raise found
            yield found
    except (EOFError, OSError) as error:
        raise CorpusError(f"{name}: {_fate(process.wait(_PATIENCE))} while it was read: the file is damaged") from error
    finally:
        channel.close()
        process.kill()
        process.wait()


def _fate(code: int) -> str:
    return f"the reader was killed ({signal.Signals(-code).name})" if code < 0 else f"the reader ended with code {code}"


def main() -> None:
    """Do the work that is asked for over the socket whose number is the argument."""
    channel = joined()
    bind(MEMORY, getppid())
    read = 0

    def advance(position: int) -> None:
        nonlocal read
        read = position

    try:
        work, given = receive(channel)
        for item in work(*given, advance):
            send(channel, (item, read))
        send(channel, None)
    except CorpusError as error:
        send(channel, error)
    except (BrokenPipeError, ConnectionResetError):  # the run wants no more of it
        pass
