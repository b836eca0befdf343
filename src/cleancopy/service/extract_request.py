"""Parse a request: the page, how to read it, and which output to render."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.requests import Request

from cleancopy.errors import RequestError, TableError
from cleancopy.input import can_be_page, parse_charset, parse_media_type, refuse_table
from cleancopy.limits import Limits
from cleancopy.options import Options, check_choice, check_fields
from cleancopy.render import RENDERERS
from cleancopy.service.negotiation import negotiate_output

READ_OPTIONS: Final = ("url", "kind", "mode", "fetch_date", "charset", "fields")
"""Options that control how a page is read."""
DOCUMENT_PARTS: Final[Mapping[str, bool]] = {"links": True, "images": True, "comments": False, "tables": True}
"""Parts of a document that can be left out, and whether the document has them by default."""
PAGE_FIELDS: Final = ("page", "page_base64")

_RAW_MEDIA_TYPES = {"application/octet-stream", "application/x-www-form-urlencoded"}  # the latter is curl's default
_SCALAR = str | int | float | bool | None
_MAX_FIELDS = 32
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class ExtractRequest:
    """A parsed request. If `page` is None, the page has to be fetched from its URL."""

    page: bytes | str | None
    options: Options
    output: str
    parts: Mapping[str, bool]


def has_json_body(request: Request) -> bool:
    """Return whether the body of a request is JSON, not a page."""
    return parse_media_type(request.headers.get("content-type", "")) == "application/json"


def parse_json(body: bytes) -> dict[str, Any] | str:
    """Parse a body as a JSON object. Returns the error message, a str, if it is not one.

    Large bodies are parsed in a worker: neither result is larger than the body.
    """
    try:
        params = json.loads(body)
    except (ValueError, RecursionError) as error:  # a wrong encoding is a ValueError too
        return f"invalid JSON: {_shorten_message(error)}"
    if not isinstance(params, dict):
        return 'the JSON must be an object such as {"page": "<p>…"}'
    if len(params) > _MAX_FIELDS or not all(isinstance(value, _SCALAR) for value in params.values()):
        return f"the JSON must be an object of at most {_MAX_FIELDS} strings, numbers and booleans: see /docs"
    return params


def parse_request(request: Request, body: bytes, params: dict[str, Any] | None, limits: Limits) -> ExtractRequest:
    """Parse a request. Raises `RequestError`.

    params   the JSON object in the body; None if the body is the page itself
    """
    query = dict(request.query_params)
    content_type = request.headers.get("content-type", "")
    if params is None:
        if "charset" not in query and (named := parse_charset(content_type)):
            query["charset"] = named
        _check_media_type(parse_media_type(content_type), body)
    accept = ",".join(request.headers.getlist("accept"))
    parsed = parse_params({**query, **(params or {})}, limits, accept)
    return parsed if params is not None else replace(parsed, page=body)


def parse_params(params: Mapping[str, Any], limits: Limits, accept: str = "") -> ExtractRequest:
    """Parse the parameters of a request, from its query and its JSON. Raises `RequestError`."""
    known = (*PAGE_FIELDS, *READ_OPTIONS, *DOCUMENT_PARTS, "output")
    if unknown := sorted(set(params) - set(known)):
        message = f"unknown option: {', '.join(unknown)[:100]}; known options: {', '.join(known)}"
        raise RequestError(422, "unknown_option", message)
    try:
        read_options = {name: params[name] for name in READ_OPTIONS if params.get(name) is not None}
        if "fields" in read_options:
            read_options["fields"] = _parse_fields(read_options["fields"])
        options = Options(limits=limits, **read_options)
        output = params["output"] if params.get("output") is not None else negotiate_output(accept)
        check_choice("output", output, tuple(RENDERERS))
    except (TypeError, ValueError) as error:
        raise RequestError(422, "invalid_option", _shorten_message(error)) from error
    parts = {name: _parse_boolean(name, params.get(name, default)) for name, default in DOCUMENT_PARTS.items()}
    return ExtractRequest(_parse_page(params), options, output, parts)


def _check_media_type(media: str, body: bytes) -> None:
    try:
        refuse_table(body, "", media)
    except TableError as error:
        raise RequestError(415, "unsupported_media_type", str(error)) from error
    if not (can_be_page(media) or media in _RAW_MEDIA_TYPES):
        message = f"{media[:100]!r} is not a page: send text/html, text/plain or application/json"
        raise RequestError(415, "unsupported_media_type", message)


def _parse_page(params: Mapping[str, Any]) -> bytes | str | None:
    page, encoded = (params.get(name) for name in PAGE_FIELDS)
    if page is not None and encoded is not None:
        raise RequestError(422, "invalid_page", "page and page_base64 are both given: send only one")
    for name, value in zip(PAGE_FIELDS, (page, encoded), strict=True):
        if value is not None and not isinstance(value, str):
            raise RequestError(422, "invalid_page", f"{name} must be a string")
    if encoded is None:
        return page
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestError(422, "invalid_page", f"page_base64 is not base64: {_shorten_message(error)}") from error


def _parse_fields(names: object) -> frozenset[str] | None:
    """The names of fields in a parameter, with commas between them."""
    if not isinstance(names, str):
        raise TypeError(f"fields must be a str, not {type(names).__name__}")
    return check_fields(names.split(","))


def _parse_boolean(name: str, value: object) -> bool:
    value = _BOOLEANS.get(value, value) if isinstance(value, str) else value
    if not isinstance(value, bool):
        raise RequestError(422, "invalid_option", f"{name} must be true or false")
    return value


def _shorten_message(error: BaseException) -> str:
    """Return the message of an error, shortened: it may quote a long value."""
    return str(error)[:200]
