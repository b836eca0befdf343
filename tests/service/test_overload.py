"""More than fits is refused at once, and costs nobody who is in."""

import os
import signal
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx2 as httpx
import pytest

import cleancopy
from cleancopy.limits import Limits
from tests.service.running import PAGE, SMALL, Program, running

CAPACITY = SMALL.workers + SMALL.queue
LONG = PAGE + "".join(f"<p>The board met on Tuesday, and the vote was close, {i} to nine." for i in range(400))
# Under the guard this takes all the time that a page has.
ENDLESS = PAGE + "".join(f"<p>The board met on Tuesday, and the vote was close {i}." for i in range(99_000))


def flood(url: str, seconds: float, clients: int, seen: Counter, lock: threading.Lock) -> list[threading.Thread]:
    def work() -> None:
        with httpx.Client(timeout=30, trust_env=False) as client:
            while time.monotonic() < end:
                response = client.post(url, content=LONG)
                with lock:
                    seen[(response.status_code, response.headers.get("Retry-After"))] += 1
                if response.status_code == 503:
                    time.sleep(0.1)

    end = time.monotonic() + seconds
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    return threads


def test_four_times_the_capacity_gives_answers_or_503_and_health_is_told_throughout():
    with Program("--workers", "2", "--queue", "2") as service:
        seen: Counter = Counter()
        times: list[float] = []
        threads = flood(f"http://127.0.0.1:{service.port}/extract", 4, 16, seen, threading.Lock())
        while any(thread.is_alive() for thread in threads):
            began = time.perf_counter()
            assert service.client.get("/healthz").status_code == 200
            times.append(time.perf_counter() - began)
            time.sleep(0.02)
        assert set(seen) == {(200, None), (503, "1")}
        assert service.metric("cleancopy_in_flight") == 0
        # The promise is 0.1 s at the 99th percentile (benchmarks/service.py); a busy machine may need more.
        assert sorted(times)[len(times) // 2] < 0.5


def test_a_request_that_is_refused_is_not_read(service):
    with ExitStack() as stack:
        for _ in range(CAPACITY):
            holder = stack.enter_context(service.connect())
            holder.sendall(b"POST /extract HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n")
        while service.metric("cleancopy_in_flight") < CAPACITY:
            time.sleep(0.01)
        before = service.metric("cleancopy_body_bytes_total")
        response = service.client.post("/extract", content=b"x" * 150_000)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
        assert response.json()["error"]["code"] == "busy"
        assert service.metric("cleancopy_body_bytes_total") == before
    while service.metric("cleancopy_in_flight"):
        time.sleep(0.01)
    assert service.client.post("/extract", content=PAGE).status_code == 200


def children(process: int) -> set[int]:
    found = set()
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        found |= {int(word) for word in path.read_text().split()}
    return found


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the processes")
def test_workers_and_their_nursery_may_be_killed_at_any_time():
    before = children(os.getpid())
    with running(SMALL) as service:
        nurseries = children(os.getpid()) - before
        seen: Counter = Counter()
        threads = flood(f"http://127.0.0.1:{service.port}/extract", 3, 3, seen, threading.Lock())
        killed = 0
        while any(thread.is_alive() for thread in threads):
            for worker in [min(workers) for nursery in nurseries if (workers := children(nursery))]:
                os.kill(worker, signal.SIGKILL)
                killed += 1
            time.sleep(0.3)
        assert killed > 3
        assert sum(n for (status, _), n in seen.items() if status != 200) <= killed
        for nursery in nurseries:
            os.kill(nursery, signal.SIGKILL)
        assert service.client.post("/extract", content=PAGE).status_code == 200
        assert service.client.get("/healthz").status_code == 200


def test_a_page_that_takes_too_long_is_answered_from_its_beginning_and_holds_nobody_up():
    settings = replace(SMALL, body_bytes=10_000_000, limits=Limits(seconds=1, blocks=100_000))
    with running(settings) as service:
        answers: list[httpx.Response] = []
        thread = threading.Thread(target=lambda: answers.append(service.client.post("/extract", content=ENDLESS)))
        thread.start()
        time.sleep(0.1)
        began = time.monotonic()
        assert service.client.post("/extract", content=PAGE).json()["text"] == cleancopy.extract(PAGE).text
        assert time.monotonic() - began < 1.5
        thread.join()
        assert {"timed_out", "degraded"} <= set(answers[0].json()["flags"])
        assert service.metric("cleancopy_worker_deaths") == 1
        assert service.metric('cleancopy_flags_total{flag="timed_out"}') == 1


def test_an_explanation_that_takes_too_long_is_504():
    with running(replace(SMALL, body_bytes=10_000_000, explain_seconds=0.3)) as service:
        response = service.client.post("/explain", content=ENDLESS)
        assert (response.status_code, response.json()["error"]["code"]) == (504, "timed_out")
        assert service.metric("cleancopy_worker_deaths") == 1
        assert service.client.post("/extract", content=PAGE).status_code == 200
