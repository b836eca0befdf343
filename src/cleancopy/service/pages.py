"""``POST /extract`` and ``POST /explain``: a page in, a document out."""

from dataclasses import replace
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cleancopy.containers import is_container, open_pages
from cleancopy.errors import GaveUpError, RequestError
from cleancopy.service.accept import MEDIA_TYPES
from cleancopy.service.body import read_body
from cleancopy.service.inputs import Ask, asked, is_json, read_json
from cleancopy.service.logs import bare
from cleancopy.service.state import Service, note, service_of
from cleancopy.service.told import Document, document, explanation

NDJSON = "application/x-ndjson"
_PARTING = {"text": b"\n\f\n", "markdown": b"\n\f\n"}

LARGE = 64 * 1024
"""JSON of more bytes is parsed by a worker: the event loop must not wait for it."""


async def extract_route(request: Request) -> Response:
    """``POST /extract``: the clean copy of a page."""
    service = service_of(request)
    with service.gate.enter():
        ask = await fetched(await _ask_in(request, service), service)
        if is_container(ask.page or b"", ask.options):
            return await _each(request, ask, service)
        told = await extracted(ask, service)
    _note(request, ask, told)
    return Response(told.body, headers={"Content-Type": MEDIA_TYPES[ask.output], "Vary": "Accept"})


async def _each(request: Request, ask: Ask, service: Service) -> Response:
    """The answer to a book, a feed or a mailbox: a document for each of its pages, parted as on the command line."""
    if ask.output == "tei":
        raise RequestError(422, "several", "this holds several pages, and TEI is one document: ask for json")
    try:
        pages = await service.workers.call(open_pages, ask.page, ask.options, seconds=service.settings.limits.seconds)
    except GaveUpError as error:
        raise gave_up(error) from error
    documents = [(await extracted(replace(ask, page=page, options=known), service)).body for page, known in pages]
    note(request, pages=len(documents))
    media = NDJSON if ask.output == "json" else MEDIA_TYPES[ask.output]
    body = _PARTING.get(ask.output, b"\n").join(documents) + (b"\n" if documents else b"")
    return Response(body, headers={"Content-Type": media, "Vary": "Accept"})


async def explain_route(request: Request) -> Response:
    """``POST /explain``: every block of a page with its role and reason."""
    service = service_of(request)
    seconds = service.settings.explain_seconds
    with service.gate.enter():
        ask = await fetched(await _ask_in(request, service), service)
        try:
            told = await service.workers.call(explanation, ask.page, ask.options, seconds=seconds)
        except GaveUpError as error:
            raise gave_up(error) from error
    _note(request, ask, told)
    return Response(told.body, media_type="application/json")


async def extracted(ask: Ask, service: Service) -> Document:
    """The document that is asked for."""
    ask = await fetched(ask, service)
    finish = partial(document, output=ask.output, parts=dict(ask.parts))
    told: Document = await service.workers.read(ask.page or b"", ask.options, finish)
    service.metrics.page(told.outcome, told.flags)
    return told


async def fetched(ask: Ask, service: Service) -> Ask:
    """The same with its page, where that is to be fetched. Raises `RequestError`."""
    if ask.page is not None:
        return ask
    url = ask.options.url
    if url is None:
        raise RequestError(422, "page", 'there is no page: send it as the body, or as {"page": "…"}')
    if service.fetcher is None:
        raise RequestError(403, "fetch_off", "pages are not fetched here: send the page, or start with --fetch")
    found = await service.fetcher.fetch(url)
    options = ask.options
    return replace(
        ask,
        page=found.page,
        options=replace(
            options,
            url=found.url,
            charset=options.charset or found.charset,
            fetched=options.fetched or found.fetched,
        ),
    )


def gave_up(error: GaveUpError) -> RequestError:
    """The answer where a worker gave up."""
    status = 504 if error.reason == "timed_out" else 422
    return RequestError(status, error.reason, "the page takes more than it may: send less of it")


async def told_in(body: bytes, service: Service) -> dict[str, Any]:
    """The JSON object that a body is. Raises `RequestError`."""
    if len(body) <= LARGE:
        told = read_json(body)
    else:
        try:
            told = await service.workers.call(read_json, body, seconds=service.settings.limits.seconds)
        except GaveUpError as error:
            raise RequestError(400, "json", "the JSON takes more than it may to be read: send less of it") from error
    if isinstance(told, str):
        raise RequestError(400, "json", told)
    return told


async def _ask_in(request: Request, service: Service) -> Ask:
    with service.metrics.stage("body"):
        body = await read_body(request, service.settings)
    told = await told_in(body, service) if is_json(request) else None
    return asked(request, body, told, service.settings.limits)


def _note(request: Request, ask: Ask, told: Document) -> None:
    address = {"url": bare(ask.options.url)} if ask.options.url else {}
    note(request, outcome=told.outcome, flags=sorted(told.flags), **address)
