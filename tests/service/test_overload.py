"""More than fits is refused at once, and costs nobody who is in."""

import os
import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx2 as httpx
import pytest

import cleancopy
from cleancopy.limits import Limits
from tests.service.running import PAGE, SMALL, Program, read_answer, running

CAPACITY = SMALL.workers + SMALL.queue
LONG = PAGE + "".join(f"<p>The board met on Tuesday, and the vote was close, {i} to nine." for i in range(400))
BUSY, GOOD = (503, "1"), (200, None)
Seen = queue.SimpleQueue[tuple[int, str | None]]


@contextmanager
def flood(url: str, clients: int) -> Iterator[Seen]:
    """Have so many clients send pages, one after the other; gives what each is answered: status and Retry-After."""
    seen, stop = Seen(), threading.Event()

    def work() -> None:
        with httpx.Client(timeout=None, trust_env=False) as client:
            while not stop.is_set():
                response = client.post(url, content=LONG)
                seen.put((response.status_code, response.headers.get("Retry-After")))

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def drained(seen: Seen) -> list[tuple[int, str | None]]:
    return [seen.get() for _ in range(seen.qsize())]


def test_who_comes_when_all_is_full_is_refused_and_health_is_reported_throughout():
    body = PAGE.encode()
    with running(SMALL) as service, service.hold(CAPACITY, len(body)) as holders:
        with flood(f"http://127.0.0.1:{service.port}/extract", 12) as seen:
            for _ in range(20):
                assert seen.get() == BUSY
                assert service.client.get("/healthz").status_code == 200
        assert set(drained(seen)) <= {BUSY}
        for holder in holders:
            holder.sendall(body)
            assert read_answer(holder).startswith(b"HTTP/1.1 200")
        service.wait_until_idle()


def test_four_times_the_capacity_gives_answers_or_503():
    with Program("--workers", "2", "--queue", "2") as service:
        with flood(f"http://127.0.0.1:{service.port}/extract", 4 * CAPACITY) as seen:
            answers = [seen.get() for _ in range(200)]
            while GOOD not in answers:
                answers.append(seen.get())
        assert {*answers, *drained(seen)} <= {GOOD, BUSY}
        service.wait_until_idle()


def test_a_request_that_is_refused_is_not_read(service):
    with service.hold(CAPACITY, 10):
        before = service.metric("cleancopy_body_bytes_total")
        response = service.client.post("/extract", content=b"x" * 150_000)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
        assert response.json()["error"]["code"] == "busy"
        assert service.metric("cleancopy_body_bytes_total") == before
    service.wait_until_idle()
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
        killed, answers = 0, []
        with flood(f"http://127.0.0.1:{service.port}/extract", 3) as seen:
            for _ in range(6):
                for worker in [min(workers) for nursery in nurseries if (workers := children(nursery))]:
                    os.kill(worker, signal.SIGKILL)
                    killed += 1
                answers += [seen.get() for _ in range(6)]
        answers += drained(seen)
        assert killed > 3
        assert sum(status != 200 for status, _ in answers) <= killed
        for nursery in nurseries:
            os.kill(nursery, signal.SIGKILL)
        assert service.client.post("/extract", content=PAGE).status_code == 200
        assert service.client.get("/healthz").status_code == 200


def test_a_page_that_is_stuck_holds_nobody_up():
    with running(SMALL) as service:
        stuck = service.next_worker()
        os.kill(stuck, signal.SIGSTOP)
        answers = queue.SimpleQueue[str]()
        threads = [
            threading.Thread(target=lambda: answers.put(service.client.post("/extract", content=PAGE).json()["text"]))
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        assert answers.get() == cleancopy.extract(PAGE).text  # of the other worker
        assert answers.empty()
        os.kill(stuck, signal.SIGCONT)
        assert answers.get() == cleancopy.extract(PAGE).text
        for thread in threads:
            thread.join()


def test_a_page_that_takes_too_long_is_answered_from_its_beginning():
    with running(replace(SMALL, workers=1, limits=Limits(seconds=8))) as service:
        os.kill(service.next_worker(), signal.SIGSTOP)
        answer = service.client.post("/extract", content=PAGE).json()
        assert {"timed_out", "degraded"} <= set(answer["flags"])
        assert service.metric("cleancopy_worker_deaths") == 1
        assert service.metric('cleancopy_flags_total{flag="timed_out"}') == 1


def test_an_explanation_that_takes_too_long_is_504():
    with running(replace(SMALL, workers=1, explain_seconds=0.3)) as service:
        os.kill(service.next_worker(), signal.SIGSTOP)
        response = service.client.post("/explain", content=PAGE)
        assert (response.status_code, response.json()["error"]["code"]) == (504, "timed_out")
        assert service.metric("cleancopy_worker_deaths") == 1
        assert service.client.post("/extract", content=PAGE).status_code == 200
