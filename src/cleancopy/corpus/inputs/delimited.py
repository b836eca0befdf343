"""Reads pages that are rows of a CSV or TSV file, plain or compressed."""

import csv
import io
from collections.abc import Callable, Iterator
from io import SEEK_END
from typing import BinaryIO, TextIO, cast

from cleancopy.corpus.compressed_streams import UNPACK_ERRORS, open_unpacked, unpack_start
from cleancopy.corpus.inputs.column_errors import list_requested_columns, make_column_error
from cleancopy.corpus.record import Damage, Item, Record, SkippedRecord, escape_surrogates
from cleancopy.corpus.settings import Columns
from cleancopy.errors import CorpusError
from cleancopy.options import Kind

_MAX_ROW = 64 * 1024**2  # characters of a row, the same as bytes of a page that is a file
_SAMPLE = 64 * 1024  # bytes at the beginning that hold the header row
_SEPARATORS = ",;\t|"
_BOM_UTF8 = "\ufeff".encode().decode("latin-1")
_BOMS_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class _UnclosedRowError(Exception):
    """A row does not end within its limit."""


def read_delimited(stream: BinaryIO, name: str, columns: Columns, kind: Kind) -> Iterator[Item]:
    """Read the rows of a table as pages; ids are a column or the row numbers, from 1 without the header row.

    The separator (comma, semicolon, tab or bar) is the one with which the header row has the page's column. A UTF-16
    file needs its byte order mark; in other files each page has the encoding that it states, as a page that is a file.

    A row with too many cells, or without the page's cell, is ``failed`` (``bad_row``); an empty page is ``skipped``
    (``no_page``). Where a row does not end within 64 million characters, a quotation mark is missing: from there on
    the rest of the file is `Damage`. So is the rest of a compressed file that is cut off or damaged.

    name   of the file, for messages

    Raises `ColumnError` where a column is missing, `CorpusError` where there is no header row, and `OSError` where
    `stream` cannot be read.
    """
    size = stream.seek(0, SEEK_END)
    csv.field_size_limit(_MAX_ROW)
    rows = _DelimitedRows(stream)
    names, separator = _detect_columns(rows.sample, columns, name)
    try:
        for number, cells in enumerate(rows.read_rows(separator)):
            if number and cells:
                yield _make_item(cells, names, number, columns, kind, rows.decode_cell)
    except (_UnclosedRowError, csv.Error) as error:
        yield Damage(min(rows.start, size), size, "damaged", f"row {rows.number}: {error}: a quotation mark is missing")
    except EOFError:
        yield Damage(size, size, "cut_off", "the file ends before its compressed data do")
    except UNPACK_ERRORS as error:
        yield Damage(min(stream.tell(), size), size, "damaged", str(error))


def check_delimited(stream: BinaryIO, name: str, columns: Columns) -> None:
    """Raise what `read_delimited` raises before the first row."""
    _detect_columns(_DelimitedRows(stream).sample, columns, name)


class _DelimitedRows:
    """The rows of a file as characters. Except for UTF-16, each character is a byte: pages state their encodings."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        head = unpack_start(stream.read(_SAMPLE), _SAMPLE)
        self._is_utf16 = head.startswith(_BOMS_UTF16)
        self._encoding = "utf-16" if self._is_utf16 else "latin-1"
        self.sample = self._strip_bom(head.decode(self._encoding, "ignore"))
        self._stream = stream
        self.number = self.start = 0
        self._read = self._quotes = 0
        self._has_ended = False

    def read_rows(self, separator: str) -> Iterator[list[str]]:
        """Read the cells of each row, first of the header row. Raises `_UnclosedRowError`."""
        contents = open_unpacked(self._stream)
        text = io.TextIOWrapper(cast("BinaryIO", contents), self._encoding, "replace", newline="")
        try:
            for cells in csv.reader(self._read_lines(text), delimiter=separator):
                if self._has_ended and self._quotes % 2:
                    raise _UnclosedRowError("the file ends within it")
                yield cells
                self.start += self._read
                self.number += 1
                self._read = self._quotes = 0
        finally:
            text.detach()  # the caller closes the stream

    def decode_cell(self, cell: str) -> bytes | str:
        """Decode a cell: to characters where its encoding is certain, otherwise to the bytes in the file."""
        if self._is_utf16:
            return escape_surrogates(cell)
        raw = cell.encode("latin-1")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw

    def _read_lines(self, text: TextIO) -> Iterator[str]:
        while line := text.readline(_MAX_ROW + 1):
            self._read += len(line)
            self._quotes += line.count('"')
            if self._read > _MAX_ROW:
                raise _UnclosedRowError(f"it does not end within {_MAX_ROW:,} characters")
            yield line if self.start or self._read > len(line) else self._strip_bom(line)
        self._has_ended = True

    def _strip_bom(self, text: str) -> str:
        """Strip the byte order mark from the beginning of the file."""
        return text.removeprefix("\ufeff").removeprefix("" if self._is_utf16 else _BOM_UTF8)


def _detect_columns(sample: str, columns: Columns, name: str) -> tuple[list[str], str]:
    """Detect the names of the columns, and the separator between them. Raises `CorpusError`."""
    heads = {separator: _parse_first_row(sample, separator) for separator in _SEPARATORS}
    likely = max(heads, key=lambda separator: (columns.page in heads[separator], len(heads[separator])))
    names = heads[likely]
    if not any(names):
        raise CorpusError(f"{name}: there is no header row: it is empty, or its compression is damaged")
    for requested in list_requested_columns(columns):
        if names.count(requested.name) != 1:
            fault = "there is more than one column" if requested.name in names else "there is no column"
            raise make_column_error(name, fault, requested, dict(zip(names, names, strict=True)))
    return names, likely


def _parse_first_row(sample: str, separator: str) -> list[str]:
    try:
        cells = next(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), [])
    except csv.Error:
        return []
    return [_decode_name(cell).strip() for cell in cells]


def _decode_name(cell: str) -> str:
    """Decode a name that was read byte for byte; a name of a UTF-16 file is returned as it is."""
    try:
        return cell.encode("latin-1").decode()
    except UnicodeError:
        return cell


def _make_item(
    cells: list[str], names: list[str], number: int, columns: Columns, kind: Kind, value: Callable[[str], bytes | str]
) -> Record | SkippedRecord:
    row = dict(zip(names, cells, strict=False))
    id_ = _get_text(row, columns.id, value) or str(number)
    if any(cells[len(names) :]) or columns.page not in row:
        return SkippedRecord(
            id_, "failed", "bad_row", detail=f"row {number} has {len(cells)} cells for {len(names)} columns"
        )
    url = _get_text(row, columns.url, value)
    if not row[columns.page]:
        return SkippedRecord(id_, "skipped", "no_page", url)
    return Record(id_, value(row[columns.page]), url, kind)


def _get_text(row: dict[str, str], column: str | None, value: Callable[[str], bytes | str]) -> str | None:
    found = value(row.get(column, "")) if column is not None else ""
    text = found if isinstance(found, str) else found.decode("windows-1252", "replace")
    return escape_surrogates(text) or None
