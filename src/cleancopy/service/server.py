"""The service as a program: uvicorn with deadlines for what it leaves open, until it is told to end."""

import asyncio
import json
import signal
import socket
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from cleancopy.service.app import make_app
from cleancopy.service.edge import RAW_HEADERS, told_error
from cleancopy.service.logs import log_to_stderr
from cleancopy.service.settings import ServiceSettings

DRAIN_SECONDS = 60
"""So long may requests that are in flight take, once the service is told to end."""
MOST_CONNECTIONS = 512
"""Connections at a time: half of the files that a process usually may have open."""
_TAKEN = 16 * 1024
"""Bytes of an answer that a client must take in `idle_seconds`."""


def run(settings: ServiceSettings, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT, then answer what is in flight."""
    log_to_stderr()
    # uvicorn hands a signal on when it is done; without handlers of ours that would end the program with an error.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    config = uvicorn.Config(
        make_app(settings),
        http=connection_class(settings),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listener])


def connection_class(settings: ServiceSettings) -> type[H11Protocol]:
    """The connections of a service: uvicorn makes them itself, so their class has to know the settings."""

    class SettledConnection(Connection):
        head_seconds = settings.head_seconds
        idle_seconds = settings.idle_seconds

    return SettledConnection


class Connection(H11Protocol):
    """A connection on which nobody can dawdle.

    uvicorn waits for ever for the head of a first request, for a client to take its answer, and for the rest of a body
    that nobody wants.
    """

    head_seconds = 10.0
    idle_seconds = 10.0
    _waiting: asyncio.TimerHandle | None = None
    _writing: asyncio.TimerHandle | None = None
    _left = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; one connection too many is told so."""
        super().connection_made(transport)
        # asyncio does it itself only where the listener names its protocol. Without, an answer whose head and body are
        # written one after the other waits 40 ms for the client's kernel to say that the head has come.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait()
        if len(self.connections) > MOST_CONNECTIONS:
            self._refuse(503, "connections", "there are more connections than fit: try again")

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        super().connection_lost(exc)
        for timer in (self._waiting, self._writing):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Take bytes; while they belong to no request that is being answered, there is a deadline."""
        super().data_received(data)
        if self._cycle and not self._cycle.response_complete:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None
        elif self._waiting is None:
            self._wait()

    def eof_received(self) -> None:
        """Tell a client that sends less of a body than it said."""
        if self._cycle and self._cycle.more_body and not self._cycle.response_started:
            self.conn.receive_data(b"")
            self.handle_events()

    def send_400_response(self, msg: str) -> None:
        """Tell a client that it does not speak HTTP."""
        self._refuse(400, "http", f"{msg} See RFC 9112")

    def pause_writing(self) -> None:
        """Wait for the client to take what is there."""
        super().pause_writing()
        self._left = self.transport.get_write_buffer_size()
        self._writing = self.loop.call_later(self.idle_seconds, self._check_writing)

    def resume_writing(self) -> None:
        """Go on."""
        super().resume_writing()
        if self._writing is not None:
            self._writing.cancel()

    def _check_writing(self) -> None:
        left = self.transport.get_write_buffer_size()
        if left > self._left - _TAKEN:
            self.transport.abort()
            return
        self._left = left
        self._writing = self.loop.call_later(self.idle_seconds, self._check_writing)

    @property
    def _cycle(self) -> RequestResponseCycle | None:
        """The request that is being answered, or was last; its type in uvicorn does not tell that there may be none."""
        return self.cycle

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.head_seconds, self._give_up)

    def _give_up(self) -> None:
        """The head of a request, or the rest of one that was answered, did not come in time."""
        if self._cycle and self.conn.our_state is not h11.IDLE:
            self.transport.abort()
        elif not self.transport.is_closing():
            self._refuse(408, "slow", "the head of the request came too slowly")

    def _refuse(self, status: int, code: str, message: str) -> None:
        """Answer outside of any request, and close."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        body = json.dumps(told_error(code, message)).encode()
        headers: list[Any] = [(b"content-type", b"application/json"), (b"connection", b"close"), *RAW_HEADERS]
        headers += [(b"content-length", str(len(body)).encode()), (b"retry-after", b"1")]
        self.transport.write(self.conn.send(h11.Response(status_code=status, headers=headers)))
        self.transport.write(self.conn.send(h11.Data(data=body)) + self.conn.send(h11.EndOfMessage()))
        self.transport.close()
