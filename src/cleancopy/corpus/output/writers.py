"""Writes rows to files: Parquet with bounded row groups, or JSON Lines, plain or with gzip or zstd."""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from cleancopy.corpus.compressed_streams import zstd
from cleancopy.corpus.settings import Format
from cleancopy.errors import CorpusError

Row = dict[str, Any]
Rows = Sequence[Row]

GROUP_CHARACTERS = 16_000_000
"""Characters of text after which a row group is closed."""


def get_suffix(output: Format) -> str:
    """Get the suffix of a file's name."""
    return "parquet" if output == "parquet" else output


def make_filler(rows: Rows, schema: pa.Schema, output: Format) -> Callable[[IO[bytes]], None]:
    """Make a function that writes the rows to a file. The same rows give the same bytes."""
    return lambda stream: (
        _write_parquet(rows, schema, stream) if output == "parquet" else _write_lines(rows, output, stream)
    )


def make_checker(rows: int, output: Format) -> Callable[[Path], None]:
    """Make a function that reads a file back and raises `CorpusError` unless it has `rows` rows."""

    def check(path: Path) -> None:
        found = pq.read_metadata(path).num_rows if output == "parquet" else _count_lines(path, output)
        if found != rows:
            raise CorpusError(f"{path.name}: {rows} rows were written, {found} were read back; the disk may be faulty")

    return check


def _write_parquet(rows: Rows, schema: pa.Schema, stream: IO[bytes]) -> None:
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for group in _split_groups(rows):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _split_groups(rows: Rows) -> Iterator[list[Row]]:
    group: list[Row] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row["text"])
        if size >= GROUP_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _write_lines(rows: Rows, output: Format, stream: IO[bytes]) -> None:
    with _open_compressor(stream, output) as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False, allow_nan=False).encode() + b"\n")


@contextmanager
def _open_compressor(stream: IO[bytes], output: Format) -> Iterator[Any]:
    if output == "jsonl.gz":
        # Without name and time: the same rows must give the same bytes.
        with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as packed:
            yield packed
    elif output == "jsonl.zst":
        with zstd.ZstdFile(stream, "wb", options={zstd.CompressionParameter.checksum_flag: 1}) as packed:
            yield packed
    else:
        yield stream


def _count_lines(path: Path, output: Format) -> int:
    if output == "jsonl.gz":
        with gzip.open(path) as stream:
            return sum(1 for _ in stream)
    with zstd.open(path) if output == "jsonl.zst" else path.open("rb") as stream:
        return sum(1 for _ in stream)
