"""The exceptions that cleancopy raises.

    CleancopyError
    └── ArtifactError     a trained artefact is missing, damaged, or does not fit this code

A caller's mistake (a wrong type, an unknown option) is a plain `TypeError` or `ValueError`.
A bad page is never an exception: it gives an `Article` with flags.
"""


class CleancopyError(Exception):
    """The root of every exception that is cleancopy's own."""


class ArtifactError(CleancopyError):
    """A trained artefact cannot be used; the message names the file and what did not fit."""
