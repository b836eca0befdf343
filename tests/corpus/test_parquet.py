import os
import random
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleancopy.corpus.inputs.parquet import _choose_batch_size, read_parquet
from cleancopy.corpus.record import Damage, Record, SkippedRecord
from cleancopy.corpus.settings import Columns
from cleancopy.errors import CorpusError

_BENCH = Path(os.environ.get("CLEANCOPY_BENCH", "../shared/bench"))
_BAD = _BENCH.parent / "hostile" / "parquet-bad"


def _file(columns, **options):
    out = BytesIO()
    pq.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def _read(data, columns=None, kind="auto"):
    return list(read_parquet(BytesIO(data), "t.parquet", columns or Columns(), kind))


def _pages(columns, **options):
    return [getattr(item, "page", None) for item in _read(_file(columns, **options))]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_pages_may_be_text_of_each_kind(kind):
    assert _pages({"html": pa.array(["<p>1", None, ""], kind)}) == ["<p>1", None, ""]


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.binary_view()])
def test_pages_may_be_bytes_of_each_kind(kind):
    assert _pages({"html": pa.array([b"\xff", None], kind)}) == [b"\xff", None]


def test_pages_may_be_a_dictionary():
    values = pa.array(["<p>1", "<p>2", None, "<p>1"]).dictionary_encode()
    assert _pages({"html": values}) == ["<p>1", "<p>2", None, "<p>1"]


def test_text_that_is_no_utf8_is_given_as_bytes():
    starts = pa.py_buffer((0).to_bytes(4, "little") + (2).to_bytes(4, "little"))
    broken = pa.Array.from_buffers(pa.string(), 1, [None, starts, pa.py_buffer(b"\xff\xfe")])
    (item,) = _read(_file({"html": broken, "u": broken}), Columns(id="u"))
    assert (item.page, item.id) == (b"\xff\xfe", "\\xff\\xfe")


def test_rows_are_named_by_column_or_number_across_row_groups():
    columns = {"html": ["a", "b", None, "d"], "n": [9, None, 7, 6], "u": ["http://a/", None, "x", "y"]}
    data = _file(columns, row_group_size=3)
    assert [item.id for item in _read(data)] == ["0", "1", "2", "3"]
    assert _read(data, Columns(id="n", url="u"), "html") == [
        Record("9", "a", "http://a/", "html"),
        Record("1", "b", None, "html"),
        SkippedRecord("7", "skipped", "no_page", "x"),
        Record("6", "d", "y", "html"),
    ]


def test_one_column_may_be_two_things():
    assert _read(_file({"html": ["a"]}), Columns(id="html")) == [Record("a", "a")]


@pytest.mark.parametrize(
    "columns", [Columns("text"), Columns(id="text"), Columns("n"), Columns(id="f"), Columns(url="n")]
)
def test_a_column_that_does_not_fit_is_an_error_that_names_those_there(columns):
    data = _file({"html": ["a"], "n": [1], "f": [0.5]})
    with pytest.raises(CorpusError, match=r"t\.parquet: .* column '\w+': name one of html \(string\), n \(int64\)"):
        _read(data, columns)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"<p>no table</p>"])
def test_what_is_no_parquet_file_is_an_error(data):
    with pytest.raises(CorpusError, match=r"t\.parquet: not a Parquet file"):
        _read(data)


def test_a_file_without_its_end_is_an_error():
    with pytest.raises(CorpusError, match="damaged"):
        _read(_file({"html": ["a" * 100]})[:-20])


def test_a_damaged_row_group_costs_its_rows_and_no_others():
    pages = [f"<p>page {number}" for number in range(30)]
    data = bytearray(_file({"html": pages}, row_group_size=10, use_dictionary=False, compression="none"))
    header = data.index(b"<p>page 10") - 30
    data[header : header + 26] = b"\xff" * 26
    items = _read(bytes(data))
    assert [item.id for item in items if isinstance(item, Record)] == [str(n) for n in (*range(10), *range(20, 30))]
    (damage,) = [item for item in items if isinstance(item, Damage)]
    assert "row group 1, rows 10 to 19: " in damage.detail


def test_a_disk_or_network_that_fails_is_no_damage():
    class Failing(BytesIO):
        broken = False

        def read(self, *args):
            if self.broken:
                raise OSError("the network is gone")
            return super().read(*args)

    stream = Failing(_file({"html": ["a" * 1000] * 100}, row_group_size=10))
    items = read_parquet(stream, "t.parquet", Columns(), "auto")
    assert next(items).id == "0"
    stream.broken = True
    with pytest.raises(OSError, match="network is gone"):
        list(items)


def test_a_batch_has_fewer_rows_the_longer_they_are():
    def rows(size, count):
        return _choose_batch_size(type("Group", (), {"total_byte_size": size, "num_rows": count}))

    assert [rows(10**4, 100), rows(400 * 2**20, 100), rows(2**40, 2), rows(0, 0)] == [16, 4, 1, 16]


def test_bytes_changed_at_random_raise_nothing_foreign():
    chance = random.Random(20)
    good = [
        _file({"html": [f"<p>{number}" for number in range(40)]}, row_group_size=20, **options)
        for options in ({}, {"use_dictionary": False, "column_encoding": {"html": "DELTA_BYTE_ARRAY"}})
    ]
    for _ in range(2000):
        data = bytearray(chance.choice(good))
        data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            items = _read(bytes(data))
        except CorpusError:
            continue
        assert all(isinstance(item, Record | SkippedRecord | Damage) for item in items)


@pytest.mark.skipif(not _BAD.is_dir(), reason=f"{_BAD} is not there")
def test_files_known_to_break_readers_raise_nothing_foreign():
    outcomes = {}
    for path in sorted(_BAD.glob("*.parquet")):
        for column in ("html", "name", "comment_col", "large_binary"):
            try:
                with path.open("rb") as stream:
                    items = list(read_parquet(stream, path.name, Columns(column), "auto"))
            except CorpusError as error:
                outcomes[path.name, column] = str(error)
            else:
                outcomes[path.name, column] = items
    assert len(outcomes) == 32
    for damaged in (("ARROW-RS-GH-6229-DICTHEADER.parquet", "name"), ("ARROW-GH-41321.parquet", "large_binary")):
        assert any(isinstance(item, Damage) for item in outcomes[damaged])
