"""Batches: a line in, a line out, in order, while the body is still being read."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

import cleancopy
from tests.service.running import PAGE, PROSE, SMALL, exchange

HEAD = b"POST /batch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def answers(service, *lines: object, query: str = "") -> list[dict]:
    body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    response = service.client.post(f"/batch{query}", content=body.encode())
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in response.text.splitlines()]


def test_answers_come_in_order_with_their_ids(service):
    pages = [PAGE.replace("April", f"month {i}") * (1 + 20 * (i % 3 == 0)) for i in range(30)]
    result = answers(service, *({"page": page, "id": i, "output": "text"} for i, page in enumerate(pages)))
    assert [line["id"] for line in result] == list(range(30))
    assert [line["line"] for line in result] == list(range(1, 31))
    assert [line["document"] for line in result] == [cleancopy.extract(page).text for page in pages]


def test_every_output_may_be_asked_for_by_line_or_for_all(service):
    result = answers(service, {"page": PAGE}, {"page": PAGE, "output": "json"}, {"page": PAGE, "mode": "recall"},
                   query="?output=markdown&url=https://a.example/")  # fmt: skip
    expected = cleancopy.extract(PAGE, url="https://a.example/")
    assert result[0]["document"] == expected.render("markdown")
    assert result[1]["document"] == json.loads(expected.render("json"))
    assert [line["output"] for line in result] == ["markdown", "json", "markdown"]


def test_a_broken_line_costs_itself(service):
    result = answers(
        service,
        {"page": PAGE, "id": "first"}, "nonsense", "[" * 50_000, '{"page": "' + "x" * 300_000 + '"}', "", " \r",
        {"page": 1, "id": "numeric"}, {"url": "https://a.example/"}, {"page": PAGE, "id": 1.5}, "\xff", {"id": "none"},
        {"page": PAGE, "mode": "x"}, {"page": "", "output": "text"}, {"page": PAGE, "id": "last"},
    )  # fmt: skip
    codes = [line["error"]["code"] if "error" in line else "" for line in result]
    assert codes == ["", "invalid_json", "invalid_json", "too_large", "invalid_page", "fetch_disabled", "invalid_id",
                     "invalid_json", "invalid_page", "invalid_option", "", ""]  # fmt: skip
    assert [line["line"] for line in result] == [1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14]
    assert (result[0]["id"], result[-1]["id"]) == ("first", "last")
    assert PROSE in result[-1]["document"]["text"]


def test_wrong_options_for_all_are_422(service):
    assert service.client.post("/batch?mode=best", content=b"{}").status_code == 422
    assert service.client.post("/batch?colour=red", content=b"{}").status_code == 422


@pytest.mark.parametrize("headers", [{"Content-Type": "text/html"}, {"Content-Encoding": "gzip"}])
def test_what_is_no_batch_is_415(service, headers):
    assert service.client.post("/batch", content=b"{}", headers=headers).status_code == 415


def test_an_answer_comes_before_the_next_line_is_sent(service):
    with service.connect() as connection:
        stream = connection.makefile("rb")
        connection.sendall(HEAD)
        for number in range(1, 4):
            connection.sendall(chunk(json.dumps({"page": PAGE}).encode() + b"\n"))
            while not (line := stream.readline()).startswith(b'{"line"'):
                assert line
            assert json.loads(line)["line"] == number
        stream.close()


LARGE = chunk(json.dumps({"page": PAGE + "<p>" + "word " * 10_000}).encode() + b"\n")


def send_until_left(service) -> int:
    """Send lines and take no answers, until the service closes the connection; give the number of bytes sent."""
    sent = 0
    with service.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with suppress(OSError):
            connection.sendall(HEAD)
            while sent < 100_000_000:
                sent += connection.send(LARGE)
    return sent


def test_a_client_that_waits_for_100_continue_gets_it(service):
    with service.connect() as connection:
        connection.sendall(HEAD.replace(b"Connection", b"Expect: 100-continue\r\nConnection"))
        assert connection.recv(100).startswith(b"HTTP/1.1 100")
        answer = exchange(connection, chunk(json.dumps({"page": PAGE}).encode()) + b"0\r\n\r\n")
    assert b'{"line": 1' in answer


def test_the_connection_of_a_batch_is_kept(service):
    with service.connect() as connection:
        head = HEAD.replace(b"Connection: close\r\n", b"")
        connection.sendall(head + chunk(json.dumps({"page": PAGE}).encode()) + b"0\r\n\r\n")
        answer = b""
        while not answer.endswith(b"\r\n0\r\n\r\n"):
            answer += connection.recv(65536)
        assert b"connection: close" not in answer.lower()
        answer = exchange(connection, head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + b"0\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200")


def test_a_batch_of_nothing_is_an_answer(service):
    assert answers(service) == []


def test_a_client_that_takes_nothing_is_left_and_what_is_read_ahead_is_bounded(impatient):
    before = impatient.metric("cleancopy_pages_total")
    assert send_until_left(impatient) < 30_000_000
    impatient.wait_until_idle()
    assert impatient.metric("cleancopy_pages_total") - before < SMALL.batch_lines


def test_a_batch_that_stops_coming_is_reported_and_ends(impatient):
    with impatient.connect() as connection:
        answer = exchange(connection, HEAD + chunk(json.dumps({"page": PAGE}).encode() + b'\n{"pa'))
    lines = [json.loads(line) for line in answer.splitlines() if line.startswith(b'{"line"')]
    assert [line.get("error", {}).get("code") for line in lines] == [None, "request_timeout"]


def test_a_batch_has_so_many_lines(service):
    result = answers(service, *[{"page": "a", "output": "text"}] * (SMALL.batch_lines + 5))
    assert len(result) == SMALL.batch_lines + 1
    assert result[-1]["error"]["code"] == "too_many_lines"


def test_a_client_that_leaves_ends_its_batch(service):
    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield chunk(json.dumps({"page": PAGE * 30}).encode() + b"\n")

    with service.connect() as connection:
        connection.sendall(HEAD + b"".join(pieces()))
    service.wait_until_idle()


def test_batches_share_the_workers(service):
    results: list[int] = []

    def send() -> None:
        results.append(len(answers(service, *[{"page": PAGE}] * 20)))

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [20] * 3
