"""Pages that are rows of a CSV or TSV file, plain or compressed."""

import csv
import io
from collections.abc import Callable, Iterator
from io import SEEK_END
from typing import BinaryIO, TextIO, cast

from cleancopy.corpus.packed import UNPACK_ERRORS, start_of, unpacked
from cleancopy.corpus.record import Damage, Item, Passed, Record, encodable
from cleancopy.corpus.settings import Columns
from cleancopy.corpus.wanted import column_error, wanted_columns
from cleancopy.errors import CorpusError
from cleancopy.options import Kind

_LONGEST = 64 * 1024**2  # characters of a row, as of a page that is a file
_SAMPLE = 64 * 1024  # bytes that hold the row of names
_SEPARATORS = ",;\t|"
_MARK_8 = "\ufeff".encode().decode("latin-1")
_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")


class _EndlessError(Exception):
    """A row does not end within its bound."""


def read_delimited(stream: BinaryIO, name: str, columns: Columns, kind: Kind) -> Iterator[Item]:
    """Give the rows of a table as pages, named by a column or by their numbers from 1, the row of names not counted.

    The separator (comma, semicolon, tab or bar) is the one by which the row of names has the column of the page. A
    UTF-16 file needs its mark; of any other each page has the encoding that it shows, as a page of its own would.

    A row with too many cells, or without that of the page, is ``failed`` (``bad_row``); an empty one is ``skipped``
    (``no_page``). From a row on that does not end within 64 million characters the rest is `Damage`: a quotation mark
    is missing there. So it is from where a compressed file is cut off or damaged.

    name   of the file, for messages

    Raises `ColumnError` where a column is missing, `CorpusError` where there are no names, and `OSError` where
    `stream` cannot be read.
    """
    size = stream.seek(0, SEEK_END)
    csv.field_size_limit(_LONGEST)
    rows = _Rows(stream)
    names, separator = _names(rows.sample, columns, name)
    try:
        for number, cells in enumerate(rows.read(separator)):
            if number and cells:
                yield _item(cells, names, number, columns, kind, rows.bytes_of)
    except (_EndlessError, csv.Error) as error:
        yield Damage(min(rows.start, size), size, "damaged", f"row {rows.number}: {error}: a quotation mark is missing")
    except EOFError:
        yield Damage(size, size, "cut_off", "the file ends before its compressed data do")
    except UNPACK_ERRORS as error:
        yield Damage(min(stream.tell(), size), size, "damaged", str(error))


def check_delimited(stream: BinaryIO, name: str, columns: Columns) -> None:
    """Raise what `read_delimited` raises before the first row."""
    _names(_Rows(stream).sample, columns, name)


class _Rows:
    """The rows of a file as characters. All but UTF-16 is read byte for byte: what the bytes mean a page tells."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        head = start_of(stream.read(_SAMPLE), _SAMPLE)
        self._wide = head.startswith(_MARKS_16)
        self._encoding = "utf-16" if self._wide else "latin-1"
        self.sample = self._plain(head.decode(self._encoding, "ignore"))
        self._stream = stream
        self.number = self.start = 0
        self._read = self._quotes = 0
        self._ended = False

    def read(self, separator: str) -> Iterator[list[str]]:
        """Give the cells of each row, that of the names first. Raises `_EndlessError`."""
        contents = unpacked(self._stream)
        text = io.TextIOWrapper(cast("BinaryIO", contents), self._encoding, "replace", newline="")
        try:
            for cells in csv.reader(self._lines(text), delimiter=separator):
                if self._ended and self._quotes % 2:
                    raise _EndlessError("the file ends within it")
                yield cells
                self.start += self._read
                self.number += 1
                self._read = self._quotes = 0
        finally:
            text.detach()  # who opened the file closes it

    def bytes_of(self, cell: str) -> bytes | str:
        """What a cell holds: characters where they are certain, else the bytes as they stand in the file."""
        if self._wide:
            return encodable(cell)
        raw = cell.encode("latin-1")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw

    def _lines(self, text: TextIO) -> Iterator[str]:
        while line := text.readline(_LONGEST + 1):
            self._read += len(line)
            self._quotes += line.count('"')
            if self._read > _LONGEST:
                raise _EndlessError(f"it does not end within {_LONGEST:,} characters")
            yield line if self.start or self._read > len(line) else self._plain(line)
        self._ended = True

    def _plain(self, text: str) -> str:
        """The beginning of the file without its mark."""
        return text.removeprefix("\ufeff").removeprefix("" if self._wide else _MARK_8)


def _names(sample: str, columns: Columns, name: str) -> tuple[list[str], str]:
    """The names of the columns, and the separator between them. Raises `CorpusError`."""
    heads = {separator: _first_row(sample, separator) for separator in _SEPARATORS}
    likely = max(heads, key=lambda separator: (columns.page in heads[separator], len(heads[separator])))
    names = heads[likely]
    if not any(names):
        raise CorpusError(f"{name}: there is no row of names: it is empty, or its compression is damaged")
    for wanted in wanted_columns(columns):
        if names.count(wanted.name) != 1:
            what = "there is more than one column" if wanted.name in names else "there is no column"
            raise column_error(name, what, wanted, dict(zip(names, names, strict=True)))
    return names, likely


def _first_row(sample: str, separator: str) -> list[str]:
    try:
        cells = next(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), [])
    except csv.Error:
        return []
    return [_decoded(cell).strip() for cell in cells]


def _decoded(cell: str) -> str:
    """A name that was read byte for byte; one of a UTF-16 file is characters already."""
    try:
        return cell.encode("latin-1").decode()
    except UnicodeError:
        return cell


def _item(
    cells: list[str], names: list[str], number: int, columns: Columns, kind: Kind, value: Callable[[str], bytes | str]
) -> Record | Passed:
    row = dict(zip(names, cells, strict=False))
    id_ = _text(row, columns.id, value) or str(number)
    if any(cells[len(names) :]) or columns.page not in row:
        return Passed(id_, "failed", "bad_row", detail=f"row {number} has {len(cells)} cells for {len(names)} columns")
    url = _text(row, columns.url, value)
    if not row[columns.page]:
        return Passed(id_, "skipped", "no_page", url)
    return Record(id_, value(row[columns.page]), url, kind)


def _text(row: dict[str, str], column: str | None, value: Callable[[str], bytes | str]) -> str | None:
    found = value(row.get(column, "")) if column is not None else ""
    text = found if isinstance(found, str) else found.decode("windows-1252", "replace")
    return encodable(text) or None
