"""How the service is set up: the only configuration that it has."""

import os
from dataclasses import dataclass, field

from cleancopy.limits import LIMITS, Limits

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_ABOVE_ZERO = ("workers", "body_bytes", "page_bytes", "body_seconds", "idle_seconds", "head_seconds", "explain_seconds",
               "batch_lines")  # fmt: skip


def processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What the service allows, and what it takes.

    workers          processes that read pages; one more is kept for ``/healthz``
    queue            requests that may wait for a worker; beyond them the answer is 503
    fetch            whether pages may be fetched by their address
    body_bytes       bytes of a body as it is sent; of ``/batch``, of a line
    page_bytes       bytes of a body when decompressed, and of a page that is fetched
    body_seconds     time for a body to arrive; of ``/batch``, for a line
    idle_seconds     time in which something of a body must arrive, and something of an answer be taken
    head_seconds     time for the head of a request to arrive
    explain_seconds  time of ``/explain`` and ``/compare``, whose work is some twenty times that of a page
    batch_lines      pages of a ``/batch``
    limits           how much of a page is read, and how long
    hosts            names that the service goes by, in the header ``Host``; None for any

    Raises `ValueError` for a number that is too small.
    """

    workers: int = field(default_factory=processors)
    queue: int = 8
    fetch: bool = False
    body_bytes: int = 16_000_000
    page_bytes: int = 32_000_000
    body_seconds: float = 30.0
    idle_seconds: float = 10.0
    head_seconds: float = 10.0
    explain_seconds: float = 30.0
    batch_lines: int = 10_000
    limits: Limits = LIMITS
    hosts: frozenset[str] | None = LOOPBACK

    def __post_init__(self) -> None:
        for name in _ABOVE_ZERO:
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above zero, not {getattr(self, name)!r}")
        if self.queue < 0:
            raise ValueError(f"queue must be zero or more, not {self.queue!r}")

    @property
    def capacity(self) -> int:
        """Requests that are worked on or wait for it."""
        return self.workers + self.queue
