"""No form of an address, no redirect and no change of a name leads to an address that is not public."""

import socket
from contextlib import closing
from dataclasses import replace
from ipaddress import ip_address

import pytest

from cleancopy.errors import FetchError
from cleancopy.fetch import PUBLIC_RULES, fetch
from cleancopy.fetch.addresses import is_public
from tests.fetch.forms import NAMES, SIX, TARGETS, embeddings, tricks, urls
from tests.fetch.origin import ORIGIN, Canary, page, redirect

PAGE = page(b"<p>words", "Content-Type: text/html")


def resolved_here(host: str, port: int) -> list[str]:
    """What the system makes of a host that is an address in whatever spelling, or this machine's name; no DNS."""
    if host.rstrip(".").lower() in NAMES or host.endswith(".localhost"):
        return ["127.0.0.1", "::1"]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(info[4][0]) for info in found]


ANY_PORT = replace(PUBLIC_RULES, ports=None, resolve=resolved_here)
"""The rules of the service, but for the ports: what refuses is to be the address."""


def permitted(address: object) -> bool:
    """What is public, and one origin."""
    return str(address) == ORIGIN or is_public(address)  # type: ignore[arg-type]


LENIENT = replace(ANY_PORT, vet=permitted)


@pytest.fixture(autouse=True)
def connected(monkeypatch) -> list[str]:
    """The addresses that anybody connects to meanwhile."""
    seen: list[str] = []
    connect = socket.socket.connect

    def recorded(self: socket.socket, address: object) -> None:
        seen.append(address[0] if isinstance(address, tuple) else str(address))
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", recorded)
    return seen


def test_there_are_enough_forms():
    assert len(set(urls(80))) > 500


@pytest.mark.parametrize("host", [*TARGETS, "tricks", *SIX, *NAMES])
def test_no_form_is_fetched(canary, connected, host):
    forms = tricks(canary.port) if host == "tricks" else [url for url in urls(canary.port) if host in url]
    for url in forms or [f"http://{host}:{canary.port}/"]:
        with pytest.raises(FetchError):
            fetch(url, ANY_PORT)
    assert (canary.visits, connected) == (0, [])


