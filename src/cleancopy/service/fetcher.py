"""Pages fetched for requests: in threads, so many at a time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from cleancopy.errors import FetchError, RequestError
from cleancopy.fetch import PUBLIC, Fetched, Rules, fetch
from cleancopy.service.metrics import Metrics
from cleancopy.service.settings import ServiceSettings

_STATUS = {"url": 422, "address": 403, "timed_out": 504, "too_large": 413, "media_type": 415}
"""Of the reasons of a `FetchError`; the others are 502: it is the other server's fault."""


def rules_of(settings: ServiceSettings) -> Rules:
    """What may be fetched for a request."""
    return replace(PUBLIC, body_bytes=settings.body_bytes, page_bytes=settings.page_bytes)


class Fetcher:
    """Fetches pages."""

    def __init__(self, rules: Rules, at_once: int, metrics: Metrics) -> None:
        self._rules = rules
        self._threads = ThreadPoolExecutor(at_once, "cleancopy-fetch")
        self._metrics = metrics

    async def fetch(self, url: str) -> Fetched:
        """The page at an address. Raises `RequestError`."""
        with self._metrics.stage("fetch"):
            try:
                return await asyncio.get_running_loop().run_in_executor(self._threads, fetch, url, self._rules)
            except FetchError as error:
                raise RequestError(_STATUS.get(error.reason, 502), f"fetch_{error.reason}", str(error)) from error

    def close(self) -> None:
        """Begin no more fetches."""
        self._threads.shutdown(wait=False, cancel_futures=True)
