"""``GET /healthz`` and ``GET /metrics``: for those who watch the service."""

import json

from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

from cleancopy.errors import RequestError
from cleancopy.service.state import service_of


async def healthz(request: Request) -> Response:
    """``GET /healthz``: a worker has just extracted a page, or 503."""
    service = service_of(request)
    seconds = await service.health.check()
    if seconds is None:
        raise RequestError(503, "unwell", "no worker gives the right answer: restart the service if this lasts")
    told = {"status": "ok", "seconds": round(seconds, 4), "in_flight": service.gate.inside}
    return Response(json.dumps(told | {"capacity": service.gate.capacity}), media_type="application/json")


async def metrics_route(request: Request) -> Response:
    """``GET /metrics``."""
    return Response(service_of(request).metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})
