"""Read request bodies within limits of size and time."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

from cleancopy.errors import CompressionError, RequestError, TooLargeError
from cleancopy.input import decompress
from cleancopy.service.settings import ServiceSettings


async def read_body(request: Request, settings: ServiceSettings) -> bytes:
    """Read the body of a request and undo its content codings. Raises `RequestError`."""
    check_content_length(request, settings.body_bytes)
    body = bytearray()
    async for chunk in read_chunks(request, settings):
        if len(body) + len(chunk) > settings.body_bytes:
            raise make_too_large_error(settings.body_bytes)
        body += chunk
    coding = ",".join(request.headers.getlist("content-encoding"))
    return await asyncio.to_thread(_decompress, bytes(body), coding, settings.page_bytes) if coding else bytes(body)


def check_content_length(request: Request, max_bytes: int | None) -> None:
    """Reject a body whose declared length is too large, before any of it is read.

    max_bytes   None for no limit
    """
    length = request.headers.get("content-length")
    if length is None:
        return
    if "transfer-encoding" in request.headers:
        message = "Content-Length and Transfer-Encoding contradict each other: send only one"
        raise RequestError(400, "content_length", message)
    if max_bytes is not None and int(length) > max_bytes:  # the server has checked that it is a number
        raise make_too_large_error(max_bytes)


async def read_chunks(request: Request, settings: ServiceSettings) -> AsyncIterator[bytes]:
    """Yield the body of a request in chunks, within its time limits. Raises `RequestError`."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + settings.body_seconds
    while True:
        chunk, more = await read_chunk(request, min(settings.idle_seconds, deadline - clock()))
        yield chunk
        if not more:
            return


async def read_chunk(request: Request, seconds: float) -> tuple[bytes, bool]:
    """Return the next chunk of a body and whether more will follow. Raises `RequestError` on a timeout."""
    try:
        event = await asyncio.wait_for(request.receive(), max(seconds, 0))
    except TimeoutError:
        raise RequestError(
            408, "request_timeout", "the body arrived too slowly: send it again, without pauses"
        ) from None
    if event["type"] == "http.disconnect":
        raise ClientDisconnect
    return event.get("body", b""), event.get("more_body", False)


def make_too_large_error(max_bytes: int) -> RequestError:
    """Return the error for a body that is too long."""
    message = f"the body is larger than {max_bytes:,} bytes: send less, or start the service with a higher --max-body"
    return RequestError(413, "too_large", message)


def _decompress(body: bytes, coding: str, max_bytes: int) -> bytes:
    try:
        return decompress(body, coding, limit=max_bytes).data
    except TooLargeError as error:
        raise RequestError(413, "too_large", str(error)) from error
    except CompressionError as error:
        raise RequestError(400, "content_encoding", str(error)) from error
