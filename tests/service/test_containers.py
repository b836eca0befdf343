import base64
import json

import pytest

from tests.containers.files import PAGE, TEXT, epub, item, mhtml, rss

BOOK = epub({"a.xhtml": PAGE, "b.xhtml": PAGE})


def extract(service, body, media="application/octet-stream", **query):
    return service.client.post("/extract", content=body, headers={"Content-Type": media}, params=query)


@pytest.mark.parametrize("media", ["application/octet-stream", "multipart/related", "message/rfc822"])
def test_a_saved_page_is_answered_as_the_page_that_it_holds(service, media):
    response = extract(service, mhtml(PAGE), media)
    assert (response.status_code, response.json()["text"]) == (200, TEXT)


@pytest.mark.parametrize(
    "body, media", [(BOOK, "application/epub+zip"), (rss(item(1), item(2)).encode(), "application/rss+xml")]
)
def test_a_book_or_feed_is_answered_with_a_document_a_page(service, body, media):
    response = extract(service, body, media)
    assert response.headers["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line)["text"] for line in response.text.splitlines()] == [TEXT, TEXT]


def test_texts_are_parted_by_a_form_feed(service):
    assert extract(service, BOOK, output="text").text == f"{TEXT}\n\f\n{TEXT}\n"


def test_a_document_in_tei_cannot_be_several(service):
    response = extract(service, BOOK, output="tei")
    assert (response.status_code, response.json()["error"]["code"]) == (422, "multiple_pages")


def test_a_book_in_json_is_opened_too(service):
    body = {"page_base64": base64.b64encode(BOOK).decode()}
    assert len(service.client.post("/extract", json=body).text.splitlines()) == 2


def test_explain_and_batch_want_one_page_and_say_so(service):
    assert "extract_each" in service.client.post("/explain", content=BOOK).json()["article"]["message"]
    line = json.dumps({"page": rss(item(1))}) + "\n"
    (answer,) = service.client.post("/batch", content=line).text.splitlines()
    assert json.loads(answer)["document"]["flags"] == ["feed"]


def test_what_is_no_text_is_named(service):
    assert "a PDF document" in extract(service, b"%PDF-1.7\n\0\1").json()["message"]


def test_a_table_is_refused_with_what_to_do(service):
    response = extract(service, b"html,url\na,b\n", "text/csv")
    assert response.status_code == 415
    assert "cleancopy corpus" in response.json()["error"]["message"]
