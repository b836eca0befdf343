"""``POST /compare``: what another tool makes of a page, as text."""

import json

from starlette.requests import Request
from starlette.responses import Response

from cleancopy.errors import GaveUpError, RequestError
from cleancopy.service.body import read_body
from cleancopy.service.inputs import asked
from cleancopy.service.pages import fetched, gave_up, told_in
from cleancopy.service.peers import PEERS, Job
from cleancopy.service.state import service_of


async def compare_route(request: Request) -> Response:
    """``POST /compare``: a page and the name of a tool in, its text out."""
    service = service_of(request)
    with service.gate.enter():
        body = await read_body(request, service.settings)
        told = await told_in(body, service)
        peer = _peer(told.pop("with", None), service.peers.names)
        ask = await fetched(asked(request, body, told, service.settings.limits), service)
        try:
            comparison = await service.peers.ask(Job(peer, ask.page or b"", ask.options))
        except GaveUpError as error:
            raise gave_up(error) from error
    answer = json.dumps({"with": peer, **comparison._asdict()}, ensure_ascii=False)
    return Response(answer.encode("utf-8", "replace"), media_type="application/json")


def _peer(name: object, names: tuple[str, ...]) -> str:
    """The tool that is asked for. Raises `RequestError`."""
    if not isinstance(name, str) or name not in PEERS:
        raise RequestError(404, "unknown_tool", f"with must be one of: {', '.join(PEERS)}")
    if name not in names:
        advice = f"pip install {name}, and start the service again"
        raise RequestError(404, "not_installed", f"{name} is not installed here: {advice}")
    return name
