"""``GET /healthz`` and ``GET /metrics``, for monitoring."""

import json

from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

from cleancopy.errors import RequestError
from cleancopy.service.state import get_service


async def get_health(request: Request) -> Response:
    """``GET /healthz``: 200 if a worker has just extracted a page correctly, else 503."""
    service = get_service(request)
    seconds = await service.health.check()
    if seconds is None:
        raise RequestError(503, "unhealthy", "no worker extracts pages correctly; restart the service if this persists")
    document = {
        "status": "ok",
        "seconds": round(seconds, 4),
        "in_flight": service.limiter.in_flight,
        "capacity": service.limiter.capacity,
    }
    return Response(json.dumps(document), media_type="application/json")


async def get_metrics(request: Request) -> Response:
    """``GET /metrics``."""
    return Response(get_service(request).metrics.render(), headers={"Content-Type": CONTENT_TYPE_LATEST})
