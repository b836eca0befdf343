"""``POST /extract`` and ``POST /explain``: take a page, return a document."""

from dataclasses import replace
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cleancopy.containers import is_container, open_pages
from cleancopy.errors import RequestError, WorkerFailedError
from cleancopy.service.body import read_body
from cleancopy.service.extract_request import ExtractRequest, has_json_body, parse_json, parse_request
from cleancopy.service.logs import strip_url_secrets
from cleancopy.service.negotiation import MEDIA_TYPES
from cleancopy.service.responses import Document, explain_page, render_document
from cleancopy.service.state import Service, add_log_fields, get_service

NDJSON = "application/x-ndjson"
_SEPARATORS = {"text": b"\n\f\n", "markdown": b"\n\f\n"}

LARGE_JSON_BYTES = 64 * 1024
"""JSON of more bytes is parsed in a worker, so that it does not block the event loop."""


async def post_extract(request: Request) -> Response:
    """``POST /extract``: the article of a page, in the requested output."""
    service = get_service(request)
    with service.limiter.admit():
        page_request = await fetch_requested_page(await _read_request(request, service), service)
        if is_container(page_request.page or b"", page_request.options):
            return await _extract_container(request, page_request, service)
        document = await extract_document(page_request, service)
    _log_page(request, page_request, document)
    headers = {"Content-Type": MEDIA_TYPES[page_request.output], "Vary": "Accept"}
    return Response(document.body, headers=headers)


async def _extract_container(request: Request, page_request: ExtractRequest, service: Service) -> Response:
    """Answer a book, a feed or a mailbox: one document per page, separated as on the command line."""
    output = page_request.output
    if output == "tei":
        message = "the input holds several pages, but TEI is a single document: request json instead"
        raise RequestError(422, "multiple_pages", message)
    seconds = service.settings.limits.seconds
    try:
        pages = await service.workers.call(open_pages, page_request.page, page_request.options, seconds=seconds)
    except WorkerFailedError as error:
        raise convert_worker_error(error) from error
    requests = [replace(page_request, page=page, options=options) for page, options in pages]
    documents = [(await extract_document(each, service)).body for each in requests]
    add_log_fields(request, pages=len(documents))
    body = _SEPARATORS.get(output, b"\n").join(documents) + (b"\n" if documents else b"")
    content_type = NDJSON if output == "json" else MEDIA_TYPES[output]
    return Response(body, headers={"Content-Type": content_type, "Vary": "Accept"})


async def post_explain(request: Request) -> Response:
    """``POST /explain``: every block of a page with its role and reasons."""
    service = get_service(request)
    seconds = service.settings.explain_seconds
    with service.limiter.admit():
        page_request = await fetch_requested_page(await _read_request(request, service), service)
        try:
            document = await service.workers.call(
                explain_page, page_request.page, page_request.options, seconds=seconds
            )
        except WorkerFailedError as error:
            raise convert_worker_error(error) from error
    _log_page(request, page_request, document)
    return Response(document.body, media_type="application/json")


async def extract_document(page_request: ExtractRequest, service: Service) -> Document:
    """Extract the requested page in a worker, and count it in the metrics. Raises `RequestError`."""
    page_request = await fetch_requested_page(page_request, service)
    finish = partial(render_document, output=page_request.output, parts=dict(page_request.parts))
    document: Document = await service.workers.read(page_request.page or b"", page_request.options, finish)
    service.metrics.count_page(document.outcome, document.flags)
    return document


async def fetch_requested_page(page_request: ExtractRequest, service: Service) -> ExtractRequest:
    """Return the request with its page, fetched from its URL if necessary. Raises `RequestError`."""
    if page_request.page is not None:
        return page_request
    options = page_request.options
    if options.url is None:
        raise RequestError(422, "invalid_page", 'no page: send it as the body, or as {"page": "…"}')
    if service.fetcher is None:
        message = "fetching is off: send the page itself, or start the service with --fetch"
        raise RequestError(403, "fetch_disabled", message)
    fetched = await service.fetcher.fetch(options.url)
    options = replace(
        options,
        url=fetched.url,
        charset=options.charset or fetched.charset,
        fetch_date=options.fetch_date or fetched.fetch_date,
    )
    return replace(page_request, page=fetched.page, options=options)


def convert_worker_error(error: WorkerFailedError) -> RequestError:
    """Return the request error for a worker that failed."""
    status = 504 if error.reason == "timed_out" else 422
    return RequestError(status, error.reason, "the page exceeded its time or memory limit; send a smaller page")


async def read_json_object(body: bytes, service: Service) -> dict[str, Any]:
    """Parse a body as a JSON object, in a worker if it is large. Raises `RequestError`."""
    if len(body) <= LARGE_JSON_BYTES:
        params = parse_json(body)
    else:
        try:
            params = await service.workers.call(parse_json, body, seconds=service.settings.limits.seconds)
        except WorkerFailedError as error:
            message = "parsing the JSON exceeded the time or memory limit; send less"
            raise RequestError(400, "invalid_json", message) from error
    if isinstance(params, str):
        raise RequestError(400, "invalid_json", params)
    return params


async def _read_request(request: Request, service: Service) -> ExtractRequest:
    with service.metrics.measure_stage("body"):
        body = await read_body(request, service.settings)
    params = await read_json_object(body, service) if has_json_body(request) else None
    return parse_request(request, body, params, service.settings.limits)


def _log_page(request: Request, page_request: ExtractRequest, document: Document) -> None:
    url = page_request.options.url
    fields = {"url": strip_url_secrets(url)} if url else {}
    add_log_fields(request, outcome=document.outcome, flags=sorted(document.flags), **fields)
