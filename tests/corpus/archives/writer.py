"""Archives for tests, written by hand: a writer that checks what it writes could not write what is wrong."""

import base64
import gzip
import hashlib
from io import BytesIO

from cleancopy.corpus.archives import LIMIT, read_warc
from cleancopy.corpus.record import Damage, Item, Record, SkippedRecord
from tests.compressed import zstded

URL = "http://example.org/ferry"
OK = "HTTP/1.1 200 OK"


def page(number: int = 1) -> bytes:
    return f"<title>Ferry {number}</title><p>The ferry of pier {number} leaves at nine.\n".encode() * (3 + number % 7)


def http(body: bytes, *headers: str, status: str = OK, end: str = "\r\n") -> bytes:
    return end.join([status, *(headers or ("Content-Type: text/html; charset=utf-8",)), "", ""]).encode() + body


def name_of(number: int) -> str:
    return f"urn:uuid:{number:08}-0000-4000-8000-000000000000"


def record(block: bytes, *fields: str, kind: str = "response", number: int = 1, length: object = None) -> bytes:
    """A WARC record. `length`: what it claims to have, if that is not true. A field of its own replaces the usual."""
    usual = [
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <{name_of(number)}>",
        f"WARC-Target-URI: {URL}/{number}",
        "WARC-Date: 2026-03-01T11:12:13Z",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    names = {field.partition(":")[0].lower() for field in fields}
    kept = [field for field in usual if field.partition(":")[0].lower() not in names]
    return "\r\n".join(["WARC/1.1", *kept, *fields, "", ""]).encode() + block + b"\r\n\r\n"


def responses(count: int) -> list[bytes]:
    return [record(http(page(n)), digest(http(page(n))), number=n) for n in range(1, count + 1)]


def digest(block: bytes, name: str = "WARC-Block-Digest") -> str:
    return f"{name}: sha1:{base64.b32encode(hashlib.sha1(block).digest()).decode()}"


def arc_record(block: bytes, url: str = URL, length: object = None) -> bytes:
    claimed = len(block) if length is None else length
    return f"{url} 192.0.2.1 20260301111213 text/html {claimed}\n".encode() + block + b"\n"


ARC_HEAD = arc_record(b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n", "filedesc://test.arc")

LAYOUTS = {
    "gzip": lambda records: b"".join(map(gzip.compress, records)),
    "zstd": lambda records: b"".join(zstded([one]) for one in records),
    "plain": b"".join,
    "whole gzip": lambda records: gzip.compress(b"".join(records)),
}


class Unseekable(BytesIO):
    """What an object store gives: bytes in portions of its choice, and no way back."""

    def seekable(self):
        return False

    def seek(self, *_):
        raise OSError("it cannot go back")

    def read(self, size=-1):
        return super().read(min(size, 1000) if size > 0 else size)


def read(data: bytes, limit: int = LIMIT) -> list[Item]:
    return list(read_warc(Unseekable(data), "test.warc", limit))


def only(data: bytes, limit: int = LIMIT) -> Item:
    [item] = read(data, limit)
    return item


def ids(items: list[Item]) -> list[str]:
    return [item.id for item in items if not isinstance(item, Damage)]


def damage(items: list[Item]) -> list[Damage]:
    return [item for item in items if isinstance(item, Damage)]


def pages(items: list[Item]) -> list[bytes | str]:
    return [item.page for item in items if isinstance(item, Record)]


def reasons(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.status, item.reason) for item in items if isinstance(item, SkippedRecord)]
