"""The limits of fetching."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cleancopy.fetch.addresses import AddressCheck, allow_any, is_public
from cleancopy.input import MAX_DECOMPRESSED_BYTES

Resolver = Callable[[str, int], Sequence[str]]
"""Returns the numeric addresses of a host and port. Raises `OSError` if there are none."""


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host, in the order in which to try them."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be fetched, and the limits for it.

    vet              whether an address may be connected to
    ports            allowed ports, None for all
    redirects        most redirects to follow
    connect_seconds  time limit for a connection
    read_seconds     time limit until something arrives
    seconds          time limit for everything, including redirects
    body_bytes       size limit for the body as it is sent
    page_bytes       size limit for the decompressed body
    headers          sent in addition to the usual ones, or instead of them. After a redirect to another site, only
                     those that hold no secret are sent
    resolve          finds the addresses of a name
    """

    vet: AddressCheck
    ports: frozenset[int] | None = None
    redirects: int = 5
    connect_seconds: float = 5.0
    read_seconds: float = 10.0
    seconds: float = 20.0
    body_bytes: int = 16_000_000
    page_bytes: int = MAX_DECOMPRESSED_BYTES
    headers: tuple[tuple[str, str], ...] = ()
    resolve: Resolver = resolve_host


TRUSTED_RULES: Final = Rules(allow_any)
"""For a URL that the user of this machine has typed: any address, any port."""
PUBLIC_RULES: Final = Rules(is_public, frozenset({80, 443, 8080, 8443}))
"""For a URL from anybody: public addresses and web ports only."""