def test_every_form_is_refused_before_a_connection(canary, connected):
    reasons = set()
    for url in set(urls(canary.port)):
        with pytest.raises(FetchError) as caught:
            fetch(url, ANY_PORT)
        reasons.add(caught.value.reason)
    assert (canary.visits, connected) == (0, [])
    assert reasons <= {"url", "address", "name"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_leads_there(canary, origin, connected, status):
    locations = [f"http://127.0.0.1:{canary.port}/", f"//127.0.0.1:{canary.port}/", f"http://[::1]:{canary.port}/x",
                 f"https://localhost:{canary.port}/", f"http://{int(ip_address('127.0.0.1'))}:{canary.port}/",
                 "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", f"gopher://127.0.0.1:{canary.port}/",
                 f"http://a:b@{ORIGIN}:{origin.port}/ok", f"\\\\127.0.0.1:{canary.port}\\", "http://[", "", "data:,x",
                 *(f"http://{form}:{canary.port}/" for form in embeddings("127.0.0.1"))]  # fmt: skip
    origin.answers["/ok"] = PAGE
    for location in locations:
        origin.answers["/go"] = redirect(location, status)
        with pytest.raises(FetchError) as caught:
            fetch(origin.url("/go"), LENIENT)
        assert caught.value.reason in {"address", "url", "redirects", "name", "status"}  # a path of the origin, at most
    assert canary.visits == 0
    assert set(connected) == {ORIGIN}


def test_a_chain_is_vetted_at_every_step(canary, origin):
    origin.answers |= {f"/{n}": redirect(origin.url(f"/{n + 1}")) for n in range(4)}
    origin.answers["/4"] = redirect(f"http://127.0.0.1:{canary.port}/")
    with pytest.raises(FetchError) as caught:
        fetch(origin.url("/0"), LENIENT)
    assert (caught.value.reason, len(origin.asked), canary.visits) == ("address", 5, 0)


def test_what_a_page_says_of_where_to_go_is_not_followed(canary, origin):
    there = f"http://127.0.0.1:{canary.port}/"
    body = f'<meta http-equiv=refresh content="0;url={there}"><script>location="{there}"</script>'.encode()
    headers = (
        f"Refresh: 0;url={there}",
        f"Link: <{there}>; rel=preload",
        f"Location: {there}",
        f"Alt-Svc: h2='{there}'",
    )
    origin.answers["/"] = page(body, "Content-Type: text/html", *headers)
    assert fetch(origin.url("/"), LENIENT).page == body
    assert canary.visits == 0


# ── names ─────────────────────────────────────────────────────────────────────────────────────────


class Names:
    """Answers look-ups, another each time."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


@pytest.mark.parametrize("address", [*TARGETS, *SIX, *(form for t in TARGETS[:4] for form in embeddings(t))])
def test_no_name_leads_there(canary, connected, address):
    numeric = address.strip("[]").replace("%25", "%")
    for answers in ([numeric], ["93.184.216.34", numeric], [numeric, "93.184.216.34"], ["2606:4700::1111", numeric]):
        with pytest.raises(FetchError) as caught:
            fetch(f"http://public.example:{canary.port}/", replace(ANY_PORT, resolve=Names(answers)))
        assert caught.value.reason == "address"
    assert (canary.visits, connected) == (0, [])


def test_a_name_that_changes_between_look_up_and_connection_is_looked_up_once(canary, origin, connected):
    origin.answers["/"] = PAGE
    names = Names([ORIGIN], ["127.0.0.1"])
    assert fetch(f"http://rebind.example:{origin.port}/", replace(LENIENT, resolve=names)).page == b"<p>words"
    assert (names.asked, connected) == (1, [ORIGIN])


def test_a_name_that_changes_between_redirects_is_refused(canary, origin, connected):
    origin.answers["/"] = redirect("/again")
    origin.answers["/again"] = PAGE
    names = Names([ORIGIN], ["127.0.0.1"])
    with pytest.raises(FetchError) as caught:
        fetch(f"http://rebind.example:{origin.port}/", replace(LENIENT, resolve=names))
    assert (caught.value.reason, names.asked, connected) == ("address", 2, [ORIGIN])


def test_the_second_address_is_tried_where_the_first_does_not_answer(origin, connected):
    origin.answers["/"] = PAGE
    rules = replace(LENIENT, vet=lambda _: True, resolve=Names(["127.0.0.8", ORIGIN]))
    assert fetch(f"http://twice.example:{origin.port}/", rules).page == b"<p>words"
    assert connected == ["127.0.0.8", ORIGIN]


def test_a_name_without_an_address_is_told(connected):
    with pytest.raises(FetchError) as caught:
        fetch("http://none.example/", replace(ANY_PORT, resolve=Names([])))
    assert (caught.value.reason, connected) == ("name", [])


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_no_proxy_of_the_environment_is_used(monkeypatch, canary, origin, connected, name):
    monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    origin.answers["/"] = PAGE
    assert fetch(origin.url("/"), LENIENT).page == b"<p>words"
    assert (canary.visits, connected) == (0, [ORIGIN])


def test_only_the_ports_of_the_web_are_asked(canary, connected):
    for port in (22, 25, 3306, 6379, 8010, canary.port):
        with pytest.raises(FetchError) as caught:
            fetch(f"http://public.example:{port}/", replace(PUBLIC_RULES, resolve=Names(["93.184.216.34"])))
        assert caught.value.reason == "url"
    assert (canary.visits, connected) == (0, [])


def test_a_canary_notices_who_comes():
    with closing(Canary()) as canary:
        with socket.create_connection(("127.0.0.1", canary.port)) as connection:
            connection.recv(1)  # the other side closes once it has counted
        assert canary.visits == 1
