"""The supervisor: a job costs no more than its time and its memory, whatever it does to the worker that has it.

Not `multiprocessing.Pool`, which waits for ever for a worker that was killed, nor `ProcessPoolExecutor`, which then
gives up all jobs.
"""

import contextlib
import queue
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, NamedTuple, TypeVar

from cleancopy.errors import GuardError
from cleancopy.guard.channel import receive, send
from cleancopy.guard.launch import launch
from cleancopy.guard.terms import CRASHED, OUT_OF_MEMORY, TIMED_OUT, Reply, Terms

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2
"""So many items for each worker are taken ahead: none waits for one that is slow, as far as order allows."""
_START_SECONDS = 60.0
"""Loading Python, numpy and the models takes a third of a second on an idle machine."""
_ORDER_SECONDS = 10.0
TRIES = 2
_BUFFER = 1 << 20
# The sums are small, and threads of their own would fight over the processors with the other workers.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


KILLED: Final = Reply(fault=OUT_OF_MEMORY, message="the worker was killed, likely for want of memory")


class _Worker(NamedTuple):
    """A worker: its process, the socket to it, and that to the nursery that forked it."""

    number: int
    channel: socket.socket
    control: socket.socket | None


class Pool:
    """So many workers that do a task. May be used by several threads.

    task      ``module:function``, which takes a job and gives its answer
    samples   jobs that are done before any other, for what is loaded by the way
    workers   processes

    `deaths` counts the workers that died in the midst of a job, or were killed because it took too long.

    Raises `GuardError` if no worker can be started.
    """

    def __init__(self, task: str, samples: Sequence[object], terms: Terms, workers: int) -> None:
        if sys.platform == "win32":
            raise GuardError("the guard needs processes that fork: use it on Linux or macOS, or in WSL")
        self._work = (task, tuple(samples), terms)
        self._closed = False
        self._workers = workers
        self._lock = threading.Lock()  # one order at a time
        self._nursery: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.deaths = 0
        # Who was busy last is next: what it uses is still in the processor's cache.
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(None)

    def call(self, job: object, seconds: float) -> Reply:
        """Have a job done by the next worker that is free, within so many seconds from when it is there.

        A worker that somebody else killed need not have died of its job: another gets what is left of the time.
        """
        worker = self._idle.get()
        left = seconds
        try:
            for _ in range(TRIES):
                worker = self._ready(worker)
                reply, worker, left = self._ask(worker, job, left)
                if reply is not KILLED or left <= 0:
                    break
        except BaseException:
            worker = None
            raise
        finally:
            self._idle.put(worker)
            if self._closed:  # it was closed meanwhile: nobody else lets this worker go
                self._let_go()
        return reply

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Give what a function that calls this pool gives for each item: in order, with all workers busy."""
        waiting: deque[Future[R]] = deque()
        with ThreadPoolExecutor(self._workers) as threads:
            try:
                for item in items:
                    waiting.append(threads.submit(function, item))
                    if len(waiting) > AHEAD * self._workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()

    def _ready(self, worker: _Worker | None) -> _Worker:
        return self._replaced(worker) if worker is None or _is_gone(worker) else worker

    def _ask(self, worker: _Worker, job: object, seconds: float) -> tuple[Reply, _Worker | None, float]:
        """The reply to a job, the worker if it is fit for another, and the seconds that are left."""
        deadline = time.monotonic() + seconds
        try:
            worker.channel.settimeout(max(seconds, 1e-3))
            send(worker.channel, job)
            reply: Reply = receive(worker.channel, deadline)
        except TimeoutError:
            self._bury(worker)
            return Reply(fault=TIMED_OUT, message="the page took more time than it may"), None, 0.0
        except (EOFError, OSError):
            left = deadline - time.monotonic()
            return _post_mortem(self._bury(worker)), None, left
        except BaseException:  # interrupted: the worker is in the midst of something
            self._kill(worker)
            raise
        if reply.last:
            self._kill(worker)
        return reply, None if reply.last else worker, deadline - time.monotonic()

    def close(self) -> None:
        """End all workers; no call may follow."""
        with self._lock:
            self._closed = True
            self._end_nursery()
        self._let_go()

    def _let_go(self) -> None:
        """Close the channels of the workers that are idle."""
        idle: list[_Worker | None] = []
        with contextlib.suppress(queue.Empty):
            while True:
                idle.append(self._idle.get_nowait())
        for worker in idle:
            if worker is not None:
                worker.channel.close()
            self._idle.put(None)

    # ── workers come and go ──────────────────────────────────────────────────────────────────────

    def _replaced(self, worker: _Worker | None) -> _Worker:
        if worker is not None:
            self._kill(worker)
        with self._lock, contextlib.suppress(EOFError, OSError):
            return self._fork()
        # The nursery is gone, maybe for want of memory, and all workers with it.
        with self._lock:
            try:
                return self._fork()
            except (EOFError, OSError) as error:
                raise GuardError(f"no worker could be started: {error}") from error

    def _fork(self) -> _Worker:
        ours, theirs = socket.socketpair()
        try:
            for side in (ours, theirs):
                side.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
            number = self._order("fork", theirs)
            return _Worker(number, ours, self._control)
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()

    def _kill(self, worker: _Worker) -> int | None:
        """End a worker; tells its exit code, None where nobody knows."""
        worker.channel.close()
        with self._lock, contextlib.suppress(EOFError, OSError):
            # One that went with its nursery is gone, and its number may be another's.
            return self._order("kill", worker.number) if worker.control is self._control else None
        return None

    def _bury(self, worker: _Worker) -> int | None:
        """End a worker that died or did not answer in time, and count it; tells its exit code."""
        with self._lock:
            self.deaths += 1
        return self._kill(worker)

    def _order(self, order: str, subject: socket.socket | int) -> int:
        """Have the nursery do something; where that fails it is ended, with all workers."""
        try:
            control = self._control or self._start_nursery()
            if isinstance(subject, int):
                send(control, (order, subject))
            else:
                send(control, (order, None))
                socket.send_fds(control, [b"f"], [subject.fileno()])
            answer: int = receive(control, time.monotonic() + _ORDER_SECONDS)
        except BaseException:  # one who is interrupted in the midst of it must not get the answer to another order
            self._end_nursery()
            raise
        return answer

    def _start_nursery(self) -> socket.socket:
        if self._closed:
            raise GuardError("the guard is closed: keep it open as long as there are pages")
        self._nursery, ours = launch("cleancopy.guard.nursery", _ONE_THREAD)
        self._control = ours
        send(ours, self._work)
        receive(ours, time.monotonic() + _START_SECONDS)
        return ours

    def _end_nursery(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._nursery is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._nursery.wait(_ORDER_SECONDS)
            self._nursery.kill()
            self._nursery.wait()
            self._nursery = None


def _is_gone(worker: _Worker) -> bool:
    """Whether a worker ended while it had nothing to do: then there is an end of file to read, else nothing."""
    return bool(select.select([worker.channel], [], [], 0)[0])


def _post_mortem(code: int | None) -> Reply:
    if code in (None, -signal.SIGKILL):  # nobody knows where the nursery is gone, too
        return KILLED
    return Reply(fault=CRASHED, message=f"the worker ended with code {code}")
