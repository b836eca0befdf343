"""The exceptions that cleancopy raises.

    CleancopyError
    ├── ArtifactError         a trained artefact is missing, damaged, or does not fit this code
    ├── GuardError            no worker process can be started
    ├── CorpusError           an input of a corpus cannot be read, or its output not be written
    └── CompressionError      nothing can be made of a compressed body
        └── TooLargeError     more comes out of it than is allowed

A caller's mistake (a wrong type, an unknown option) is a plain `TypeError` or `ValueError`.
A bad page is never an exception: it gives an `Article` with flags. A compressed body is no page yet.
"""


class CleancopyError(Exception):
    """The root of every exception that is cleancopy's own."""


class ArtifactError(CleancopyError):
    """A trained artefact cannot be used; the message names the file and what did not fit."""


class GuardError(CleancopyError):
    """The guard has no worker: processes cannot be started here, or end at once."""


class CorpusError(CleancopyError):
    """An input of a corpus cannot be read, or its output not be written; the message names it and what to do."""


class CompressionError(CleancopyError):
    """A compressed body gives nothing, or its decoder is not there; the message names the coding and what to do."""


class TooLargeError(CompressionError):
    """A compressed body gives more than is allowed: a bomb, or a limit too low; the message names the limit."""
