"""Reads pages that are rows of a Parquet file."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from cleancopy.corpus.inputs.column_errors import ID_OPTION, list_requested_columns, make_column_error
from cleancopy.corpus.record import Damage, Item, Record, SkippedRecord, escape_surrogates
from cleancopy.corpus.settings import Columns
from cleancopy.errors import CorpusError
from cleancopy.options import Kind

_STRING_LIMIT = 16 * 1024**2  # bytes of one string of the metadata; the longest are the schemas of pandas
_CONTAINER_LIMIT = 1_000_000  # entries of one list of the metadata: columns times row groups
_BUFFER = 1024**2  # bytes of a column that are read at a time, instead of the whole row group
_MAX_BATCH_ROWS = 16  # in a batch; more are no faster
_MAX_BATCH_BYTES = 16 * 1024**2  # in a batch, if its rows have the usual size

# What pyarrow raises for damaged and hostile files, found by changing bytes of good ones.
_FILE_ERRORS = (OSError, pa.ArrowException, UnicodeDecodeError, MemoryError, OverflowError)


def read_parquet(stream: BinaryIO, name: str, columns: Columns, kind: Kind) -> Iterator[Item]:
    """Read the rows of a Parquet file as pages; ids are a column or the row numbers, from 0.

    Only the requested columns are read, a few rows at a time. Pages may be text or bytes, plain or as a dictionary; a
    row without a page is ``skipped`` (``no_page``). A row without an id gets its number. Where a row group cannot be
    read to its end, its rest is `Damage` without a byte range, whose detail has the row numbers, and the next row
    group is read.

    name   of the file, for messages

    Raises `ColumnError` where a column is missing, `CorpusError` where it is not a Parquet file, and `OSError` where
    `stream` cannot be read.
    """
    table, schema, sizes = _open_table(stream, name)
    _check_columns(schema, columns, name)
    first = 0
    for group, size in enumerate(sizes):
        rows = range(first, first + size)
        yield from _read_row_group(table, group, rows, columns, kind, stream)
        first += size


def check_parquet(stream: BinaryIO, name: str, columns: Columns) -> None:
    """Raise what `read_parquet` raises before the first row."""
    _check_columns(_open_table(stream, name)[1], columns, name)


def _open_table(stream: BinaryIO, name: str) -> tuple[Any, Any, list[int]]:
    """Open a file: the table, its schema, and the number of rows of each row group. Raises `CorpusError`."""
    try:
        table = pq.ParquetFile(
            stream,
            thrift_string_size_limit=_STRING_LIMIT,
            thrift_container_size_limit=_CONTAINER_LIMIT,
            buffer_size=_BUFFER,
            pre_buffer=False,
        )
        sizes = [table.metadata.row_group(group).num_rows for group in range(table.num_row_groups)]
        return table, table.schema_arrow, sizes
    except _FILE_ERRORS as error:
        raise CorpusError(f"{name}: not a Parquet file, or its end is damaged: {_join_lines(error)}") from error


def _check_columns(schema: Any, columns: Columns, name: str) -> None:
    """Raise `ColumnError` unless each requested column exists once and has a suitable type."""
    for requested in list_requested_columns(columns):
        is_type = _is_id if requested.option == ID_OPTION else _is_text
        if fault := _find_column_fault(schema, requested.name, is_type):
            available = {field.name: f"{field.name} ({field.type})" for field in schema}
            raise make_column_error(name, fault, requested, available)


def _find_column_fault(schema: Any, column: str, is_type: Callable[[Any], bool]) -> str | None:
    """Find why a column cannot be read, in words that precede its name."""
    found = schema.get_all_field_indices(column)
    if len(found) != 1:
        return "there is more than one column" if found else "there is no column"
    kind = schema.field(found[0]).type
    return None if is_type(_get_value_type(kind)) else f"{kind} cannot be read as text in column"


def _get_value_type(kind: Any) -> Any:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: Any) -> bool:
    tests = ("is_string", "is_large_string", "is_string_view", "is_binary", "is_large_binary", "is_binary_view")
    return any(getattr(pa.types, test)(kind) for test in tests)


def _is_id(kind: Any) -> bool:
    return _is_text(kind) or bool(pa.types.is_integer(kind))


def _read_row_group(
    table: Any, group: int, rows: range, columns: Columns, kind: Kind, stream: BinaryIO
) -> Iterator[Item]:
    """Read the rows of a row group, then as `Damage` those that could not be read; `rows` are their numbers."""
    names = [column for column in (columns.page, columns.id, columns.url) if column is not None]
    names = list(dict.fromkeys(names))  # one column may have two uses
    row_numbers, reason = iter(rows), "rows are missing"
    try:
        metadata = table.metadata.row_group(group)
        batch_size = _choose_batch_size(metadata)
        for batch in table.iter_batches(batch_size, row_groups=[group], columns=names, use_threads=False):
            for row, number in zip(range(batch.num_rows), row_numbers, strict=False):
                yield _make_item(batch, row, number, columns, kind)
    except _FILE_ERRORS as error:
        _check_stream(stream)
        reason = _join_lines(error)
    lost = next(row_numbers, None)
    if lost is not None:
        # Only the metadata of the columns have the byte range, and pyarrow 26 may abort the process when they are
        # read from a damaged file (an uncaught C++ exception).
        yield Damage(0, 0, "damaged", f"row group {group}, rows {lost} to {rows[-1]}: {reason}")


def _check_stream(stream: BinaryIO) -> None:
    """Raise `OSError` where the disk or the network is at fault, not the file: pyarrow's errors do not distinguish."""
    stream.seek(0)
    stream.read(1)


def _choose_batch_size(group: Any) -> int:
    """Choose the rows of a batch: Arrow's text arrays cannot hold 2 GiB, and memory should not have to."""
    row_bytes = group.total_byte_size // max(group.num_rows, 1)
    return int(min(max(_MAX_BATCH_BYTES // max(row_bytes, 1), 1), _MAX_BATCH_ROWS))


def _make_item(batch: Any, row: int, number: int, columns: Columns, kind: Kind) -> Record | SkippedRecord:
    page = _get_value(batch, columns.page, row)
    name = _to_text(_get_value(batch, columns.id, row)) or str(number)
    url = _to_text(_get_value(batch, columns.url, row))
    if page is None:
        return SkippedRecord(name, "skipped", "no_page", url)
    return Record(name, page, url, kind)


def _get_value(batch: Any, column: str | None, row: int) -> Any:
    """Get the value of a row: characters, bytes, a number or None; for text that is not UTF-8 its bytes."""
    if column is None:
        return None
    scalar = batch.column(column)[row]
    if isinstance(scalar, pa.DictionaryScalar):
        scalar = scalar.value
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes()


def _to_text(value: object) -> str | None:
    """Convert a value to text that can be written, None where there is none."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return None if value is None else escape_surrogates(str(value))


def _join_lines(error: object) -> str:
    return " ".join(str(error).split())
