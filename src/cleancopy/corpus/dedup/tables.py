"""Files of pages, read batch by batch and copied without some rows: Parquet, or JSON with a page a line."""

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
KINDS = (PARQUET, ".jsonl", ".jsonl.gz", ".jsonl.zst")

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
"""What is read of a page. It may have more columns, which are copied, and lack all but those of `NEEDED`."""
NEEDED = ("id", "status", "text")

ADDED: Final = pa.schema({"cluster": pa.int64(), "cluster_size": pa.int64()})
NO_CLUSTER = -1

_AT_ONCE = 64  # rows; a text has up to 16 million characters


class Fates(NamedTuple):
    """What becomes of each row of a file.

    stays          whether it is written
    cluster, size  written with it; NO_CLUSTER for a page that took no part
    """

    stays: npt.NDArray[np.bool_]
    cluster: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]

    def part(self, first: int, length: int) -> "Fates":
        """Those of so many rows from the first on."""
        rows = slice(first, first + length)
        return Fates(self.stays[rows], self.cluster[rows], self.size[rows])


def files_of(source: Path) -> list[Path]:
    """Files of pages in a folder, or the one named. Names that begin with a dot or ``_`` are no pages, as for Arrow."""
    if source.is_file():
        found = [source]
    else:
        found = sorted(path for path in source.glob("*") if path.is_file() and path.name[0] not in "._")
    pages = [path for path in found if path.name.endswith(KINDS)]
    if not pages:
        wanted = ", ".join(f"*{kind}" for kind in KINDS)
        raise CorpusError(f"{source}: no pages there ({wanted}): name what `cleancopy corpus` wrote")
    return pages


def pages_of(path: Path) -> Iterator[pa.RecordBatch]:
    """The `COLUMNS` of a file; of those that it lacks all values are null."""
    with _told(path, "read"):
        if path.name.endswith(PARQUET):
            file = pq.ParquetFile(path)
            if missing := [name for name in NEEDED if name not in file.schema_arrow.names]:
                raise CorpusError(f"{path}: lacks the columns {', '.join(missing)}: name what `cleancopy corpus` wrote")
            names = [name for name in COLUMNS.names if name in file.schema_arrow.names]
            yield from map(_of_parquet, file.iter_batches(_AT_ONCE, columns=names))
        else:
            yield from (pa.RecordBatch.from_pylist(rows, COLUMNS) for rows in _json_rows(path))


def copy_pages(path: Path, target: Path, fates: Fates) -> None:
    """Write the rows of a file that stay, as they are, with the columns `ADDED`."""
    with _told(path, f"copied to {target}"):
        if path.name.endswith(PARQUET):
            _copy_parquet(path, target, fates)
        else:
            _copy_json(path, target, fates)


def write_table(batches: Iterator[pa.RecordBatch], schema: pa.Schema, target: Path) -> None:
    """Write a table in the format that the ending of `target` names."""
    if target.name.endswith(PARQUET):
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
    else:
        with pa.output_stream(target) as out:
            for batch in batches:
                out.write(_lines(batch.to_pylist()))


def _of_parquet(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [
        batch.column(field.name).cast(field.type)
        if field.name in batch.schema.names
        else pa.nulls(len(batch), field.type)
        for field in COLUMNS
    ]
    return pa.RecordBatch.from_arrays(columns, schema=COLUMNS)


def _copy_parquet(path: Path, target: Path, fates: Fates) -> None:
    file = pq.ParquetFile(path)
    names = [name for name in file.schema_arrow.names if name not in ADDED.names]
    fields = [file.schema_arrow.field(name) for name in names]
    schema = pa.schema([*fields, *ADDED], file.schema_arrow.metadata)
    first = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        # Whole row groups are written: those of 64 rows would be slow to read.
        for group in range(file.num_row_groups):
            batches = []
            for batch in file.iter_batches(_AT_ONCE, row_groups=[group], columns=names):
                part = fates.part(first, len(batch))
                kept = batch.filter(pa.array(part.stays))
                batches.append(pa.RecordBatch.from_arrays([*kept.columns, *_added(part)], schema=schema))
                first += len(batch)
            writer.write_table(pa.Table.from_batches(batches, schema))


def _added(fates: Fates) -> list[pa.Array]:
    """The columns `ADDED` for the rows that stay."""
    cluster, size = fates.cluster[fates.stays], fates.size[fates.stays]
    return [pa.array(values, mask=cluster == NO_CLUSTER) for values in (cluster, size)]


def _copy_json(path: Path, target: Path, fates: Fates) -> None:
    first = 0
    with pa.output_stream(target) as out:
        for rows in _json_rows(path):
            part = fates.part(first, len(rows))
            kept = [row for row, stays in zip(rows, part.stays, strict=True) if stays]
            added = pa.RecordBatch.from_arrays(_added(part), schema=ADDED).to_pylist()
            out.write(_lines([row | more for row, more in zip(kept, added, strict=True)]))
            first += len(rows)


def _json_rows(path: Path) -> Iterator[list[dict[str, Any]]]:
    with pa.input_stream(path) as stream, io.TextIOWrapper(stream, "utf-8", newline="\n") as lines:
        numbered = ((number, line) for number, line in enumerate(lines, 1) if not line.isspace())
        while rows := [_json_row(path, number, line) for number, line in islice(numbered, _AT_ONCE)]:
            yield rows


def _json_row(path: Path, number: int, line: str) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict) or not all(name in row for name in NEEDED):
        raise CorpusError(
            f"{path}, line {number}: no object with {', '.join(NEEDED)}: name what `cleancopy corpus` wrote"
        )
    return row


def _lines(rows: Sequence[dict[str, Any]]) -> bytes:
    # Half of a surrogate pair has no UTF-8, but an escape in JSON.
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "backslashreplace")


@contextmanager
def _told(path: Path, what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, pa.ArrowException) as error:
        raise CorpusError(f"{path}: cannot be {what}: {error}") from error
