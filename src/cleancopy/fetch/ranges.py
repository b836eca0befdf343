"""Files of any size over HTTP, read by ranges: a reading that breaks off goes on where it broke.

They are named by the user himself, on the command line, so any address may be asked, proxies of the environment are
used, and redirects are followed. httpx2 does HTTP and TLS; what is ours is when to ask again, and what to doubt.
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

PAUSES: Final = (0.0, 1.0, 4.0, 15.0, 60.0)
"""Seconds before each further try, where nothing came in between; the last is the longest that a server may ask for."""
_TIMEOUT: Final = httpx.Timeout(60.0, connect=15.0)  # seconds without a byte: a stalled server is a broken connection
_REDIRECTS: Final = 10
_PROGRESS: Final = 1024 * 1024  # bytes after which tries are counted anew
_HEADERS: Final = {"User-Agent": f"cleancopy/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
_WHOLE, _PART, _NO_SUCH_RANGE = 200, 206, 416
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_REMEDIES: Final = {
    401: "it asks who you are: give an address that needs no sign-in, such as a signed one",
    403: "you may not read it: check the address, and that a signed one has not run out",
    404: "there is no such file: check the address; folders and patterns cannot be read over HTTP",
    410: "the file is gone: check the address",
}
_CONTENT_RANGE: Final = pattern(r"bytes (?:([0-9]{1,15})-[0-9]{1,15}|\*)/([0-9]{1,15}|\*)")


class Version(NamedTuple):
    """What tells a file from another at the same address.

    size        bytes, None where the server does not say
    tag, date   its entity tag and when it was modified, empty where the server does not say
    """

    size: int | None
    tag: str
    date: str


class _Retry(Exception):  # noqa: N818 - not an error of anybody
    """That it is worth to ask again, and after how many seconds at the earliest."""

    def __init__(self, why: str, seconds: float = 0.0) -> None:
        super().__init__(why)
        self.seconds = seconds


class RemoteFile(io.RawIOBase):
    """A file at an address of http or https.

    address   with neither a user's name nor a password
    pause     is called with the seconds to wait before a further try

    One request reads it from a place to its end; another is made only after a jump, or where the connection broke. A
    server that knows no ranges is read from the beginning again, and what was had already is thrown away.

    Raises `OSError` where it cannot be read, after five tries in vain, and where the file has changed meanwhile.
    """

    def __init__(self, address: str, pause: Callable[[float], None] = time.sleep) -> None:
        super().__init__()
        self._address, self._pause = address, pause
        self._client = httpx.Client(headers=_HEADERS, timeout=_TIMEOUT, follow_redirects=True, max_redirects=_REDIRECTS)
        self._response: httpx.Response | None = None
        self._pieces: Iterator[bytes] = iter(())
        self._held = b""  # what the connection gave and nobody has read
        self._at = 0  # where the next byte of the connection stands, behind those that are held
        self._position = 0
        self._version: Version | None = None
        self._tries, self._gained = 0, 0

    # ── as a file ─────────────────────────────────────────────────────────────────────────────────

    @property
    def version(self) -> Version:
        """What the server says of the file."""
        while self._version is None:
            self._attempt(self._connect)
        return self._version

    @property
    def size(self) -> int | None:
        """Its bytes, None where the server does not say."""
        return self.version.size

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes, though a jump costs a request."""
        return True

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, without asking the server unless it is counted from the end."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position}.get(whence)
        if base is None:
            base = self.size
        if base is None:
            raise io.UnsupportedOperation("the server does not say how long the file is")
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Read some bytes: what the connection has, as a pipe gives them."""
        view = memoryview(buffer)
        data = self._read(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """End the connection."""
        self._disconnect()
        self._client.close()
        super().close()

    # ── reading ───────────────────────────────────────────────────────────────────────────────────

    def _read(self, most: int) -> bytes:
        """The next bytes, at least one, but at the end of the file."""
        if not most or self._is_at_end() or not self._attempt(self._fill):
            return b""
        if self._version is not None and self._version.size is not None:
            most = min(most, self._version.size - self._position)  # a server may send more than there is
        data, self._held = self._held[:most], self._held[most:]
        self._position += len(data)
        self._gained += len(data)
        if self._gained > _PROGRESS:
            self._tries = self._gained = 0
        return data

    def _is_at_end(self) -> bool:
        return self._version is not None and self._version.size is not None and self._position >= self._version.size

    def _fill(self) -> bool:
        """Hold some bytes from the position on. False where the connection ended as it should, and has no more."""
        if self._response is None or not self._at - len(self._held) <= self._position <= self._at:
            self._disconnect()
            self._connect()
        self._held = self._held[len(self._held) - (self._at - self._position) :] if self._position < self._at else b""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return self._end()
            skipped = max(0, self._position - self._at)
            self._at += len(piece)
            self._held = piece[skipped:]
        return True

    def _end(self) -> bool:
        at, known = self._at, self._version
        self._disconnect()
        if known is not None and known.size is None:
            self._version = known._replace(size=at)
        elif known is not None and known.size is not None and at < known.size:
            raise _Retry(f"the server ends after {at:,} of {known.size:,} bytes")
        return False

    # ── connections ───────────────────────────────────────────────────────────────────────────────

    def _attempt(self, job: Callable[[], bool]) -> bool:
        """Do a job, again after a pause where the server or the way to it failed."""
        while True:
            try:
                return job()
            except (httpx.TransportError, _Retry) as error:
                self._disconnect()
                why = str(error)[:200] or type(error).__name__
                if self._tries == len(PAUSES) or isinstance(error, httpx.UnsupportedProtocol) or "CERTIFICATE" in why:
                    raise self._error(f"{why}: try again later with the same command") from error
                seconds = max(PAUSES[self._tries], min(getattr(error, "seconds", 0.0), PAUSES[-1]))
                self._tries += 1
                if seconds:
                    self._pause(seconds)
            except (httpx.TooManyRedirects, httpx.InvalidURL) as error:
                raise self._error(f"{str(error)[:200]}: give the address where it ends") from error

    def _connect(self) -> bool:
        """Ask for all from the position on."""
        headers = {"Range": f"bytes={self._position}-"}
        if self._version is not None and self._version.tag.startswith('"'):
            headers["If-Range"] = self._version.tag  # a weak one may not stand there (RFC 9110, section 13.1.5)
        response = self._client.send(self._client.build_request("GET", self._address, headers=headers), stream=True)
        try:
            self._at = self._begin(response)
        except BaseException:
            response.close()
            raise
        self._response, self._held = response, b""
        self._pieces = iter(()) if response.status_code == _NO_SUCH_RANGE else response.iter_raw()
        return True

    def _begin(self, response: httpx.Response) -> int:
        """Where the bytes of an answer begin in the file."""
        status = response.status_code
        ranges = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if status == _NO_SUCH_RANGE and ranges and ranges[2] == str(self._position):
            begun, size = self._position, ranges[2]  # of an empty file no range can be had
        elif status == _PART and ranges and ranges[1] and int(ranges[1]) == self._position:
            begun, size = self._position, ranges[2]
        elif status == _WHOLE:
            begun, size = 0, response.headers.get("Content-Length", "*")
        else:
            raise self._refused(response)
        self._compare(Version(int(size) if size.isdecimal() else None, *_validators(response)))
        return begun

    def _refused(self, response: httpx.Response) -> Exception:
        status = response.status_code
        if status in _BUSY:
            seconds = response.headers.get("Retry-After", "")[:9]
            return _Retry(f"the server answers with status {status}", float(seconds) if seconds.isdecimal() else 0.0)
        if status == _PART:
            return self._error("the server sends another range than it was asked for: save the file first")
        if status == _NO_SUCH_RANGE and self._version is not None:
            return self._changed()
        remedy = _REMEDIES.get(status, "check the address")
        return self._error(f"the server answers with status {status}: {remedy}")

    def _compare(self, found: Version) -> None:
        """Refuse to go on in a file that is another than the one that was begun."""
        known = self._version
        if known is not None and any(a != b for a, b in zip(known, found, strict=True) if a and b):
            raise self._changed()
        self._version = known or found

    def _changed(self) -> OSError:
        return self._error("the file has changed while it was read: run it again into another folder")

    def _error(self, why: str) -> OSError:
        return OSError(errno.EIO, why, self._address)

    def _disconnect(self) -> None:
        response, self._response = self._response, None
        self._pieces, self._held, self._at = iter(()), b"", self._position
        if response is not None:
            response.close()


def _validators(response: httpx.Response) -> tuple[str, str]:
    return response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
