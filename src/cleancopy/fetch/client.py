"""`fetch`: a page by its address."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, NamedTuple

import httpcore2 as httpcore
from httpx2 import URL, InvalidURL

from cleancopy import __version__
from cleancopy.compression import decompress
from cleancopy.errors import CompressionError, FetchError, TooLargeError
from cleancopy.fetch.backend import Deadline, VettedBackend
from cleancopy.fetch.rules import Rules
from cleancopy.media import charset, may_be_page, media_type

_PORTS: Final = {"http": 80, "https": 443}
_OK = range(200, 300)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = {
    "User-Agent": f"cleancopy/{__version__}",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Connection": "close",
}
_FOR_ANYBODY: Final = frozenset({"user-agent", "accept", "accept-language"})
"""Headers that may follow a redirect to another site. Any other may hold a secret: a cookie, a key."""


class Fetched(NamedTuple):
    """A page as it was fetched.

    page      its bytes, decompressed
    url       where it stands, after redirects
    charset   that of the header ``Content-Type``
    fetched   the day in UTC, ISO 8601
    flags     what was wrong with its compression, see `Decompressed`
    """

    page: bytes
    url: str
    charset: str | None
    fetched: str
    flags: frozenset[str] = frozenset()


def fetch(url: str, rules: Rules) -> Fetched:
    """Fetch a page. Raises `FetchError`; its reasons stand in `cleancopy.fetch`.

    No proxies of the environment and no cookies are used. Redirects are followed as far as the rules allow each.
    """
    deadline = Deadline(rules.seconds)
    first = at = _checked(url, rules)
    for _ in range(rules.redirects + 1):
        with _answer(at, _headers(at, first, rules), rules, deadline) as response:
            if response.status not in _REDIRECTS:
                return _page(at, response, rules)
            at = _next(at, response, rules)
    raise FetchError("redirects", f"it leads on more than {rules.redirects} times: give the address where it ends")


def _checked(address: str | URL, rules: Rules) -> URL:
    """An address that may be asked for, as far as it says itself."""
    try:
        url = URL(address)
    except InvalidURL as error:
        raise FetchError("url", f"this is no address: {error}") from error
    if url.scheme not in _PORTS or not url.host:
        raise FetchError("url", "only addresses of http and https are fetched, such as https://example.org/page")
    if url.userinfo:
        raise FetchError("url", "addresses with a user's name or password are not fetched: leave them out")
    if rules.ports is not None and _port(url) not in rules.ports:
        raise FetchError("url", f"only these ports are fetched from: {', '.join(map(str, sorted(rules.ports)))}")
    return url.copy_with(fragment=None)


def _port(url: URL) -> int:
    return url.port if url.port is not None else _PORTS[url.scheme]


def _headers(url: URL, first: URL, rules: Rules) -> list[tuple[bytes, bytes]]:
    """What is sent to an address; `first` is the one that was asked for."""
    own = [(name, value) for name, value in rules.headers if name.lower() in _FOR_ANYBODY or _is_same_site(url, first)]
    replaced = {name.lower() for name, _ in own}
    usual = [(name, value) for name, value in _HEADERS.items() if name.lower() not in replaced]
    named = [(name.encode(), value.encode("utf-8", "surrogateescape")) for name, value in (*usual, *own)]
    return [(b"Host", url.netloc), *named]


def _is_same_site(url: URL, first: URL) -> bool:
    """Whether an address has the scheme, host and port of the first, or is that host's own step up to https."""
    to, begun = (url.scheme, _port(url)), (first.scheme, _port(first))
    return url.host == first.host and (to == begun or (begun, to) == (("http", 80), ("https", 443)))


@contextmanager
def _answer(
    url: URL, headers: list[tuple[bytes, bytes]], rules: Rules, deadline: Deadline
) -> Iterator[httpcore.Response]:
    """What a server answers, its body still to be read."""
    timeouts = {"connect": rules.connect_seconds, "read": rules.read_seconds, "write": rules.read_seconds}
    request = httpcore.Request(
        "GET",
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=headers,
        extensions={"timeout": timeouts},
    )
    with _typed(), httpcore.ConnectionPool(network_backend=VettedBackend(rules, deadline)) as pool:
        response = pool.handle_request(request)
        try:
            yield response
        finally:
            response.close()


@contextmanager
def _typed() -> Iterator[None]:
    """Errors of httpcore as ours."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchError("timed_out", "the server did not answer in time: try again, or fetch it yourself") from error
    except httpcore.NetworkError as error:
        raise FetchError("unreachable", f"no connection to the server: {_short(error)}") from error
    except httpcore.ProtocolError as error:
        raise FetchError("broken", f"the server does not keep to HTTP: {_short(error)}") from error


def _page(url: URL, response: httpcore.Response, rules: Rules) -> Fetched:
    if response.status not in _OK:
        raise FetchError("status", f"the server answers with status {response.status}")
    content_type = _field(response, b"content-type")
    if not may_be_page(media_type(content_type)):
        raise FetchError("media_type", f"it is no page, but {media_type(content_type)[:100]!r}")
    body = _body(response, rules.body_bytes)
    try:
        page = decompress(body, _field(response, b"content-encoding"), limit=rules.page_bytes)
    except TooLargeError as error:
        raise _too_large(rules.page_bytes) from error
    except CompressionError as error:
        raise FetchError("broken", str(error)) from error
    return Fetched(page.data, str(url), charset(content_type), datetime.now(UTC).date().isoformat(), page.flags)


def _body(response: httpcore.Response, most: int) -> bytes:
    length = _field(response, b"content-length")
    if length.isdecimal() and int(length[:20]) > most:
        raise _too_large(most)
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) > most:
            raise _too_large(most)
    return bytes(body)


def _too_large(most: int) -> FetchError:
    return FetchError("too_large", f"it has more than {most:,} bytes: fetch it yourself if you trust it")


def _next(url: URL, response: httpcore.Response, rules: Rules) -> URL:
    location = _field(response, b"location")
    if not location:
        raise FetchError("redirects", f"the server answers with status {response.status}, but does not say where to go")
    try:
        return _checked(url.join(location), rules)
    except InvalidURL as error:
        raise FetchError("redirects", f"it leads on to what is no address: {error}") from error


def _field(response: httpcore.Response, name: bytes) -> str:
    """The values of a header, joined as RFC 9110, section 5.2, says."""
    return ", ".join(value.decode("latin-1") for key, value in response.headers if key.lower() == name)


def _short(error: BaseException) -> str:
    return str(error)[:200] or type(error).__name__
