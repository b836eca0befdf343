"""What a worker does: one job after the other, within its limits."""

import contextlib
import ctypes
import os
import resource
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from cleancopy.guard.channel import receive, send
from cleancopy.guard.terms import CRASHED, OUT_OF_MEMORY, Reply, Task, Terms

_TOO_MUCH = Reply(fault=OUT_OF_MEMORY, message="the page took more memory than it may", last=True)
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_FIRST_TO_GO = "1000"  # the kernel's highest badness (man 5 proc, oom_score_adj)


def serve(channel: socket.socket, task: Task, terms: Terms, parent: int) -> None:
    """Answer jobs until the other side is gone or the terms are met."""
    bind(terms.memory, parent)
    most = _resident() + terms.memory // 2
    for done in range(1, terms.jobs + 1):
        try:
            job = receive(channel)
        except (EOFError, OSError):
            return
        reply = _answer(task, job)
        del job
        reply = reply._replace(last=reply.last or done == terms.jobs or _resident() > most)
        try:
            send(channel, reply)
        except MemoryError:
            reply = _TOO_MUCH
            send(channel, reply)
        if reply.last:
            return


def _answer(task: Task, job: Any) -> Reply:
    try:
        return Reply(task(job))
    except MemoryError:
        return _TOO_MUCH
    except Exception:  # noqa: BLE001 - whatever a page raises costs that page alone
        return Reply(fault=CRASHED, message=traceback.format_exc(), last=True)


def bind(memory: int, parent: int) -> None:
    """Have this process end with its parent, leave no core, go first when memory is short, and take no more of it.

    memory   bytes beyond what it has now
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)
    if os.getppid() != parent:  # it was gone before the bond was made
        os._exit(0)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _pages(0) + memory
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _resident() -> int:
    """Bytes of this process in memory."""
    return _pages(1)


def _pages(field: int) -> int:
    """A field of /proc/self/statm in bytes: 0 is the address space, 1 what is in memory; 0 where there is none."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[field]) * resource.getpagesize()
    except OSError:
        return 0
