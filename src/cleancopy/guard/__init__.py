"""Extraction that nothing stops: pages are read by processes that can be killed, under a deadline and a memory limit.

`pages` is the door: `Guard`. Below it `pool` supervises workers, `nursery` is the process that forks them, `worker` is
what they do, and `channel` carries messages between all of these.
"""

from cleancopy.guard.pages import Guard

__all__ = ["Guard"]
