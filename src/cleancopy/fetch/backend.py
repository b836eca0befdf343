"""Connections to vetted addresses: a name is looked up once, and what was found is what is connected to.

Who looks a name up to vet it, and leaves the connection to a library that looks it up again, may get another answer.
"""

import time
from collections.abc import Iterable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from ipaddress import ip_address
from ssl import SSLContext
from threading import Thread
from typing import Any

import httpcore2 as httpcore

from cleancopy.errors import FetchError
from cleancopy.fetch.rules import Rules


class Deadline:
    """The end of the time for something, on the clock of `time.monotonic`."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """The seconds that are left, at most so many. Raises `FetchError` where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError("timed_out", "it took more time than it may: try again, or fetch it yourself")
        return left if most is None else min(left, most)


class VettedBackend(httpcore.NetworkBackend):
    """Connects to addresses that the rules allow, and has every step end with the deadline."""

    def __init__(self, rules: Rules, deadline: Deadline) -> None:
        self._rules = rules
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers. Raises `FetchError`, or what httpcore does."""
        addresses = self._vetted(host, port)
        for address in addresses[:-1]:
            try:
                return self._connected(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(addresses[-1], port, timeout, local_address, socket_options)

    def _connected(self, address: str, port: int, timeout: float | None, *rest: Any) -> httpcore.NetworkStream:
        stream = self._inner.connect_tcp(address, port, self._deadline.left(timeout), *rest)
        return _TimedStream(stream, self._deadline)

    def _vetted(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all of which may be connected to: a name that leads to any other is a trap."""
        found = list(dict.fromkeys(self._found(host, port)))
        if not found:
            raise FetchError("name", f"the name {host[:100]!r} has no address")
        for address in found:
            if not self._rules.vet(ip_address(address)):
                raise FetchError("address", f"{host[:100]!r} is not a public address: only public ones are fetched")
        return found

    def _found(self, host: str, port: int) -> list[str]:
        """Look a name up, in a thread: the system's look-up knows no deadline."""
        answer: Future[list[str]] = Future()
        Thread(target=_look_up, args=(self._rules, host, port, answer), daemon=True).start()
        try:
            return answer.result(self._deadline.left(self._rules.connect_seconds))
        except FutureTimeoutError:
            raise FetchError("timed_out", f"the name {host[:100]!r} could not be looked up in time") from None
        except (OSError, UnicodeError) as error:
            raise FetchError("name", f"the name {host[:100]!r} is not known: check how it is spelled") from error


def _look_up(rules: Rules, host: str, port: int, answer: Future[list[str]]) -> None:
    try:
        answer.set_result(list(rules.resolve(host, port)))
    except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
        answer.set_exception(error)


class _TimedStream(httpcore.NetworkStream):
    """A stream of which no step goes on beyond the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
