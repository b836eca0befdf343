"""Access to the guarded workers from the event loop, and the limit on requests in flight."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from cleancopy.errors import RequestError
from cleancopy.guard import Guard
from cleancopy.options import Options
from cleancopy.service.metrics import Metrics
from cleancopy.service.settings import ServiceSettings

R = TypeVar("R")

_RETRY_SECONDS = 1
"""Seconds after which a rejected client may retry; a full queue is usually done by then."""


class Workers:
    """The workers for pages, and one reserved for health checks."""

    def __init__(self, settings: ServiceSettings, metrics: Metrics) -> None:
        self._size = settings.workers
        self._guard = Guard(settings.limits, self._size)
        self._spare = Guard(settings.limits, 1)
        # A call of the guard blocks, so each takes a thread. One call more than there are workers waits inside the
        # guard, so that no worker has to wait for the event loop to bring the next page.
        max_calls = self._size + 1
        self._threads = ThreadPoolExecutor(max_calls + 1, "cleancopy-worker")
        self._free_calls = asyncio.Semaphore(max_calls)
        self._metrics = metrics
        metrics.add_gauge("worker_deaths", "Workers that died or were killed.", self._count_deaths)

    async def __aenter__(self) -> Self:
        try:
            starts = [self._run(self._guard.call, _do_nothing) for _ in range(self._size)]
            await asyncio.gather(*starts, self._run(self._spare.call, _do_nothing))
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self._guard.close()
        self._spare.close()
        self._threads.shutdown(wait=False)

    async def read(self, page: bytes | str, options: Options, finish: Callable[..., R]) -> R:
        """Run `Guard.read` in the next free worker."""
        return await self._run_when_free(lambda: self._guard.read(page, options, finish))

    async def call(self, function: Callable[..., R], *arguments: Any, seconds: float) -> R:
        """Run `Guard.call` in the next free worker."""
        return await self._run_when_free(lambda: self._guard.call(function, *arguments, seconds=seconds))

    async def probe(self, function: Callable[..., R], seconds: float) -> R:
        """Run `Guard.call` in the worker reserved for health checks; one call at a time."""
        return await self._run(lambda: self._spare.call(function, seconds=seconds))

    def _count_deaths(self) -> int:
        return self._guard.deaths + self._spare.deaths

    async def _run_when_free(self, job: Callable[[], R]) -> R:
        with self._metrics.measure_stage("wait"):
            await self._free_calls.acquire()
        try:
            with self._metrics.measure_stage("work"):
                return await self._run(job)
        finally:
            self._free_calls.release()

    async def _run(self, function: Callable[..., R], *arguments: Any) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)


def _do_nothing() -> None:
    """Do nothing: a call of it starts a worker."""


class CapacityLimiter:
    """Limits the number of requests in flight."""

    def __init__(self, capacity: int, metrics: Metrics) -> None:
        self.capacity = capacity
        self.in_flight = 0
        metrics.add_gauge("in_flight", "Requests in work or waiting.", lambda: self.in_flight)
        metrics.add_gauge("capacity", "Maximum number of requests in flight.", lambda: self.capacity)

    @contextmanager
    def admit(self) -> Iterator[None]:
        """Count a request as in flight. Raises `RequestError` at once if the capacity is reached."""
        if self.in_flight >= self.capacity:
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            raise RequestError(503, "busy", "the server is at capacity; retry later", headers)
        self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1
