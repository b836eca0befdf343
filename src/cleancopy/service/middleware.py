"""The outermost layer: adds the headers of every response, errors included, and logs every request."""

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
from cleancopy.service.state import Service, add_log_fields, get_log_fields, get_service

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
"""Headers of every response: only our own scripts, which cannot turn text into markup; no frames, no type sniffing."""
RAW_HEADERS: Final = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]

_CLIENT_GONE = 499  # nginx logs the same status
_MAX_UNREAD_BYTES = 1024 * 1024
"""Bytes of a rejected body that are still read, to keep the connection open."""
_FIRST_ERROR_STATUS = 400
_CLOSING_STATUSES = frozenset({408, 413})
_LINGER_SECONDS = 0.5
_MAX_LINGERING = 64


class ResponseMiddleware:
    """Adds the security headers to every response, turns exceptions into responses, and logs every request."""

    def __init__(self, app: ASGIApp, settings: ServiceSettings) -> None:
        self._app = app
        self._hosts = settings.hosts
        self._lingering_count = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        try:
            await self._handle(scope, exchange)
        except ClientDisconnect:
            exchange.status = _CLIENT_GONE
        except Exception as error:
            if exchange.status:  # the response has started: it is too late for an error response
                exchange.report()
                raise
            await _handle_unexpected_error(error)(scope, exchange.receive, exchange.send)
        exchange.report()
        await self._finish(exchange)

    async def _handle(self, scope: Scope, exchange: "_Exchange") -> None:
        if self._hosts is None or _parse_host_name(Headers(scope=scope).get("host", "")) in self._hosts:
            await self._app(scope, exchange.receive, exchange.send)
            return
        # DNS rebinding: a foreign web page can point its own host name at this machine and read the responses.
        message = "unknown Host header; start the service with --host to accept it"
        await make_error_response(421, "unknown_host", message)(scope, exchange.receive, exchange.send)

    async def _finish(self, exchange: "_Exchange") -> None:
        """End the response. If body bytes are still unread, first wait until the client can have read the response.

        A socket that is closed with unread data is reset, and the client may never see the response. Bytes that arrive
        during the wait are not read.
        """
        if exchange.closes_connection and self._lingering_count < _MAX_LINGERING:
            self._lingering_count += 1
            try:
                await asyncio.sleep(_LINGER_SECONDS)
            finally:
                self._lingering_count -= 1
        await exchange.finish()


class _Exchange:
    """A request and its response; counts their bytes as they pass."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._start_time = time.perf_counter()
        self._headers = Headers(scope=scope)
        self._id = secrets.token_hex(8)
        self._received_bytes = 0
        self._sent_bytes = 0
        self._body_is_read = "transfer-encoding" not in self._headers and self._content_length == 0
        self._end_is_delayed = False
        self.status = 0
        self.closes_connection = False

    @property
    def _content_length(self) -> int:
        return int(self._headers.get("content-length", "0"))

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._received_bytes += len(message.get("body", b""))
            self._body_is_read = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.closes_connection = self._must_close()
            message["headers"] = [*message["headers"], *RAW_HEADERS, (b"x-request-id", self._id.encode())]
            if self.closes_connection:
                message["headers"].append((b"connection", b"close"))
        elif message["type"] == "http.response.body":
            self._sent_bytes += len(message.get("body", b""))
            if self.closes_connection and not message.get("more_body", False):
                message["more_body"] = True
                self._end_is_delayed = True
        await self._send(message)

    def _must_close(self) -> bool:
        if self.status < _FIRST_ERROR_STATUS or self._body_is_read:  # a batch is answered while its body is being read
            return False
        return self.status in _CLOSING_STATUSES or self._count_unread_bytes() > _MAX_UNREAD_BYTES

    def _count_unread_bytes(self) -> float:
        if "transfer-encoding" in self._headers:
            return float("inf")
        return self._content_length - self._received_bytes

    async def finish(self) -> None:
        """Send the end of the response if it was delayed."""
        if self._end_is_delayed:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    def report(self) -> None:
        """Count the request in the metrics and log it."""
        service: Service = self._scope["state"]["service"]
        route = self._scope["route"].path if "route" in self._scope else "other"
        seconds = time.perf_counter() - self._start_time
        service.metrics.count_request(route, self.status, seconds, self._received_bytes)
        fields = {
            "request_id": self._id,
            "method": self._scope["method"],
            "route": route,
            "status": self.status,
            "seconds": round(seconds, 4),
            "request_bytes": self._received_bytes,
            "response_bytes": self._sent_bytes,
            **get_log_fields(self._scope),
        }
        _LOG.info("request", extra={"fields": fields})


def _parse_host_name(host: str) -> str:
    """Return the name in a ``Host`` header, without the port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).lower()


def make_error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error as a response, in the form that all routes share."""
    return Response(json.dumps(make_error_document(code, message)), status, headers, "application/json")


def make_error_document(code: str, message: str) -> dict[str, object]:
    """Return the JSON form of an error."""
    return {"error": {"code": code, "message": message}}


def convert_error(error: Exception) -> RequestError:
    """Return the request error for an unexpected exception. It reveals nothing of the exception's text."""
    if isinstance(error, GuardError):
        return RequestError(503, "no_worker", "no worker can be started; retry later", {"Retry-After": "5"})
    return RequestError(500, "internal_error", "internal error of the service; please report it")


def _handle_unexpected_error(error: Exception) -> Response:
    event = "no worker can be started" if isinstance(error, GuardError) else "a request failed"
    _LOG.error(event, exc_info=error)
    return _make_response(convert_error(error))


def _make_response(error: RequestError) -> Response:
    return make_error_response(error.status, error.code, str(error), error.headers)


async def handle_request_error(request: Request, error: Exception) -> Response:
    """Return the response to a rejected request, and count and log it."""
    error = cast("RequestError", error)
    get_service(request).metrics.count_rejection(error.code)
    add_log_fields(request, error_code=error.code)
    return _make_response(error)


_HTTP_ERRORS = {
    404: ("not_found", "not found; see /docs for the available routes"),
    405: ("method_not_allowed", "this route does not allow this method; see /docs for the allowed ones"),
}


async def handle_http_error(_: Request, error: Exception) -> Response:
    """Return the response to a request that matches no route."""
    error = cast("HTTPException", error)
    code, message = _HTTP_ERRORS.get(error.status_code, ("http_error", error.detail))
    return make_error_response(error.status_code, code, message, error.headers)
