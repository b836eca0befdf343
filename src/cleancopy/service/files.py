"""The inspector's files and the bundled samples."""

import json
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import Response

from cleancopy.errors import RequestError

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_KINDS = {".html": "html", ".txt": "text"}
_INSPECTOR = files("cleancopy.service") / "inspector"
_SAMPLES = files("cleancopy.demo")


async def index(_: Request) -> Response:
    """``GET /``: the inspector."""
    return _file(_INSPECTOR, "index.html")


async def inspector_file(request: Request) -> Response:
    """``GET /inspector/{file}``: what the inspector is made of."""
    return _file(_INSPECTOR, request.path_params["file"])


async def samples(_: Request) -> Response:
    """``GET /samples``: the names of the bundled pages."""
    told = [{"name": name, "kind": _KINDS[_suffix(name)]} for name in _names(_SAMPLES) if _suffix(name) in _KINDS]
    return Response(json.dumps({"samples": told}), media_type="application/json")


async def sample(request: Request) -> Response:
    """``GET /samples/{name}``: a bundled page, as text: a browser must not run it."""
    name = request.path_params["name"]
    if name not in _names(_SAMPLES) or _suffix(name) not in _KINDS:
        raise RequestError(404, "not_found", "there is no such sample: /samples has their names")
    return Response((_SAMPLES / name).read_bytes(), media_type="text/plain; charset=utf-8")


def _file(folder: Traversable, name: str) -> Response:
    # A name is looked up among those that are there: nothing that is asked for becomes a path.
    if name not in _names(folder) or _suffix(name) not in _TYPES:
        raise RequestError(404, "not_found", "there is no such file")
    headers = {"Content-Type": _TYPES[_suffix(name)], "Cache-Control": "no-cache"}
    return Response((folder / name).read_bytes(), headers=headers)


def _names(folder: Traversable) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.is_file())


def _suffix(name: str) -> str:
    return name[name.rfind(".") :]
