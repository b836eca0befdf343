"""The row of a page: its schema, and how it is made of a record and an article."""

import hashlib
from typing import Any

import pyarrow as pa

from cleancopy.article import Article
from cleancopy.containers import UNREADABLE
from cleancopy.corpus.record import Passed, Record
from cleancopy.decode import NOT_TEXT
from cleancopy.guard.terms import FAULTS

VERSION = "1"
"""Of the schema: columns are only ever added within a version."""

_TEXTS = pa.list_(pa.string())
_CUT = pa.struct([("what", pa.string()), ("had", pa.int64()), ("kept", pa.int64())])
_SPAN = pa.struct([("role", pa.string()), ("start", pa.int32()), ("end", pa.int32())])

RECORD_FIELDS = (
    pa.field("id", pa.string(), nullable=False),
    pa.field("source", pa.string(), nullable=False),
    pa.field("fetched", pa.string()),
    pa.field("page_digest", pa.string()),
)
"""What is known of a record; `page_digest` is the sha256 of the page as it was read, in hexadecimal digits."""
ARTICLE_FIELDS = (
    pa.field("url", pa.string()),
    pa.field("status", pa.string(), nullable=False),
    pa.field("error", pa.string()),
    pa.field("text", pa.large_string(), nullable=False),
    pa.field("title", pa.string()),
    pa.field("dek", pa.string()),
    pa.field("authors", _TEXTS, nullable=False),
    pa.field("published", pa.string()),
    pa.field("modified", pa.string()),
    pa.field("site", pa.string()),
    pa.field("section", pa.string()),
    pa.field("language", pa.string()),
    pa.field("tags", _TEXTS, nullable=False),
    pa.field("license", pa.string()),
    pa.field("paywalled", pa.bool_()),
    pa.field("headings", _TEXTS, nullable=False),
    pa.field("captions", _TEXTS, nullable=False),
    pa.field("credits", _TEXTS, nullable=False),
    pa.field("words", pa.int32(), nullable=False),
    pa.field("confidence", pa.float64(), nullable=False),
    pa.field("flags", _TEXTS, nullable=False),
    pa.field("cuts", pa.list_(_CUT), nullable=False),
    pa.field("text_digest", pa.string()),
)
"""What is said of a page. `status` is ok, empty (no running text; `flags` say why), refused (no text at all) or failed;
`words` are runs of characters between white space; `text_digest` is the sha256 of `text`, null where that is empty."""
ROLE_FIELDS = (
    pa.field("full_text", pa.large_string(), nullable=False),
    pa.field("roles", pa.list_(_SPAN), nullable=False),
)
"""On demand: the text with its subheadings, and which characters of it (code points) have which role."""

_COPIED = (
    "url title dek published modified site section language license paywalled confidence".split()  # as they are
)
_LISTED = "authors tags headings captions credits".split()


def row_schema(*, roles: bool) -> pa.Schema:
    """The columns of an output, in order."""
    fields = (*RECORD_FIELDS, *ARTICLE_FIELDS, *(ROLE_FIELDS if roles else ()))
    return pa.schema(fields, metadata={"cleancopy_rows": VERSION})


def article_columns(article: Article, *, roles: bool = False) -> dict[str, Any]:
    """The columns of `ARTICLE_FIELDS`, and of `ROLE_FIELDS` if asked for. Work for a guarded worker."""
    text = article.text
    status, error = _outcome(article, text)
    columns: dict[str, Any] = {name: getattr(article, name) for name in _COPIED}
    columns |= {name: list(getattr(article, name)) for name in _LISTED}
    columns |= {"status": status, "error": error, "text": text, "words": len(text.split())}
    columns |= {"flags": sorted(article.flags), "cuts": [cut._asdict() for cut in article.cuts]}
    columns["text_digest"] = _sha256(text) if text else None
    if roles:
        columns |= {"full_text": article.full_text, "roles": _spans(article)}
    return {name: _clean(value) for name, value in columns.items()}


def page_row(record: Record, source: str, columns: dict[str, Any]) -> dict[str, Any]:
    """The row of a page: what is known of its record, and the columns of its article."""
    return {
        "id": _clean(record.id),
        "source": source,
        "fetched": record.fetched,
        "page_digest": _sha256(record.page),
        **columns,
        "flags": sorted({*columns["flags"], *record.flags}),
    }


def passed_row(passed: Passed, source: str, *, roles: bool) -> dict[str, Any]:
    """The row of a record that was refused or failed before it was a page."""
    columns = article_columns(Article(url=passed.url), roles=roles)
    error = f"{passed.reason}: {passed.detail}" if passed.detail else passed.reason
    known = {"id": passed.id, "source": source, "fetched": None, "page_digest": None}
    return {**known, **columns, "status": passed.status, "error": _clean(error)}


def _outcome(article: Article, text: str) -> tuple[str, str | None]:
    if text:
        return "ok", None
    if NOT_TEXT in article.flags:
        return "refused", f"{NOT_TEXT}: {article.message}"
    if UNREADABLE in article.flags:
        return "failed", f"{UNREADABLE}: {article.message}"
    faults = sorted(article.flags & FAULTS)
    return ("failed", ", ".join(faults)) if faults else ("empty", None)


def _spans(article: Article) -> list[dict[str, Any]]:
    """The roles of the passages by characters of `full_text`, which has one a line (of code: several)."""
    spans, start = [], 0
    for passage in article.body:
        end = start + passage.indent + len(passage.text)
        spans.append({"role": str(passage.role), "start": start + passage.indent, "end": end})
        start = end + 1
    return spans


def _clean(value: Any) -> Any:
    """Text fit for UTF-8: JSON-LD may spell half of a surrogate pair."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list) and value and isinstance(value[0], str):
        return [_clean(item) for item in value]
    return value


def _sha256(data: bytes | str) -> str:
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")).hexdigest()
