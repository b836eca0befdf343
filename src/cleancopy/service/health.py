"""Check that the service works: a worker extracts a known page and the result is compared."""

import asyncio
import time

from cleancopy.errors import GuardError, WorkerFailedError
from cleancopy.extract import extract
from cleancopy.service.workers import Workers

CHECK_SECONDS = 2.0
"""Time limit of a check; a page of this size takes milliseconds."""

_PROSE = (
    "The harbour board said on Tuesday that the ferry will sail again in April, after nine winters in which the only "
    "way across the estuary was the road by the bridge."
)
_PAGE = f"<title>Ferry</title><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul><article><p>{_PROSE}</p></article>"


def is_extraction_correct() -> bool:
    """Extract a known page and compare the result. Runs in a worker."""
    return _PROSE in extract(_PAGE).text


class HealthCheck:
    """Runs the check in a worker. Concurrent callers share one check."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._running_check: asyncio.Task[float | None] | None = None

    async def check(self) -> float | None:
        """Return the seconds that the check took, or None if it failed."""
        if self._running_check is None or self._running_check.done():
            self._running_check = asyncio.create_task(self._run_check())
        return await asyncio.shield(self._running_check)

    async def _run_check(self) -> float | None:
        start_time = time.perf_counter()
        try:
            is_correct = await self._workers.probe(is_extraction_correct, CHECK_SECONDS)
        except (WorkerFailedError, GuardError):
            return None
        return time.perf_counter() - start_time if is_correct else None
