"""The process that forks workers: it has loaded what they need, so that one is there within milliseconds.

It is started anew, not forked: the caller's program may have threads, and must not be run a second time, as the start
methods of `multiprocessing` do with its main module.
"""

import contextlib
import gc
import importlib
import os
import signal
import socket

from cleancopy.guard.channel import receive, send
from cleancopy.guard.launch import joined
from cleancopy.guard.terms import Task, Terms
from cleancopy.guard.worker import serve

SELDOM = 100_000
"""So many objects more than before have to be there before workers look for garbage. Extraction leaves no cycles, and
looking for them after every 700, as is usual, takes some percent of its time."""


def main() -> None:
    """Fork and kill workers as the supervisor asks, until it is gone. Takes the number of a socket as argument."""
    control = joined()
    name, samples, terms = receive(control)
    task = _load(name)
    for sample in samples:
        task(sample)
    gc.collect()
    gc.freeze()  # what all workers share is not copied for the sake of counting
    gc.set_threshold(SELDOM)
    send(control, "ready")
    alive: set[int] = set()
    with contextlib.suppress(EOFError, OSError):
        while True:
            _obey(control, task, terms, alive)
    for worker in alive:
        os.kill(worker, signal.SIGKILL)


def _load(name: str) -> Task:
    module, _, function = name.partition(":")
    task: Task = getattr(importlib.import_module(module), function)
    return task


def _obey(control: socket.socket, task: Task, terms: Terms, alive: set[int]) -> None:
    """Do the next thing asked for: ``fork`` gives the number of a new worker, ``kill`` how the worker ended."""
    order, worker = receive(control)
    if order == "kill":
        os.kill(worker, signal.SIGKILL)  # it is a child of this process: one that has ended is there until waited for
        _, status = os.waitpid(worker, 0)
        alive.discard(worker)
        send(control, os.waitstatus_to_exitcode(status))
        return
    worker = _fork(control, task, terms)
    alive.add(worker)
    send(control, worker)


def _fork(control: socket.socket, task: Task, terms: Terms) -> int:
    _, (number,), _, _ = socket.recv_fds(control, 1, 1)
    nursery = os.getpid()
    worker = os.fork()
    if worker:
        os.close(number)
        return worker
    status = 1
    try:
        control.close()
        serve(socket.socket(fileno=number), task, terms, nursery)
        status = 0
    finally:
        os._exit(status)
