"""Whether the service can do what it is for: a page is extracted, and its answer compared."""

import asyncio
import time

from cleancopy.errors import GaveUpError, GuardError
from cleancopy.extract import extract
from cleancopy.service.workers import Workers

SECONDS = 2.0
"""A page of this size takes some milliseconds."""

_PROSE = (
    "The harbour board said on Tuesday that the ferry will sail again in April, after nine winters in which the only "
    "way across the estuary was the road by the bridge."
)
_PAGE = f"<title>Ferry</title><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul><article><p>{_PROSE}</p></article>"


def sound() -> bool:
    """Whether extraction gives what it should, asked of a worker."""
    return _PROSE in extract(_PAGE).text


class Health:
    """Asks a worker; who asks meanwhile gets the same answer."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._asking: asyncio.Task[float | None] | None = None

    async def check(self) -> float | None:
        """The seconds that the answer took, None if there was no right one."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        return await asyncio.shield(self._asking)

    async def _ask(self) -> float | None:
        began = time.perf_counter()
        try:
            right = await self._workers.probe(sound, SECONDS)
        except (GaveUpError, GuardError):
            return None
        return time.perf_counter() - began if right else None
