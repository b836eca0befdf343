"""The command `cleancopy serve`: it starts, logs, drains and ends."""

import json
import signal
import socket
import sys

import pytest
from click.testing import CliRunner

from cleancopy.cli.main import main
from tests.service.running import PAGE, PROSE, Program, read_answer


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_what_is_in_flight_and_ends_with_0(number):
    body = PAGE.encode()
    with Program("--workers", "1") as program, program.hold(4, len(body)) as holders:
        program.process.send_signal(number)
        program.wait_for("Waiting for connections to close")
        for holder in holders:
            holder.sendall(body)
        assert [read_answer(holder).split()[1] for holder in holders] == [b"200"] * 4
        assert program.process.wait() == 0
        with pytest.raises(OSError):  # noqa: PT011 - nobody listens any more, however the system says that
            program.connect()


def test_a_batch_in_flight_is_answered_to_its_end():
    with Program("--workers", "1") as program, program.connect() as connection:
        line = json.dumps({"page": PAGE}).encode() + b"\n"
        connection.sendall(
            b"POST /batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % (2 * len(line)) + line
        )
        stream = connection.makefile("rb")
        while not stream.readline().startswith(b'{"line": 1'):
            pass
        program.process.send_signal(signal.SIGTERM)
        program.wait_for("Waiting for connections to close")
        connection.sendall(line)
        rest = stream.read()
        stream.close()
        assert b'{"line": 2' in rest
        assert program.process.wait() == 0


def test_the_log_is_json_and_contains_nothing_of_a_page_or_of_what_is_secret_in_an_address():
    with Program("--workers", "1", "--fetch") as program:
        client = program.client
        client.post("/extract?mode=recall&url=https://a.example/path?token=hush", content=PAGE)
        client.post("/extract?token=hush&mode=sesame", content=PAGE)
        client.post("/extract", json={"page": PAGE, "mode": "sesame"})
        client.post("/extract", json={"url": "http://127.0.0.1/path?token=hush"})
        client.get("/nothing/hush?token=hush")
        client.post("/explain", content=PAGE)
        with program.connect() as connection:
            connection.sendall(b"hush hush\r\n\r\n")
            connection.recv(1000)
    lines = program.lines[1:]
    document = [json.loads(line) for line in lines]
    assert all({"time", "level", "logger", "event"} <= set(record) for record in document)
    requests = [record for record in document if record["event"] == "request"]
    assert [(r["route"], r["status"]) for r in requests[-6:]] == [
        ("/extract", 200), ("/extract", 422), ("/extract", 422), ("/extract", 403), ("other", 404), ("/explain", 200)
    ]  # fmt: skip
    assert requests[-6]["url"] == "https://a.example/path"
    assert requests[-3]["error_code"] == "fetch_address"
    for word in ("hush", "sesame", PROSE[:20], "ferry"):
        assert not any(word in line for line in lines)


def test_a_port_that_is_taken_is_reported(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert result.exit_code == 2
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in result.output


@pytest.mark.parametrize("words", [["serve"], ["https://a.example/"], ["explain", "https://a.example/"]])
def test_what_is_missing_is_reported_with_what_to_install(monkeypatch, words):
    monkeypatch.setattr("cleancopy.cli.extras.find_spec", lambda name: None if name == "httpx2" else sys)
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    extra = "serve" if words == ["serve"] else "fetch"
    assert f"this command needs httpx2: pip install 'cleancopy[{extra}]'" in result.output


def test_serve_is_listed_in_the_help():
    assert "serve" in CliRunner().invoke(main, ["--help"]).output
    document = CliRunner().invoke(main, ["serve", "--help"]).output
    assert all(option in document for option in ("--host", "--port", "--workers", "--queue", "--max-body", "--fetch"))
