"""``GET /openapi.json``: the API as OpenAPI 3.1, and ``GET /docs``: the same as an HTML page.

The description is written by hand in `openapi.json` beside this module. Tests compare it with the routes, the options
and the responses.
"""

import json
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cleancopy import __version__


@cache
def load_description() -> dict[str, Any]:
    """Return the description, with the current version and the schema of the article filled in."""
    description: dict[str, Any] = json.loads(_read_file("cleancopy.service", "openapi.json"))
    description["info"]["version"] = __version__
    # Few OpenAPI tools support `$defs` inside a schema, so these become schemas of the description.
    schema_text = _read_file("cleancopy.render", "article.schema.json").replace("#/$defs/", "#/components/schemas/")
    article = json.loads(schema_text)
    schemas = description["components"]["schemas"]
    schemas |= article.pop("$defs")
    schemas["Article"] = {k: v for k, v in article.items() if k not in ("$id", "$schema")}
    return description


async def get_openapi(_: Request) -> Response:
    """``GET /openapi.json``."""
    return Response(json.dumps(load_description()), media_type="application/json")


async def get_docs(_: Request) -> Response:
    """``GET /docs``."""
    return Response(_render_page(), media_type="text/html; charset=utf-8")


@cache
def _render_page() -> str:
    description = load_description()
    head = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>cleancopy: the service</title>"
    )
    style = '<link rel="stylesheet" href="/inspector/docs.css">'
    intro = f"<h1>cleancopy {escape(__version__)}</h1><p>{escape(description['info']['description'])}</p>"
    links = '<p><a href="/">Inspector</a> · <a href="/openapi.json">openapi.json</a></p>'
    routes = "".join(part for path, methods in description["paths"].items() for part in _render_route(path, methods))
    return f"{head}{style}<main>{intro}{links}{routes}</main></html>"


def _render_route(path: str, methods: dict[str, Any]) -> Iterator[str]:
    for method, operation in methods.items():
        heading = f"<h2><b>{method.upper()}</b> <code>{escape(path)}</code></h2>"
        yield f"<section>{heading}<p>{escape(operation['summary'])}</p>"
        if parameters := operation.get("parameters"):
            yield _render_table(("option", "values", ""), map(_render_parameter, parameters))
        if body := operation.get("requestBody"):
            yield f"<p>Body: {_render_codes(body['content'])}</p>"
        responses = operation["responses"].items()
        yield _render_table(
            ("status", "response", ""), (_render_response(status, value) for status, value in responses)
        )
        yield "</section>"


def _render_parameter(reference: dict[str, Any]) -> tuple[str, str, str]:
    parameter = _resolve_reference(reference)
    schema = parameter["schema"]
    values = " ".join(f"<code>{escape(str(v))}</code>" for v in schema.get("enum", ())) or schema["type"]
    default = f" Default: <code>{escape(json.dumps(schema['default']))}</code>." if "default" in schema else ""
    return f"<code>{escape(parameter['name'])}</code>", values, escape(schema.get("description", "")) + default


def _render_response(status: str, reference: dict[str, Any]) -> tuple[str, str, str]:
    response = _resolve_reference(reference)
    return status, escape(response["description"]), _render_codes(response["content"])


def _resolve_reference(value: dict[str, Any]) -> dict[str, Any]:
    """Return the object that a value refers to, or the value itself if it is no reference."""
    if "$ref" not in value:
        return value
    *_, group, name = value["$ref"].split("/")
    component: dict[str, Any] = load_description()["components"][group][name]
    return component


def _render_codes(names: dict[str, Any]) -> str:
    return ", ".join(f"<code>{escape(name)}</code>" for name in names)


def _render_table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _read_file(package: str, name: str) -> str:
    return (files(package) / name).read_text(encoding="utf-8")
