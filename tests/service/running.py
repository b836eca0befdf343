"""A service that runs for a test: on a thread of this process, or as the program that it is."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

import httpx2 as httpx
import uvicorn

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
    explain_seconds=20,
    batch_lines=500,
    limits=Limits(seconds=4),
)
"""Bounds that a test can reach."""

PROSE = (
    "The harbour board said on Tuesday that the ferry will sail again in April, after nine winters in which the only "
    "way across the estuary was the road by the bridge."
)
PAGE = f"<title>Ferry</title><ul><li><a href=/>Home</a></ul><article><h1>The ferry</h1><p>{PROSE}</p></article>"


@dataclass
class Running:
    """A service that answers at an address."""

    port: int
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30, trust_env=False)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), 10)

    def metric(self, name: str) -> float:
        lines = self.client.get("/metrics").text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


@contextmanager
def running(settings: ServiceSettings = SMALL, rules: Rules | None = None) -> Iterator[Running]:
    """Have a service run on a thread."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        make_app(settings, rules), http=connection_class(settings), ws="none", lifespan="on", log_config=None,
        access_log=False, timeout_graceful_shutdown=10,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        service = Running(listener.getsockname()[1])
        yield service
        service.client.close()
    finally:
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
        self.lines.append(line)
        return line

    def _read(self) -> None:
        assert self.process.stderr
        self.lines.extend(self.process.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self._reader.join()
        assert self.process.stderr
        self.process.stderr.close()


def exchange(connection: socket.socket, *parts: bytes, pause: float = 0) -> bytes:
    """Send the parts, with a pause after each, and read until the other side has closed."""
    try:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)
    except OSError:
        pass
    answer = bytearray()
    try:
        while piece := connection.recv(65536):
            answer += piece
    except OSError:
        pass
    return bytes(answer)
