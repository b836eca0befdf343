"""Fetch pages for requests, in a limited number of threads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from cleancopy.errors import FetchError, RequestError
from cleancopy.fetch import PUBLIC_RULES, FetchedPage, Rules, fetch
from cleancopy.service.metrics import Metrics
from cleancopy.service.settings import ServiceSettings

_STATUS = {"url": 422, "address": 403, "timed_out": 504, "too_large": 413, "media_type": 415}
"""The status for each reason of a `FetchError`. Other reasons are 502: the remote server is at fault."""


def make_fetch_rules(settings: ServiceSettings) -> Rules:
    """Return the rules for fetches: public addresses only, within the size limits of the service."""
    return replace(PUBLIC_RULES, body_bytes=settings.body_bytes, page_bytes=settings.page_bytes)


class Fetcher:
    """Fetches pages in threads."""

    def __init__(self, rules: Rules, max_threads: int, metrics: Metrics) -> None:
        self._rules = rules
        self._threads = ThreadPoolExecutor(max_threads, "cleancopy-fetch")
        self._metrics = metrics

    async def fetch(self, url: str) -> FetchedPage:
        """Fetch the page at an address. Raises `RequestError`."""
        with self._metrics.measure_stage("fetch"):
            try:
                return await asyncio.get_running_loop().run_in_executor(self._threads, fetch, url, self._rules)
            except FetchError as error:
                raise RequestError(_STATUS.get(error.reason, 502), f"fetch_{error.reason}", str(error)) from error

    def close(self) -> None:
        """Start no more fetches."""
        self._threads.shutdown(wait=False, cancel_futures=True)
