"""The description says what the service does."""

import json
from typing import get_args

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from cleancopy.options import Kind, Mode
from cleancopy.render import RENDERERS
from cleancopy.service.app import ROUTES
from cleancopy.service.extract_request import DOCUMENT_PARTS, PAGE_FIELDS, READ_OPTIONS
from cleancopy.service.negotiation import MEDIA_TYPES
from cleancopy.service.openapi import load_description
from cleancopy.service.pages import NDJSON
from tests.service.running import PAGE

DESCRIPTION = load_description()
SCHEMAS = DESCRIPTION["components"]["schemas"]


def conforms(value: object, schema: str) -> None:
    validator = jsonschema.Draft202012Validator(DESCRIPTION | {"$ref": f"#/components/schemas/{schema}"})
    errors = [f"{list(e.path)}: {e.message}" for e in validator.iter_errors(value)]
    assert not errors


def test_it_is_valid():
    OpenAPIV31SpecValidator(json.loads(json.dumps(DESCRIPTION))).validate()


def test_it_lists_every_route_with_its_methods():
    listed = {(path, method.upper()) for path, methods in DESCRIPTION["paths"].items() for method in methods}
    existing = {(route.path, method) for route in ROUTES for method in route.methods or () if method != "HEAD"}
    assert existing <= listed
    assert listed == existing


def test_it_knows_every_option_and_its_values():
    parameters = DESCRIPTION["components"]["parameters"]
    assert set(parameters) == {*READ_OPTIONS, *DOCUMENT_PARTS, "output"}
    assert set(SCHEMAS["Page"]["properties"]) == {*READ_OPTIONS, *DOCUMENT_PARTS, *PAGE_FIELDS, "output"}
    assert parameters["kind"]["schema"]["enum"] == list(get_args(Kind))
    assert parameters["mode"]["schema"]["enum"] == list(get_args(Mode))
    assert parameters["output"]["schema"]["enum"] == list(RENDERERS)
    assert {name: parameters[name]["schema"]["default"] for name in DOCUMENT_PARTS} == DOCUMENT_PARTS
    extract = DESCRIPTION["paths"]["/extract"]["post"]["responses"]["200"]["content"]
    assert set(extract) == {NDJSON, *(media.partition(";")[0] for media in MEDIA_TYPES.values())}


def test_answers_are_as_it_says(service):
    conforms(service.client.post("/extract", content=PAGE).json(), "Article")
    conforms(service.client.post("/explain", content=PAGE).json(), "Explanation")
    conforms(service.client.get("/nothing").json(), "Error")
    lines = "\n".join(json.dumps(line) for line in ({"page": PAGE, "id": 7}, {"page": 3}))
    for line in service.client.post("/batch", content=lines).text.splitlines():
        conforms(json.loads(line), "LineResult")


def test_it_is_served_and_readable(service):
    assert service.client.get("/openapi.json").json() == DESCRIPTION
    page = service.client.get("/docs").text
    for word in (*DESCRIPTION["paths"], *READ_OPTIONS, *DOCUMENT_PARTS, "output"):
        assert f"<code>{word}</code>" in page
    assert "<script" not in page
    assert service.client.get("/inspector/docs.css").headers["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("schema", ["Page", "Line"])
def test_what_it_allows_is_what_is_sent(schema):
    conforms({"page": PAGE, "mode": "recall", "links": False, "output": "text"}, schema)
    with pytest.raises(AssertionError):
        conforms({"page": PAGE, "colour": "red"}, schema)
