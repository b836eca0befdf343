"""What the service counts, in Prometheus' form."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Counters of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = self._counter("requests", "Requests by route and status.", "route", "status")
        self._refused = self._counter("refused", "Requests that were refused, by the code of the error.", "code")
        self._pages = self._counter("pages", "Pages by what came of them: ok, empty or failed.", "outcome")
        self._flags = self._counter("flags", "Flags of articles.", "flag")
        self._body = self._counter("body_bytes", "Bytes of bodies that were read.")
        self._request_seconds = self._histogram("request_seconds", "Time of requests, by route.", "route")
        self._stage_seconds = self._histogram("stage_seconds", "Time of stages: body, wait, work, fetch.", "stage")
        ProcessCollector(registry=self.registry)
        self.tell("resident_bytes", "Memory of service and workers; what they share counts for each.", resident)

    def tell(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """Have a value told whenever somebody asks."""
        Gauge(f"cleancopy_{name}", meaning, registry=self.registry).set_function(value)

    def exposition(self) -> bytes:
        """Everything as text."""
        return generate_latest(self.registry)

    def request(self, route: str, status: int, seconds: float, body_bytes: int) -> None:
        """Count a request that was answered."""
        self._requests.labels(route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)
        self._body.inc(body_bytes)

    def refuse(self, code: str) -> None:
        """Count an error that was told."""
        self._refused.labels(code).inc()

    def page(self, outcome: str, flags: frozenset[str]) -> None:
        """Count a page."""
        self._pages.labels(outcome).inc()
        for flag in flags:
            self._flags.labels(flag).inc()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._stage_seconds.labels(name).observe(time.perf_counter() - began)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"cleancopy_{name}", meaning, labels, registry=self.registry)

    def _histogram(self, name: str, meaning: str, *labels: str) -> Histogram:
        return Histogram(f"cleancopy_{name}", meaning, labels, registry=self.registry, buckets=_SECONDS)


def resident() -> int:
    """Bytes in memory of this process and all below it; 0 where there is no /proc."""
    return sum(map(_resident, _family("self")))


def _family(process: str) -> Iterator[str]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _family(child)


def _resident(process: str) -> int:
    lines = _read(Path(f"/proc/{process}/status")).splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""
