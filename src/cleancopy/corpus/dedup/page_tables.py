"""Reads files of pages batch by batch, and copies them without some rows: Parquet, or JSON with a page per line."""

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from cleancopy.errors import CorpusError

PARQUET = ".parquet"
SUFFIXES = (PARQUET, ".jsonl", ".jsonl.gz", ".jsonl.zst")

COLUMNS: Final = pa.schema(
    {
        "id": pa.string(),
        "url": pa.string(),
        "source": pa.string(),
        "status": pa.string(),
        "text": pa.large_string(),
        "confidence": pa.float64(),
        "flags": pa.list_(pa.string()),
        "published": pa.string(),
    }
)
"""The columns that are read. A page may have more columns, which are copied, and must have only those of `REQUIRED`."""
REQUIRED = ("id", "status", "text")

ADDED_COLUMNS: Final = pa.schema({"cluster": pa.int64(), "cluster_size": pa.int64()})
NO_CLUSTER = -1

_BATCH_ROWS = 64  # a text has up to 16 million characters


class RowDecisions(NamedTuple):
    """What becomes of each row of a file.

    is_kept        whether it is written
    cluster, size  written with it; NO_CLUSTER for a row that was no candidate
    """

    is_kept: npt.NDArray[np.bool_]
    cluster: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]

    def slice_rows(self, first: int, length: int) -> "RowDecisions":
        """Slice the decisions of `length` rows from the row `first` on."""
        rows = slice(first, first + length)
        return RowDecisions(self.is_kept[rows], self.cluster[rows], self.size[rows])


def list_page_files(source: Path) -> list[Path]:
    """List the page files of a folder, or the one named. As for Arrow, names with ``.`` or ``_`` first are no pages."""
    if source.is_file():
        found = [source]
    else:
        found = sorted(path for path in source.glob("*") if path.is_file() and path.name[0] not in "._")
    pages = [path for path in found if path.name.endswith(SUFFIXES)]
    if not pages:
        wanted = ", ".join(f"*{kind}" for kind in SUFFIXES)
        raise CorpusError(f"{source}: no pages there ({wanted}): name the output of `cleancopy corpus`")
    return pages


def read_pages(path: Path) -> Iterator[pa.RecordBatch]:
    """Read the `COLUMNS` of a file; columns that it lacks are null."""
    with _translate_errors(path, "read"):
        if path.name.endswith(PARQUET):
            file = pq.ParquetFile(path)
            if missing := [name for name in REQUIRED if name not in file.schema_arrow.names]:
                columns = ", ".join(missing)
                raise CorpusError(f"{path}: lacks the columns {columns}: name the output of `cleancopy corpus`")
            names = [name for name in COLUMNS.names if name in file.schema_arrow.names]
            yield from map(_select_columns, file.iter_batches(_BATCH_ROWS, columns=names))
        else:
            yield from (pa.RecordBatch.from_pylist(rows, COLUMNS) for rows in _read_json_rows(path))


def copy_pages(path: Path, target: Path, decisions: RowDecisions) -> None:
    """Write the rows of a file that are kept, unchanged, with the columns `ADDED_COLUMNS`."""
    with _translate_errors(path, f"copied to {target}"):
        if path.name.endswith(PARQUET):
            _copy_parquet(path, target, decisions)
        else:
            _copy_json(path, target, decisions)


def write_table(batches: Iterator[pa.RecordBatch], schema: pa.Schema, target: Path) -> None:
    """Write a table in the format of the suffix of `target`."""
    if target.name.endswith(PARQUET):
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
    else:
        with pa.output_stream(target) as out:
            for batch in batches:
                out.write(_encode_lines(batch.to_pylist()))


def _select_columns(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [
        batch.column(field.name).cast(field.type)
        if field.name in batch.schema.names
        else pa.nulls(len(batch), field.type)
        for field in COLUMNS
    ]
    return pa.RecordBatch.from_arrays(columns, schema=COLUMNS)


def _copy_parquet(path: Path, target: Path, decisions: RowDecisions) -> None:
    file = pq.ParquetFile(path)
    names = [name for name in file.schema_arrow.names if name not in ADDED_COLUMNS.names]
    fields = [file.schema_arrow.field(name) for name in names]
    schema = pa.schema([*fields, *ADDED_COLUMNS], file.schema_arrow.metadata)
    first = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        # Row groups keep their size: groups of 64 rows would be slow to read.
        for group in range(file.num_row_groups):
            batches = []
            for batch in file.iter_batches(_BATCH_ROWS, row_groups=[group], columns=names):
                batch_decisions = decisions.slice_rows(first, len(batch))
                kept = batch.filter(pa.array(batch_decisions.is_kept))
                columns = [*kept.columns, *_make_added_columns(batch_decisions)]
                batches.append(pa.RecordBatch.from_arrays(columns, schema=schema))
                first += len(batch)
            writer.write_table(pa.Table.from_batches(batches, schema))


def _make_added_columns(decisions: RowDecisions) -> list[pa.Array]:
    """Make the columns `ADDED_COLUMNS` for the rows that are kept."""
    cluster, size = decisions.cluster[decisions.is_kept], decisions.size[decisions.is_kept]
    return [pa.array(values, mask=cluster == NO_CLUSTER) for values in (cluster, size)]


def _copy_json(path: Path, target: Path, decisions: RowDecisions) -> None:
    first = 0
    with pa.output_stream(target) as out:
        for rows in _read_json_rows(path):
            batch_decisions = decisions.slice_rows(first, len(rows))
            kept = [row for row, is_kept in zip(rows, batch_decisions.is_kept, strict=True) if is_kept]
            added = pa.RecordBatch.from_arrays(_make_added_columns(batch_decisions), schema=ADDED_COLUMNS).to_pylist()
            out.write(_encode_lines([row | more for row, more in zip(kept, added, strict=True)]))
            first += len(rows)


def _read_json_rows(path: Path) -> Iterator[list[dict[str, Any]]]:
    with pa.input_stream(path) as stream, io.TextIOWrapper(stream, "utf-8", newline="\n") as lines:
        numbered = ((number, line) for number, line in enumerate(lines, 1) if not line.isspace())
        while rows := [_parse_json_row(path, number, line) for number, line in islice(numbered, _BATCH_ROWS)]:
            yield rows


def _parse_json_row(path: Path, number: int, line: str) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict) or not all(name in row for name in REQUIRED):
        raise CorpusError(
            f"{path}, line {number}: no object with {', '.join(REQUIRED)}: name the output of `cleancopy corpus`"
        )
    return row


def _encode_lines(rows: Sequence[dict[str, Any]]) -> bytes:
    # UTF-8 cannot encode half of a surrogate pair, but JSON can escape it.
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "backslashreplace")


@contextmanager
def _translate_errors(path: Path, action: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, pa.ArrowException) as error:
        raise CorpusError(f"{path}: cannot be {action}: {error}") from error
