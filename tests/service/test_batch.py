"""Batches: a line in, a line out, in order, while the body is still being read."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

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
    told = answers(service, *({"page": page, "id": i, "output": "text"} for i, page in enumerate(pages)))
    assert [line["id"] for line in told] == list(range(30))
    assert [line["line"] for line in told] == list(range(1, 31))
    assert [line["document"] for line in told] == [cleancopy.extract(page).text for page in pages]


def test_every_output_may_be_asked_for_by_line_or_for_all(service):
    told = answers(service, {"page": PAGE}, {"page": PAGE, "output": "json"}, {"page": PAGE, "mode": "recall"},
                   query="?output=markdown&url=https://a.example/")  # fmt: skip
    expected = cleancopy.extract(PAGE, url="https://a.example/")
    assert told[0]["document"] == expected.render("markdown")
    assert told[1]["document"] == json.loads(expected.render("json"))
    assert [line["output"] for line in told] == ["markdown", "json", "markdown"]


def test_a_broken_line_costs_itself(service):
    told = answers(
        service,
        {"page": PAGE, "id": "first"}, "nonsense", "[" * 50_000, '{"page": "' + "x" * 300_000 + '"}', "", " \r",
        {"page": 1, "id": "numeric"}, {"url": "https://a.example/"}, {"page": PAGE, "id": 1.5}, "\xff", {"id": "none"},
        {"page": PAGE, "mode": "x"}, {"page": "", "output": "text"}, {"page": PAGE, "id": "last"},
    )  # fmt: skip
    codes = [line["error"]["code"] if "error" in line else "" for line in told]
    assert codes == ["", "json", "json", "too_large", "page", "fetch_off", "id", "json", "page", "option", "", ""]
    assert [line["line"] for line in told] == [1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14]
    assert (told[0]["id"], told[-1]["id"]) == ("first", "last")
    assert PROSE in told[-1]["document"]["text"]


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


@contextmanager
def sent_until_full(service) -> Iterator[list[int]]:
    """Send lines and take no answers, until the service can send no more; gives the bytes sent, in the end."""
    traffic, sent = service.traffic, [0]
    with service.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(HEAD)

        def send() -> None:
            with suppress(OSError):
                while sent[0] < 100_000_000:
                    sent[0] += connection.send(LARGE)

        full = traffic.paused_writing + 1
        writer = threading.Thread(target=send)
        writer.start()
        try:
            traffic.wait("paused_writing", full)
            yield sent
        finally:
            with suppress(OSError):  # the service may have left first
                connection.shutdown(socket.SHUT_RDWR)
            writer.join()


def test_a_client_that_waits_to_be_told_to_go_on_is_told(service):
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


def test_what_is_read_ahead_is_bounded(service):
    before = service.metric("cleancopy_pages_total")
    with service.gone(1), sent_until_full(service) as sent:
        assert service.metric("cleancopy_pages_total") - before < SMALL.batch_lines
    assert sent[0] < 30_000_000


def test_a_client_that_takes_nothing_is_left(service):
    with sent_until_full(service), service.gone(1):
        service.clock.move_on(SMALL.idle_seconds)
    assert service.metric("cleancopy_in_flight") == 0


def test_a_batch_that_stops_coming_is_told_so_and_ends(service):
    with service.connect() as connection, connection.makefile("rb") as stream:
        connection.sendall(HEAD + chunk(json.dumps({"page": PAGE}).encode() + b'\n{"pa'))
        lines = [next(line for line in stream if line.startswith(b'{"line"'))]
        service.clock.move_on(SMALL.idle_seconds)
        lines += [line for line in stream if line.startswith(b'{"line"')]
    assert [json.loads(line).get("error", {}).get("code") for line in lines] == [None, "slow"]


def test_a_batch_has_so_many_lines(service):
    told = answers(service, *[{"page": "a", "output": "text"}] * (SMALL.batch_lines + 5))
    assert len(told) == SMALL.batch_lines + 1
    assert told[-1]["error"]["code"] == "too_many"


def test_a_client_that_leaves_ends_its_batch(service):
    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield chunk(json.dumps({"page": PAGE * 30}).encode() + b"\n")

    with service.gone(1), service.connect() as connection:
        connection.sendall(HEAD + b"".join(pieces()))
    assert service.metric("cleancopy_in_flight") == 0


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
