"""The bounds of fetching."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cleancopy.compression import LIMIT
from cleancopy.fetch.addresses import Vet, anywhere, is_public

Resolve = Callable[[str, int], Sequence[str]]
"""The numeric addresses of a host; raises `OSError` where there are none."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host, in the order in which they are to be tried."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be fetched, and what it may take.

    vet              which addresses may be connected to
    ports            which ports, None for all
    redirects        how often a page may lead on to another
    connect_seconds  for a connection
    read_seconds     until something arrives
    seconds          for all of it, redirects too
    body_bytes       of a body as it is sent
    page_bytes       of a body when decompressed
    headers          that are sent besides the usual ones, or instead of them; on another site than that of the first
                     address only those that hold no secret
    resolve          how the addresses of a name are found
    """

    vet: Vet
    ports: frozenset[int] | None = None
    redirects: int = 5
    connect_seconds: float = 5.0
    read_seconds: float = 10.0
    seconds: float = 20.0
    body_bytes: int = 16_000_000
    page_bytes: int = LIMIT
    headers: tuple[tuple[str, str], ...] = ()
    resolve: Resolve = resolve


OWN: Final = Rules(anywhere)
"""For an address that the user of this machine has typed."""
PUBLIC: Final = Rules(is_public, frozenset({80, 443, 8080, 8443}))
"""For an address that anybody may have sent."""
