"""Connections to vetted addresses: a name is looked up once, and the connection goes to the address that was vetted.

If a library looked the name up again to connect, it might get another address (DNS rebinding).
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
    """A point at which work must end, on the clock of `time.monotonic`."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def get_seconds_left(self, limit: float | None = None) -> float:
        """Return the seconds that are left, at most `limit`. Raises `FetchError` if none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError("timed_out", "it took more time than it may: try again, or fetch it yourself")
        return left if limit is None else min(left, limit)


class VettedBackend(httpcore.NetworkBackend):
    """Connects to addresses that the rules allow. Every step ends by the deadline."""

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
        """Connect to the first address of a host that answers. Raises `FetchError`, or the errors of httpcore."""
        addresses = self._resolve_vetted(host, port)
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, timeout, local_address, socket_options)

    def _connect(self, address: str, port: int, timeout: float | None, *rest: Any) -> httpcore.NetworkStream:
        stream = self._inner.connect_tcp(address, port, self._deadline.get_seconds_left(timeout), *rest)
        return _TimedStream(stream, self._deadline)

    def _resolve_vetted(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host. Refuse the host if one of them is not allowed: that is an attack."""
        addresses = list(dict.fromkeys(self._resolve(host, port)))
        if not addresses:
            raise FetchError("name", f"the name {host[:100]!r} has no address")
        for address in addresses:
            if not self._rules.vet(ip_address(address)):
                raise FetchError("address", f"{host[:100]!r} is not a public address: only public ones are fetched")
        return addresses

    def _resolve(self, host: str, port: int) -> list[str]:
        """Look a name up in a thread, because the system's look-up has no deadline."""
        answer: Future[list[str]] = Future()
        Thread(target=_run_resolver, args=(self._rules, host, port, answer), daemon=True).start()
        try:
            return answer.result(self._deadline.get_seconds_left(self._rules.connect_seconds))
        except FutureTimeoutError:
            raise FetchError("timed_out", f"the name {host[:100]!r} could not be looked up in time") from None
        except (OSError, UnicodeError) as error:
            raise FetchError("name", f"the name {host[:100]!r} is not known: check how it is spelled") from error


def _run_resolver(rules: Rules, host: str, port: int, answer: Future[list[str]]) -> None:
    try:
        answer.set_result(list(rules.resolve(host, port)))
    except Exception as error:  # noqa: BLE001 - raised in the thread that waits for it
        answer.set_exception(error)


class _TimedStream(httpcore.NetworkStream):
    """A stream whose operations end by the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.get_seconds_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.get_seconds_left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, self._deadline.get_seconds_left(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
