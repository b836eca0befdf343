"""Bodies that are large, slow, broken or lie: each has its answer, and costs no more than its bounds."""

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import brotli
import pytest

from cleancopy.service.middleware import SECURITY_HEADERS
from tests.service.running import PAGE, SMALL, exchange, read_answer, running

HEAD = b"POST /extract HTTP/1.1\r\nHost: localhost\r\n"
CAP = SMALL.body_bytes


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def code(answer: bytes) -> str:
    return json.loads(answer.rpartition(b"\r\n\r\n")[2])["error"]["code"]


def assert_dressed(answer: bytes) -> None:
    head = answer.partition(b"\r\n\r\n")[0].decode().lower()
    for name, value in SECURITY_HEADERS.items():
        assert f"{name}: {value}".lower() in head


def talk(service, *parts: bytes) -> bytes:
    """Send the parts and read one answer."""
    with service.connect() as connection:
        for part in parts:
            connection.sendall(part)
        return read_answer(connection)


@contextmanager
def sending(connection: socket.socket, send: Callable[[], object]) -> Iterator[None]:
    """Have something sent again and again, until the other side has closed."""

    def work() -> None:
        with suppress(OSError):
            while True:
                send()

    writer = threading.Thread(target=work)
    writer.start()
    try:
        yield
    finally:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        writer.join()


@pytest.fixture
def read_bytes(service):
    """How many bytes of bodies the service has read since. What a test before this one has sent may still come in."""
    before, now = -1, service.metric("cleancopy_body_bytes_total")
    while now != before:
        before, now = now, service.metric("cleancopy_body_bytes_total")
    return lambda: service.metric("cleancopy_body_bytes_total") - before


def test_a_body_that_says_that_it_is_too_long_is_not_read(service, read_bytes):
    answer = talk(service, HEAD + b"Content-Length: 1000000000\r\n\r\n" + b"x" * 100_000)
    assert (status(answer), code(answer)) == (413, "too_large")
    assert_dressed(answer)
    assert read_bytes() == 0


def test_chunks_without_end_are_read_up_to_the_bound(service, read_bytes):
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    answer = talk(service, head, *[chunk(b"x" * 10_000)] * 100)
    assert (status(answer), code(answer)) == (413, "too_large")
    assert_dressed(answer)
    # One piece beyond the bound is read to know of it; uvicorn reads 64 KiB at a time, and what it holds then.
    assert CAP < read_bytes() <= CAP + 400_000


def test_a_client_that_writes_on_may_still_read_its_answer(service):
    with service.connect() as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        with sending(connection, lambda: connection.sendall(chunk(b"x" * 50_000))):
            answer = read_answer(connection)
    assert status(answer) == 413


def test_a_body_that_comes_drop_by_drop_is_408_after_its_time():
    patient_with_drops = replace(SMALL, body_seconds=0.5, body_bytes=10**9)
    with running(patient_with_drops) as service, service.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 1000000000\r\n\r\n")
        with sending(connection, lambda: connection.sendall(b"x")):
            answer = read_answer(connection)
    assert (status(answer), code(answer)) == (408, "request_timeout")
    assert_dressed(answer)


def test_a_body_that_stops_coming_is_408(impatient):
    answer = talk(impatient, HEAD + b"Content-Length: 1000\r\n\r\nxxx")
    assert (status(answer), code(answer)) == (408, "request_timeout")


def test_the_rest_of_a_body_that_nobody_wants_is_not_waited_for(impatient):
    with impatient.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 1000000000\r\n\r\nxxx")
        assert status(read_answer(connection)) == 413
        assert exchange(connection, b"xxx") == b""


@pytest.mark.parametrize("head", [b"", b"POST /extract HT", HEAD, HEAD + b"X: " + b"y" * 1000])
def test_a_head_that_stops_coming_is_408(impatient, head):
    answer = talk(impatient, head)
    assert (status(answer), code(answer)) == (408, "request_timeout")
    assert_dressed(answer)


def test_a_head_that_comes_drop_by_drop_is_408(impatient, service):
    with impatient.connect() as connection:
        connection.sendall(HEAD + b"X: ")

        def send_drop() -> None:
            connection.sendall(b"y")
            service.client.get("/about")  # or the bound on its bytes comes before that on its time

        with sending(connection, send_drop):
            assert status(read_answer(connection)) == 408


@pytest.mark.parametrize("lines", [b"X: " + b"y" * 200_000, b"".join(b"X%d: y\r\n" % i for i in range(100_000))])
def test_a_head_that_is_too_long_is_refused(service, lines):
    answer = talk(service, HEAD + lines + b"\r\n\r\n")
    assert (status(answer), code(answer)) == (400, "invalid_http")
    assert_dressed(answer)


