"""Pages that are lines of JSON (JSON Lines, NDJSON), plain or compressed."""

import json
from collections.abc import Iterable, Iterator
from io import SEEK_END
from itertools import islice
from typing import Any, BinaryIO

from cleancopy.corpus.packed import UNPACK_ERRORS, unpacked
from cleancopy.corpus.record import Damage, Item, Passed, Record, encodable
from cleancopy.corpus.settings import Columns
from cleancopy.corpus.wanted import column_error, wanted_columns
from cleancopy.options import Kind

_CHUNK = 1024**2  # bytes that are unpacked at a time
_FIRST_LINES = 100  # that are looked at for the names of fields
_FIRST_BYTES = 4 * 1024**2  # that these may have; one line of a crawl has some 200 kB
_LONGEST = 64 * 1024**2  # bytes of a line, as of a page that is a file
_MARK = b"\xef\xbb\xbf"
_DETAIL = 200  # characters


def read_jsonl(stream: BinaryIO, columns: Columns, kind: Kind) -> Iterator[Item]:
    """Give the lines of a file as pages, named by a field or by their numbers from 1; blank ones are no lines.

    A line that cannot be read costs nothing but itself. It is ``failed`` as ``bad_utf8``, ``bad_json`` (which NaN
    and a key that stands twice are, too), ``no_object``, ``no_field`` or ``wrong_type``, or ``refused`` as
    ``too_large`` (over 64 MiB, never held); ``skipped`` as ``no_page`` where the page is null.

    A compressed file that is cut off gives what was there, then `Damage`; so does a damaged one, and ends with it.

    Raises `OSError` where `stream` cannot be read.
    """
    for number, line in enumerate(_lines(_chunks(stream)), 1):
        if isinstance(line, Damage):
            yield line
        elif line is None:
            yield Passed(str(number), "refused", "too_large", detail=f"line {number} has over {_LONGEST:,} bytes")
        elif line and not line.isspace():
            yield _item(line, number, columns, kind)


def check_fields(stream: BinaryIO, name: str, columns: Columns) -> None:
    """Raise `ColumnError` where none of the first records has a field that is asked for.

    A field may be missing in some of them. Where no record can be read, nothing is known and nothing raised.
    """
    lines = islice(_lines(_beginning(_chunks(stream))), _FIRST_LINES)
    rows = (_row(line, number) for number, line in enumerate(lines, 1) if isinstance(line, bytes))
    there = {field: field for row in rows if isinstance(row, dict) for field in row}
    for wanted in wanted_columns(columns):
        if there and wanted.name not in there:
            raise column_error(name, f"none of the first {_FIRST_LINES} lines has the field", wanted, there)


def _beginning(chunks: Iterable[bytes | Damage]) -> Iterator[bytes]:
    rest = _FIRST_BYTES
    for chunk in chunks:
        if isinstance(chunk, Damage):
            return
        yield chunk
        rest -= len(chunk)
        if rest <= 0:
            return


def _chunks(stream: BinaryIO) -> Iterator[bytes | Damage]:
    """The contents of a file piece by piece, and what keeps it from going on."""
    size = stream.seek(0, SEEK_END)
    contents = unpacked(stream)
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


def _lines(chunks: Iterable[bytes | Damage]) -> Iterator[bytes | Damage | None]:
    """The lines, None for each that is too long, and at the end the damage, if there is any."""
    line, damage = bytearray(), None
    for chunk in chunks:
        if isinstance(chunk, Damage):
            damage = chunk
            break
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            yield _finished(_longer(line, end))
            line = bytearray()
        _longer(line, rest)
    if line:
        yield _finished(line)
    if damage:
        yield damage


def _longer(line: bytearray, piece: bytes) -> bytearray:
    """The line with a piece more. One that is too long already stays as it is: nobody will read it."""
    if len(line) <= _LONGEST:
        line += piece
    return line


def _finished(line: bytearray) -> bytes | None:
    return bytes(line) if len(line) <= _LONGEST else None


def _item(line: bytes, number: int, columns: Columns, kind: Kind) -> Record | Passed:
    row = _row(line, number)
    return row if isinstance(row, Passed) else _page(row, number, columns, kind)


def _row(line: bytes, number: int) -> dict[str, Any] | Passed:
    try:
        text = line.removeprefix(_MARK if number == 1 else b"").decode()
        row = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return _failed(number, "bad_utf8", error.reason)
    except (ValueError, RecursionError) as error:
        return _failed(number, "bad_json", str(error))
    return row if isinstance(row, dict) else _failed(number, "no_object", type(row).__name__)


def _page(row: dict[str, Any], number: int, columns: Columns, kind: Kind) -> Record | Passed:
    if columns.page not in row:
        return _failed(number, "no_field", f"{columns.page!r} is not among {list(row)[:10]}")
    name = _text(row, columns.id) or str(number)
    url = _text(row, columns.url)
    page = row[columns.page]
    if page is None:
        return Passed(name, "skipped", "no_page", url)
    if not isinstance(page, str):
        return _failed(number, "wrong_type", f"{columns.page!r} is no text: {type(page).__name__}")
    return Record(name, page, url, kind)


def _text(row: dict[str, Any], column: str | None) -> str | None:
    """A field as text that can be written; None where it is missing, or is neither text nor a whole number."""
    value = None if column is None else row.get(column)
    return encodable(str(value)) if isinstance(value, str | int) else None


def _failed(number: int, reason: str, detail: str) -> Passed:
    return Passed(str(number), "failed", reason, detail=encodable(f"line {number}: {detail}"[:_DETAIL]))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError("a key stands twice")
    return row


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
