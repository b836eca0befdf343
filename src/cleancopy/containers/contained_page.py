"""A page in a container, with the metadata that the container has for it."""

from typing import Final, NamedTuple

from cleancopy.flags import Flag
from cleancopy.options import ContainerMetadata, Kind
from cleancopy.urls import absolute_url

MAX_MEMBERS: Final = 10_000
"""The most entries, chapters or messages that are read from one file: a thousand times the usual number."""


class ContainedPage(NamedTuple):
    """A page in a container.

    url         where it came from, if the container says so
    charset     of its bytes, if the container says so
    fetch_date  the day on which it was saved, ISO 8601
    """

    page: bytes | str
    container: ContainerMetadata
    url: str | None = None
    kind: Kind = "auto"
    charset: str | None = None
    fetch_date: str | None = None


def make_unreadable(message: str, *flags: str, member: str | None = None) -> ContainedPage:
    """Return an empty page in place of one that cannot be read; `message` says why and what to do."""
    return ContainedPage(b"", ContainerMetadata(member, flags=frozenset(flags or (Flag.UNREADABLE,)), message=message))


def resolve_web_address(address: str | None, base: str | None = None) -> str | None:
    """Return the web address that a link leads to, None if it leads elsewhere."""
    resolved = absolute_url(address, base) if address else None
    return resolved if resolved and resolved.startswith("http") else None
