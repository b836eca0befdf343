"""The guarded workers as the event loop sees them, and the gate before them."""

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
"""A full queue is worked off within about a second: a page takes some 50 ms."""


class Workers:
    """Workers for pages, and one that is kept for the question whether all is well."""

    def __init__(self, settings: ServiceSettings, metrics: Metrics) -> None:
        self._size = settings.workers
        self._guard = Guard(settings.limits, self._size)
        self._spare = Guard(settings.limits, 1)
        # The guard's calls wait for their answers: each takes a thread. One call more than there are workers waits in
        # the guard, so that no worker waits for the event loop to find the next page.
        calls = self._size + 1
        self._threads = ThreadPoolExecutor(calls + 1, "cleancopy-worker")
        self._free = asyncio.Semaphore(calls)
        self._metrics = metrics
        metrics.tell("worker_deaths", "Workers that died or had to be killed.", self._deaths)

    async def __aenter__(self) -> Self:
        try:
            first = [self._run(self._guard.call, _nothing) for _ in range(self._size)]
            await asyncio.gather(*first, self._run(self._spare.call, _nothing))
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self._guard.close()
        self._spare.close()
        self._threads.shutdown(wait=False)

    async def read(self, page: bytes | str, options: Options, finish: Callable[..., R]) -> R:
        """`Guard.read` by the next worker for pages that is free."""
        return await self._work(lambda: self._guard.read(page, options, finish))

    async def call(self, function: Callable[..., R], *arguments: Any, seconds: float) -> R:
        """`Guard.call` by the next worker for pages that is free."""
        return await self._work(lambda: self._guard.call(function, *arguments, seconds=seconds))

    async def probe(self, function: Callable[..., R], seconds: float) -> R:
        """`Guard.call` by the worker that is kept for it; one at a time."""
        return await self._run(lambda: self._spare.call(function, seconds=seconds))

    def _deaths(self) -> int:
        return self._guard.deaths + self._spare.deaths

    async def _work(self, job: Callable[[], R]) -> R:
        with self._metrics.stage("wait"):
            await self._free.acquire()
        try:
            with self._metrics.stage("work"):
                return await self._run(job)
        finally:
            self._free.release()

    async def _run(self, function: Callable[..., R], *arguments: Any) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)


def _nothing() -> None:
    """What a worker does to show that it is there."""


class Gate:
    """Lets so many requests in at a time, and no more."""

    def __init__(self, capacity: int, metrics: Metrics) -> None:
        self.capacity = capacity
        self.inside = 0
        metrics.tell("in_flight", "Requests that are worked on or wait for it.", lambda: self.inside)
        metrics.tell("capacity", "So many requests may be in flight.", lambda: self.capacity)

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Be inside. Raises `RequestError` at once where that is full."""
        if self.inside >= self.capacity:
            wait = {"Retry-After": str(_RETRY_SECONDS)}
            raise RequestError(503, "busy", "as many requests as fit are being answered: try again", wait)
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1
