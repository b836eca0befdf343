"""What supervisor and workers agree on: the terms of the work, and what is said of a job."""

from collections.abc import Callable
from typing import Any, NamedTuple

Task = Callable[[Any], Any]
"""What a worker does: takes a job, gives a value. Both can be pickled."""

TIMED_OUT = "timed_out"
OUT_OF_MEMORY = "out_of_memory"
CRASHED = "crashed"
FAULTS = frozenset({TIMED_OUT, OUT_OF_MEMORY, CRASHED})


class Terms(NamedTuple):
    """What a worker may take: bytes of memory beyond what it begins with, and jobs before another takes its place."""

    memory: int
    jobs: int


class Reply(NamedTuple):
    """What came of a job.

    fault   why there is no value: one of the three above
    last    whether the worker ends with this: it had its number of jobs, has grown too large, or is in doubt
    """

    value: Any = None
    fault: str | None = None
    message: str = ""
    last: bool = False
