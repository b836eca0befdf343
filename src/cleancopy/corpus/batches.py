"""Cleans Arrow record batches: pages in, the same rows with their extracted text out.

For everything that speaks Arrow: Ray Data's ``map_batches``, Spark's ``mapInArrow``, Daft, Polars, DuckDB. There is no
run, no folder and no ledger.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import Any, Protocol

import pyarrow as pa

from cleancopy.corpus.rows import RowLayout, make_article_columns, make_layout
from cleancopy.errors import CorpusError
from cleancopy.guard import Guard
from cleancopy.limits import LIMITS, Limits
from cleancopy.options import Kind, Mode, Options

_TEXT_TYPES = ("string", "large_string", "string_view", "binary", "large_binary", "binary_view", "null")
"""Types of Arrow that hold strings or bytes, or only nulls."""


class ArrowStream(Protocol):
    """An object with Arrow's PyCapsule interface: a Table, a data frame of pandas or Polars, a DuckDB relation."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return a capsule with an ArrowArrayStream."""


def clean_batches(  # noqa: PLR0913 - all but the batches have a name
    batches: ArrowStream | Iterable[ArrowStream],
    *,
    page: str = "html",
    url: str | None = None,
    kind: Kind = "auto",
    mode: Mode = "balanced",
    roles: bool = False,
    fields: Collection[str] | None = None,
    limits: Limits = LIMITS,
    workers: int = 1,
) -> Iterator[pa.RecordBatch]:
    """Yield for each batch one with as many rows, in the same order.

    batches   a Table, a RecordBatch, a data frame or another object with ``__arrow_c_stream__``, or an iterable of them
    page      the column with the page, strings or bytes; it is left out of the result
    url       the column with the page's URL, if there is one
    roles     whether to add `full_text` and the spans of the roles in it
    fields    names of the fields that are wanted, such as ``{"title", "authors"}``; only these are looked for, and the
              others have no column. None for all
    workers   number of guarded processes; engines that run many of these side by side need one for each

    The other columns are passed on; those of `rows.ARTICLE_FIELDS` are added, and replace columns of the same name. A
    row whose page is null has status ``empty``.

    Raises `TypeError` for other objects, `ValueError` for an unknown field, `CorpusError` where a column is missing or
    holds neither strings nor bytes.
    """
    layout = make_layout(roles=roles, fields=fields)
    options = partial(Options, kind=kind, mode=mode, limits=limits, fields=layout.fields)
    return _clean_batches(_record_batches(batches), page, url, options, layout, workers=workers)


def _record_batches(batches: object) -> Iterator[pa.RecordBatch]:
    if hasattr(batches, "__arrow_c_stream__") or not isinstance(batches, Iterable) or isinstance(batches, str | dict):
        return _read_batches(_open_stream(batches))
    return (batch for part in batches for batch in _read_batches(_open_stream(part)))


def _read_batches(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """Read the batches of a stream; for a stream without rows, one batch without rows, which still has the columns."""
    first = next(reader, None)
    yield first if first is not None else pa.RecordBatch.from_pylist([], schema=reader.schema)
    yield from reader


def _open_stream(stream: object) -> pa.RecordBatchReader:
    if not hasattr(stream, "__arrow_c_stream__"):
        raise _make_type_error(stream)
    try:
        return pa.RecordBatchReader.from_stream(stream)
    except pa.ArrowInvalid as error:  # the stream of a column has no rows with names
        raise _make_type_error(stream) from error


def _make_type_error(stream: object) -> TypeError:
    return TypeError(
        "batches must be a Table, a RecordBatch, a data frame or another object with __arrow_c_stream__, or an "
        f"iterable of such, not {type(stream).__name__}: make one with pyarrow, such as pa.Table.from_pylist(rows)"
    )


def _clean_batches(
    batches: Iterator[pa.RecordBatch],
    page: str,
    url: str | None,
    options_of: partial[Options],
    layout: RowLayout,
    *,
    workers: int,
) -> Iterator[pa.RecordBatch]:
    limits: Limits = options_of.keywords["limits"]
    with Guard(limits, workers) as guard:
        for batch in batches:
            pages = _get_column(batch, page)
            urls = _get_column(batch, url) if url else [None] * batch.num_rows
            options = [options_of(address) for address in urls]
            read = partial(_read_page, guard, partial(make_article_columns, layout=layout))
            rows = list(guard.map(read, zip(pages, options, strict=True)))
            yield _join_columns(batch.drop_columns([page]), rows, layout)


def batch_schema(
    schema: pa.Schema, *, page: str = "html", roles: bool = False, fields: Collection[str] | None = None
) -> pa.Schema:
    """Make the schema of what `clean_batches` yields for batches of a schema: Spark requires it."""
    ours = make_layout(roles=roles, fields=fields).article_fields
    names = {field.name for field in ours}
    return pa.schema([*(f for f in schema if f.name != page and f.name not in names), *ours])


def _get_column(batch: pa.RecordBatch, name: str) -> list[Any]:
    if name not in batch.schema.names:
        raise CorpusError(f"there is no column {name!r}: there are {', '.join(batch.schema.names)}")
    column = batch.column(name)
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if str(kind) not in _TEXT_TYPES:
        raise CorpusError(f"the column {name!r} must hold strings or bytes, not {kind}")
    values: list[Any] = column.to_pylist()
    return values


def _read_page(guard: Guard, finish: Any, job: tuple[bytes | str | None, Options]) -> dict[str, Any]:
    page, options = job
    row: dict[str, Any] = guard.read(b"" if page is None else page, options, finish)
    return row


def _join_columns(batch: pa.RecordBatch, rows: list[dict[str, Any]], layout: RowLayout) -> pa.RecordBatch:
    fields = layout.article_fields
    names = {field.name for field in fields}
    others = [name for name in batch.schema.names if name not in names]
    arrays = [batch.column(name) for name in others]
    arrays += [pa.array([row[field.name] for row in rows], field.type) for field in fields]
    schema = pa.schema([*(batch.schema.field(name) for name in others), *fields])
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
