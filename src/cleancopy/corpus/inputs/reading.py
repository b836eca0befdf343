"""Reads the items of a source, whatever kind of source it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, Final

from cleancopy.corpus.archives import read_warc
from cleancopy.corpus.inputs.delimited import check_delimited, read_delimited
from cleancopy.corpus.inputs.jsonl import check_jsonl, read_jsonl
from cleancopy.corpus.inputs.page_files import read_listed_pages, read_page_file, read_page_folder
from cleancopy.corpus.inputs.parquet import check_parquet, read_parquet
from cleancopy.corpus.inputs.sources import Source, make_page_file
from cleancopy.corpus.paths import open_input, translate_errors
from cleancopy.corpus.record import Item, ProgressCallback, Record, ignore
from cleancopy.corpus.settings import Columns
from cleancopy.options import Kind

_COLUMN_CHECKS: Final[Mapping[str, Callable[[BinaryIO, str, Columns], None]]] = {
    "parquet": check_parquet,
    "jsonl": check_jsonl,
    "csv": check_delimited,
}


def has_columns(source: Source) -> bool:
    """Whether a source is a table."""
    return source.kind in _COLUMN_CHECKS


def check_columns(table: Source, columns: Columns) -> None:
    """Raise `ColumnError` where a table lacks a requested column, `CorpusError` where it cannot be read."""
    with translate_errors(table.path), open_input(table.path) as stream:
        _COLUMN_CHECKS[table.kind](stream, table.path, columns)


def read_source(source: Source, columns: Columns, kind: Kind, on_progress: ProgressCallback = ignore) -> Iterator[Item]:
    """Read the items of a source, in order.

    kind          of pages whose source does not state it
    on_progress   is called before each item with the bytes of the source that were read so far

    Raises `CorpusError` where the source cannot be read any further; the items before stay valid.
    """
    with translate_errors(source.path):
        if source.kind == "folder":
            yield from read_page_folder(source.path, kind, on_progress)
        elif source.kind == "pages":
            yield from read_listed_pages(source.pages, kind, on_progress)
        elif source.kind == "page":
            yield read_page_file(make_page_file(source), kind)
        else:
            with open_input(source.path) as stream:
                for item in _read_stream(stream, source, columns, kind):
                    on_progress(stream.tell())
                    yield item


def _read_stream(stream: BinaryIO, source: Source, columns: Columns, kind: Kind) -> Iterator[Item]:
    if source.kind == "parquet":
        yield from read_parquet(stream, source.path, columns, kind)
    elif source.kind == "jsonl":
        yield from read_jsonl(stream, columns, kind)
    elif source.kind == "csv":
        yield from read_delimited(stream, source.path, columns, kind)
    else:
        for item in read_warc(stream, source.path):
            yield replace(item, kind=kind) if isinstance(item, Record) and item.kind == "auto" else item
