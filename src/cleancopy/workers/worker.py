"""A worker: does one job after the other, within its limits."""

import socket
import traceback
from typing import Any

from cleancopy.flags import Flag
from cleancopy.workers.channel import receive, send
from cleancopy.workers.limits import Reply, Task, WorkerLimits
from cleancopy.workers.process import apply_process_limits, get_resident_bytes

_OUT_OF_MEMORY = Reply(fault=Flag.OUT_OF_MEMORY, message="the page took more memory than it may", last=True)


def serve(channel: socket.socket, task: Task, limits: WorkerLimits, parent: int) -> None:
    """Answer jobs until the other side is gone or the limits are reached."""
    apply_process_limits(limits.memory, parent)
    max_resident = get_resident_bytes() + limits.memory // 2
    for n_done in range(1, limits.jobs + 1):
        try:
            job = receive(channel)
        except (EOFError, OSError):
            return
        reply = _run_task(task, job)
        del job
        reply = reply._replace(last=reply.last or n_done == limits.jobs or get_resident_bytes() > max_resident)
        try:
            send(channel, reply)
        except MemoryError:
            reply = _OUT_OF_MEMORY
            send(channel, reply)
        if reply.last:
            return


def _run_task(task: Task, job: Any) -> Reply:
    try:
        return Reply(task(job))
    except MemoryError:
        return _OUT_OF_MEMORY
    except Exception:  # noqa: BLE001 - whatever a page raises costs that page alone
        return Reply(fault=Flag.CRASHED, message=traceback.format_exc(), last=True)
