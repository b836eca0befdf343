"""The Arrow door: record batches of pages in, the same rows with their clean copy out.

For whatever speaks Arrow: Ray Data's ``map_batches``, Spark's ``mapInArrow``, Daft, Polars, DuckDB. No run of ours, no
folder, no ledger.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Protocol

import pyarrow as pa

from cleancopy.corpus.rows import ARTICLE_FIELDS, ROLE_FIELDS, article_columns
from cleancopy.errors import CorpusError
from cleancopy.guard import Guard
from cleancopy.limits import LIMITS, Limits
from cleancopy.options import Kind, Mode, Options

_TEXT_TYPES = ("string", "large_string", "string_view", "binary", "large_binary", "binary_view", "null")
"""Types of Arrow that hold strings or bytes, or nothing at all."""


class ArrowStream(Protocol):
    """What hands its rows over by Arrow's PyCapsule interface: a Table, pandas, Polars, DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give a capsule with an ArrowArrayStream."""


def clean_batches(  # noqa: PLR0913 - all but the batches have a name
    batches: ArrowStream | Iterable[ArrowStream],
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

    batches   a Table, a RecordBatch, a data frame or whatever else has ``__arrow_c_stream__``, or an iterable of such
    page      the column with the page, strings or bytes; it is not passed on
    url       the column with its address, if there is one
    roles     whether to add `full_text` and the spans of the roles in it
    workers   guarded processes; engines that run many of these side by side want one for each

    The other columns are passed on; those of `rows.ARTICLE_FIELDS` are added, and replace any of the same name. A row
    whose page is null has status ``empty``.

    Raises `TypeError` for anything else, `CorpusError` where a column is missing or holds neither strings nor bytes.
    """
    options = partial(Options, kind=kind, mode=mode, limits=limits)
    return _cleaned(_record_batches(batches), page, url, options, roles=roles, workers=workers)


def _record_batches(batches: object) -> Iterator[pa.RecordBatch]:
    if hasattr(batches, "__arrow_c_stream__") or not isinstance(batches, Iterable) or isinstance(batches, str | dict):
        return _read_batches(_reader(batches))
    return (batch for part in batches for batch in _read_batches(_reader(part)))


def _read_batches(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """Give the batches of a stream; of one without rows a batch without rows, which still has the columns."""
    first = next(reader, None)
    yield first if first is not None else pa.RecordBatch.from_pylist([], schema=reader.schema)
    yield from reader


def _reader(given: object) -> pa.RecordBatchReader:
    if not hasattr(given, "__arrow_c_stream__"):
        raise _wrong(given)
    try:
        return pa.RecordBatchReader.from_stream(given)
    except pa.ArrowInvalid as error:  # the stream of a column has no rows with names
        raise _wrong(given) from error


def _wrong(given: object) -> TypeError:
    return TypeError(
        "batches must be a Table, a RecordBatch, a data frame or another object with __arrow_c_stream__, or an "
        f"iterable of such, not {type(given).__name__}: make one with pyarrow, such as pa.Table.from_pylist(rows)"
    )


def _cleaned(
    batches: Iterator[pa.RecordBatch],
    page: str,
    url: str | None,
    options_of: partial[Options],
    *,
    roles: bool,
    workers: int,
) -> Iterator[pa.RecordBatch]:
    limits: Limits = options_of.keywords["limits"]
    with Guard(limits, workers) as guard:
        for batch in batches:
            pages = _column(batch, page)
            urls = _column(batch, url) if url else [None] * batch.num_rows
            options = [options_of(address) for address in urls]
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
    column = batch.column(name)
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if str(kind) not in _TEXT_TYPES:
        raise CorpusError(f"the column {name!r} must hold strings or bytes, not {kind}")
    values: list[Any] = column.to_pylist()
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
