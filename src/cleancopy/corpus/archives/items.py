"""What a record of an archive gives: a page, or a skipped record with the reason."""

from dataclasses import dataclass
from typing import Literal

from cleancopy.corpus.archives.digest import has_matching_digest
from cleancopy.corpus.archives.http import HttpHead, parse_http_head
from cleancopy.corpus.archives.record_head import RecordHead
from cleancopy.corpus.record import Record, SkippedRecord
from cleancopy.errors import CompressionError, TooLargeError
from cleancopy.flags import Flag
from cleancopy.input import can_be_page, dechunk, decompress, parse_charset, parse_media_type

Status = Literal["skipped", "refused", "failed"]
_TYPES_WITHOUT_PAGE = {"warcinfo", "request", "metadata", "revisit", "continuation", "dns"}
_TYPES_WITH_PAGE = {"response", "resource", "conversion"}
_SUCCESS = range(200, 300)
_DETAIL_LENGTH = 100  # characters of an archive's own words in a detail


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as an archive stores it: its head, its block, and a name for records without an identifier."""

    head: RecordHead
    block: bytes
    name: str
    length_wrong: bool = False

    @property
    def id(self) -> str:
        """Identifier of the record, or its name."""
        return self.head.id or self.name

    def skip(self, status: Status, reason: str, detail: str = "") -> SkippedRecord:
        """Make the skipped record that says why this record gives no page."""
        return SkippedRecord(self.id, status, reason, self.head.url, detail[:_DETAIL_LENGTH])


def can_hold_page(head: RecordHead) -> bool:
    """Whether a record is of a type that can hold a page."""
    return head.type in _TYPES_WITH_PAGE and parse_media_type(head.media) != "text/dns"


def skip_other_type(raw: RawRecord) -> SkippedRecord:
    """Skip a record of a type that cannot hold a page."""
    if head_type := raw.head.type if raw.head.type in _TYPES_WITHOUT_PAGE else "":
        return raw.skip("skipped", head_type)
    if parse_media_type(raw.head.media) == "text/dns":
        return raw.skip("skipped", "dns")
    return raw.skip("skipped", "other_type", raw.head.type)


def skip_too_large(raw: RawRecord) -> SkippedRecord:
    """Skip a record that is too large to be held in memory."""
    return raw.skip("refused", "too_large") if can_hold_page(raw.head) else skip_other_type(raw)


def make_item(raw: RawRecord, limit: int) -> Record | SkippedRecord:
    """Make a page of a record, or a skipped record with the reason.

    limit   largest size of the page, in bytes

    The flags are those of `cleancopy.decompress`, ``warc_truncated`` (the crawler stored a part of it),
    ``digest_mismatch`` (its bytes are not those that were stored) and ``length_wrong`` (its head claims another
    length than its block has).
    """
    if not can_hold_page(raw.head):
        return skip_other_type(raw)
    http = _parse_http(raw)
    if http is None:
        return raw.skip("failed", "http_head", "it does not end")
    if http.status is not None and http.status not in _SUCCESS:
        return raw.skip("skipped", "http_status", str(http.status))
    content_type = http.fields.get("content-type", "") if _has_http_type(raw.head, http) else raw.head.media
    if not can_be_page(parse_media_type(content_type)):
        return raw.skip("refused", "media_type", parse_media_type(content_type))
    return _make_page(raw, http, content_type, limit)


def _parse_http(raw: RawRecord) -> HttpHead | None:
    """Parse the HTTP head of a block. Responses have one, and so have the resources of some writers."""
    has_head = raw.head.type == "response" or parse_media_type(raw.head.media) == "application/http"
    return parse_http_head(raw.block) if has_head else HttpHead(None)


def _has_http_type(head: RecordHead, http: HttpHead) -> bool:
    """Whether the HTTP head states the type of the contents; otherwise the head of the record states it."""
    return http.size > 0 or parse_media_type(head.media) == "application/http"


def _make_page(raw: RawRecord, http: HttpHead, content_type: str, limit: int) -> Record | SkippedRecord:
    body = raw.block[http.size :]
    chunked = "chunked" in http.fields.get("transfer-encoding", "").lower()
    whole, chunk_flags = dechunk(body) if chunked else (body, frozenset[str]())
    try:
        page, flags = decompress(whole, http.fields.get("content-encoding", ""), limit=limit)
    except TooLargeError as error:
        return raw.skip("refused", "too_large", str(error))
    except CompressionError as error:
        return raw.skip("failed", "content_coding", str(error))
    record_flags = {
        Flag.WARC_TRUNCATED: raw.head.truncated,
        Flag.LENGTH_WRONG: raw.length_wrong,
        Flag.DIGEST_MISMATCH: has_matching_digest(raw.head.digests, (raw.block, body, whole, page)) is False,
    }
    return Record(
        raw.id,
        page,
        url=raw.head.url,
        kind="text" if raw.head.type == "conversion" else "auto",
        charset=parse_charset(content_type),
        fetch_date=raw.head.day,
        flags=flags | chunk_flags | {flag for flag, holds in record_flags.items() if holds},
    )


def has_converted_lines(block: bytes, length: int) -> bool:
    """Whether a conversion of line ends explains the difference between the size of a block and its stated length.

    The block then has exactly one byte more for each line, and all lines end with CRLF; or one byte less for each
    line that ends with LF. A conversion to CRLF may have left out the HTTP head, which has CRLF anyway; a conversion
    to LF may have changed the head alone.
    """
    http = parse_http_head(block)
    head_size = http.size if http else 0
    more = len(block) - length
    parts = (block, block[head_size:]) if more > 0 else (block, block[:head_size])
    counts = ((part.count(b"\n"), part.count(b"\r\n")) for part in parts)
    return any(lf == abs(more) and crlf == max(more, 0) for lf, crlf in counts)


def is_intact(head: RecordHead, block: bytes) -> bool | None:
    """Whether a block has the bytes that were stored, by its digests; None where there is no digest to check."""
    http = parse_http_head(block)
    return has_matching_digest(head.digests, (block, block[http.size if http else 0 :]))
