"""`fetch`: gets a page by its URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, NamedTuple

import httpcore2 as httpcore
from httpx2 import URL, InvalidURL

from cleancopy import __version__
from cleancopy.errors import CompressionError, FetchError, TooLargeError
from cleancopy.fetch.backend import Deadline, VettedBackend
from cleancopy.fetch.rules import Rules
from cleancopy.input import can_be_page, decompress, parse_charset, parse_media_type

_PORTS: Final = {"http": 80, "https": 443}
_OK_STATUSES = range(200, 300)
_REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = {
    "User-Agent": f"cleancopy/{__version__}",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Connection": "close",
}
_SAFE_HEADERS: Final = frozenset({"user-agent", "accept", "accept-language"})
"""Headers that are also sent after a redirect to another site. Others may hold a secret, such as a cookie or a key."""


class FetchedPage(NamedTuple):
    """A page that was fetched.

    page        its bytes, decompressed
    url         its URL after redirects
    charset     from the header ``Content-Type``
    fetch_date  the day in UTC, ISO 8601
    flags       what was wrong with its compression, see `Decompressed`
    """

    page: bytes
    url: str
    charset: str | None
    fetch_date: str
    flags: frozenset[str] = frozenset()


def fetch(url: str, rules: Rules) -> FetchedPage:
    """Fetch a page. Raises `FetchError`; `cleancopy.fetch` lists its reasons.

    It uses no cookies and no proxies of the environment. The rules apply to each redirect as to the first URL.
    """
    deadline = Deadline(rules.seconds)
    first = current = _check_url(url, rules)
    for _ in range(rules.redirects + 1):
        with _open_response(current, _build_headers(current, first, rules), rules, deadline) as response:
            if response.status not in _REDIRECT_STATUSES:
                return _read_page(current, response, rules)
            current = _resolve_redirect(current, response, rules)
    raise FetchError("redirects", f"it leads on more than {rules.redirects} times: give the address where it ends")


def _check_url(address: str | URL, rules: Rules) -> URL:
    """Return a URL that the rules allow. The addresses of its host are checked later."""
    try:
        url = URL(address)
    except InvalidURL as error:
        raise FetchError("url", f"this is no address: {error}") from error
    if url.scheme not in _PORTS or not url.host:
        raise FetchError("url", "only addresses of http and https are fetched, such as https://example.org/page")
    if url.userinfo:
        raise FetchError("url", "addresses with a user's name or password are not fetched: leave them out")
    if rules.ports is not None and _get_port(url) not in rules.ports:
        raise FetchError("url", f"only these ports are fetched from: {', '.join(map(str, sorted(rules.ports)))}")
    return url.copy_with(fragment=None)


def _get_port(url: URL) -> int:
    return url.port if url.port is not None else _PORTS[url.scheme]


def _build_headers(url: URL, first: URL, rules: Rules) -> list[tuple[bytes, bytes]]:
    """Return the headers for a request to `url`; `first` is the URL before any redirect."""
    own = [(name, value) for name, value in rules.headers if name.lower() in _SAFE_HEADERS or _is_same_site(url, first)]
    replaced = {name.lower() for name, _ in own}
    usual = [(name, value) for name, value in _HEADERS.items() if name.lower() not in replaced]
    named = [(name.encode(), value.encode("utf-8", "surrogateescape")) for name, value in (*usual, *own)]
    return [(b"Host", url.netloc), *named]


def _is_same_site(url: URL, first: URL) -> bool:
    """Whether a URL has the scheme, host and port of the first, or is its upgrade from http to https."""
    new, old = (url.scheme, _get_port(url)), (first.scheme, _get_port(first))
    return url.host == first.host and (new == old or (old, new) == (("http", 80), ("https", 443)))


@contextmanager
def _open_response(
    url: URL, headers: list[tuple[bytes, bytes]], rules: Rules, deadline: Deadline
) -> Iterator[httpcore.Response]:
    """Send a request; the body of the response is still to be read."""
    timeouts = {"connect": rules.connect_seconds, "read": rules.read_seconds, "write": rules.read_seconds}
    request = httpcore.Request(
        "GET",
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=headers,
        extensions={"timeout": timeouts},
    )
    with _translate_errors(), httpcore.ConnectionPool(network_backend=VettedBackend(rules, deadline)) as pool:
        response = pool.handle_request(request)
        try:
            yield response
        finally:
            response.close()


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Raise our errors instead of those of httpcore."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchError("timed_out", "the server did not answer in time: try again, or fetch it yourself") from error
    except httpcore.NetworkError as error:
        raise FetchError("unreachable", f"no connection to the server: {_shorten(error)}") from error
    except httpcore.ProtocolError as error:
        raise FetchError("broken", f"the server does not keep to HTTP: {_shorten(error)}") from error


def _read_page(url: URL, response: httpcore.Response, rules: Rules) -> FetchedPage:
    if response.status not in _OK_STATUSES:
        raise FetchError("status", f"the server answers with status {response.status}")
    content_type = _get_header(response, b"content-type")
    if not can_be_page(parse_media_type(content_type)):
        raise FetchError("media_type", f"it is no page, but {parse_media_type(content_type)[:100]!r}")
    body = _read_body(response, rules.body_bytes)
    try:
        page = decompress(body, _get_header(response, b"content-encoding"), limit=rules.page_bytes)
    except TooLargeError as error:
        raise _make_too_large_error(rules.page_bytes) from error
    except CompressionError as error:
        raise FetchError("broken", str(error)) from error
    return FetchedPage(
        page.data, str(url), parse_charset(content_type), datetime.now(UTC).date().isoformat(), page.flags
    )


def _read_body(response: httpcore.Response, max_bytes: int) -> bytes:
    length = _get_header(response, b"content-length")
    if length.isdecimal() and int(length[:20]) > max_bytes:
        raise _make_too_large_error(max_bytes)
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > max_bytes:
            raise _make_too_large_error(max_bytes)
    return bytes(body)


def _make_too_large_error(max_bytes: int) -> FetchError:
    return FetchError("too_large", f"it has more than {max_bytes:,} bytes: fetch it yourself if you trust it")


def _resolve_redirect(url: URL, response: httpcore.Response, rules: Rules) -> URL:
    location = _get_header(response, b"location")
    if not location:
        raise FetchError("redirects", f"the server answers with status {response.status}, but does not say where to go")
    try:
        return _check_url(url.join(location), rules)
    except InvalidURL as error:
        raise FetchError("redirects", f"it leads on to what is no address: {error}") from error


def _get_header(response: httpcore.Response, name: bytes) -> str:
    """Return the values of a header, joined as RFC 9110, section 5.2, says."""
    return ", ".join(value.decode("latin-1") for key, value in response.headers if key.lower() == name)


def _shorten(error: BaseException) -> str:
    return str(error)[:200] or type(error).__name__
