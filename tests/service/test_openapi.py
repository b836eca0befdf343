"""The description says what the service does."""

import json
from typing import get_args

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from cleancopy.options import Kind, Mode
from cleancopy.render import RENDERERS
from cleancopy.service.accept import MEDIA_TYPES
from cleancopy.service.app import ROUTES
from cleancopy.service.inputs import PAGES, PARTS, WORDS
from cleancopy.service.openapi import description
from cleancopy.service.pages import NDJSON
from tests.service.running import PAGE

TOLD = description()
SCHEMAS = TOLD["components"]["schemas"]


def conforms(value: object, schema: str) -> None:
    validator = jsonschema.Draft202012Validator(TOLD | {"$ref": f"#/components/schemas/{schema}"})
    errors = [f"{list(e.path)}: {e.message}" for e in validator.iter_errors(value)]
    assert not errors


def test_it_is_valid():
    OpenAPIV31SpecValidator(json.loads(json.dumps(TOLD))).validate()


def test_it_lists_every_route_with_its_methods():
    told = {(path, method.upper()) for path, methods in TOLD["paths"].items() for method in methods}
    there = {(route.path, method) for route in ROUTES for method in route.methods or () if method != "HEAD"}
    assert there <= told
    assert told == there


def test_it_knows_every_option_and_its_values():
    parameters = TOLD["components"]["parameters"]
    assert set(parameters) == {*WORDS, *PARTS, "output"}
    assert set(SCHEMAS["Page"]["properties"]) == {*WORDS, *PARTS, *PAGES, "output"}
    assert parameters["kind"]["schema"]["enum"] == list(get_args(Kind))
    assert parameters["mode"]["schema"]["enum"] == list(get_args(Mode))
    assert parameters["output"]["schema"]["enum"] == list(RENDERERS)
    assert {name: parameters[name]["schema"]["default"] for name in PARTS} == PARTS
    extract = TOLD["paths"]["/extract"]["post"]["responses"]["200"]["content"]
    assert set(extract) == {NDJSON, *(media.partition(";")[0] for media in MEDIA_TYPES.values())}


def test_answers_are_as_it_says(service):
    conforms(service.client.post("/extract", content=PAGE).json(), "Article")
    conforms(service.client.post("/explain", content=PAGE).json(), "Explanation")
    conforms(service.client.get("/nothing").json(), "Error")
    lines = "\n".join(json.dumps(line) for line in ({"page": PAGE, "id": 7}, {"page": 3}))
    for line in service.client.post("/batch", content=lines).text.splitlines():
        conforms(json.loads(line), "Answer")


def test_it_is_served_and_readable(service):
    assert service.client.get("/openapi.json").json() == TOLD
    page = service.client.get("/docs").text
    for word in (*TOLD["paths"], *WORDS, *PARTS, "output"):
        assert f"<code>{word}</code>" in page
    assert "<script" not in page
    assert service.client.get("/inspector/docs.css").headers["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("schema", ["Page", "Line"])
def test_what_it_allows_is_what_is_sent(schema):
    conforms({"page": PAGE, "mode": "recall", "links": False, "output": "text"}, schema)
    with pytest.raises(AssertionError):
        conforms({"page": PAGE, "colour": "red"}, schema)
