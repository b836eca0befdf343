"""A pool of workers: a job costs no more than its time and its memory, whatever it does to its worker.

This is not `multiprocessing.Pool`, which waits forever for a worker that was killed, and not `ProcessPoolExecutor`,
which gives up all jobs when a worker is killed.
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
from cleancopy.flags import Flag
from cleancopy.workers.channel import receive, send
from cleancopy.workers.limits import Reply, WorkerLimits
from cleancopy.workers.process import launch

T = TypeVar("T")
R = TypeVar("R")

READ_AHEAD = 2
"""Items taken ahead for each worker, so that a slow item does not keep the other workers idle."""
MAX_ATTEMPTS = 2
"""How often a job is tried whose worker is killed by somebody else."""
_START_SECONDS = 60.0
"""Time for the fork server to load Python, numpy and the models on a busy machine."""
_ORDER_SECONDS = 10.0
_BUFFER_BYTES = 1 << 20
# The sums are small. Threads of numpy's own would compete with the other workers for the processors.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

KILLED: Final = Reply(fault=Flag.OUT_OF_MEMORY, message="the worker was killed, likely for want of memory")


class _Worker(NamedTuple):
    """A worker: its process ID, the socket to it, and the socket to the fork server that forked it."""

    number: int
    channel: socket.socket
    control: socket.socket | None


class Pool:
    """A fixed number of workers that run a task. Several threads may use it.

    task      ``module:function``, which takes a job and returns its value
    samples   jobs that the fork server runs first, to load what the task needs
    limits    of each worker
    workers   number of processes

    `deaths` counts the workers that died during a job, or were killed because the job took too long.

    Raises `GuardError` if no worker can be started.
    """

    def __init__(self, task: str, samples: Sequence[object], limits: WorkerLimits, workers: int) -> None:
        if sys.platform == "win32":
            raise GuardError("the guard needs processes that fork: use it on Linux or macOS, or in WSL")
        self._setup = (task, tuple(samples), limits)
        self._closed = False
        self._workers = workers
        self._lock = threading.Lock()  # one order at a time
        self._forkserver: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.deaths = 0
        # The worker that was busy last is next: what it uses is still in the processor's cache.
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(None)

    def call(self, job: object, seconds: float) -> Reply:
        """Have the next free worker do a job within `seconds`, counted from when the worker is free.

        If somebody else kills the worker, another worker gets the job with the rest of the time.
        """
        worker = self._idle.get()
        reusable: _Worker | None = None  # None stands for a worker that is still to be forked
        try:
            reply, reusable = self._call_worker(worker, job, seconds)
            return reply
        finally:
            self._idle.put(reusable)
            if self._closed:  # closed meanwhile: nobody else closes the channel of this worker
                self._close_idle_workers()

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Yield the results of a function that calls this pool, for each item in order, with all workers busy."""
        waiting: deque[Future[R]] = deque()
        with ThreadPoolExecutor(self._workers) as threads:
            try:
                for item in items:
                    waiting.append(threads.submit(function, item))
                    if len(waiting) > READ_AHEAD * self._workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()

    def close(self) -> None:
        """End all workers; no call may follow."""
        with self._lock:
            self._closed = True
            self._end_forkserver()
        self._close_idle_workers()

    # ── one job ──────────────────────────────────────────────────────────────────────────────────

    def _call_worker(self, worker: _Worker | None, job: object, seconds: float) -> tuple[Reply, _Worker | None]:
        """Return the reply to a job, and the worker if it can do another job."""
        reply, left = KILLED, seconds
        for _ in range(MAX_ATTEMPTS):
            reply, worker, left = self._run_job(self._ensure_alive(worker), job, left)
            if reply is not KILLED or left <= 0:
                break
        return reply, worker

    def _run_job(self, worker: _Worker, job: object, seconds: float) -> tuple[Reply, _Worker | None, float]:
        """Return the reply to a job, the worker if it can do another job, and the seconds that are left."""
        deadline = time.monotonic() + seconds
        try:
            worker.channel.settimeout(max(seconds, 1e-3))
            send(worker.channel, job)
            reply: Reply = receive(worker.channel, deadline)
        except TimeoutError:
            self._reap(worker)
            return Reply(fault=Flag.TIMED_OUT, message="the page took more time than it may"), None, 0.0
        except (EOFError, OSError):
            left = deadline - time.monotonic()
            return _explain_exit(self._reap(worker)), None, left
        except BaseException:  # interrupted: the worker is in the midst of a job
            self._kill(worker)
            raise
        if reply.last:
            self._kill(worker)
        return reply, None if reply.last else worker, deadline - time.monotonic()

    def _close_idle_workers(self) -> None:
        """Close the channels of the idle workers."""
        idle: list[_Worker | None] = []
        with contextlib.suppress(queue.Empty):
            while True:
                idle.append(self._idle.get_nowait())
        for worker in idle:
            if worker is not None:
                worker.channel.close()
            self._idle.put(None)

    # ── start and end of workers ─────────────────────────────────────────────────────────────────

    def _ensure_alive(self, worker: _Worker | None) -> _Worker:
        """Return the worker, or a new one if it has ended."""
        if worker is not None:
            if not _has_ended(worker):
                return worker
            self._kill(worker)
        with self._lock, contextlib.suppress(EOFError, OSError):
            return self._fork_worker()
        # The fork server has ended, perhaps for want of memory, and all its workers with it.
        with self._lock:
            try:
                return self._fork_worker()
            except (EOFError, OSError) as error:
                raise GuardError(f"no worker could be started: {error}") from error

    def _fork_worker(self) -> _Worker:
        ours, theirs = socket.socketpair()
        try:
            for side in (ours, theirs):
                side.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER_BYTES)
            number = self._send_order("fork", theirs)
            return _Worker(number, ours, self._control)
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()

    def _kill(self, worker: _Worker) -> int | None:
        """End a worker; return its exit code, or None if it is unknown."""
        worker.channel.close()
        with self._lock, contextlib.suppress(EOFError, OSError):
            # If its fork server has ended, the worker has ended too, and another process may have its ID.
            return self._send_order("kill", worker.number) if worker.control is self._control else None
        return None

    def _reap(self, worker: _Worker) -> int | None:
        """End a worker that died or did not answer in time, and count it; return its exit code."""
        with self._lock:
            self.deaths += 1
        return self._kill(worker)

    # ── the fork server ──────────────────────────────────────────────────────────────────────────

    def _send_order(self, order: str, subject: socket.socket | int) -> int:
        """Have the fork server execute an order and return its answer. If that fails, end it and all its workers."""
        try:
            control = self._control or self._start_forkserver()
            if isinstance(subject, int):
                send(control, (order, subject))
            else:
                send(control, (order, None))
                socket.send_fds(control, [b"f"], [subject.fileno()])
            answer: int = receive(control, time.monotonic() + _ORDER_SECONDS)
        except BaseException:  # after an interrupt, the next order must not get the answer to this one
            self._end_forkserver()
            raise
        return answer

    def _start_forkserver(self) -> socket.socket:
        if self._closed:
            raise GuardError("the guard is closed: keep it open as long as there are pages")
        self._forkserver, ours = launch("cleancopy.workers.forkserver", _ONE_THREAD)
        self._control = ours
        send(ours, self._setup)
        receive(ours, time.monotonic() + _START_SECONDS)
        return ours

    def _end_forkserver(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._forkserver is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._forkserver.wait(_ORDER_SECONDS)
            self._forkserver.kill()
            self._forkserver.wait()
            self._forkserver = None


def _has_ended(worker: _Worker) -> bool:
    """Whether an idle worker has ended: only then there is something to read, the end of file."""
    return bool(select.select([worker.channel], [], [], 0)[0])


def _explain_exit(code: int | None) -> Reply:
    if code in (None, -signal.SIGKILL):  # the code is unknown if the fork server has ended, too
        return KILLED
    return Reply(fault=Flag.CRASHED, message=f"the worker ended with code {code}")
