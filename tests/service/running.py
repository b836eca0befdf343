"""A service that runs for a test: on a thread, where its clock stands still, or as the program that it is."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Self

import httpx2 as httpx
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.h11_impl import H11Protocol

from cleancopy.fetch import Rules
from cleancopy.limits import Limits
from cleancopy.service.app import make_app
from cleancopy.service.server import connection_class
from cleancopy.service.settings import ServiceSettings

SMALL = ServiceSettings(
    workers=2,
    queue=2,
    body_bytes=200_000,
    page_bytes=400_000,
    body_seconds=2,
    idle_seconds=0.6,
    head_seconds=1,
    explain_seconds=600,
    batch_lines=500,
    limits=Limits(seconds=600),
)
"""Bounds that a test can reach. The clock of bodies and heads is the test's; workers have a real one, and all the time
of a slow machine."""

PROSE = (
    "The harbour board said on Tuesday that the ferry will sail again in April, after nine winters in which the only "
    "way across the estuary was the road by the bridge."
)
PAGE = f"<title>Ferry</title><ul><li><a href=/>Home</a></ul><article><h1>The ferry</h1><p>{PROSE}</p></article>"


class Clock(asyncio.SelectorEventLoop):
    """An event loop whose time stands still until a test moves it on."""

    _stands = True
    _ahead = 0.0

    def __init__(self) -> None:
        self._stopped = 0.0
        super().__init__()

    def time(self) -> float:
        return self._stopped + self._ahead if self._stands else super().time() + self._ahead

    def move_on(self, seconds: float) -> None:
        """Let so much time pass, as soon as the loop has nothing else to do."""
        self.call_soon_threadsafe(self._move, seconds)

    def run_freely(self) -> None:
        """Let time pass by itself from now on."""
        self.call_soon_threadsafe(self._free)

    def _move(self, seconds: float) -> None:
        if self._ready:
            self.call_soon(self._move, seconds)
        else:
            self._ahead += seconds

    def _free(self) -> None:
        self._ahead += self._stopped - super().time()
        self._stands = False


class Traffic:
    """What goes through a service in this process: for tests that wait for it."""

    def __init__(self) -> None:
        self.connections = self.received = self.requests = self.paused_reading = self.paused_writing = 0
        self.nodelay: set[int] = set()
        self.service: Any = None
        self._changed = threading.Condition()

    def add(self, name: str, number: int = 1) -> None:
        with self._changed:
            setattr(self, name, getattr(self, name) + number)
            self._changed.notify_all()

    def wait(self, name: str, number: int) -> None:
        """Wait until there were so many."""
        with self._changed:
            self._changed.wait_for(lambda: getattr(self, name) >= number)

    def watch_app(self, app: ASGIApp) -> ASGIApp:
        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                await app(scope, receive, send)
            finally:
                if scope["type"] == "http":
                    self.service = scope["state"]["service"]
                    self.add("requests")

        return watched

    def watch_connections(self, made: type[H11Protocol]) -> type[H11Protocol]:
        traffic = self

        class Watched(made):  # type: ignore[misc, valid-type]
            def connection_made(self, transport: asyncio.Transport) -> None:
                super().connection_made(transport)
                self.flow = _WatchedFlow(transport, traffic)
                peer = transport.get_extra_info("socket")
                traffic.nodelay.add(peer.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                traffic.add("connections")

            def data_received(self, data: bytes) -> None:
                super().data_received(data)
                traffic.add("received", len(data))

            def pause_writing(self) -> None:
                super().pause_writing()
                traffic.add("paused_writing")

        return Watched


class _WatchedFlow(FlowControl):
    def __init__(self, transport: asyncio.Transport, traffic: Traffic) -> None:
        super().__init__(transport)
        self._traffic = traffic

    def pause_reading(self) -> None:
        if not self.read_paused:
            self._traffic.add("paused_reading")
        super().pause_reading()


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    def run_on(self, clock: Clock, listener: socket.socket) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: clock) as runner:
                runner.run(self.serve([listener]))
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

    @contextmanager
    def hold(self, number: int, length: int) -> Iterator[list[socket.socket]]:
        """Hold so many requests inside, each of which has still to send its body of this length."""
        head = f"POST /extract HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n"
        with ExitStack() as stack:
            holders = [stack.enter_context(self.connect()) for _ in range(number)]
            for holder in holders:
                holder.sendall(head.encode())
            for holder in holders:  # told when a body is read: the request is inside
                assert read_head(holder).startswith(b"HTTP/1.1 100")
            yield holders


@dataclass
class InProcess(Running):
    """A service on a thread of this process."""

    clock: Clock
    traffic: Traffic

    def next_worker(self) -> int:
        """The process that gets the next page."""
        self.client.get("/about")
        return self.traffic.service.workers._guard._pool._idle.queue[-1].number

    @contextmanager
    def gone(self, number: int) -> Iterator[None]:
        """Wait in the end until so many more requests are over."""
        before = self.traffic.requests
        yield
        self.traffic.wait("requests", before + number)


@contextmanager
def running(settings: ServiceSettings = SMALL, rules: Rules | None = None) -> Iterator[InProcess]:
    """Have a service run on a thread; the time of its event loop stands still."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    clock, traffic = Clock(), Traffic()
    config = uvicorn.Config(
        traffic.watch_app(make_app(settings, rules)), http=traffic.watch_connections(connection_class(settings)),
        ws="none", lifespan="on", log_config=None, access_log=False, timeout_graceful_shutdown=10,
    )  # fmt: skip
    server = _Server(config)
    thread = threading.Thread(target=server.run_on, args=(clock, listener))
    thread.start()
    server.up.wait()
    assert server.started
    service = InProcess(port, clock, traffic)
    try:
        yield service
    finally:
        service.client.close()
        server.should_exit = True
        clock.run_freely()
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
