"""Every route gives what it should, and every answer carries its headers."""

import base64
import gzip
import json

import pytest

import cleancopy
from cleancopy.render import RENDERERS
from cleancopy.service.app import ROUTES
from cleancopy.service.middleware import SECURITY_HEADERS
from cleancopy.service.negotiation import MEDIA_TYPES
from tests.service.running import PAGE, PROSE

FILL = {"{file}": "index.html", "{name}": "harbour.html"}
JSON = {"Content-Type": "application/json"}


def concrete(path: str) -> str:
    for hole, value in FILL.items():
        path = path.replace(hole, value)
    return path


def assert_dressed(response) -> None:
    for name, value in SECURITY_HEADERS.items():
        assert response.headers[name] == value
    assert len(response.headers["X-Request-Id"]) == 16


def assert_error(response, status: int, code: str) -> None:
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.json()["error"]["message"]
    assert response.headers["Content-Type"] == "application/json"
    assert_dressed(response)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_every_route_answers_with_its_headers_to_every_method(service, route):
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        response = service.client.request(method, concrete(route.path))
        assert_dressed(response)
        allowed = method in (route.methods or ())
        assert (response.status_code != 405) == allowed
        if not allowed and method != "HEAD":
            assert_error(response, 405, "method_not_allowed")
        elif allowed and "GET" in route.methods:
            assert response.status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/inspector/none.js", "/samples/none.html", "/samples/__init__.py"])
def test_what_is_not_there_is_404(service, path):
    assert_error(service.client.get(path), 404, "not_found")


@pytest.mark.parametrize(
    "path", ["/inspector/..%2f..%2fapp.py", "/samples/..%2f__init__.py", "/inspector/%2e%2e%2fapp.py"]
)
def test_no_name_becomes_a_path(service, path):
    assert service.client.get(path).status_code == 404


def test_a_failure_of_the_service_is_500_with_its_headers_and_says_nothing_of_it(service, monkeypatch):
    def fail(*_):
        raise RuntimeError("secret words")

    monkeypatch.setattr("cleancopy.service.about.get_service", fail)
    response = service.client.get("/about")
    assert_error(response, 500, "internal_error")
    assert "secret" not in response.text


def test_samples_are_text_and_all_are_there(service):
    result = service.client.get("/samples").json()["samples"]
    assert {(s["name"], s["kind"]) for s in result} == {("harbour.html", "html"), ("council.txt", "text")}
    for sample in result:
        response = service.client.get(f"/samples/{sample['name']}")
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert cleancopy.extract(response.content).text


def test_about_lists_the_features(service):
    result = service.client.get("/about").json()
    assert result["version"] == cleancopy.__version__
    assert result["fetch"] is False
    assert result["outputs"] == list(RENDERERS)
    assert result["modes"] == ["precision", "balanced", "recall"]
    assert result["limits"]["body_bytes"] == 200_000


def test_health_is_asked_of_a_worker(service):
    result = service.client.get("/healthz").json()
    assert result["status"] == "ok"
    assert 0 < result["seconds"] < 2


# ── extract ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("output", RENDERERS)
def test_every_output_is_that_of_the_library(service, output):
    expected = cleancopy.extract(PAGE, url="https://a.example/x").render(output)
    by_name = service.client.post("/extract", params={"output": output, "url": "https://a.example/x"}, content=PAGE)
    accept = {"Accept": MEDIA_TYPES[output].partition(";")[0]}
    by_media = service.client.post("/extract?url=https://a.example/x", content=PAGE, headers=accept)
    in_json = service.client.post("/extract", json={"page": PAGE, "url": "https://a.example/x", "output": output})
    for response in (by_name, by_media, in_json):
        assert response.text == expected
        assert response.headers["Content-Type"] == MEDIA_TYPES[output]


@pytest.mark.parametrize(
    "accept, output",
    [("*/*", "json"), ("", "json"), ("text/*", "text"), ("text/html;q=0.5, text/markdown", "markdown"),
     ("application/xml", "tei"), ("image/png, */*;q=0.1", "json"), ("application/json;q=0, */*", "text"),
     ("text/html;q=nonsense, application/json", "json")],
)  # fmt: skip
def test_the_output_is_negotiated(service, accept, output):
    response = service.client.post("/extract", content=PAGE, headers={"Accept": accept})
    assert response.headers["Content-Type"] == MEDIA_TYPES[output]
    assert response.headers["Vary"] == "Accept"


def test_none_that_is_acceptable_is_406(service):
    assert_error(service.client.post("/extract", content=PAGE, headers={"Accept": "image/png"}), 406, "not_acceptable")


def test_options_stand_in_the_query_or_in_the_json_which_counts_more(service):
    client = service.client
    assert (
        client.post("/extract?mode=recall&url=https://a.example/", content=PAGE).json()["url"] == "https://a.example/"
    )
    result = client.post("/extract?url=https://a.example/", json={"page": PAGE, "url": "https://b.example/"}).json()
    assert result["url"] == "https://b.example/"
    assert client.post("/extract", json={"page": "a line", "kind": "text", "mode": None}).status_code == 200


