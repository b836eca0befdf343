import gzip
import io

import pytest

from cleancopy.corpus.inputs.delimited import read_delimited
from cleancopy.corpus.record import Damage, Record, SkippedRecord
from cleancopy.corpus.settings import Columns
from cleancopy.errors import CorpusError

COLUMNS = Columns("html", "name", "url")
PAGE = '<p class="a">One, two;\nthree</p>'


def read(data, columns=COLUMNS):
    return list(read_delimited(io.BytesIO(data), "t.csv", columns, "auto"))


def table(separator=",", page=PAGE):
    quoted = '"' + page.replace('"', '""') + '"'
    return f"name{separator}html{separator}url\r\na{separator}{quoted}{separator}https://x.example/\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_gives_the_wanted_column(separator):
    assert read(table(separator).encode()) == [Record("a", PAGE, "https://x.example/")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_unicode_is_read_as_such_with_or_without_a_mark(encoding):
    (record,) = read(table(page="<p>Žluťoučký “kůň”</p>").encode(encoding))
    assert record == Record("a", "<p>Žluťoučký “kůň”</p>", "https://x.example/")


def test_a_page_in_another_encoding_is_left_for_its_decoder():
    (record,) = read(table(page="<p>caf\xe9</p>").encode("latin-1"))
    assert record.page == b"<p>caf\xe9</p>"


def test_rows_are_named_by_their_numbers_and_empty_pages_are_accounted_for():
    items = read(b'html,n\n<p>a</p>,1\n"",2\n<p>b</p>,3\n', Columns("html"))
    assert items == [Record("1", "<p>a</p>"), SkippedRecord("2", "skipped", "no_page"), Record("3", "<p>b</p>")]


def test_a_row_whose_cells_are_not_those_of_the_table_costs_itself():
    items = read(b"n,html\n1,<p>a, b</p>\n2\n3,<p>c</p>\n", Columns("html"))
    assert [(item.id, getattr(item, "reason", "")) for item in items] == [("1", "bad_row"), ("2", "bad_row"), ("3", "")]


def test_a_quotation_mark_that_is_never_closed_is_damage_and_what_comes_before_stands():
    data = b'html\n<p>a</p>\n"<p>b</p>\n<p>c</p>\n'
    first, damage = read(data, Columns("html"))
    assert first == Record("1", "<p>a</p>")
    assert (damage.kind, damage.start, damage.end) == ("damaged", len(b"html\n<p>a</p>\n"), len(data))
    assert "quotation mark" in damage.detail


def test_a_mark_of_inches_in_the_last_row_is_no_damage():
    assert read(b'html\n<p>a</p>\n<p>5" pipe</p>', Columns("html"))[-1] == Record("2", '<p>5" pipe</p>')


def test_a_row_beyond_the_limit_is_damage_and_is_not_held(monkeypatch):
    monkeypatch.setattr("cleancopy.corpus.inputs.delimited._MAX_ROW", 1000)
    first, damage = read(b"html\n<p>a</p>\n" + b"x" * 5000 + b"\n<p>b</p>\n", Columns("html"))
    assert first == Record("1", "<p>a</p>")
    assert damage.kind == "damaged"


def test_a_cell_of_fifty_megabytes_is_read():
    (record,) = read(b"html\n" + b"x" * 50_000_000 + b"\n", Columns("html"))
    assert len(record.page) == 50_000_000


def test_a_compressed_table_that_is_cut_off_gives_what_was_there():
    rows = "".join(f"<p>{number}</p>\n" for number in range(20_000))
    packed = gzip.compress(f"html\n{rows}".encode())
    assert len(read(packed, Columns("html"))) == 20_000
    *records, damage = read(packed[: len(packed) // 2], Columns("html"))
    assert records
    assert all(isinstance(record, Record) for record in records)
    assert isinstance(damage, Damage)
    assert damage.kind == "cut_off"


def test_a_missing_column_is_reported_with_those_that_are_there():
    with pytest.raises(CorpusError, match=r"no column 'page': name one of n, html"):
        read(b"n;html\n1;a\n", Columns("page"))


def test_a_name_that_stands_twice_is_refused():
    with pytest.raises(CorpusError, match="there is more than one column 'html'"):
        read(b"html,html\na,b\n", Columns("html"))
