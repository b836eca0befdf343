import io
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from cleancopy.fetch.ranges import RETRY_PAUSES, RemoteFile
from tests.fetch.origin import Origin, page

DATA = bytes(range(256)) * 10_000


class Store:
    """A server of one file, which misbehaves in its first answers, as `faults` say.

    faults   what to do for each answer in turn; the rest are as they should be
    """

    def __init__(self, data: bytes = DATA, *, ranges: bool = True, faults: tuple[Callable, ...] = ()) -> None:
        self.data, self.ranges, self.faults, self.tag = data, ranges, list(faults), '"one"'
        self.origin = Origin({"/a": self.answer})
        self.url = self.origin.url("/a")

    @property
    def begins(self) -> list[int]:
        """Where each request asked to begin."""
        heads = [head.decode().lower() for head in self.origin.asked]
        return [int(head.partition("range: bytes=")[2].partition("-")[0]) for head in heads]

    def reply(self, *, length: int | None = None) -> bytes:
        begin = self.begins[-1] if self.ranges else 0
        body, total = self.data[begin:], len(self.data)
        lines = [f"ETag: {self.tag}", f"Content-Length: {len(body) if length is None else length}"]
        if self.ranges:
            lines.append(f"Content-Range: bytes {begin}-{total - 1}/{total}")
        status = "206 Partial Content" if self.ranges else "200 OK"
        return "\r\n".join([f"HTTP/1.1 {status}", *lines, "Connection: close", "", ""]).encode() + body

    def answer(self, connection) -> None:
        if self.faults:
            self.faults.pop(0)(self, connection)
        else:
            connection.sendall(self.reply())

    def close(self) -> None:
        self.origin.close()


def broken(after: int) -> Callable:
    return lambda store, connection: connection.sendall(store.reply()[:after])


def status(line: str, *headers: str) -> Callable:
    return lambda _, connection: connection.sendall(page(b"no", *headers, status=line))


def changed(store: Store, connection) -> None:
    store.tag = '"two"'
    connection.sendall(store.reply())


@pytest.fixture
def read() -> Iterator[Callable]:
    """Reads a store to its end, and gives what it read and how long it was to wait."""

    def _read(store: Store) -> tuple[bytes, list[float]]:
        waits: list[float] = []
        with closing(store), io.BufferedReader(RemoteFile(store.url, waits.append), 100_000) as file:
            return file.read(), waits

    return _read


@pytest.mark.parametrize("ranges", [True, False])
def test_a_file_is_read_by_one_request(read, ranges):
    store = Store(ranges=ranges)
    assert read(store) == (DATA, [])
    assert store.begins == [0]


def test_a_reading_that_breaks_goes_on_where_it_broke(read):
    store = Store(faults=(broken(500_000), broken(100), broken(90_000)))
    assert read(store) == (DATA, [1.0, 4.0])
    assert 400_000 < store.begins[1] == store.begins[2] < store.begins[3] < 600_000


def test_a_server_without_ranges_is_read_again_from_the_beginning(read):
    store = Store(ranges=False, faults=(broken(500_000),))
    assert read(store) == (DATA, [])


def test_each_further_request_asks_for_the_same_file(read):
    store = Store(faults=(broken(500_000),))
    read(store)
    assert b'if-range: "one"' not in store.origin.asked[0].lower()
    assert b'if-range: "one"' in store.origin.asked[1].lower()


@pytest.mark.parametrize("ranges", [True, False])
def test_a_file_that_changed_is_not_put_together_with_what_it_was(read, ranges):
    with pytest.raises(OSError, match="has changed while it was read"):
        read(Store(ranges=ranges, faults=(broken(500_000), changed)))


def test_a_busy_server_is_asked_again_after_growing_pauses(read):
    busy = [status(line) for line in ("503 Busy", "500 Oops", "429 Too Many")]
    assert read(Store(faults=tuple(busy))) == (DATA, [1.0, 4.0])


def test_a_server_says_how_long_to_wait_within_bounds(read):
    faults = (status("503 Busy", "Retry-After: 7"), status("503 Busy", "Retry-After: 86400"))
    assert read(Store(faults=faults)) == (DATA, [7.0, RETRY_PAUSES[-1]])


def test_tries_are_bounded(read):
    store = Store(faults=tuple([status("503 Busy")] * 99))
    with pytest.raises(OSError, match="status 503: try again later"):
        read(store)
    assert len(store.begins) == 1 + len(RETRY_PAUSES)


def test_tries_count_anew_after_progress(read):
    store = Store(bytes(12_000_000), faults=(broken(1_200_000),) * 9)
    assert read(store) == (bytes(12_000_000), [])


@pytest.mark.parametrize(
    "line, what",
    [("404 Not Found", "there is no such file"), ("403 Forbidden", "may not read"), ("401 Who", "sign-in")],
)
def test_what_cannot_be_read_is_refused_at_once(read, line, what):
    store = Store(faults=(status(line),))
    with pytest.raises(OSError, match=what) as raised:
        read(store)
    assert raised.value.filename == store.url
    assert len(store.begins) == 1


def test_a_server_that_promises_more_than_it_has_is_no_end(read):
    def lies(store, connection):
        connection.sendall(store.reply(length=9_000_000))

    assert read(Store(faults=(lies,))) == (DATA, [])
    with pytest.raises(OSError, match="try again later"):
        read(Store(ranges=False, faults=(lies,) * 9))


def test_a_server_that_sends_more_than_there_is_is_cut(read):
    def more(store, connection):
        head, _, body = store.reply().partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
        connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body + b"more")

    assert read(Store(faults=(more,))) == (DATA, [])


def test_a_range_that_nobody_asked_for_is_refused(read):
    def other(store, connection):
        connection.sendall(store.reply().replace(b"bytes 0-", b"bytes 7-"))

    with pytest.raises(OSError, match="another range"):
        read(Store(faults=(other,)))


def test_a_redirect_is_followed(read):
    store = Store()
    store.origin.answers["/b"] = page(b"", "Location: /a", "Connection: close", status="302 Found")
    store.url = store.origin.url("/b")
    assert read(store) == (DATA, [])


def test_an_empty_file_is_empty(read):
    none = status("416 Range Not Satisfiable", "Content-Range: bytes */0")
    assert read(Store(b"", faults=(none,))) == (b"", [])


def test_a_length_that_is_not_said_ends_where_the_answer_ends(read):
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    store = Store(faults=(lambda _, connection: connection.sendall(chunked),))
    assert read(store) == (b"abc", [])
    assert len(store.begins) == 1


def test_jumps_are_requests_of_their_own():
    with closing(Store()) as store, RemoteFile(store.url) as file:
        assert file.size == len(DATA)
        assert file.seek(-4, io.SEEK_END) == len(DATA) - 4
        assert file.read() == DATA[-4:]
        file.seek(1000)
        assert file.read(3) == DATA[1000:1003]
        assert store.begins == [0, len(DATA) - 4, 1000]
