"""The outermost layer: what every answer carries, errors included, and what is told of it."""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Mapping
from typing import Final, cast

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cleancopy.errors import GuardError, RequestError
from cleancopy.service.settings import ServiceSettings
from cleancopy.service.state import Service, note, service_of

_LOG = logging.getLogger(__name__)

SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
"""Headers of every answer: no script but our own, and that makes no markup of text; no frame, no guessing of types."""
RAW_HEADERS: Final = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]

_CLIENT_GONE = 499  # as nginx logs it
_REST = 1024 * 1024
"""Bytes of a body that nobody wants any more, which are still taken for the sake of the connection."""
_ERROR = 400
_GIVE_UP = frozenset({408, 413})
_LINGER_SECONDS = 0.5
_MOST_LINGERING = 64


class Edge:
    """Every answer gets its headers, whatever went wrong; every request a line in the log."""

    def __init__(self, app: ASGIApp, settings: ServiceSettings) -> None:
        self._app = app
        self._hosts = settings.hosts
        self._lingering = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        try:
            await self._answer(scope, exchange)
        except ClientDisconnect:
            exchange.status = _CLIENT_GONE
        except Exception as error:
            if exchange.status:  # too late for another
                exchange.report()
                raise
            await _failure(error)(scope, exchange.receive, exchange.send)
        exchange.report()
        await self._end(exchange)

    async def _answer(self, scope: Scope, exchange: "_Exchange") -> None:
        if self._hosts is None or _name(Headers(scope=scope).get("host", "")) in self._hosts:
            await self._app(scope, exchange.receive, exchange.send)
            return
        # A page elsewhere may have its own name lead to this machine, and so read what is answered here.
        answer = error_response(421, "host", "this service does not go by that name: start it with --host")
        await answer(scope, exchange.receive, exchange.send)

    async def _end(self, exchange: "_Exchange") -> None:
        """Let the connection end; where there is more of the body, not before the client may have read the answer.

        Who closes while there is something unread has the system tell the client that the connection broke, and it may
        never see the answer. What comes meanwhile is not read.
        """
        if exchange.closing and self._lingering < _MOST_LINGERING:
            self._lingering += 1
            try:
                await asyncio.sleep(_LINGER_SECONDS)
            finally:
                self._lingering -= 1
        await exchange.end()


class _Exchange:
    """A request and its answer as they pass by."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._began = time.perf_counter()
        self._headers = Headers(scope=scope)
        self._id = secrets.token_hex(8)
        self._taken = 0
        self._sent = 0
        self._whole = "transfer-encoding" not in self._headers and self._length() == 0
        self._ended = False
        self.status = 0
        self.closing = False

    def _length(self) -> int:
        return int(self._headers.get("content-length", "0"))

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._taken += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            unread = self.status >= _ERROR and not self._whole  # a batch is answered while it is read
            self.closing = unread and (self.status in _GIVE_UP or self._rest() > _REST)
            message["headers"] = [*message["headers"], *RAW_HEADERS, (b"x-request-id", self._id.encode())]
            if self.closing:
                message["headers"].append((b"connection", b"close"))
        elif message["type"] == "http.response.body":
            self._sent += len(message.get("body", b""))
            if self.closing and not message.get("more_body", False):
                message["more_body"] = True
                self._ended = True
        await self._send(message)

    def _rest(self) -> float:
        """Bytes of the body that are still to come."""
        return float("inf") if "transfer-encoding" in self._headers else self._length() - self._taken

    async def end(self) -> None:
        """Send the end that was held back."""
        if self._ended:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    def report(self) -> None:
        """Count the request, and say in the log what became of it."""
        service: Service = self._scope["state"]["service"]
        route = self._scope["route"].path if "route" in self._scope else "other"
        seconds = time.perf_counter() - self._began
        service.metrics.request(route, self.status, seconds, self._taken)
        facts = {
            "id": self._id,
            "method": self._scope["method"],
            "route": route,
            "status": self.status,
            "seconds": round(seconds, 4),
            "body_bytes": self._taken,
            "sent_bytes": self._sent,
            **self._scope.get("cleancopy.facts", {}),
        }
        _LOG.info("request", extra={"facts": facts})


def _name(host: str) -> str:
    """The name in a header ``Host``, without the port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).lower()


def error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error as every route tells it."""
    return Response(json.dumps(told_error(code, message)), status, headers, "application/json")


def told_error(code: str, message: str) -> dict[str, object]:
    """An error as JSON has it."""
    return {"error": {"code": code, "message": message}}


def failure_of(error: Exception) -> RequestError:
    """What is told of an error that nobody expected."""
    if isinstance(error, GuardError):
        return RequestError(503, "no_worker", "no worker can be started: try again", {"Retry-After": "5"})
    return RequestError(500, "internal", "the service is at fault, please report it")


def _failure(error: Exception) -> Response:
    """The answer to a request that met an error that nobody expected."""
    said = "no worker can be started" if isinstance(error, GuardError) else "a request failed"
    _LOG.error(said, exc_info=error)
    return _refusal(failure_of(error))


def _refusal(error: RequestError) -> Response:
    return error_response(error.status, error.code, str(error), error.headers)


async def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that is refused."""
    error = cast("RequestError", error)
    service_of(request).metrics.refuse(error.code)
    note(request, code=error.code)
    return _refusal(error)


_UNROUTED = {
    404: ("not_found", "there is nothing here: /docs says what there is"),
    405: ("method", "this method is not allowed here: /docs says which are"),
}


async def unrouted(_: Request, error: Exception) -> Response:
    """The answer where no route fits."""
    error = cast("HTTPException", error)
    code, message = _UNROUTED.get(error.status_code, ("http", error.detail))
    return error_response(error.status_code, code, message, error.headers)
