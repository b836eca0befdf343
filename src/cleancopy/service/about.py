"""``GET /about``: the features and limits of this service."""

import json
from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from cleancopy import __version__
from cleancopy.options import Kind, Mode
from cleancopy.render import RENDERERS
from cleancopy.service.state import get_service


async def get_about(request: Request) -> Response:
    """``GET /about``."""
    settings = get_service(request).settings
    document = {
        "version": __version__,
        "fetch": settings.fetch,
        "tools": get_service(request).tools.names,
        "modes": get_args(Mode),
        "kinds": get_args(Kind),
        "outputs": list(RENDERERS),
        "limits": {
            "body_bytes": settings.body_bytes,
            "page_bytes": settings.page_bytes,
            "seconds": settings.limits.seconds,
            "explain_seconds": settings.explain_seconds,
            "batch_lines": settings.batch_lines,
        },
    }
    return Response(json.dumps(document), media_type="application/json")
