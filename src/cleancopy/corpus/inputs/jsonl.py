"""Reads pages that are lines of JSON (JSON Lines, NDJSON), plain or compressed."""

import json
from collections.abc import Iterable, Iterator
from io import SEEK_END
from itertools import islice
from typing import Any, BinaryIO

from cleancopy.corpus.compressed_streams import UNPACK_ERRORS, open_unpacked
from cleancopy.corpus.inputs.column_errors import list_requested_columns, make_column_error
from cleancopy.corpus.record import Damage, Item, Record, SkippedRecord, escape_surrogates
from cleancopy.corpus.settings import Columns
from cleancopy.options import Kind

_CHUNK = 1024**2  # bytes that are unpacked at a time
_CHECKED_LINES = 100  # that are searched for the names of fields
_CHECKED_BYTES = 4 * 1024**2  # that these lines may have; one line of a crawl has some 200 kB
_MAX_LINE = 64 * 1024**2  # bytes of a line, the same as of a page that is a file
_BOM = b"\xef\xbb\xbf"
_DETAIL_LENGTH = 200  # characters of a detail


def read_jsonl(stream: BinaryIO, columns: Columns, kind: Kind) -> Iterator[Item]:
    """Read the lines of a file as pages; ids are a field or the line numbers, from 1. Blank lines are skipped.

    A line that cannot be read affects no other. It is ``failed`` as ``bad_utf8``, ``bad_json`` (also for NaN and for
    a key that occurs twice), ``no_object``, ``no_field`` or ``wrong_type``, or ``refused`` as ``too_large`` (over
    64 MiB, never held in memory); ``skipped`` as ``no_page`` where the page is null.

    A compressed file that is cut off gives the lines before, then `Damage`, and so does a damaged one.

    Raises `OSError` where `stream` cannot be read.
    """
    for number, line in enumerate(_split_lines(_read_chunks(stream)), 1):
        if isinstance(line, Damage):
            yield line
        elif line is None:
            yield SkippedRecord(
                str(number), "refused", "too_large", detail=f"line {number} has over {_MAX_LINE:,} bytes"
            )
        elif line and not line.isspace():
            yield _make_item(line, number, columns, kind)


def check_jsonl(stream: BinaryIO, name: str, columns: Columns) -> None:
    """Raise `ColumnError` where none of the first lines has a requested field.

    Some lines may lack a field. Where no line can be read, nothing is raised.
    """
    lines = islice(_split_lines(_limit_chunks(_read_chunks(stream))), _CHECKED_LINES)
    rows = (_parse_row(line, number) for number, line in enumerate(lines, 1) if isinstance(line, bytes))
    available = {field: field for row in rows if isinstance(row, dict) for field in row}
    for requested in list_requested_columns(columns):
        if available and requested.name not in available:
            raise make_column_error(
                name, f"none of the first {_CHECKED_LINES} lines has the field", requested, available
            )


def _limit_chunks(chunks: Iterable[bytes | Damage]) -> Iterator[bytes]:
    rest = _CHECKED_BYTES
    for chunk in chunks:
        if isinstance(chunk, Damage):
            return
        yield chunk
        rest -= len(chunk)
        if rest <= 0:
            return


def _read_chunks(stream: BinaryIO) -> Iterator[bytes | Damage]:
    """Read the contents of a file chunk by chunk, and the damage that ends it."""
    size = stream.seek(0, SEEK_END)
    contents = open_unpacked(stream)
    while True:
        start = stream.tell()
        try:
            chunk = contents.read1(_CHUNK)
        except EOFError:
            yield Damage(size, size, "cut_off", "the file ends before its compressed data do")
            return
        except UNPACK_ERRORS as error:
            yield Damage(start, size, "damaged", str(error))
            return
        if not chunk:
            return
        yield chunk


def _split_lines(chunks: Iterable[bytes | Damage]) -> Iterator[bytes | Damage | None]:
    """Split chunks into lines, None for each that is too long, and at the end the damage, if there is any."""
    line, damage = bytearray(), None
    for chunk in chunks:
        if isinstance(chunk, Damage):
            damage = chunk
            break
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            yield _finish_line(_append_piece(line, end))
            line = bytearray()
        _append_piece(line, rest)
    if line:
        yield _finish_line(line)
    if damage:
        yield damage


def _append_piece(line: bytearray, piece: bytes) -> bytearray:
    """Append a piece to a line. A line that is too long already stays as it is: it will be refused."""
    if len(line) <= _MAX_LINE:
        line += piece
    return line


def _finish_line(line: bytearray) -> bytes | None:
    return bytes(line) if len(line) <= _MAX_LINE else None


def _make_item(line: bytes, number: int, columns: Columns, kind: Kind) -> Record | SkippedRecord:
    row = _parse_row(line, number)
    return row if isinstance(row, SkippedRecord) else _make_record(row, number, columns, kind)


def _parse_row(line: bytes, number: int) -> dict[str, Any] | SkippedRecord:
    try:
        text = line.removeprefix(_BOM if number == 1 else b"").decode()
        row = json.loads(text, object_pairs_hook=_refuse_duplicate_keys, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        return _make_failure(number, "bad_utf8", error.reason)
    except (ValueError, RecursionError) as error:
        return _make_failure(number, "bad_json", str(error))
    return row if isinstance(row, dict) else _make_failure(number, "no_object", type(row).__name__)


def _make_record(row: dict[str, Any], number: int, columns: Columns, kind: Kind) -> Record | SkippedRecord:
    if columns.page not in row:
        return _make_failure(number, "no_field", f"{columns.page!r} is not among {list(row)[:10]}")
    name = _get_text(row, columns.id) or str(number)
    url = _get_text(row, columns.url)
    page = row[columns.page]
    if page is None:
        return SkippedRecord(name, "skipped", "no_page", url)
    if not isinstance(page, str):
        return _make_failure(number, "wrong_type", f"{columns.page!r} is not text: {type(page).__name__}")
    return Record(name, page, url, kind)


def _get_text(row: dict[str, Any], column: str | None) -> str | None:
    """Get a field as text; None where it is missing, or is neither text nor a whole number."""
    value = None if column is None else row.get(column)
    return escape_surrogates(str(value)) if isinstance(value, str | int) else None


def _make_failure(number: int, reason: str, detail: str) -> SkippedRecord:
    return SkippedRecord(
        str(number), "failed", reason, detail=escape_surrogates(f"line {number}: {detail}"[:_DETAIL_LENGTH])
    )


def _refuse_duplicate_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError("a key occurs twice")
    return row


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not valid JSON")
