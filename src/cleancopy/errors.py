"""The exceptions that cleancopy raises.

    CleancopyError
    ├── ArtifactError         a trained artefact is missing, damaged, or does not fit this code
    ├── GuardError            no worker process can be started
    ├── GaveUpError           a guarded worker did not do what it was asked: no time, no memory, or a crash
    ├── CorpusError           an input of a corpus cannot be read, or its output not be written
    │   └── ColumnError       a table lacks a column that is asked for
    ├── FetchError            a page cannot be fetched, or must not be
    ├── RequestError          the service refuses a request
    ├── TableError            an input is a table of pages, and one page was wanted
    └── CompressionError      nothing can be made of a compressed body
        └── TooLargeError     more comes out of it than is allowed

A caller's mistake (a wrong type, an unknown option) is a plain `TypeError` or `ValueError`.
A bad page is never an exception: it gives an `Article` with flags. A compressed body is no page yet.
"""

from collections.abc import Mapping


class CleancopyError(Exception):
    """The root of every exception that is cleancopy's own."""


class ArtifactError(CleancopyError):
    """A trained artefact cannot be used; the message names the file and what did not fit."""


class GuardError(CleancopyError):
    """The guard has no worker: processes cannot be started here, or end at once."""


class GaveUpError(CleancopyError):
    """A guarded worker did not do what it was asked.

    reason   ``timed_out``, ``out_of_memory`` or ``crashed``
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class CorpusError(CleancopyError):
    """An input of a corpus cannot be read, or its output not be written; the message names it and what to do."""


class ColumnError(CorpusError):
    """A table lacks a column that is asked for; the message names those that are there."""


class FetchError(CleancopyError):
    """A page cannot be fetched, or must not be; the message says why and what to do.

    reason   short code of it, see `cleancopy.fetch`
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class RequestError(CleancopyError):
    """The service refuses a request; the message says what was wrong and what to do.

    status    of the HTTP response
    code      short name of what was wrong
    headers   of the response, besides the usual ones
    """

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, dict(headers or {})


class TableError(CleancopyError):
    """An input is a table with a page a row, and one page was wanted; the message says what to do."""


class CompressionError(CleancopyError):
    """A compressed body gives nothing, or its decoder is not there; the message names the coding and what to do."""


class TooLargeError(CompressionError):
    """A compressed body gives more than is allowed: a bomb, or a limit too low; the message names the limit."""
