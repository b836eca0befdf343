"""Pages are fetched within limits, and whatever a server does wrong has a reason."""

import gzip
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cleancopy.errors import FetchError
from cleancopy.fetch import TRUSTED_RULES, fetch
from tests.fetch.origin import ORIGIN, page, redirect

QUICK = replace(TRUSTED_RULES, connect_seconds=1, read_seconds=0.4, seconds=2, body_bytes=100_000, page_bytes=200_000)
HTML = "Content-Type: text/html; charset=latin-1"


def stall(head: bytes):
    """Send a part of an answer, and hold the connection until the other side closes it."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        while connection.recv(65536):
            pass

    return answer


def reason(origin, path: str = "/", rules=QUICK) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(origin.url(path), rules)
    assert str(caught.value)
    return caught.value.reason


def test_a_page_comes_with_what_is_known_of_it(origin):
    origin.answers |= {"/go": redirect("/to?x=1#part"), "/to?x=1": page(b"<p>w\xf6rds", HTML)}
    found = fetch(origin.url("/go"), QUICK)
    assert found.page == b"<p>w\xf6rds"
    assert (found.url, found.charset) == (origin.url("/to?x=1"), "latin-1")
    assert datetime.fromisoformat(found.fetch_date)
    head = origin.asked[-1].decode()
    assert head.startswith("GET /to?x=1 HTTP/1.1\r\n")
    assert f"Host: {ORIGIN}:{origin.port}\r\n" in head
    assert "User-Agent: cleancopy/" in head
    assert "Cookie" not in head
    assert "Referer" not in head


def test_names_of_any_script_are_asked_for_in_their_ascii_form(origin):
    origin.answers["/b%C3%BCcher"] = page(b"<p>words", HTML)
    rules = replace(QUICK, resolve=lambda *_: [ORIGIN])
    assert fetch(f"http://bücher.example:{origin.port}/bücher", rules).page == b"<p>words"
    assert f"Host: xn--bcher-kva.example:{origin.port}".encode() in origin.asked[0]


@pytest.mark.parametrize("coding, packed", [
    ("gzip", gzip.compress(b"<p>words")), ("br", brotli.compress(b"<p>words")), ("identity", b"<p>words"),
    ("gzip, gzip", gzip.compress(gzip.compress(b"<p>words"))), ("", b"<p>words"),
])  # fmt: skip
def test_compressed_pages_are_undone(origin, coding, packed):
    origin.answers["/"] = page(packed, HTML, f"Content-Encoding: {coding}")
    assert fetch(origin.url("/"), QUICK).page == b"<p>words"


def test_a_page_that_lies_about_its_compression_is_flagged(origin):
    origin.answers["/"] = page(b"<p>words", HTML, "Content-Encoding: gzip")
    assert fetch(origin.url("/"), QUICK).flags == {"coding_ignored"}


@pytest.mark.parametrize(
    "media", ["text/html", "text/plain", "application/xhtml+xml", "text/xml", "application/rss+xml"]
)
def test_pages_are_taken(origin, media):
    origin.answers["/"] = page(b"<p>words", f"Content-Type: {media}")
    assert fetch(origin.url("/"), QUICK).page


@pytest.mark.parametrize("media", ["image/png", "application/pdf", "video/mp4", "application/zip", "image/svg+xml"])
def test_what_is_no_page_is_not_read(origin, media):
    origin.answers["/"] = page(b"x" * 50_000, f"Content-Type: {media}")
    assert reason(origin) == "media_type"


def test_a_page_without_type_length_or_status_of_its_own_is_taken(origin):
    origin.answers["/"] = b"HTTP/1.0 200\r\n\r\n<p>words"
    assert fetch(origin.url("/"), QUICK).page == b"<p>words"


@pytest.mark.parametrize(
    "status", ["404 Not Found", "500 Error", "403 Forbidden", "304 Not Modified", "300 Many", "999 x"]
)
def test_a_status_that_is_no_page_is_told(origin, status):
    origin.answers["/"] = page(b"words", HTML, status=status)
    assert reason(origin) == "status"


def test_so_many_redirects_are_followed_and_no_more(origin):
    origin.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(10)} | {"/10": page(b"<p>words", HTML)}
    assert fetch(origin.url("/5"), QUICK).page
    assert reason(origin, "/4") == "redirects"
    origin.answers["/loop"] = redirect("/loop")
    assert reason(origin, "/loop") == "redirects"


@pytest.mark.parametrize("size", [100_001, 10**12, 10**30])
def test_a_length_beyond_the_bound_is_not_read(origin, size):
    head = f"HTTP/1.1 200 OK\r\n{HTML}\r\nContent-Length: {size}\r\n\r\n".encode()
    origin.answers["/"] = stall(head + b"x" * 1000)
    assert reason(origin) in {"too_large", "broken"}  # who waits for the rest is timed out


def test_a_body_without_end_is_read_up_to_the_bound(origin):
    sent = 0

    def pour(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(page(b"", HTML, length=False))
        while True:
            sent += connection.send(b"x" * 10_000)

    origin.answers["/"] = pour
    assert reason(origin) == "too_large"
    assert sent < 20_000_000  # what the sockets hold


@pytest.mark.parametrize("coding, bomb", [
    ("gzip", gzip.compress(bytes(20_000_000))), ("br", brotli.compress(bytes(20_000_000))),
])  # fmt: skip
def test_bombs_are_too_large(origin, coding, bomb):
    origin.answers["/"] = page(bomb, HTML, f"Content-Encoding: {coding}")
    assert reason(origin) == "too_large"


@pytest.mark.parametrize("answer", [
    b"", b"\r\n", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000,
    page(b"x", HTML, "Content-Encoding: compress"), page(b"\x1f\x8b\x08broken", HTML, "Content-Encoding: gzip"),
])  # fmt: skip
def test_servers_that_break_the_rules_are_told(origin, answer):
    origin.answers["/"] = answer
    assert reason(origin) in {"broken", "unreachable"}


def drip(head: bytes):
    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            sum(range(20_000))  # work between two drops, or a bound on bytes comes first

    return answer


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX: ", page(b"", HTML, length=False)])
def test_a_server_that_answers_drop_by_drop_has_its_time(origin, head):
    origin.answers["/"] = drip(head)
    assert reason(origin) == "timed_out"


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n", page(b"", HTML, length=False)])
def test_a_server_that_stops_answering_has_its_time(origin, head):
    origin.answers["/"] = stall(head)
    assert reason(origin) == "timed_out"


def test_a_look_up_that_hangs_has_its_time():
    stop = threading.Event()
    rules = replace(QUICK, resolve=lambda *_: [ORIGIN] if stop.wait() else [])
    try:
        with pytest.raises(FetchError) as caught:
            fetch("http://slow.example/", rules)
    finally:
        stop.set()
    assert caught.value.reason == "timed_out"


def test_nobody_listens(origin):
    origin.close()
    assert reason(origin) == "unreachable"


def test_a_name_that_nobody_knows():
    def unknown(*_):
        raise socket.gaierror("Name or service not known")

    with pytest.raises(FetchError) as caught:
        fetch("http://none.example/", replace(QUICK, resolve=unknown))
    assert caught.value.reason == "name"


def test_a_server_without_tls_is_no_server_of_https(origin):
    with pytest.raises(FetchError) as caught:
        fetch(origin.url("/").replace("http:", "https:"), QUICK)
    assert caught.value.reason in {"unreachable", "timed_out"}


def certificate() -> bytes:
    """A key and a certificate that it vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "origin.example")])
    begin, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    signed = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, end).sign(key, hashes.SHA256())
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(pem, form, serialization.NoEncryption()) + signed.public_bytes(pem)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path):
    (tmp_path / "both.pem").write_bytes(certificate())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    with socket.create_server((ORIGIN, 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):  # the client breaks off
                context.wrap_socket(connection, server_side=True).close()

        server = threading.Thread(target=serve)
        server.start()
        port = listener.getsockname()[1]
        with pytest.raises(FetchError) as caught:
            fetch(f"https://origin.example:{port}/", replace(QUICK, resolve=lambda *_: [ORIGIN]))
        server.join()
    assert caught.value.reason == "unreachable"
    assert "certificate" in str(caught.value)
