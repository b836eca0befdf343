"""``POST /batch``: one page per line in, one result per line out, in order, each as soon as it is ready.

A batch counts as one request in flight; all workers share its pages. The read-ahead is bounded: lines are read only as
fast as results are sent.
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
from cleancopy.input import parse_media_type
from cleancopy.service.body import check_content_length
from cleancopy.service.body_lines import Line, read_lines
from cleancopy.service.extract_request import parse_params
from cleancopy.service.middleware import convert_error, make_error_document
from cleancopy.service.pages import NDJSON, extract_document, read_json_object
from cleancopy.service.state import Service, add_log_fields, get_service
from cleancopy.workers import READ_AHEAD

_LOG = logging.getLogger(__name__)

_TYPES = frozenset({NDJSON, "application/ndjson", "application/jsonl", "application/json", ""})


async def post_batch(request: Request) -> Response:
    """``POST /batch``."""
    return _BatchResponse(request)


class _BatchResponse(Response):
    """A response that is sent while the request body is being read, which Starlette's own responses cannot do."""

    media_type = NDJSON

    def __init__(self, request: Request) -> None:
        super().__init__(status_code=200)
        del self.headers["content-length"]
        self._request = request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        service = get_service(self._request)
        with service.limiter.admit():
            _check_headers(self._request)
            batch = _Batch(self._request, service)
            head: Message | None = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            async with aclosing(batch.stream_results()) as results:
                async for result in results:
                    if head:  # not earlier: a client may wait for "100 Continue", which is sent when its body is read
                        await send(head)
                        head = None
                    await send({"type": "http.response.body", "body": result + b"\n", "more_body": True})
            if head:
                await send(head)
            add_log_fields(self._request, pages=batch.page_count, errors=batch.error_count)
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def _check_headers(request: Request) -> None:
    check_content_length(request, None)
    if parse_media_type(request.headers.get("content-type", "")) not in _TYPES:
        raise RequestError(415, "unsupported_media_type", f"a batch must be {NDJSON}: one JSON object per line")
    if "content-encoding" in request.headers:
        message = "a batch must not be compressed: it is answered while it is being read"
        raise RequestError(415, "content_encoding", message)


class _Batch:
    """The pages of one request."""

    def __init__(self, request: Request, service: Service) -> None:
        self._request = request
        self._service = service
        self._default_params = dict(request.query_params)
        parse_params(self._default_params, service.settings.limits)  # an error here would fail every line
        self.page_count = self.error_count = 0

    async def stream_results(self) -> AsyncGenerator[bytes, None]:
        """Yield the results in order. Several pages are worked on at a time."""
        tasks: asyncio.Queue[asyncio.Task[bytes] | None] = asyncio.Queue()
        free_slots = asyncio.Semaphore(READ_AHEAD * self._service.settings.workers)
        reader = asyncio.create_task(self._start_tasks(tasks, free_slots))
        try:
            while task := await tasks.get():
                yield await task
                free_slots.release()
            await reader  # re-raises an error of the reader
        finally:
            reader.cancel()
            while not tasks.empty():
                if task := tasks.get_nowait():
                    task.cancel()

    async def _start_tasks(
        self, tasks: asyncio.Queue[asyncio.Task[bytes] | None], free_slots: asyncio.Semaphore
    ) -> None:
        """Start a task for each line as soon as a slot is free."""
        try:
            async for line in read_lines(self._request, self._service.settings):
                await free_slots.acquire()
                tasks.put_nowait(asyncio.create_task(self._process_line(line)))
        finally:
            tasks.put_nowait(None)

    async def _process_line(self, line: Line) -> bytes:
        """Return the result of a line. An error affects only its own line."""
        self.page_count += 1
        params: Mapping[str, Any] = {}
        try:
            if isinstance(line.body, RequestError):
                raise line.body
            params = await read_json_object(line.body, self._service)
            return await self._extract_line(line.number, params)
        except RequestError as error:
            request_error = error
        except Exception as error:  # noqa: BLE001 - one line must not fail the others
            if not isinstance(error, GuardError):
                _LOG.error("a line failed", exc_info=error)
            request_error = convert_error(error)
        self.error_count += 1
        error_document = make_error_document(request_error.code, str(request_error))
        return json.dumps(_make_line_header(line.number, params) | error_document).encode()

    async def _extract_line(self, number: int, params: Mapping[str, Any]) -> bytes:
        if not isinstance(params.get("id"), str | int | None):
            raise RequestError(422, "invalid_id", "id must be a string or an integer")
        line_params = {name: value for name, value in params.items() if name != "id"}
        page_request = parse_params(self._default_params | line_params, self._service.settings.limits)
        document = (await extract_document(page_request, self._service)).body
        if page_request.output != "json":
            document = json.dumps(document.decode(), ensure_ascii=False).encode()
        head = json.dumps(_make_line_header(number, params) | {"output": page_request.output}).encode()
        return head[:-1] + b', "document": ' + document + b"}"


def _make_line_header(number: int, params: Mapping[str, Any]) -> dict[str, object]:
    """Return the keys that say which line a result belongs to."""
    name = params.get("id")
    return {"line": number} | ({"id": name} if isinstance(name, str | int) else {})
