"""Processes that a test waits for, without looking at a clock: both block until what they wait for has happened."""

import os
import select
from pathlib import Path

import pytest


def wait_until_ended(*processes: int) -> None:
    """Block until processes, not necessarily our own children, have ended."""
    if not hasattr(os, "pidfd_open"):
        pytest.skip("waits for foreign processes as Linux does it")
    for process in processes:
        try:
            handle = os.pidfd_open(process)
        except ProcessLookupError:
            continue
        try:
            select.select([handle], [], [])
        finally:
            os.close(handle)


class Barrier:
    """Holds jobs of other processes until the test lets them go.

    A job that calls `wait_at` with its `address` says that it has come, and blocks.
    """

    def __init__(self, folder: Path) -> None:
        self.address = (str(folder / "arrived"), str(folder / "released"))
        for path in self.address:
            os.mkfifo(path)
        # Open for both, so that neither side waits for the other to open it.
        self._arrived, self._released = (os.open(path, os.O_RDWR) for path in self.address)

    def next_arrival(self) -> int:
        """Block until the next job has come; give the number of its process."""
        return int.from_bytes(os.read(self._arrived, 4), "big")

    def release(self, jobs: int = 1) -> None:
        """Let this many of the jobs that wait go on."""
        os.write(self._released, bytes(jobs))

    def close(self) -> None:
        os.close(self._arrived)
        os.close(self._released)


def wait_at(address: tuple[str, str]) -> int:
    """What a job does at a `Barrier`: come, wait, and give the number of its process."""
    arrived, released = (os.open(path, os.O_RDWR) for path in address)
    try:
        os.write(arrived, os.getpid().to_bytes(4, "big"))
        os.read(released, 1)
    finally:
        os.close(arrived)
        os.close(released)
    return os.getpid()
