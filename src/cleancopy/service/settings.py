"""The settings of the service, its only configuration."""

import os
from dataclasses import dataclass, field

from cleancopy.limits import LIMITS, Limits

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_ABOVE_ZERO = ("workers", "body_bytes", "page_bytes", "body_seconds", "idle_seconds", "head_seconds", "explain_seconds",
               "batch_lines")  # fmt: skip


def count_cpus() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Limits and features of the service.

    workers          worker processes; one more is reserved for ``/healthz``
    queue            requests that may wait for a worker; further ones get 503
    fetch            whether the service fetches pages by URL
    body_bytes       maximum size of a body as sent; in ``/batch``, of a line
    page_bytes       maximum size of a decompressed body, and of a fetched page
    body_seconds     maximum time for a body to arrive; in ``/batch``, for a line
    idle_seconds     maximum time without a byte from the client, and without progress when it receives a response
    head_seconds     maximum time for the head of a request to arrive
    explain_seconds  maximum time of ``/explain`` and ``/compare``, which take longer than an extraction
    batch_lines      maximum number of lines of a ``/batch``
    limits           limits of reading a page
    hosts            accepted host names in the header ``Host``; None for any

    Raises `ValueError` for a number that is too small.
    """

    workers: int = field(default_factory=count_cpus)
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
        """Maximum number of requests in flight: in work or waiting."""
        return self.workers + self.queue
