"""Run the service as a program: uvicorn, with the deadlines that it lacks, until a signal stops it."""

import asyncio
import json
import signal
import socket
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from cleancopy.service.app import make_app
from cleancopy.service.logs import log_to_stderr
from cleancopy.service.middleware import RAW_HEADERS, make_error_document
from cleancopy.service.settings import ServiceSettings

DRAIN_SECONDS = 60
"""Time limit of the requests in flight after a stop signal."""
MAX_CONNECTIONS = 512
"""Open connections: half of the usual limit of open files of a process."""
_MIN_SENT_BYTES = 16 * 1024
"""Bytes of a response that a client must receive within `idle_seconds`."""


def run(settings: ServiceSettings, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT, then finish the requests in flight."""
    log_to_stderr()
    # uvicorn re-raises a signal when it is done; without our own handlers the program would end with an error.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    config = uvicorn.Config(
        make_app(settings),
        http=make_connection_class(settings),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listener])


def make_connection_class(settings: ServiceSettings) -> type[H11Protocol]:
    """Return a connection class with these settings: uvicorn creates the instances itself."""

    class ConfiguredConnection(Connection):
        head_seconds = settings.head_seconds
        idle_seconds = settings.idle_seconds

    return ConfiguredConnection


class Connection(H11Protocol):
    """A connection with deadlines.

    uvicorn waits without a limit for the head of a first request, for a client to receive its response, and for the
    rest of a rejected body.
    """

    head_seconds = 10.0
    idle_seconds = 10.0
    _head_timer: asyncio.TimerHandle | None = None
    _write_timer: asyncio.TimerHandle | None = None
    _unsent_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start a connection, or reject it if there are too many."""
        super().connection_made(transport)
        # asyncio sets this option only if the listener names its protocol. Without the option, a response whose head
        # and body are written separately is delayed until the client's kernel acknowledges the head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._start_head_timer()
        if len(self.connections) > MAX_CONNECTIONS:
            self._send_error(503, "too_many_connections", "too many connections; retry later")

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timers."""
        super().connection_lost(exc)
        for timer in (self._head_timer, self._write_timer):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Receive bytes. A deadline runs while no request is being answered."""
        super().data_received(data)
        if self._cycle and not self._cycle.response_complete:
            if self._head_timer is not None:
                self._head_timer.cancel()
                self._head_timer = None
        elif self._head_timer is None:
            self._start_head_timer()

    def eof_received(self) -> None:
        """Answer a client that ends its body early."""
        if self._cycle and self._cycle.more_body and not self._cycle.response_started:
            self.conn.receive_data(b"")
            self.handle_events()

    def send_400_response(self, msg: str) -> None:
        """Answer a client that sends invalid HTTP."""
        self._send_error(400, "invalid_http", f"{msg} See RFC 9112")

    def pause_writing(self) -> None:
        """Start the deadline for the client to receive the buffered bytes."""
        super().pause_writing()
        self._unsent_bytes = self.transport.get_write_buffer_size()
        self._write_timer = self.loop.call_later(self.idle_seconds, self._check_writing)

    def resume_writing(self) -> None:
        """Stop the deadline."""
        super().resume_writing()
        if self._write_timer is not None:
            self._write_timer.cancel()

    def _check_writing(self) -> None:
        unsent_bytes = self.transport.get_write_buffer_size()
        if unsent_bytes > self._unsent_bytes - _MIN_SENT_BYTES:
            self.transport.abort()
            return
        self._unsent_bytes = unsent_bytes
        self._write_timer = self.loop.call_later(self.idle_seconds, self._check_writing)

    @property
    def _cycle(self) -> RequestResponseCycle | None:
        """The current or last request. uvicorn's type omits None, the value before the first request."""
        return self.cycle

    def _start_head_timer(self) -> None:
        self._head_timer = self.loop.call_later(self.head_seconds, self._handle_head_timeout)

    def _handle_head_timeout(self) -> None:
        """Close the connection: the head of a request, or the rest of a rejected one, did not arrive in time."""
        if self._cycle and self.conn.our_state is not h11.IDLE:
            self.transport.abort()
        elif not self.transport.is_closing():
            self._send_error(408, "request_timeout", "the head of the request arrived too slowly")

    def _send_error(self, status: int, code: str, message: str) -> None:
        """Send an error that belongs to no request, and close the connection."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        body = json.dumps(make_error_document(code, message)).encode()
        headers: list[Any] = [(b"content-type", b"application/json"), (b"connection", b"close"), *RAW_HEADERS]
        headers += [(b"content-length", str(len(body)).encode()), (b"retry-after", b"1")]
        self.transport.write(self.conn.send(h11.Response(status_code=status, headers=headers)))
        self.transport.write(self.conn.send(h11.Data(data=body)) + self.conn.send(h11.EndOfMessage()))
        self.transport.close()
