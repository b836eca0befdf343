"""What the pool and its workers agree on: the limits of a worker, and the reply to a job."""

from collections.abc import Callable
from typing import Any, NamedTuple

from cleancopy.flags import Flag

Task = Callable[[Any], Any]
"""What a worker runs: takes a job and returns a value. Both must be picklable."""

WORKER_FAULTS = frozenset({Flag.TIMED_OUT, Flag.OUT_OF_MEMORY, Flag.CRASHED})
"""The reasons why a job has no value."""


class WorkerLimits(NamedTuple):
    """What a worker may use.

    memory   bytes of address space beyond what it starts with
    jobs     number of jobs after which another worker replaces it
    """

    memory: int
    jobs: int


class Reply(NamedTuple):
    """The result of a job.

    fault   why there is no value, one of `WORKER_FAULTS`; None if there is a value
    last    whether the worker ends after this job: it has done all its jobs, has grown too large, or may be damaged
    """

    value: Any = None
    fault: str | None = None
    message: str = ""
    last: bool = False
