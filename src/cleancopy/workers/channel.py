"""Messages between processes: pickled objects over a socket, each with its length before it."""

import pickle
import socket
import struct
import time
from typing import Any

_LENGTH = struct.Struct("<Q")


def send(channel: socket.socket, message: object) -> None:
    """Send a message. Raises `OSError`, or `TimeoutError` if nobody reads it within the timeout of the socket."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    channel.sendall(_LENGTH.pack(len(data)))
    channel.sendall(data)


def receive(channel: socket.socket, deadline: float | None = None) -> Any:
    """Wait for a message, until `deadline` on the clock of `time.monotonic`.

    Raises `TimeoutError` after the deadline, and `EOFError` or another `OSError` if the other side is gone.
    """
    (length,) = _LENGTH.unpack(_read_bytes(channel, _LENGTH.size, deadline))
    return pickle.loads(_read_bytes(channel, length, deadline))  # noqa: S301 - the other side is this program


def _read_bytes(channel: socket.socket, length: int, deadline: float | None) -> bytearray:
    data = bytearray(length)
    rest = memoryview(data)
    while rest:
        if deadline is not None:
            # Zero would mean a socket that does not wait.
            channel.settimeout(max(deadline - time.monotonic(), 1e-4))
        size = channel.recv_into(rest)
        if not size:
            raise EOFError("the other side is gone")
        rest = rest[size:]
    return data
