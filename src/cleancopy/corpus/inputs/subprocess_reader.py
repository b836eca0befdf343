"""Reads sources whose reader may crash in a process of their own: a file that crashes it costs the file alone.

pyarrow reads Parquet in C++, and a file that is damaged at the right byte makes it abort, or write where it must not.
"""

import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from os import getppid
from typing import TypeVar

from cleancopy.corpus.inputs.reading import read_source
from cleancopy.corpus.inputs.sources import Source
from cleancopy.corpus.record import Item, ProgressCallback, ignore
from cleancopy.corpus.settings import Columns
from cleancopy.errors import CorpusError
from cleancopy.options import Kind
from cleancopy.workers import apply_process_limits, connect_to_launcher, launch, receive, send

_Answer = TypeVar("_Answer")

MEMORY_LIMIT = 4 * 1024**3
"""Bytes of memory that the reader of a source may use: a hundred times what a usual source takes."""
_EXIT_SECONDS = 10.0  # that a process may take to end after its socket is closed


def read_in_subprocess(
    source: Source, columns: Columns, kind: Kind, on_progress: ProgressCallback = ignore
) -> Iterator[Item]:
    """Read the items of a source as `read_source` does, in another process, which ends after the last item.

    Raises `CorpusError` where the source cannot be read any further, or its reader crashed.
    """
    with closing(run_in_subprocess(source.path, read_source, source, columns, kind)) as items:
        for item, read in items:
            on_progress(read)
            yield item


def run_in_subprocess(
    name: str, work: Callable[..., Iterator[_Answer]], *arguments: object
) -> Generator[tuple[_Answer, int], None, None]:
    """Yield what `work` yields in another process, each with the bytes that were read so far.

    name    of the source, for messages
    work    a function of a module, which is called with `arguments` and a `ProgressCallback`

    Raises `CorpusError` where `work` does, and where the process cannot be started or crashed.
    """
    try:
        process, channel = launch(__name__)
    except OSError as error:
        raise CorpusError(f"{name}: no process could be started to read it: {error}") from error
    try:
        send(channel, (work, arguments))
        while (message := receive(channel)) is not None:
            if isinstance(message, CorpusError):
                raise message
            yield message
    except (EOFError, OSError) as error:
        end = _describe_exit(process.wait(_EXIT_SECONDS))
        raise CorpusError(f"{name}: {end} while it was read: the file is damaged") from error
    finally:
        channel.close()
        process.kill()
        process.wait()


def _describe_exit(code: int) -> str:
    return f"the reader was killed ({signal.Signals(-code).name})" if code < 0 else f"the reader ended with code {code}"


def main() -> None:
    """Do the work that is requested over the socket whose number is the argument."""
    channel = connect_to_launcher()
    apply_process_limits(MEMORY_LIMIT, getppid())
    read = 0

    def set_progress(position: int) -> None:
        nonlocal read
        read = position

    try:
        work, arguments = receive(channel)
        for item in work(*arguments, set_progress):
            send(channel, (item, read))
        send(channel, None)
    except CorpusError as error:
        send(channel, error)
    except (BrokenPipeError, ConnectionResetError):  # the run has stopped reading
        pass