def test_parts_are_left_out(service):
    page = f"<article><p>{PROSE} <a href=https://a.example/>More of it</a> stands there.</p></article>"
    assert "a.example" in service.client.post("/extract?output=html", content=page).text
    assert "a.example" not in service.client.post("/extract?output=html&links=false", content=page).text
    result = {"page": page, "links": False, "output": "html"}
    assert "a.example" not in service.client.post("/extract", json=result).text


def test_bytes_come_in_base64_and_with_the_charset_of_the_header(service):
    latin = PAGE.replace("ferry", "fährte").encode("latin-1")
    for response in (
        service.client.post("/extract", content=latin, headers={"Content-Type": "text/html; charset=latin-1"}),
        service.client.post("/extract?charset=latin-1", content=latin),
        service.client.post("/extract", json={"page_base64": base64.b64encode(latin).decode(), "charset": "latin-1"}),
    ):
        assert "fährte will sail" in response.json()["text"]


def test_compressed_bodies_are_read(service):
    packed = gzip.compress(PAGE.encode())
    assert PROSE in service.client.post("/extract", content=packed, headers={"Content-Encoding": "gzip"}).json()["text"]
    twice = [("Content-Encoding", "gzip"), ("Content-Encoding", "gzip")]
    assert PROSE in service.client.post("/extract", content=gzip.compress(packed), headers=twice).json()["text"]


def test_only_the_fields_that_are_named_are_found(service):
    page = f"<title>Harbour</title><h1>Harbour</h1><p>{PROSE}</p>"
    article = service.client.post("/extract?fields=language&output=json", content=page).json()
    assert article["text"] == PROSE
    assert article["title"] is None


def test_an_empty_page_is_an_answer(service):
    assert service.client.post("/extract", content=b"").json()["flags"] == ["empty_input"]


@pytest.mark.parametrize(
    "result, code",
    [({"page": 1}, "invalid_page"), ({"page": "a", "page_base64": "YQ=="}, "invalid_page"),
     ({"page_base64": "?"}, "invalid_page"), ({"page": "a", "mode": "best"}, "invalid_option"),
     ({"page": "a", "mode": 3}, "invalid_option"), ({"page": "a", "url": 3}, "invalid_option"),
     ({"page": "a", "fields": "headline"}, "invalid_option"), ({"page": "a", "fields": 3}, "invalid_option"),
     ({"page": "a", "fetch_date": "now"}, "invalid_option"), ({"page": "a", "output": "pdf"}, "invalid_option"),
     ({"page": "a", "links": "maybe"}, "invalid_option"), ({"page": "a", "color": "red"}, "unknown_option"),
     ({}, "invalid_page")],
)  # fmt: skip
def test_wrong_wishes_are_422(service, result, code):
    assert_error(service.client.post("/extract", content=json.dumps(result), headers=JSON), 422, code)


def test_a_url_alone_is_fetched_by_nobody_unless_fetching_is_on(service):
    assert_error(service.client.post("/extract", json={"url": "https://a.example/"}), 403, "fetch_disabled")


def test_pictures_are_no_pages(service):
    response = service.client.post("/extract", content=b"GIF89a", headers={"Content-Type": "image/gif"})
    assert_error(response, 415, "unsupported_media_type")


def test_only_the_names_of_this_machine_are_answered_to(service):
    for host in ("localhost", "127.0.0.1:8010", "[::1]:8010", "[::1]", "LOCALHOST:1"):
        assert service.client.get("/about", headers={"Host": host}).status_code == 200
    for host in ("evil.example", "evil.example:8010", "localhost.evil.example", "127.0.0.1.evil.example", ""):
        assert_error(service.client.get("/about", headers={"Host": host}), 421, "unknown_host")


# ── explain ───────────────────────────────────────────────────────────────────────────────────────


def test_explain_shows_every_block_with_its_reasons(service):
    result = service.client.post("/explain", content=PAGE).json()
    trace = cleancopy.explain(PAGE)
    assert (result["text"], result["full_text"]) == (trace.article.text, trace.article.full_text)
    assert result["page"]["kind"] == "html"
    assert [b["text"] for b in result["blocks"]] == [b.block.text for b in trace.blocks]
    assert [b["fate"] for b in result["blocks"]] == [b.fate for b in trace.blocks]
    assert [b["index"] for b in result["blocks"]] == list(range(len(trace.blocks)))
    assert all(reason["meaning"] for block in result["blocks"] for reason in block["reasons"])
    assert {f["value"] for f in result["fields"] if f["chosen"] and f["field"] == "title"} == {"The ferry"}


def test_explain_takes_what_extract_takes(service):
    assert service.client.post("/explain?kind=text", content="A line").json()["page"]["kind"] == "text"
    assert service.client.post("/explain", json={"page": ""}).json()["blocks"] == []
    assert_error(service.client.post("/explain", json={}), 422, "invalid_page")
