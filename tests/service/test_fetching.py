"""Fetching by address: off unless asked for, bounded, and never of this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from cleancopy.fetch.addresses import is_public
from cleancopy.service.fetcher import make_fetch_rules
from tests.fetch.forms import urls
from tests.fetch.origin import ORIGIN, Origin, page, redirect
from tests.service.running import PAGE, PROSE, SMALL, Running, running

FETCHING = replace(SMALL, fetch=True)
HTML = "Content-Type: text/html"
PERMITTED = replace(
    make_fetch_rules(FETCHING), ports=None, vet=lambda a: str(a) == ORIGIN or is_public(a),
    connect_seconds=600, read_seconds=600, seconds=600,
)  # fmt: skip


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    with closing(Origin({})) as server:
        yield server


@pytest.fixture(scope="module")
def fetching() -> Iterator[Running]:
    """A service whose rules permit one origin of this machine, besides what is public."""
    with running(FETCHING, PERMITTED) as service:
        yield service


def test_a_page_is_fetched_and_extracted(fetching, origin):
    origin.answers |= {"/go": redirect("/to"), "/to": page(PAGE.encode(), HTML)}
    result = fetching.client.post("/extract", json={"url": origin.url("/go")}).json()
    assert (result["text"], result["url"]) == (PROSE, origin.url("/to"))
    assert fetching.client.post("/explain", json={"url": origin.url("/go")}).json()["text"] == PROSE
    lines = fetching.client.post("/batch", content=f'{{"url": "{origin.url("/go")}", "output": "text"}}'.encode())
    assert lines.json()["document"] == PROSE
    assert fetching.client.get("/about").json()["fetch"] is True


def test_the_charset_of_the_answer_counts(fetching, origin):
    origin.answers["/"] = page(PAGE.replace("ferry", "fährte").encode("latin-1"), f"{HTML}; charset=latin-1")
    assert "fährte" in fetching.client.post("/extract", json={"url": origin.url("/")}).json()["text"]


def test_a_page_that_is_sent_is_not_fetched(fetching, canary):
    result = {"page": PAGE, "url": f"http://127.0.0.1:{canary.port}/"}
    assert fetching.client.post("/extract", json=result).json()["text"] == PROSE
    assert canary.visits == 0


@pytest.mark.parametrize(
    "answer, status, code",
    [(page(b"x", HTML, status="404 Not Found"), 502, "fetch_status"),
     (page(b"x", "Content-Type: image/png"), 415, "fetch_media_type"),
     (page(b"x" * 300_000, HTML), 413, "fetch_too_large"), (b"nonsense\r\n\r\n", 502, "fetch_broken"),
     (redirect("/"), 502, "fetch_redirects"), (redirect("http://127.0.0.1/"), 403, "fetch_address"),
     (redirect("file:///etc/passwd"), 422, "fetch_url")],
)  # fmt: skip
def test_what_goes_wrong_is_reported(fetching, origin, answer, status, code):
    origin.answers["/"] = answer
    response = fetching.client.post("/extract", json={"url": origin.url("/")})
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_a_server_that_does_not_answer_is_reported(origin):
    origin.answers["/"] = lambda connection: connection.recv(1)  # until the service leaves
    with running(FETCHING, replace(PERMITTED, read_seconds=0.1)) as service:
        response = service.client.post("/extract", json={"url": origin.url("/")})
    assert (response.status_code, response.json()["error"]["code"]) == (504, "fetch_timed_out")


def test_no_form_of_an_address_that_is_not_public_is_asked(fetching, canary):
    lines = "\n".join(f'{{"url": {url!r}}}'.replace("'", '"') for url in list(urls(canary.port))[:400])
    result = fetching.client.post("/batch", content=lines.encode()).text
    assert result.count('"error"') == 400
    assert canary.visits == 0


def test_a_fetch_does_not_hold_the_loop_up(fetching, origin):
    entered, leave = threading.Semaphore(0), threading.Event()

    def answer(connection: socket.socket) -> None:
        entered.release()
        leave.wait()
        connection.sendall(page(PAGE.encode(), HTML))

    origin.answers["/slow"] = answer
    slow = [
        threading.Thread(target=fetching.client.post, args=("/extract",), kwargs={"json": {"url": origin.url("/slow")}})
        for _ in range(SMALL.workers)
    ]
    for thread in slow:
        thread.start()
        entered.acquire()
    assert fetching.client.get("/healthz").status_code == 200
    assert fetching.client.post("/extract", content=PAGE).status_code == 200
    leave.set()
    for thread in slow:
        thread.join()
