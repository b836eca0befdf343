"""Bodies of requests, read within bounds: bytes are counted while they arrive, and time is, too."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

from cleancopy.compression import decompress
from cleancopy.errors import CompressionError, RequestError, TooLargeError
from cleancopy.service.settings import ServiceSettings


async def read_body(request: Request, settings: ServiceSettings) -> bytes:
    """The body of a request, its content codings undone. Raises `RequestError`."""
    check_length(request, settings.body_bytes)
    body = bytearray()
    async for piece in pieces(request, settings):
        if len(body) + len(piece) > settings.body_bytes:
            raise too_large(settings.body_bytes)
        body += piece
    coding = ",".join(request.headers.getlist("content-encoding"))
    return await asyncio.to_thread(_decoded, bytes(body), coding, settings.page_bytes) if coding else bytes(body)


def check_length(request: Request, most: int | None) -> None:
    """Refuse a body that says itself that it is too long (None: any length will do), before any of it is read."""
    length = request.headers.get("content-length")
    if length is None:
        return
    if "transfer-encoding" in request.headers:
        raise RequestError(400, "length", "Content-Length and Transfer-Encoding contradict each other: send one")
    if most is not None and int(length) > most:  # the server has made sure that it is a number
        raise too_large(most)


async def pieces(request: Request, settings: ServiceSettings) -> AsyncIterator[bytes]:
    """The body of a request piece by piece, as long as it takes no longer than it may."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + settings.body_seconds
    while True:
        piece, more = await next_piece(request, min(settings.idle_seconds, deadline - clock()))
        yield piece
        if not more:
            return


async def next_piece(request: Request, seconds: float) -> tuple[bytes, bool]:
    """The next piece of a body, and whether there is more. Raises `RequestError` if it takes longer."""
    try:
        message = await asyncio.wait_for(request.receive(), max(seconds, 0))
    except TimeoutError:
        raise RequestError(408, "slow", "the body came too slowly: send it again, as a whole") from None
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    return message.get("body", b""), message.get("more_body", False)


def too_large(most: int) -> RequestError:
    """The answer to a body that is too long."""
    return RequestError(413, "too_large", f"the body has more than {most:,} bytes: send less, or raise --max-body")


def _decoded(body: bytes, coding: str, most: int) -> bytes:
    try:
        return decompress(body, coding, limit=most).data
    except TooLargeError as error:
        raise RequestError(413, "too_large", str(error)) from error
    except CompressionError as error:
        raise RequestError(400, "coding", str(error)) from error
