"""The exceptions that cleancopy raises.

    CleancopyError
    ├── ArtifactError         a trained artefact is missing, damaged, or does not fit this code
    ├── GuardError            no worker process can be started
    ├── WorkerFailedError     a worker did not finish its job: no time, no memory, or a crash
    ├── CorpusError           an input of a corpus cannot be read, or its output cannot be written
    │   └── ColumnError       a table lacks a column
    ├── FetchError            a page cannot be fetched, or must not be fetched
    ├── RequestError          the service refuses a request
    ├── TableError            an input is a table of pages, but one page is expected
    └── CompressionError      a compressed body cannot be decompressed
        └── TooLargeError     it would be larger than allowed

A caller's mistake (a wrong type, an unknown option) is a plain `TypeError` or `ValueError`.
A bad page is never an exception: it gives an `Article` with flags. This does not hold for compressed bodies.
"""

from collections.abc import Mapping


class CleancopyError(Exception):
    """The base class of all exceptions of cleancopy."""


class ArtifactError(CleancopyError):
    """A trained artefact cannot be used; the message names the file and the reason."""


class GuardError(CleancopyError):
    """No worker can be started: processes cannot be started here, or end at once."""


class WorkerFailedError(CleancopyError):
    """A worker did not finish its job.

    reason   ``timed_out``, ``out_of_memory`` or ``crashed``
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class CorpusError(CleancopyError):
    """An input of a corpus cannot be read, or its output cannot be written; the message names it and what to do."""


class ColumnError(CorpusError):
    """A table lacks a column; the message names the columns that it has."""


class FetchError(CleancopyError):
    """A page cannot be fetched, or must not be fetched; the message says why and what to do.

    reason   short code, see `cleancopy.fetch`
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class RequestError(CleancopyError):
    """The service refuses a request; the message says what was wrong and what to do.

    status    of the HTTP response
    code      short name of the reason
    headers   of the response, in addition to the usual ones
    """

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, dict(headers or {})


class TableError(CleancopyError):
    """An input is a table with a page in each row, but one page is expected; the message says what to do."""


class CompressionError(CleancopyError):
    """A body cannot be decompressed, or its decoder is not installed; the message names the coding and what to do."""


class TooLargeError(CompressionError):
    """A decompressed body is larger than allowed: a bomb, or the limit is too low; the message names the limit."""
