"""A new process of this Python with a socket to it, and the limits that a process sets for itself."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_BOOT = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"
"""The process finds modules where this one finds them."""
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_HIGHEST_OOM_SCORE = "1000"  # the kernel kills this process first (man 5 proc, oom_score_adj)


def launch(module: str, environment: Mapping[str, str] | None = None) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Run ``main`` of a module in a new process; return the process and our socket to it.

    environment   variables to set in addition to ours

    ``main`` gets its own socket from `connect_to_launcher`. Raises `OSError` if the process cannot be started.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - this very Python
            [sys.executable, "-c", _BOOT.format(path=sys.path, module=module), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
        )
    return process, ours


def connect_to_launcher() -> socket.socket:
    """Return the socket of a process that was launched.

    Ctrl-C reaches this process too. It is ignored here: the launcher decides what to do.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return socket.socket(fileno=int(sys.argv[1]))


def apply_process_limits(memory: int, parent: int) -> None:
    """Limit the memory of this process, have it end with its parent, and leave no core dump.

    memory   bytes of address space beyond what the process has now
    parent   process ID of the parent

    On Linux, the kernel kills this process before others when memory is short.
    """
    import resource  # noqa: PLC0415 - not on Windows, where this module must be importable

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(_HIGHEST_OOM_SCORE)
    if os.getppid() != parent:  # the parent ended before the signal was set
        os._exit(0)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _read_memory_bytes(0) + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def get_resident_bytes() -> int:
    """Return how many bytes of this process are in memory; 0 where the system does not say."""
    return _read_memory_bytes(1)


def _read_memory_bytes(field: int) -> int:
    """Return a field of /proc/self/statm in bytes: 0 is the address space, 1 is what is in memory."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[field]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