@pytest.mark.parametrize("length", [b"abc", b"-1", b"1, 2", b"0x10", b"1e3"])
def test_a_length_that_is_none_is_400(service, length):
    answer = talk(service, HEAD + b"Content-Length: " + length + b"\r\n\r\nx")
    assert (status(answer), code(answer)) == (400, "invalid_http")
    assert_dressed(answer)


def test_a_body_that_ends_before_its_length_is_400(service):
    with service.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\nxxx")
        connection.shutdown(1)
        answer = exchange(connection)
    assert (status(answer), code(answer)) == (400, "invalid_http")


def test_chunks_that_end_early_are_400(service):
    with service.connect() as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(b"xxx"))
        connection.shutdown(1)
        answer = exchange(connection)
    assert (status(answer), code(answer)) == (400, "invalid_http")


def test_what_stands_behind_a_body_is_no_request(service):
    body = PAGE.encode()
    with service.connect() as connection:
        parts = HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body + b"and more of it\r\n\r\n"
        answer = exchange(connection, parts)
    assert status(answer) == 200
    assert b" 400 " in answer.rpartition(b"HTTP/1.1")[2]


def test_length_and_chunks_together_are_400(service):
    answer = talk(service, HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
    assert status(answer) == 400
    assert_dressed(answer)


def test_what_is_no_http_is_400(service):
    answer = talk(service, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
    assert (status(answer), code(answer)) == (400, "invalid_http")
    assert_dressed(answer)


# ── what is in them ───────────────────────────────────────────────────────────────────────────────

BOMBS = {
    "gzip": gzip.compress(bytes(50_000_000)),
    "br": brotli.compress(bytes(50_000_000)),
    "gzip, gzip": gzip.compress(gzip.compress(bytes(50_000_000))),
}


@pytest.mark.parametrize("coding", BOMBS)
def test_bombs_are_413(service, coding):
    response = service.client.post("/extract", content=BOMBS[coding], headers={"Content-Encoding": coding})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("coding", ["compress", "gzip, gzip, gzip, gzip", "x" * 1000])
def test_unknown_codings_are_400(service, coding):
    response = service.client.post("/extract", content=PAGE, headers={"Content-Encoding": coding})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "content_encoding")


DEEP = {
    "arrays": b"[" * 100_000,
    "objects": b'{"a":' * 30_000,
    "closed": b"[" * 90_000 + b"]" * 90_000,
    "within": b'{"page": ' + b"[" * 60_000 + b"]" * 60_000 + b"}",
}


@pytest.mark.parametrize(
    "body",
    [
        *DEEP.values(),
        b"{",
        b'{"page": "a',
        b"\xff\xfe{",
        b"\xff",
        b"",
        b"nonsense",
        b"{'page': 1}",
        b"[1]",
        b'"text"',
        b"null",
        b'{"page": ["a"]}',
        b"{%s}" % b",".join(b'"%d":1' % i for i in range(99)),
    ],
)
@pytest.mark.parametrize("route", ["/extract", "/explain"])
def test_json_that_is_none_or_deep_is_400(service, body, route):
    response = service.client.post(route, content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_json")
    assert service.client.get("/healthz").status_code == 200


def test_large_json_is_read_by_a_worker(service):
    result = {"page": PAGE + "<p>" + "word " * 20_000, "output": "text"}
    assert "word word" in service.client.post("/extract", json=result).text


@pytest.mark.parametrize("extra", ["NaN", "1e999", "1" * 4000, '"\\ud800"'])
def test_odd_values_of_json_are_no_failure(service, extra):
    body = f'{{"page": "x", "url": {extra}}}'
    response = service.client.post("/extract", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (200, 422)


def test_a_connection_is_kept_after_a_body_that_nobody_wanted(service):
    with service.connect() as connection:
        body = b"Content-Length: 50000\r\n\r\n" + b"x" * 50_000
        connection.sendall(HEAD.replace(b"/extract", b"/nothing") + body + b"GET /about HTTP/1.1\r\nHost: localhost\r\n"
                           b"Connection: close\r\n\r\n")  # fmt: skip
        answer = exchange(connection)
    assert status(answer) == 404
    assert answer.count(b"HTTP/1.1 200 OK") == 1


def test_a_client_that_leaves_is_nobody_s_loss(service):
    for _ in range(5):
        with service.connect() as connection:
            connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\nxxx")
    with service.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 8\r\n\r\n<p>words")
    # Some of them may reach the service only now: as long as they are inside, it says that it is busy.
    while (response := service.client.post("/extract", content=PAGE)).status_code == 503:
        pass
    assert response.status_code == 200
    service.wait_until_idle()


def test_an_answer_is_sent_at_once(service):
    """The kernel would keep an answer whose head and body are written one after the other for 40 ms."""
    assert service.client.get("/about").status_code == 200
    options = [each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for each in service.open_sockets()]
    assert options
    assert all(options)
