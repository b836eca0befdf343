"""Servers for tests: one whose answers are given by the path, one that nobody may reach."""

import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

ORIGIN = "127.0.0.9"
"""Where the permitted origin is: another address of the loopback than that of the canary."""

Answer = bytes | Callable[[socket.socket], None]


class Origin:
    """Answers a request with the bytes that stand for its path, and closes."""

    def __init__(self, answers: Mapping[str, Answer], host: str = ORIGIN) -> None:
        self.answers = dict(answers)
        self.asked: list[bytes] = []
        self._listener = socket.create_server((host, 0))
        self._host = host
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://{self._host}:{self.port}{path}"

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            self.asked.append(head)
            answer = self.answers.get(head.split(b" ")[1].decode(), page(b"none", status="404 Not Found"))
            if isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(connection)


def _listen_aside() -> socket.socket:
    """Listen on a port that the system gives nobody: a test beside this one may ask again for one that it had."""
    for port in range(20_000, 32_000):
        with suppress(OSError):
            return socket.create_server(("0.0.0.0", port))
    raise OSError("no port is free")


class Canary:
    """Listens on every address of this machine, and counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self._listeners = [_listen_aside()]
        self.port = self._listeners[0].getsockname()[1]
        with suppress(OSError):  # no IPv6 here
            self._listeners.append(socket.create_server(("::", self.port), family=socket.AF_INET6))
        for listener in self._listeners:
            threading.Thread(target=self._count, args=(listener,), daemon=True).start()

    def _count(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = listener.accept()
                self.visits += 1
                visitor.close()

    def close(self) -> None:
        for listener in self._listeners:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()


def page(body: bytes, *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {len(body)}"] if length else [])]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: int = 302) -> bytes:
    return page(b"", f"Location: {location}", status=f"{status} Moved")
