"""``POST /batch``: one page a line in, one answer a line out, in order and as soon as they are there.

It counts as one request in flight and has its pages read by all workers. What it reads ahead is bounded: lines are
taken as answers are.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from cleancopy.errors import GuardError, RequestError
from cleancopy.guard.pool import AHEAD
from cleancopy.media import media_type
from cleancopy.service.body import check_length
from cleancopy.service.edge import failure_of, told_error
from cleancopy.service.inputs import ask_of
from cleancopy.service.lines import Line, lines
from cleancopy.service.pages import NDJSON, extracted, told_in
from cleancopy.service.state import Service, note, service_of

_LOG = logging.getLogger(__name__)

_TYPES = frozenset({NDJSON, "application/ndjson", "application/jsonl", "application/json", ""})


async def batch_route(request: Request) -> Response:
    """``POST /batch``."""
    return _Answer(request)


class _Answer(Response):
    """An answer that is sent while the body is read, which those of Starlette cannot be."""

    media_type = NDJSON

    def __init__(self, request: Request) -> None:
        super().__init__(status_code=200)
        del self.headers["content-length"]
        self._request = request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        service = service_of(self._request)
        with service.gate.enter():
            _check_head(self._request)
            batch = _Batch(self._request, service)
            head: Message | None = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            async with aclosing(batch.answers()) as answers:
                async for answer in answers:
                    if head:  # not earlier: a client that waits for "100 Continue" is told so when its body is read
                        await send(head)
                        head = None
                    await send({"type": "http.response.body", "body": answer + b"\n", "more_body": True})
            if head:
                await send(head)
            note(self._request, pages=batch.pages, errors=batch.errors)
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def _check_head(request: Request) -> None:
    check_length(request, None)
    if media_type(request.headers.get("content-type", "")) not in _TYPES:
        raise RequestError(415, "media_type", f"a batch is {NDJSON}: one JSON object a line")
    if "content-encoding" in request.headers:
        raise RequestError(415, "coding", "a batch is not compressed: it is answered while it is read")


class _Batch:
    """The pages of one request."""

    def __init__(self, request: Request, service: Service) -> None:
        self._request = request
        self._service = service
        self._usual = dict(request.query_params)
        ask_of(self._usual, service.settings.limits)  # what is wrong with these is wrong with every line
        self.pages = self.errors = 0

    async def answers(self) -> AsyncGenerator[bytes, None]:
        """The answers, in order; each is begun before those ahead of it are done."""
        waiting: asyncio.Queue[asyncio.Task[bytes] | None] = asyncio.Queue()
        room = asyncio.Semaphore(AHEAD * self._service.settings.workers)
        reading = asyncio.create_task(self._begin(waiting, room))
        try:
            while task := await waiting.get():
                yield await task
                room.release()
            await reading  # raises what went wrong there
        finally:
            reading.cancel()
            while not waiting.empty():
                if task := waiting.get_nowait():
                    task.cancel()

    async def _begin(self, waiting: asyncio.Queue[asyncio.Task[bytes] | None], room: asyncio.Semaphore) -> None:
        """Begin a task for each line as soon as there is room."""
        try:
            async for line in lines(self._request, self._service.settings):
                await room.acquire()
                waiting.put_nowait(asyncio.create_task(self._answer(line)))
        finally:
            waiting.put_nowait(None)

    async def _answer(self, line: Line) -> bytes:
        """The answer to a line; whatever is wrong with it costs itself."""
        self.pages += 1
        told: Mapping[str, Any] = {}
        try:
            if isinstance(line.body, RequestError):
                raise line.body
            told = await told_in(line.body, self._service)
            return await self._document(line.number, told)
        except RequestError as error:
            refusal = error
        except Exception as error:  # noqa: BLE001 - a line must not take the others with it
            if not isinstance(error, GuardError):
                _LOG.error("a line failed", exc_info=error)
            refusal = failure_of(error)
        self.errors += 1
        return json.dumps(_head(line.number, told) | told_error(refusal.code, str(refusal))).encode()

    async def _document(self, number: int, told: Mapping[str, Any]) -> bytes:
        wishes = {name: value for name, value in told.items() if name != "id"}
        if not isinstance(told.get("id"), str | int | None):
            raise RequestError(422, "id", "id must be a string or a whole number")
        ask = ask_of(self._usual | wishes, self._service.settings.limits)
        document = (await extracted(ask, self._service)).body
        if ask.output != "json":
            document = json.dumps(document.decode(), ensure_ascii=False).encode()
        head = json.dumps(_head(number, told) | {"output": ask.output}).encode()
        return head[:-1] + b', "document": ' + document + b"}"


def _head(number: int, told: Mapping[str, Any]) -> dict[str, object]:
    """What says which line an answer is to."""
    name = told.get("id")
    return {"line": number} | ({"id": name} if isinstance(name, str | int) else {})
