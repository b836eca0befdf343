"""Pages that are rows of a Parquet file."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from cleancopy.corpus.record import Damage, Item, Passed, Record, encodable
from cleancopy.corpus.settings import Columns
from cleancopy.corpus.wanted import ID, column_error, wanted_columns
from cleancopy.errors import CorpusError
from cleancopy.options import Kind

_STRING_LIMIT = 16 * 1024**2  # bytes of one string of the metadata, of which the schemas of pandas are the longest
_CONTAINER_LIMIT = 1_000_000  # entries of one list of the metadata: columns times row groups
_BUFFER = 1024**2  # bytes of a column that are read at a time, instead of all that a row group has
_MOST_ROWS = 16  # in a batch; more are no faster
_MOST_BYTES = 16 * 1024**2  # in a batch, if its rows are of usual size

# What pyarrow raises for files that are damaged or made to harm, found by changing bytes of good ones.
_BAD_FILE = (OSError, pa.ArrowException, UnicodeDecodeError, MemoryError, OverflowError)


def read_parquet(stream: BinaryIO, name: str, columns: Columns, kind: Kind) -> Iterator[Item]:
    """Give the rows of a Parquet file as pages, named by a column or by their numbers from 0.

    Only the columns asked for are read, a few rows at a time. The pages may be text or bytes, plain or as a
    dictionary; a row without one is ``skipped`` (``no_page``). A row without an identifier has its number.
    Where a row group breaks off, the rest of it is `Damage`, whose detail has the numbers of the rows and which has
    no bytes, and the next is read.

    name   of the file, for messages

    Raises `ColumnError` where it lacks a column, `CorpusError` where it is no Parquet file, and `OSError` where
    `stream` cannot be read.
    """
    table, schema, sizes = _open(stream, name)
    _check(schema, columns, name)
    first = 0
    for group, size in enumerate(sizes):
        rows = range(first, first + size)
        yield from _row_group(table, group, rows, columns, kind, stream)
        first += size


def check_parquet(stream: BinaryIO, name: str, columns: Columns) -> None:
    """Raise what `read_parquet` raises before the first row."""
    _check(_open(stream, name)[1], columns, name)


def _open(stream: BinaryIO, name: str) -> tuple[Any, Any, list[int]]:
    """The file, its schema, and the number of rows of each row group. Raises `CorpusError`."""
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
    except _BAD_FILE as error:
        raise CorpusError(f"{name}: no Parquet file, or its end is damaged: {_one_line(error)}") from error


def _check(schema: Any, columns: Columns, name: str) -> None:
    """Raise `ColumnError` unless each column that is asked for is there once and can hold what it is to hold."""
    for wanted in wanted_columns(columns):
        if what := _reason_against(schema, wanted.name, _is_name if wanted.option == ID else _is_text):
            there = {field.name: f"{field.name} ({field.type})" for field in schema}
            raise column_error(name, what, wanted, there)


def _reason_against(schema: Any, column: str, fits: Callable[[Any], bool]) -> str | None:
    """Why a column cannot be read, in words that stand before its name."""
    found = schema.get_all_field_indices(column)
    if len(found) != 1:
        return "there is more than one column" if found else "there is no column"
    kind = schema.field(found[0]).type
    return None if fits(_plain_type(kind)) else f"{kind} cannot be read as text in column"


def _plain_type(kind: Any) -> Any:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: Any) -> bool:
    tests = ("is_string", "is_large_string", "is_string_view", "is_binary", "is_large_binary", "is_binary_view")
    return any(getattr(pa.types, test)(kind) for test in tests)


def _is_name(kind: Any) -> bool:
    return _is_text(kind) or bool(pa.types.is_integer(kind))


def _row_group(table: Any, group: int, rows: range, columns: Columns, kind: Kind, stream: BinaryIO) -> Iterator[Item]:
    """The rows of a row group, and as `Damage` those that do not come out of it; `rows` are their numbers."""
    wanted = [column for column in (columns.page, columns.id, columns.url) if column is not None]
    wanted = list(dict.fromkeys(wanted))  # one column may be two things
    numbers, complaint = iter(rows), "rows are missing"
    try:
        metadata = table.metadata.row_group(group)
        at_once = _rows_at_once(metadata)
        for batch in table.iter_batches(at_once, row_groups=[group], columns=wanted, use_threads=False):
            for row, number in zip(range(batch.num_rows), numbers, strict=False):
                yield _item(batch, row, number, columns, kind)
    except _BAD_FILE as error:
        _try(stream)
        complaint = _one_line(error)
    lost = next(numbers, None)
    if lost is not None:
        # Which bytes these are, only the metadata of the columns tell, and pyarrow 26 may abort the process when
        # asked for those of a damaged file (an exception of C++ that nobody catches).
        yield Damage(0, 0, "damaged", f"row group {group}, rows {lost} to {rows[-1]}: {complaint}")


def _try(stream: BinaryIO) -> None:
    """Raise `OSError` where not the file is at fault, but the disk or the network: pyarrow's errors are alike."""
    stream.seek(0)
    stream.read(1)


def _rows_at_once(group: Any) -> int:
    """How many rows a batch may have: text arrays of Arrow cannot hold 2 GiB, and memory should not have to."""
    of_a_row = group.total_byte_size // max(group.num_rows, 1)
    return int(min(max(_MOST_BYTES // max(of_a_row, 1), 1), _MOST_ROWS))


def _item(batch: Any, row: int, number: int, columns: Columns, kind: Kind) -> Record | Passed:
    page = _value(batch, columns.page, row)
    name = _text(_value(batch, columns.id, row)) or str(number)
    url = _text(_value(batch, columns.url, row))
    if page is None:
        return Passed(name, "skipped", "no_page", url)
    return Record(name, page, url, kind)


def _value(batch: Any, column: str | None, row: int) -> Any:
    """What stands in a row: characters, bytes, a number, None; for text that is no UTF-8 its bytes."""
    if column is None:
        return None
    scalar = batch.column(column)[row]
    if isinstance(scalar, pa.DictionaryScalar):
        scalar = scalar.value
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes()


def _text(value: object) -> str | None:
    """A value as text that can be written, None where there is none."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return None if value is None else encodable(str(value))


def _one_line(error: object) -> str:
    return " ".join(str(error).split())
