"""Processes that can be killed: each job has a time limit and a memory limit, and harms no other job.

`Pool` runs jobs in workers. A `forkserver` process forks the workers, and `worker` is what they run. `launch` starts a
process for other purposes, `apply_process_limits` limits it, and `send` and `receive` carry messages to and from it.
Nothing here knows what a job is about.
"""

from cleancopy.workers.channel import receive, send
from cleancopy.workers.limits import WORKER_FAULTS, Reply, Task, WorkerLimits
from cleancopy.workers.pool import READ_AHEAD, Pool
from cleancopy.workers.process import apply_process_limits, connect_to_launcher, launch

__all__ = [
    "READ_AHEAD",
    "WORKER_FAULTS",
    "Pool",
    "Reply",
    "Task",
    "WorkerLimits",
    "apply_process_limits",
    "connect_to_launcher",
    "launch",
    "receive",
    "send",
]
