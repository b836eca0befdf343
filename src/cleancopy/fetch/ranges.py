"""Reads files of any size over HTTP by ranges: after a broken connection, reading continues where it broke.

The user names these files on the command line, so any address is allowed, proxies of the environment are used, and
redirects are followed. httpx2 does HTTP and TLS; this module decides when to retry, and checks the responses.
"""

import errno
import io
import os
import time
from collections.abc import Callable, Iterator
from re import compile as pattern
from typing import Final, NamedTuple

import httpx2 as httpx

from cleancopy import __version__

RETRY_PAUSES: Final = (0.0, 1.0, 4.0, 15.0, 60.0)
"""Seconds before each retry that follows without progress. The last is the longest pause that a server may ask for."""
_TIMEOUT: Final = httpx.Timeout(60.0, connect=15.0)  # seconds without a byte: then the connection counts as broken
_MAX_REDIRECTS: Final = 10
_PROGRESS_BYTES: Final = 1024 * 1024  # bytes after which retries are counted from zero again
_HEADERS: Final = {"User-Agent": f"cleancopy/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
_OK, _PARTIAL_CONTENT, _RANGE_NOT_SATISFIABLE = 200, 206, 416
_RETRY_STATUSES: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_REMEDIES: Final = {
    401: "it asks who you are: give an address that needs no sign-in, such as a signed one",
    403: "you may not read it: check the address, and that a signed one has not run out",
    404: "there is no such file: check the address; folders and patterns cannot be read over HTTP",
    410: "the file is gone: check the address",
}
_CONTENT_RANGE: Final = pattern(r"bytes (?:([0-9]{1,15})-[0-9]{1,15}|\*)/([0-9]{1,15}|\*)")


class FileVersion(NamedTuple):
    """Identifies a version of the file at an address.

    size             bytes, None if the server does not say
    etag, modified   its entity tag and when it was modified, empty if the server does not say
    """

    size: int | None
    etag: str
    modified: str


class _RetryError(Exception):
    """Another try may succeed, after `seconds` at the earliest."""

    def __init__(self, message: str, seconds: float = 0.0) -> None:
        super().__init__(message)
        self.seconds = seconds


class RemoteFile(io.RawIOBase):
    """A file at an address of http or https.

    address   without user name and password
    pause     is called with the seconds to wait before a retry

    One request reads the file from an offset to its end. Another request is made only after a jump, or if the
    connection broke. If the server does not support ranges, the file is read from the start again, and the bytes
    before the offset are dropped.

    Raises `OSError` if the file cannot be read after five retries, or has changed in the meantime.
    """

    def __init__(self, address: str, pause: Callable[[float], None] = time.sleep) -> None:
        super().__init__()
        self._address, self._pause = address, pause
        self._client = httpx.Client(
            headers=_HEADERS, timeout=_TIMEOUT, follow_redirects=True, max_redirects=_MAX_REDIRECTS
        )
        self._response: httpx.Response | None = None
        self._chunks: Iterator[bytes] = iter(())
        self._buffer = b""  # received, but not read yet
        self._stream_offset = 0  # offset of the next byte of the connection, after the buffer
        self._position = 0
        self._version: FileVersion | None = None
        self._n_retries, self._progress = 0, 0

    # ── as a file ─────────────────────────────────────────────────────────────────────────────────

    @property
    def version(self) -> FileVersion:
        """The version of the file, as the server states it."""
        while self._version is None:
            self._attempt(self._connect)
        return self._version

    @property
    def size(self) -> int | None:
        """Its size in bytes, None if the server does not say."""
        return self.version.size

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True, though a jump costs a request."""
        return True

    def tell(self) -> int:
        """Return the offset of the next byte."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to an offset. Only an offset from the end needs a request."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position}.get(whence)
        if base is None:
            base = self.size
        if base is None:
            raise io.UnsupportedOperation("the server does not say how long the file is")
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Read some bytes, as many as the connection has, like a pipe."""
        view = memoryview(buffer)
        data = self._read(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the connection."""
        self._disconnect()
        self._client.close()
        super().close()

    # ── reading ───────────────────────────────────────────────────────────────────────────────────

    def _read(self, max_bytes: int) -> bytes:
        """Return the next bytes, at least one except at the end of the file."""
        if not max_bytes or self._is_at_end() or not self._attempt(self._fill):
            return b""
        if self._version is not None and self._version.size is not None:
            max_bytes = min(max_bytes, self._version.size - self._position)  # a server may send more than there is
        data, self._buffer = self._buffer[:max_bytes], self._buffer[max_bytes:]
        self._position += len(data)
        self._progress += len(data)
        if self._progress > _PROGRESS_BYTES:
            self._n_retries = self._progress = 0
        return data

    def _is_at_end(self) -> bool:
        return self._version is not None and self._version.size is not None and self._position >= self._version.size

    def _fill(self) -> bool:
        """Receive some bytes from the position on. Return False if the connection has ended as it should."""
        buffer_start = self._stream_offset - len(self._buffer)
        if self._response is None or not buffer_start <= self._position <= self._stream_offset:
            self._disconnect()
            self._connect()
        n_unread = max(0, self._stream_offset - self._position)
        self._buffer = self._buffer[len(self._buffer) - n_unread :]
        while not self._buffer:
            chunk = next(self._chunks, None)
            if chunk is None:
                return self._end_stream()
            skipped = max(0, self._position - self._stream_offset)
            self._stream_offset += len(chunk)
            self._buffer = chunk[skipped:]
        return True

    def _end_stream(self) -> bool:
        end, known = self._stream_offset, self._version
        self._disconnect()
        if known is not None and known.size is None:
            self._version = known._replace(size=end)
        elif known is not None and known.size is not None and end < known.size:
            raise _RetryError(f"the server ends after {end:,} of {known.size:,} bytes")
        return False

    # ── connections ───────────────────────────────────────────────────────────────────────────────

    def _attempt(self, step: Callable[[], bool]) -> bool:
        """Do a step, and retry after a pause if the server or the network failed."""
        while True:
            try:
                return step()
            except (httpx.TransportError, _RetryError) as error:
                self._disconnect()
                message = str(error)[:200] or type(error).__name__
                is_permanent = isinstance(error, httpx.UnsupportedProtocol) or "CERTIFICATE" in message
                if is_permanent or self._n_retries == len(RETRY_PAUSES):
                    raise self._make_error(f"{message}: try again later with the same command") from error
                seconds = max(RETRY_PAUSES[self._n_retries], min(getattr(error, "seconds", 0.0), RETRY_PAUSES[-1]))
                self._n_retries += 1
                if seconds:
                    self._pause(seconds)
            except (httpx.TooManyRedirects, httpx.InvalidURL) as error:
                raise self._make_error(f"{str(error)[:200]}: give the address where it ends") from error

    def _connect(self) -> bool:
        """Request everything from the position on."""
        headers = {"Range": f"bytes={self._position}-"}
        if self._version is not None and self._version.etag.startswith('"'):
            headers["If-Range"] = self._version.etag  # a weak tag is not allowed here (RFC 9110, section 13.1.5)
        response = self._client.send(self._client.build_request("GET", self._address, headers=headers), stream=True)
        try:
            self._stream_offset = self._check_response(response)
        except BaseException:
            response.close()
            raise
        self._response, self._buffer = response, b""
        self._chunks = iter(()) if response.status_code == _RANGE_NOT_SATISFIABLE else response.iter_raw()
        return True

    def _check_response(self, response: httpx.Response) -> int:
        """Return the offset in the file at which a response begins. Raise if the response is not usable."""
        status = response.status_code
        content_range = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if status == _RANGE_NOT_SATISFIABLE and content_range and content_range[2] == str(self._position):
            offset, size = self._position, content_range[2]  # an empty file has no ranges
        elif (
            status == _PARTIAL_CONTENT
            and content_range
            and content_range[1]
            and int(content_range[1]) == self._position
        ):
            offset, size = self._position, content_range[2]
        elif status == _OK:
            offset, size = 0, response.headers.get("Content-Length", "*")
        else:
            raise self._explain_refusal(response)
        self._check_version(FileVersion(int(size) if size.isdecimal() else None, *_read_validators(response)))
        return offset

    def _explain_refusal(self, response: httpx.Response) -> Exception:
        """Return the error for a response that is not usable."""
        status = response.status_code
        if status in _RETRY_STATUSES:
            seconds = response.headers.get("Retry-After", "")[:9]
            return _RetryError(
                f"the server answers with status {status}", float(seconds) if seconds.isdecimal() else 0.0
            )
        if status == _PARTIAL_CONTENT:
            return self._make_error("the server sends another range than it was asked for: save the file first")
        if status == _RANGE_NOT_SATISFIABLE and self._version is not None:
            return self._make_changed_error()
        remedy = _REMEDIES.get(status, "check the address")
        return self._make_error(f"the server answers with status {status}: {remedy}")

    def _check_version(self, found: FileVersion) -> None:
        """Raise if the file is no longer the version that was read before."""
        known = self._version
        if known is not None and any(a != b for a, b in zip(known, found, strict=True) if a and b):
            raise self._make_changed_error()
        self._version = known or found

    def _make_changed_error(self) -> OSError:
        return self._make_error("the file has changed while it was read: run it again into another folder")

    def _make_error(self, message: str) -> OSError:
        return OSError(errno.EIO, message, self._address)

    def _disconnect(self) -> None:
        response, self._response = self._response, None
        self._chunks, self._buffer, self._stream_offset = iter(()), b"", self._position
        if response is not None:
            response.close()


def _read_validators(response: httpx.Response) -> tuple[str, str]:
    return response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
