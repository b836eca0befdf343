"""The process that forks workers. It has already loaded what they need, so a new worker starts within milliseconds.

It is started as a new process, not forked: the caller's program may have threads, and its main module must not run a
second time, as it does with the start methods of `multiprocessing`.
"""

import contextlib
import gc
import importlib
import os
import signal
import socket

from cleancopy.workers.channel import receive, send
from cleancopy.workers.limits import Task, WorkerLimits
from cleancopy.workers.process import connect_to_launcher
from cleancopy.workers.worker import serve

GC_THRESHOLD = 100_000
"""Number of new objects after which workers collect garbage. Extraction leaves no cycles, so they rarely need to."""


def main() -> None:
    """Fork and kill workers as the pool asks, until the pool is gone."""
    control = connect_to_launcher()
    name, warmup_jobs, limits = receive(control)
    task = _load_task(name)
    for job in warmup_jobs:
        task(job)
    gc.collect()
    gc.freeze()  # the collector would write to objects that all workers share, and so copy them
    gc.set_threshold(GC_THRESHOLD)
    send(control, "ready")
    alive: set[int] = set()
    with contextlib.suppress(EOFError, OSError):
        while True:
            _handle_order(control, task, limits, alive)
    for worker in alive:
        os.kill(worker, signal.SIGKILL)


def _load_task(name: str) -> Task:
    module, _, function = name.partition(":")
    task: Task = getattr(importlib.import_module(module), function)
    return task


def _handle_order(control: socket.socket, task: Task, limits: WorkerLimits, alive: set[int]) -> None:
    """Execute one order: ``fork`` replies with the process ID of a new worker, ``kill`` with the worker's exit code."""
    order, worker = receive(control)
    if order == "kill":
        os.kill(worker, signal.SIGKILL)  # the ID is still the worker's: nobody has waited for this child yet
        _, status = os.waitpid(worker, 0)
        alive.discard(worker)
        send(control, os.waitstatus_to_exitcode(status))
        return
    worker = _fork_worker(control, task, limits)
    alive.add(worker)
    send(control, worker)


def _fork_worker(control: socket.socket, task: Task, limits: WorkerLimits) -> int:
    _, (descriptor,), _, _ = socket.recv_fds(control, 1, 1)
    forkserver = os.getpid()
    worker = os.fork()
    if worker:
        os.close(descriptor)
        return worker
    status = 1
    try:
        control.close()
        serve(socket.socket(fileno=descriptor), task, limits, forkserver)
        status = 0
    finally:
        os._exit(status)
