"""A process of this very Python, started anew, with a socket to it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping

_BOOT = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"
"""The process finds modules where this one does."""


def launch(module: str, environment: Mapping[str, str] | None = None) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Run ``main`` of a module, which finds the number of its socket as argument; gives the process and our socket.

    environment   what it has beside ours

    Raises `OSError` if it cannot be started.
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


def joined() -> socket.socket:
    """The socket of a process that was launched. An interrupt at the keyboard reaches it, and is the launcher's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return socket.socket(fileno=int(sys.argv[1]))
