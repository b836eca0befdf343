"""The row of a page: its schema, and how it is made of a record and an article."""

import hashlib
from collections.abc import Collection
from typing import Any, NamedTuple

import pyarrow as pa

from cleancopy.article import Article
from cleancopy.corpus.record import Record, SkippedRecord
from cleancopy.flags import Flag
from cleancopy.options import FIELD_NAMES, check_fields
from cleancopy.workers import WORKER_FAULTS

VERSION = "1"
"""Version of the schema. Within a version columns are only added."""

_STRINGS = pa.list_(pa.string())
_TRUNCATION = pa.struct([("limit", pa.string()), ("total", pa.int64()), ("kept", pa.int64())])
_SPAN = pa.struct([("role", pa.string()), ("start", pa.int32()), ("end", pa.int32())])

RECORD_FIELDS = (
    pa.field("id", pa.string(), nullable=False),
    pa.field("source", pa.string(), nullable=False),
    pa.field("fetch_date", pa.string()),
    pa.field("page_digest", pa.string()),
)
"""What is known about a record; `page_digest` is the sha256 of the page as it was read, in hexadecimal digits."""
ARTICLE_FIELDS = (
    pa.field("url", pa.string()),
    pa.field("status", pa.string(), nullable=False),
    pa.field("error", pa.string()),
    pa.field("text", pa.large_string(), nullable=False),
    pa.field("title", pa.string()),
    pa.field("dek", pa.string()),
    pa.field("authors", _STRINGS, nullable=False),
    pa.field("published", pa.string()),
    pa.field("modified", pa.string()),
    pa.field("site", pa.string()),
    pa.field("section", pa.string()),
    pa.field("language", pa.string()),
    pa.field("tags", _STRINGS, nullable=False),
    pa.field("license", pa.string()),
    pa.field("paywalled", pa.bool_()),
    pa.field("headings", _STRINGS, nullable=False),
    pa.field("captions", _STRINGS, nullable=False),
    pa.field("credits", _STRINGS, nullable=False),
    pa.field("words", pa.int32(), nullable=False),
    pa.field("confidence", pa.float64(), nullable=False),
    pa.field("page_type", pa.string()),
    pa.field("page_type_probability", pa.float64()),
    pa.field("flags", _STRINGS, nullable=False),
    pa.field("truncations", pa.list_(_TRUNCATION), nullable=False),
    pa.field("text_digest", pa.string()),
)
"""What was extracted from a page. `status` is ok, empty (no running text; `flags` say why), refused (no text at all) or
failed; `words` counts runs of characters between white space; `text_digest` is the sha256 of `text`, null where it is
empty."""
ROLE_FIELDS = (
    pa.field("full_text", pa.large_string(), nullable=False),
    pa.field("roles", pa.list_(_SPAN), nullable=False),
)
"""Optional columns: the text with its subheadings, and the spans of its roles (in code points)."""

_COPIED_FIELDS = (
    "url title dek published modified site section language license paywalled confidence "
    "page_type page_type_probability"
).split()
_LIST_FIELDS = "authors tags headings captions credits".split()
_OPTIONAL_FIELDS = frozenset(FIELD_NAMES) - {"url"}
"""Fields that a caller can leave out. The address says which page a row is."""


class RowLayout(NamedTuple):
    """Which columns a row has.

    roles    whether it has those of `ROLE_FIELDS`
    fields   the fields of an article that are wanted, of `options.FIELD_NAMES`; None for all. The others have no column
    """

    roles: bool = False
    fields: frozenset[str] | None = None

    @property
    def article_fields(self) -> tuple[pa.Field, ...]:
        """The columns that come from the article, in order."""
        left_out = frozenset() if self.fields is None else _OPTIONAL_FIELDS - self.fields
        kept = [field for field in ARTICLE_FIELDS if field.name not in left_out]
        return (*kept, *(ROLE_FIELDS if self.roles else ()))

    @property
    def schema(self) -> pa.Schema:
        """The columns of an output, in order."""
        return pa.schema((*RECORD_FIELDS, *self.article_fields), metadata={"cleancopy_rows": VERSION})


def make_layout(*, roles: bool, fields: Collection[str] | None) -> RowLayout:
    """Make the layout of rows with some fields; the address is always one. Raises as `options.check_fields` does."""
    wanted = check_fields(fields)
    return RowLayout(roles, None if wanted is None else wanted | {"url"})


def make_article_columns(article: Article, layout: RowLayout) -> dict[str, Any]:
    """Make the columns that come from an article. Runs in a guarded worker."""
    text = article.text
    status, error = _decide_status(article, text)
    columns: dict[str, Any] = {name: getattr(article, name) for name in _COPIED_FIELDS}
    columns |= {name: list(getattr(article, name)) for name in _LIST_FIELDS}
    columns |= {"status": status, "error": error, "text": text, "words": len(text.split())}
    columns |= {"flags": sorted(article.flags), "truncations": [cut._asdict() for cut in article.truncations]}
    columns["text_digest"] = _hash_page(text) if text else None
    if layout.roles:
        columns |= {"full_text": article.full_text, "roles": _make_role_spans(article)}
    return {field.name: _replace_surrogates(columns[field.name]) for field in layout.article_fields}


def make_page_row(record: Record, source: str, columns: dict[str, Any]) -> dict[str, Any]:
    """Make the row of a page from its record and the columns of its article."""
    return {
        "id": _replace_surrogates(record.id),
        "source": source,
        "fetch_date": record.fetch_date,
        "page_digest": _hash_page(record.page),
        **columns,
        "flags": sorted({*columns["flags"], *record.flags}),
    }


def make_skipped_row(skipped: SkippedRecord, source: str, layout: RowLayout) -> dict[str, Any]:
    """Make the row of a record that was refused or failed before it was a page."""
    columns = make_article_columns(Article(url=skipped.url), layout)
    error = f"{skipped.reason}: {skipped.detail}" if skipped.detail else skipped.reason
    known = {"id": skipped.id, "source": source, "fetch_date": None, "page_digest": None}
    return {**known, **columns, "status": skipped.status, "error": _replace_surrogates(error)}


def _decide_status(article: Article, text: str) -> tuple[str, str | None]:
    if text:
        return "ok", None
    if Flag.NOT_TEXT in article.flags:
        return "refused", f"{Flag.NOT_TEXT}: {article.message}"
    if Flag.UNREADABLE in article.flags:
        return "failed", f"{Flag.UNREADABLE}: {article.message}"
    faults = sorted(article.flags & WORKER_FAULTS)
    return ("failed", ", ".join(faults)) if faults else ("empty", None)


def _make_role_spans(article: Article) -> list[dict[str, Any]]:
    """Make the spans of the passages in `full_text`, where each begins a line (code has several lines)."""
    spans, start = [], 0
    for passage in article.body:
        end = start + passage.indent + len(passage.text)
        spans.append({"role": str(passage.role), "start": start + passage.indent, "end": end})
        start = end + 1
    return spans


def _replace_surrogates(value: Any) -> Any:
    """Replace what UTF-8 cannot encode: JSON-LD may contain half of a surrogate pair."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list) and value and isinstance(value[0], str):
        return [_replace_surrogates(item) for item in value]
    return value


def _hash_page(data: bytes | str) -> str:
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")).hexdigest()
