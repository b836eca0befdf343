"""What a record of an archive is to us: a page, or nothing that we take and why not."""

from dataclasses import dataclass
from typing import Literal

from cleancopy.compression import dechunk, decompress
from cleancopy.corpus.archives.digest import agrees
from cleancopy.corpus.archives.head import Head
from cleancopy.corpus.archives.http import Response, read_head
from cleancopy.corpus.record import Passed, Record
from cleancopy.errors import CompressionError, TooLargeError
from cleancopy.media import charset, may_be_page, media_type

WARC_TRUNCATED = "warc_truncated"
DIGEST_MISMATCH = "digest_mismatch"
LENGTH_WRONG = "length_wrong"

Status = Literal["skipped", "refused", "failed"]
_NO_PAGES = {"warcinfo", "request", "metadata", "revisit", "continuation", "dns"}
_PAGES = {"response", "resource", "conversion"}
_OK = range(200, 300)
_SHOWN = 100  # characters of what an archive says, in a detail


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as it stands in an archive: its head, its block, and what to call it if it has no identifier."""

    head: Head
    block: bytes
    name: str
    length_wrong: bool = False

    @property
    def id(self) -> str:
        """What to call it."""
        return self.head.id or self.name

    def passed(self, status: Status, reason: str, detail: str = "") -> Passed:
        """That it gives no page."""
        return Passed(self.id, status, reason, self.head.url, detail[:_SHOWN])


def is_page(head: Head) -> bool:
    """Whether a record is of a type that can hold a page."""
    return head.type in _PAGES and media_type(head.media) != "text/dns"


def no_page(raw: Raw) -> Passed:
    """A record of a type that holds none."""
    if head_type := raw.head.type if raw.head.type in _NO_PAGES else "":
        return raw.passed("skipped", head_type)
    if media_type(raw.head.media) == "text/dns":
        return raw.passed("skipped", "dns")
    return raw.passed("skipped", "other_type", raw.head.type)


def too_large(raw: Raw) -> Passed:
    """A record that has more than is held."""
    return raw.passed("refused", "too_large") if is_page(raw.head) else no_page(raw)


def item(raw: Raw, limit: int) -> Record | Passed:
    """What a record gives.

    limit   bytes that its page may have

    The flags are those of `cleancopy.compression`, ``warc_truncated`` (the crawler stored a part of it),
    ``digest_mismatch`` (its bytes are not those that were stored) and ``length_wrong`` (its head claims another
    length than its block has).
    """
    if not is_page(raw.head):
        return no_page(raw)
    response = _response(raw)
    if response is None:
        return raw.passed("failed", "http_head", "it does not end")
    if response.status is not None and response.status not in _OK:
        return raw.passed("skipped", "http_status", str(response.status))
    content_type = response.fields.get("content-type", "") if _is_http(raw.head, response) else raw.head.media
    if not may_be_page(media_type(content_type)):
        return raw.passed("refused", "media_type", media_type(content_type))
    return _page(raw, response, content_type, limit)


def _response(raw: Raw) -> Response | None:
    """The HTTP head of a block: only a response has one, but a resource of some writers as well."""
    http = raw.head.type == "response" or media_type(raw.head.media) == "application/http"
    return read_head(raw.block) if http else Response(None)


def _is_http(head: Head, response: Response) -> bool:
    """Whether the type of the contents is said by the HTTP head; else it is the record's."""
    return response.size > 0 or media_type(head.media) == "application/http"


def _page(raw: Raw, response: Response, content_type: str, limit: int) -> Record | Passed:
    body = raw.block[response.size :]
    chunked = "chunked" in response.fields.get("transfer-encoding", "").lower()
    whole, cut = dechunk(body) if chunked else (body, frozenset[str]())
    try:
        page, flags = decompress(whole, response.fields.get("content-encoding", ""), limit=limit)
    except TooLargeError as error:
        return raw.passed("refused", "too_large", str(error))
    except CompressionError as error:
        return raw.passed("failed", "content_coding", str(error))
    said = {
        WARC_TRUNCATED: raw.head.truncated,
        LENGTH_WRONG: raw.length_wrong,
        DIGEST_MISMATCH: agrees(raw.head.digests, (raw.block, body, whole, page)) is False,
    }
    return Record(
        raw.id,
        page,
        url=raw.head.url,
        kind="text" if raw.head.type == "conversion" else "auto",
        charset=charset(content_type),
        fetched=raw.head.day,
        flags=flags | cut | {flag for flag, holds in said.items() if holds},
    )


def has_converted_lines(block: bytes, length: int) -> bool:
    """Whether a block differs from its length by what a conversion of its line ends makes.

    It then has just as many bytes more as lines, all of which end with CRLF, or fewer as lines that end with LF. A
    conversion to CRLF may have spared the HTTP head, which has them anyway; one to LF may have met it alone.
    """
    response = read_head(block)
    head = response.size if response else 0
    more = len(block) - length
    parts = (block, block[head:]) if more > 0 else (block, block[:head])
    counts = ((part.count(b"\n"), part.count(b"\r\n")) for part in parts)
    return any(lf == abs(more) and crlf == max(more, 0) for lf, crlf in counts)


def is_intact(head: Head, block: bytes) -> bool | None:
    """Whether a block is what was stored, by its digests; None where they do not say."""
    response = read_head(block)
    return agrees(head.digests, (block, block[response.size if response else 0 :]))
