"""A limit on the work for one record of an archive: what is damaged on purpose must not hold a run for hours."""

import time
from collections.abc import Callable

from cleancopy.corpus.archives.lookback_stream import Readable
from cleancopy.errors import CorpusError

MAX_SECONDS = 600.0
"""Processor time between two records. The worst archives that are known take 3 s a megabyte, and a whole one takes
milliseconds a record."""


class TimedStream:
    """A stream that is not read any further once the work since the last record took too long.

    Only work counts: processor time, without that of the stream itself. So a slow network ends nothing.
    """

    def __init__(
        self, stream: Readable, name: str, seconds: float = MAX_SECONDS, clock: Callable[[], float] = time.process_time
    ) -> None:
        """Take a stream, the name of its archive for messages, the limit and the clock."""
        self._stream, self._name, self._seconds, self._clock = stream, name, seconds, clock
        self._position = 0
        self._spent = 0.0
        self._resumed = clock()

    def restart(self) -> None:
        """Count from zero again: a record was found."""
        self._spent, self._resumed = 0.0, self._clock()

    def read(self, size: int = -1, /) -> bytes:
        """Read from the stream. Raises `CorpusError` where the work took too long."""
        self._spent += self._clock() - self._resumed
        if self._spent > self._seconds:
            raise CorpusError(
                f"{self._name} is damaged beyond repair at byte {self._position:,}: no record was found there in "
                f"{self._seconds:.0f} s of work; the records before it were read"
            )
        data = self._stream.read(size)
        self._position += len(data)
        self._resumed = self._clock()
        return data
