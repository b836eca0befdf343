"""``GET /openapi.json``: the service described as OpenAPI 3.1, and ``GET /docs``: the same for people.

The description is kept by hand in `openapi.json` beside this module; tests compare it with the routes, the options and
what the routes answer.
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
def description() -> dict[str, Any]:
    """The description, with this version and the schema of the article."""
    told: dict[str, Any] = json.loads(_read("cleancopy.service", "openapi.json"))
    told["info"]["version"] = __version__
    # Few readers of OpenAPI know that a schema may have names of its own: its parts stand beside it.
    article = json.loads(_read("cleancopy.render", "article.schema.json").replace("#/$defs/", "#/components/schemas/"))
    told["components"]["schemas"] |= article.pop("$defs")
    told["components"]["schemas"]["Article"] = {k: v for k, v in article.items() if k not in ("$id", "$schema")}
    return told


async def openapi(_: Request) -> Response:
    """``GET /openapi.json``."""
    return Response(json.dumps(description()), media_type="application/json")


async def docs(_: Request) -> Response:
    """``GET /docs``."""
    return Response(_page(), media_type="text/html; charset=utf-8")


@cache
def _page() -> str:
    told = description()
    head = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>cleancopy: the service</title>"
    )
    style = '<link rel="stylesheet" href="/inspector/docs.css">'
    intro = f"<h1>cleancopy {escape(__version__)}</h1><p>{escape(told['info']['description'])}</p>"
    links = '<p><a href="/">Inspector</a> · <a href="/openapi.json">openapi.json</a></p>'
    routes = "".join(part for path, methods in told["paths"].items() for part in _route(path, methods))
    return f"{head}{style}<main>{intro}{links}{routes}</main></html>"


def _route(path: str, methods: dict[str, Any]) -> Iterator[str]:
    for method, told in methods.items():
        yield f"<section><h2><b>{method.upper()}</b> <code>{escape(path)}</code></h2><p>{escape(told['summary'])}</p>"
        if parameters := told.get("parameters"):
            yield _table(("option", "values", ""), map(_parameter, parameters))
        if body := told.get("requestBody"):
            yield f"<p>Body: {_codes(body['content'])}</p>"
        yield _table(("status", "answer", ""), (_answer(status, said) for status, said in told["responses"].items()))
        yield "</section>"


def _parameter(reference: dict[str, Any]) -> tuple[str, str, str]:
    parameter = _resolved(reference)
    schema = parameter["schema"]
    values = " ".join(f"<code>{escape(str(v))}</code>" for v in schema.get("enum", ())) or schema["type"]
    usual = f" Unless told: <code>{escape(json.dumps(schema['default']))}</code>." if "default" in schema else ""
    return f"<code>{escape(parameter['name'])}</code>", values, escape(schema.get("description", "")) + usual


def _answer(status: str, said: dict[str, Any]) -> tuple[str, str, str]:
    whole = _resolved(said)
    return status, escape(whole["description"]), _codes(whole["content"])


def _resolved(told: dict[str, Any]) -> dict[str, Any]:
    """What is told, or what it refers to."""
    if "$ref" not in told:
        return told
    *_, group, name = told["$ref"].split("/")
    found: dict[str, Any] = description()["components"][group][name]
    return found


def _codes(names: dict[str, Any]) -> str:
    return ", ".join(f"<code>{escape(name)}</code>" for name in names)


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _read(package: str, name: str) -> str:
    return (files(package) / name).read_text(encoding="utf-8")
