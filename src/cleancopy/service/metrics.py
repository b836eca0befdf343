"""Metrics of the service, in the format of Prometheus."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The metrics of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = self._make_counter("requests", "Requests by route and status.", "route", "status")
        self._rejected_requests = self._make_counter("rejected_requests", "Rejected requests by error code.", "code")
        self._pages = self._make_counter("pages", "Pages by outcome: ok, empty or failed.", "outcome")
        self._flags = self._make_counter("flags", "Flags of articles.", "flag")
        self._body_bytes = self._make_counter("body_bytes", "Bytes of request bodies read.")
        self._request_seconds = self._make_histogram("request_seconds", "Duration of requests by route.", "route")
        self._stage_seconds = self._make_histogram(
            "stage_seconds", "Duration of the stages body, wait, work and fetch.", "stage"
        )
        ProcessCollector(registry=self.registry)
        self.add_gauge(
            "resident_bytes",
            "Resident memory of the service and its workers; shared memory counts once for each process.",
            measure_resident_bytes,
        )

    def add_gauge(self, name: str, description: str, measure: Callable[[], float]) -> None:
        """Add a gauge whose value is measured at every scrape."""
        Gauge(f"cleancopy_{name}", description, registry=self.registry).set_function(measure)

    def render(self) -> bytes:
        """Return all metrics as text."""
        return generate_latest(self.registry)

    def count_request(self, route: str, status: int, seconds: float, body_bytes: int) -> None:
        """Count an answered request."""
        self._requests.labels(route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)
        self._body_bytes.inc(body_bytes)

    def count_rejection(self, code: str) -> None:
        """Count a rejected request."""
        self._rejected_requests.labels(code).inc()

    def count_page(self, outcome: str, flags: frozenset[str]) -> None:
        """Count a page."""
        self._pages.labels(outcome).inc()
        for flag in flags:
            self._flags.labels(flag).inc()

    @contextmanager
    def measure_stage(self, name: str) -> Iterator[None]:
        """Measure the duration of a stage."""
        start_time = time.perf_counter()
        try:
            yield
        finally:
            self._stage_seconds.labels(name).observe(time.perf_counter() - start_time)

    def _make_counter(self, name: str, description: str, *labels: str) -> Counter:
        return Counter(f"cleancopy_{name}", description, labels, registry=self.registry)

    def _make_histogram(self, name: str, description: str, *labels: str) -> Histogram:
        return Histogram(f"cleancopy_{name}", description, labels, registry=self.registry, buckets=_BUCKETS)


def measure_resident_bytes() -> int:
    """Return the resident bytes of this process and its descendants; 0 without /proc."""
    return sum(map(_read_resident_bytes, _list_processes("self")))


def _list_processes(process: str) -> Iterator[str]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read_file(children).split():
            yield from _list_processes(child)


def _read_resident_bytes(process: str) -> int:
    lines = _read_file(Path(f"/proc/{process}/status")).splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)


def _read_file(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended
        return ""
