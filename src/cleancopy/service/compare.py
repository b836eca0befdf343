"""``POST /compare``: the text that another tool extracts from a page."""

import json

from starlette.requests import Request
from starlette.responses import Response

from cleancopy.errors import RequestError, WorkerFailedError
from cleancopy.service.body import read_body
from cleancopy.service.extract_request import parse_request
from cleancopy.service.other_tools import TOOLS, ToolTask
from cleancopy.service.pages import convert_worker_error, fetch_requested_page, read_json_object
from cleancopy.service.state import get_service


async def post_compare(request: Request) -> Response:
    """``POST /compare``: takes a page and the name of a tool, returns the tool's text."""
    service = get_service(request)
    with service.limiter.admit():
        body = await read_body(request, service.settings)
        params = await read_json_object(body, service)
        tool = check_tool(params.pop("tool", None), service.tools.names)
        page_request = parse_request(request, body, params, service.settings.limits)
        page_request = await fetch_requested_page(page_request, service)
        try:
            result = await service.tools.run(ToolTask(tool, page_request.page or b"", page_request.options))
        except WorkerFailedError as error:
            raise convert_worker_error(error) from error
    document = json.dumps({"tool": tool, **result._asdict()}, ensure_ascii=False)
    return Response(document.encode("utf-8", "replace"), media_type="application/json")


def check_tool(name: object, installed: tuple[str, ...]) -> str:
    """Return the name of a requested tool. Raises `RequestError` if it is unknown or not installed."""
    if not isinstance(name, str) or name not in TOOLS:
        raise RequestError(404, "unknown_tool", f"tool must be one of: {', '.join(TOOLS)}")
    if name not in installed:
        advice = f"pip install {name}, and start the service again"
        raise RequestError(404, "not_installed", f"{name} is not installed here: {advice}")
    return name
