"""Serve the inspector's files and the bundled sample pages."""

import json
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import Response

from cleancopy.errors import RequestError

_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_SAMPLE_KINDS = {".html": "html", ".txt": "text"}
_INSPECTOR = files("cleancopy.service") / "inspector"
_SAMPLES = files("cleancopy.demo")


async def get_index(_: Request) -> Response:
    """``GET /``: the inspector."""
    return _make_file_response(_INSPECTOR, "index.html")


async def get_inspector_file(request: Request) -> Response:
    """``GET /inspector/{file}``: a script, style sheet or image of the inspector."""
    return _make_file_response(_INSPECTOR, request.path_params["file"])


async def list_samples(_: Request) -> Response:
    """``GET /samples``: the names and kinds of the bundled pages."""
    kinds = {name: _SAMPLE_KINDS.get(_get_suffix(name)) for name in _list_names(_SAMPLES)}
    samples = [{"name": name, "kind": kind} for name, kind in kinds.items() if kind]
    return Response(json.dumps({"samples": samples}), media_type="application/json")


async def get_sample(request: Request) -> Response:
    """``GET /samples/{name}``: a bundled page as plain text, so that a browser does not run it."""
    name = request.path_params["name"]
    if name not in _list_names(_SAMPLES) or _get_suffix(name) not in _SAMPLE_KINDS:
        raise RequestError(404, "not_found", "unknown sample; see /samples for the names")
    return Response((_SAMPLES / name).read_bytes(), media_type="text/plain; charset=utf-8")


def _make_file_response(folder: Traversable, name: str) -> Response:
    # The name is looked up in the folder's listing: no requested text ever becomes a path.
    if name not in _list_names(folder) or _get_suffix(name) not in _MEDIA_TYPES:
        raise RequestError(404, "not_found", "file not found")
    headers = {"Content-Type": _MEDIA_TYPES[_get_suffix(name)], "Cache-Control": "no-cache"}
    return Response((folder / name).read_bytes(), headers=headers)


def _list_names(folder: Traversable) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.is_file())


def _get_suffix(name: str) -> str:
    return name[name.rfind(".") :]
