"""A page as a container holds it, with what the container says of it."""

from typing import Final, NamedTuple

from cleancopy.links import absolute
from cleancopy.options import Kind, Known

FEED: Final = "feed"
SITEMAP: Final = "sitemap"
BOOK: Final = "book"
MAILBOX: Final = "mailbox"
UNREADABLE: Final = "unreadable"
ATTACHMENTS: Final = "attachments"

MOST_MEMBERS: Final = 10_000
"""Entries, chapters or messages that are read of one file: a thousand times a usual one."""


class Found(NamedTuple):
    """A page in a container.

    url       where it came from, if the container says so
    charset   of its bytes, if the container says so
    fetched   the day on which it was saved, ISO 8601
    """

    page: bytes | str
    known: Known
    url: str | None = None
    kind: Kind = "auto"
    charset: str | None = None
    fetched: str | None = None


def not_read(message: str, *flags: str, member: str | None = None) -> Found:
    """What stands for a page that cannot be read; `message` says why and what to do."""
    return Found(b"", Known(member, flags=frozenset(flags or (UNREADABLE,)), message=message))


def web_address(address: str | None, base: str | None = None) -> str | None:
    """Give the address of the web that a link leads to, None where it leads elsewhere."""
    found = absolute(address, base) if address else None
    return found if found and found.startswith("http") else None
