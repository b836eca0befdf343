"""Jobs that do to their worker what a page may."""

import os
import signal
from collections.abc import Callable

from tests.processes import wait_at


def _stall() -> None:
    while True:
        signal.pause()


def _grow() -> int:
    return len(bytearray(8_000_000_000))


def _creep() -> None:
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


def _bang() -> None:
    raise KeyError("a foreign exception")


def _flood() -> bytes:
    return bytes(100_000_000)


FAULTY_JOBS: dict[str, Callable[[], object]] = {
    "stall": _stall,
    "grow": _grow,
    "creep": _creep,
    "bang": _bang,
    "abort": os.abort,
    "leave": lambda: os._exit(3),
    "segfault": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "stop": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "pid": os.getpid,
    "parent": os.getppid,
    "flood": _flood,
}


def answer(job: object) -> object:
    """Do what a job names, wait at the barrier whose address it is, else echo it."""
    if isinstance(job, tuple):
        return wait_at(job)
    return FAULTY_JOBS[job]() if isinstance(job, str) and job in FAULTY_JOBS else job
