"""A service that runs for a test: on a thread of this process, or as a program."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Self

import httpx2 as httpx
import uvicorn

from cleancopy.fetch import Rules
from cleancopy.limits import Limits
from cleancopy.service.app import make_app
from cleancopy.service.server import make_connection_class
from cleancopy.service.settings import ServiceSettings

SMALL = ServiceSettings(
    workers=2,
    queue=2,
    body_bytes=200_000,
    page_bytes=400_000,
    body_seconds=600,
    idle_seconds=600,
    head_seconds=600,
    explain_seconds=600,
    batch_lines=500,
    limits=Limits(seconds=600),
)
"""Bounds of bytes that a test can reach, and all the time of a slow machine."""

IMPATIENT = replace(SMALL, body_seconds=1, idle_seconds=0.5, head_seconds=0.5)
"""For tests that wait until the service has had enough, and for no others: a busy machine may be slower than this."""

PROSE = (
    "The harbour board said on Tuesday that the ferry will sail again in April, after nine winters in which the only "
    "way across the estuary was the road by the bridge."
)
PAGE = f"<title>Ferry</title><ul><li><a href=/>Home</a></ul><article><h1>The ferry</h1><p>{PROSE}</p></article>"


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            super().run(sockets)
        finally:
            self.up.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@dataclass
class Running:
    """A service that answers at an address."""

    port: int
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=None, trust_env=False)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port))

    def metric(self, name: str) -> float:
        lines = self.client.get("/metrics").text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

    def wait_until_idle(self) -> None:
        """Ask until no request is in flight."""
        while self.metric("cleancopy_in_flight"):
            pass

    @contextmanager
    def hold(self, number: int, length: int) -> Iterator[list[socket.socket]]:
        """Hold so many requests inside, each of which has still to send its body of this length."""
        head = f"POST /extract HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n"
        with ExitStack() as stack:
            holders = [stack.enter_context(self.connect()) for _ in range(number)]
            for holder in holders:
                holder.sendall(head.encode())
            for holder in holders:  # sent when a body is read: the request is in flight
                assert read_head(holder).startswith(b"HTTP/1.1 100")
            yield holders


@dataclass
class InProcess(Running):
    """A service on a thread of this process."""

    server: uvicorn.Server

    def next_worker(self) -> int:
        """The process that gets the next page."""
        return self.server.lifespan.state["service"].workers._guard._pool._idle.queue[-1].number

    def open_sockets(self) -> list[socket.socket]:
        """The sockets of the connections, as the service has them."""
        return [each.transport.get_extra_info("socket") for each in self.server.server_state.connections]


@contextmanager
def running(settings: ServiceSettings = SMALL, rules: Rules | None = None) -> Iterator[InProcess]:
    """Have a service run on a thread."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    config = uvicorn.Config(
        make_app(settings, rules), http=make_connection_class(settings), ws="none", lifespan="on", log_config=None,
        access_log=False, timeout_graceful_shutdown=10,
    )  # fmt: skip
    server = _Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    server.up.wait()
    assert server.started
    service = InProcess(port, server)
    try:
        yield service
    finally:
        service.client.close()
        server.should_exit = True
        thread.join()


class Program(Running):
    """The command `cleancopy serve`."""

    def __init__(self, *options: str) -> None:
        code = "from cleancopy.cli.main import main; main()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", "--port", "0", *options], stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        self.lines: list[str] = []
        self._changed = threading.Condition()
        said = self._line()
        super().__init__(int(said.rstrip("/\n").rpartition(":")[2]))
        while "Application startup complete" not in self._line():
            pass
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _line(self) -> str:
        assert self.process.stderr
        line = self.process.stderr.readline()
        assert line, "the service did not start"
        self._add(line)
        return line

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self._add(line)

    def _add(self, line: str) -> None:
        with self._changed:
            self.lines.append(line)
            self._changed.notify_all()

    def wait_for(self, words: str) -> None:
        """Wait until a line of the log has these words."""
        with self._changed:
            self._changed.wait_for(lambda: any(words in line for line in self.lines))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self._reader.join()
        assert self.process.stderr
        self.process.stderr.close()


def read_head(connection: socket.socket) -> bytes:
    """Read the head of an answer, and nothing behind it."""
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        piece = connection.recv(1)
        assert piece, "the service closed the connection"
        head += piece
    return bytes(head)


def read_answer(connection: socket.socket) -> bytes:
    """Read one answer that says how long it is."""
    head = read_head(connection)
    (length,) = [int(line[15:]) for line in head.lower().splitlines() if line.startswith(b"content-length:")]
    body = bytearray()
    while len(body) < length:
        piece = connection.recv(length - len(body))
        assert piece, "the service closed the connection"
        body += piece
    return head + bytes(body)


def exchange(connection: socket.socket, *parts: bytes) -> bytes:
    """Send the parts, and read until the other side has closed."""
    with suppress(OSError):
        for part in parts:
            connection.sendall(part)
    answer = bytearray()
    with suppress(OSError):
        while piece := connection.recv(65536):
            answer += piece
    return bytes(answer)
