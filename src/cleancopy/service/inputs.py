"""What a request asks: the page, how it is to be read, and what is to be made of it."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request

from cleancopy.errors import RequestError, TableError
from cleancopy.limits import Limits
from cleancopy.media import charset, may_be_page, media_type, refuse_table
from cleancopy.options import Options, check_choice
from cleancopy.render import RENDERERS
from cleancopy.service.accept import negotiate

WORDS: Final = ("url", "kind", "mode", "fetched", "charset")
"""Options that say how a page is to be read."""
PARTS: Final[Mapping[str, bool]] = {"links": True, "images": True, "comments": False, "tables": True}
"""Parts of a document that can be left out, and whether they stand in it unless told."""
PAGES: Final = ("page", "page_base64")

_RAW = {"application/octet-stream", "application/x-www-form-urlencoded"}  # the latter is what curl says unless told
_SCALAR = str | int | float | bool | None
_MOST_NAMES = 32
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Ask:
    """What a request asks. A page that is None is to be fetched from its address."""

    page: bytes | str | None
    options: Options
    output: str
    parts: Mapping[str, bool]


def is_json(request: Request) -> bool:
    """Whether the body of a request is JSON, and not a page."""
    return media_type(request.headers.get("content-type", "")) == "application/json"


def read_json(body: bytes) -> dict[str, Any] | str:
    """The JSON object that a body is, or what is wrong with it. May be done by a worker: what it gives is no larger."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:  # an encoding that is none is a ValueError, too
        return f"this is no JSON that can be read: {_short(error)}"
    if not isinstance(told, dict):
        return 'it must be an object such as {"page": "<p>…"}'
    if len(told) > _MOST_NAMES or not all(isinstance(value, _SCALAR) for value in told.values()):
        return f"it must be an object of at most {_MOST_NAMES} strings, numbers and booleans: see /docs"
    return told


def asked(request: Request, body: bytes, told: dict[str, Any] | None, limits: Limits) -> Ask:
    """What a request asks: `told` is its JSON, else the body is the page. Raises `RequestError`."""
    query = dict(request.query_params)
    content_type = request.headers.get("content-type", "")
    if told is None:
        if "charset" not in query and (named := charset(content_type)):
            query["charset"] = named
        _check_raw(media_type(content_type), body)
    accept = ",".join(request.headers.getlist("accept"))
    ask = ask_of({**query, **(told or {})}, limits, accept)
    return ask if told is not None else Ask(body, ask.options, ask.output, ask.parts)


def ask_of(told: Mapping[str, Any], limits: Limits, accept: str = "") -> Ask:
    """What named values ask. Raises `RequestError`."""
    known = (*PAGES, *WORDS, *PARTS, "output")
    if unknown := sorted(set(told) - set(known)):
        raise RequestError(422, "unknown", f"unknown: {', '.join(unknown)[:100]}; known are {', '.join(known)}")
    try:
        options = Options(limits=limits, **{name: told[name] for name in WORDS if told.get(name) is not None})
        output = told["output"] if told.get("output") is not None else negotiate(accept)
        check_choice("output", output, tuple(RENDERERS))
    except (TypeError, ValueError) as error:
        raise RequestError(422, "option", _short(error)) from error
    return Ask(
        _page(told), options, output, {name: _boolean(name, told.get(name, usual)) for name, usual in PARTS.items()}
    )


def _check_raw(media: str, body: bytes) -> None:
    try:
        refuse_table(body, "", media)
    except TableError as error:
        raise RequestError(415, "media_type", str(error)) from error
    if not (may_be_page(media) or media in _RAW):
        raise RequestError(
            415, "media_type", f"{media[:100]!r} is no page: send text/html, text/plain or application/json"
        )


def _page(told: Mapping[str, Any]) -> bytes | str | None:
    page, coded = (told.get(name) for name in PAGES)
    if page is not None and coded is not None:
        raise RequestError(422, "page", "page and page_base64 are both given: send one")
    for name, value in zip(PAGES, (page, coded), strict=True):
        if value is not None and not isinstance(value, str):
            raise RequestError(422, "page", f"{name} must be a string")
    if coded is None:
        return page
    try:
        return base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestError(422, "page", f"page_base64 is no base64: {_short(error)}") from error


def _boolean(name: str, value: object) -> bool:
    value = _BOOLEANS.get(value, value) if isinstance(value, str) else value
    if not isinstance(value, bool):
        raise RequestError(422, "option", f"{name} must be true or false")
    return value


def _short(error: BaseException) -> str:
    """What an error says; what was sent may be long."""
    return str(error)[:200]
