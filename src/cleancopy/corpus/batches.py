"""The Arrow door: record batches of pages in, the same rows with their clean copy out.

For whatever speaks Arrow: Ray Data's ``map_batches``, Spark's ``mapInArrow``, Daft, Polars, DuckDB. No run of ours, no
folder, no ledger.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import pyarrow as pa

from cleancopy.corpus.rows import ARTICLE_FIELDS, ROLE_FIELDS, article_columns
from cleancopy.errors import CorpusError
from cleancopy.guard import Guard
from cleancopy.limits import LIMITS, Limits
from cleancopy.options import Kind, Mode, Options


def clean_batches(  # noqa: PLR0913 - all but the batches have a name
    batches: Iterable[pa.RecordBatch],
    *,
    page: str = "html",
    url: str | None = None,
    kind: Kind = "auto",
    mode: Mode = "balanced",
    roles: bool = False,
    limits: Limits = LIMITS,
    workers: int = 1,
) -> Iterator[pa.RecordBatch]:
    """Give for each batch one with as many rows, in the same order.

    page      the column with the page, strings or bytes; it is not passed on
    url       the column with its address, if there is one
    roles     whether to add `full_text` and the spans of the roles in it
    workers   guarded processes; engines that run many of these side by side want one for each

    The other columns are passed on; those of `rows.ARTICLE_FIELDS` are added, and replace any of the same name. A row
    whose page is null has status ``empty``.

    Raises `CorpusError` where a column is missing.
    """
    with Guard(limits, workers) as guard:
        for batch in batches:
            pages = _column(batch, page)
            urls = _column(batch, url) if url else [None] * batch.num_rows
            options = [Options(address, kind, mode, limits=limits) for address in urls]
            read = partial(_read, guard, partial(article_columns, roles=roles))
            rows = list(guard.map(read, zip(pages, options, strict=True)))
            yield _joined(batch.drop_columns([page]), rows, roles=roles)


def batch_schema(schema: pa.Schema, *, page: str = "html", roles: bool = False) -> pa.Schema:
    """The columns of what `clean_batches` gives for batches of a schema: what Spark wants to be told."""
    ours = _fields(roles=roles)
    names = {field.name for field in ours}
    return pa.schema([*(f for f in schema if f.name != page and f.name not in names), *ours])


def _fields(*, roles: bool) -> tuple[pa.Field, ...]:
    return (*ARTICLE_FIELDS, *(ROLE_FIELDS if roles else ()))


def _column(batch: pa.RecordBatch, name: str) -> list[Any]:
    if name not in batch.schema.names:
        raise CorpusError(f"there is no column {name!r}: there are {', '.join(batch.schema.names)}")
    values: list[Any] = batch.column(name).to_pylist()
    return values


def _read(guard: Guard, finish: Any, job: tuple[bytes | str | None, Options]) -> dict[str, Any]:
    page, options = job
    row: dict[str, Any] = guard.read(b"" if page is None else page, options, finish)
    return row


def _joined(batch: pa.RecordBatch, rows: list[dict[str, Any]], *, roles: bool) -> pa.RecordBatch:
    fields = _fields(roles=roles)
    names = {field.name for field in fields}
    others = [name for name in batch.schema.names if name not in names]
    arrays = [batch.column(name) for name in others]
    arrays += [pa.array([row[field.name] for row in rows], field.type) for field in fields]
    schema = pa.schema([*(batch.schema.field(name) for name in others), *fields])
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
