"""A page costs no more than its time and its memory, and no other page."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import cleancopy
from cleancopy import Guard, GuardError, Limits, WorkerFailedError
from cleancopy.workers import Pool, WorkerLimits
from tests.hostile import faults
from tests.processes import Barrier, wait_until_ended

TASK = "tests.hostile.faults:answer"
EXPECTED_FAULTS = {
    "stall": "timed_out", "stop": "timed_out", "bang": "crashed", "abort": "crashed", "leave": "crashed",
    "segfault": "crashed", "killed": "out_of_memory", "grow": "out_of_memory", "creep": "out_of_memory",
}  # fmt: skip
SENTENCE = "The board met on Tuesday, and the vote was close."
PAGE = f"<title>The vote</title><p>{SENTENCE * 20}</p>"
SLOW = PAGE + "".join(f"<p>{SENTENCE} {i}" for i in range(99_000))
BRIEF = Limits(seconds=1, blocks=100_000)
"""What this machine cannot read that page in: it takes five seconds and more."""


LONG = 600
"""Seconds that no job takes: what a job does that nobody holds up must not depend on how busy the machine is."""


def make_pool(workers: int = 1, jobs: int = 1000) -> Pool:
    return Pool(TASK, (), WorkerLimits(300_000_000, jobs), workers)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = make_pool()
    yield pool
    pool.close()


@pytest.mark.parametrize("fault", EXPECTED_FAULTS)
def test_a_fault_costs_its_job_alone(pool, fault):
    # macOS does not limit the address space.
    if fault in {"grow", "creep"} and sys.platform != "linux":
        pytest.skip("no memory limit here")
    reply = pool.call(fault, 0.5 if EXPECTED_FAULTS[fault] == "timed_out" else LONG)
    assert (reply.value, reply.fault) == (None, EXPECTED_FAULTS[fault])
    assert reply.message
    assert pool.call("next", LONG).value == "next"


def test_an_exception_comes_with_its_traceback(pool):
    assert "KeyError: 'a foreign exception'" in pool.call("bang", LONG).message


def test_large_jobs_and_answers_pass(pool):
    page = os.urandom(3_000_000)
    assert pool.call(page, LONG).value == page
    assert len(pool.call("flood", LONG).value) == 100_000_000


def test_a_worker_that_reads_nothing_is_given_up(pool):
    os.kill(pool.call("pid", LONG).value, signal.SIGSTOP)
    assert pool.call(os.urandom(50_000_000), 0.5).fault == "timed_out"


def test_a_worker_that_died_idle_costs_nothing(pool):
    worker = pool.call("pid", LONG).value
    os.kill(worker, signal.SIGKILL)
    wait_until_ended(worker)
    assert pool.call("next", LONG).value == "next"


def test_workers_are_replaced_after_their_number_of_jobs():
    pool = make_pool(jobs=3)
    numbers = [pool.call("pid", LONG).value for _ in range(9)]
    pool.close()
    assert [numbers.count(n) for n in dict.fromkeys(numbers)] == [3, 3, 3]


def test_a_worker_that_somebody_killed_costs_nothing(tmp_path):
    with closing(make_pool()) as pool, closing(Barrier(tmp_path)) as barrier, ThreadPoolExecutor() as threads:
        reply = threads.submit(pool.call, barrier.address, LONG)
        killed = barrier.next_arrival()
        os.kill(killed, signal.SIGKILL)
        second = barrier.next_arrival()
        barrier.release()
        assert reply.result().value == second != killed


def test_the_forkserver_is_replaced_when_it_dies():
    pool = make_pool()
    forkserver = pool.call("parent", LONG).value
    os.kill(forkserver, signal.SIGKILL)
    wait_until_ended(forkserver)
    assert pool.call("next", LONG).value == "next"
    pool.close()


def test_a_forkserver_that_dies_under_several_workers_costs_no_job(tmp_path):
    with closing(make_pool(workers=3)) as pool, closing(Barrier(tmp_path)) as barrier, ThreadPoolExecutor() as threads:
        forkserver = pool.call("parent", LONG).value
        replies = [threads.submit(pool.call, barrier.address, LONG) for _ in range(3)]
        killed = {barrier.next_arrival() for _ in replies}
        os.kill(forkserver, signal.SIGKILL)
        others = {barrier.next_arrival() for _ in replies}
        barrier.release(3)
        assert {reply.result().value for reply in replies} == others
        assert not killed & others


def test_poison_among_many_costs_itself(pool):
    jobs = ["abort" if i % 50 == 7 else str(i) for i in range(500)]
    replies = [pool.call(job, LONG) for job in jobs]
    assert [r.value for r in replies] == [None if job == "abort" else job for job in jobs]


def test_no_process_outlives_a_supervisor_that_was_killed():
    program = (
        "from cleancopy.workers import Pool, WorkerLimits\n"
        f"pool = Pool({TASK!r}, (), WorkerLimits(10**9, 100), 1)\n"
        "print(pool.call('pid', 10).value, pool.call('parent', 10).value, flush=True)\n"
        "pool.call('stall', 100)\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=root) as supervisor:
        assert supervisor.stdout
        orphans = [int(word) for word in supervisor.stdout.readline().split()]
        assert len(orphans) == 2
        supervisor.kill()
    wait_until_ended(*orphans)


def test_a_closed_guard_says_so():
    guard = Guard()
    guard.extract(PAGE)
    guard.close()
    with pytest.raises(GuardError, match="closed"):
        guard.extract(PAGE)


def test_a_task_that_cannot_be_loaded_is_an_error_of_ours():
    pool = Pool("tests.hostile.nowhere:answer", (), WorkerLimits(10**9, 100), 1)
    with pytest.raises(GuardError, match="no worker could be started"):
        pool.call("x", LONG)
    pool.close()


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    with Guard() as guard:
        yield guard


@pytest.mark.parametrize("page", [PAGE, PAGE.encode(), "plain words\non two lines", b"", b"\x89PNG\0\0", "<p>\ud800x"])
def test_answers_are_those_of_extract(guard, page):
    assert guard.extract(page, "https://example.org/") == cleancopy.extract(page, "https://example.org/")


def test_a_page_that_takes_too_long_is_answered_from_its_beginning():
    with Guard(BRIEF) as guard:
        article = guard.extract(SLOW)
    assert "timed_out" in article.flags
    assert article.text.startswith(SENTENCE) if "degraded" in article.flags else not article.text


def test_a_page_that_takes_too_much_memory_is_answered_from_its_beginning():
    if sys.platform != "linux":
        pytest.skip("no memory limit here")
    with Guard(Limits(memory=20_000_000)) as guard:
        article = guard.extract(SLOW)
        assert "out_of_memory" in article.flags
        assert guard.extract(PAGE) == cleancopy.extract(PAGE, limits=Limits(memory=20_000_000))


def test_many_pages_come_in_order_while_one_is_stuck():
    pages = [f"<p>{SENTENCE * 5} {i}</p>" for i in range(20)]
    pages[5] = SLOW
    with Guard(replace(BRIEF, seconds=3), workers=2) as guard:
        articles = list(guard.extract_all(iter(pages)))
    assert [i for i, a in enumerate(articles) if "timed_out" in a.flags] == [5]
    assert all(str(i) in a.text for i, a in enumerate(articles) if i != 5)


def test_pages_are_taken_as_they_are_needed():
    taken = []
    with Guard(workers=2) as guard:
        answers = guard.extract_all(taken.append(i) or PAGE for i in range(100))  # type: ignore[func-returns-value]
        next(answers)
        answers.close()
    assert len(taken) < 10


def test_threads_may_share_a_guard(guard):
    expected = cleancopy.extract(PAGE)
    answers: list[cleancopy.Article] = []
    threads = [threading.Thread(target=lambda: answers.append(guard.extract(PAGE))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 20


@pytest.mark.parametrize("page, kind", [(7, "auto"), ("x", "pdf")])
def test_a_callers_mistake_is_an_exception_here_too(guard, page, kind):
    with pytest.raises((TypeError, ValueError)):
        guard.extract(page, kind=kind)


def test_a_guard_has_a_worker():
    with pytest.raises(ValueError, match="workers"):
        Guard(workers=0)


def test_a_trace_under_the_guard_is_that_without():
    with Guard() as guard:
        assert guard.explain(PAGE, url="https://a.example/", mode="recall") == cleancopy.explain(
            PAGE, url="https://a.example/", mode="recall"
        )


def test_a_trace_that_takes_too_long_is_given_up_and_the_guard_goes_on():
    with Guard() as guard:
        with pytest.raises(WorkerFailedError) as caught:
            guard.explain(SLOW, seconds=0.3)
        assert caught.value.reason == "timed_out"
        assert guard.deaths == 1
        assert guard.extract(PAGE).text == cleancopy.extract(PAGE).text
        assert guard.deaths == 1


@pytest.mark.parametrize("fault", ["abort", "killed", "bang"])
def test_a_call_that_harms_its_worker_is_given_up(fault):
    with Guard() as guard:
        with pytest.raises(WorkerFailedError) as caught:
            guard.call(faults.answer, fault)
        assert caught.value.reason == EXPECTED_FAULTS[fault]
        assert guard.call(faults.answer, "next") == "next"


@pytest.mark.parametrize("page", [None, 3])
def test_a_wrong_type_raises_at_once(page):
    with Guard() as guard, pytest.raises(TypeError):
        guard.explain(page)
