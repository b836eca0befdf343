"""Reading in a process of its own: the same items, and a reader that dies costs its source."""

import os
import signal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleancopy.corpus.inputs import find_sources, read_source
from cleancopy.corpus.inputs.subprocess_reader import read_in_subprocess
from cleancopy.corpus.report import get_exit_code
from cleancopy.corpus.run import prepare, run
from cleancopy.corpus.settings import Columns, Settings
from cleancopy.errors import ColumnError, CorpusError
from tests.corpus.test_run import page, table

COLUMNS = Columns("html", "id", "url")
BAD = Path(os.environ.get("CLEANCOPY_BENCH", "../shared/bench")).parent / "hostile" / "parquet-bad"


def children() -> set[int]:
    me = os.getpid()
    return set(map(int, Path(f"/proc/{me}/task/{me}/children").read_text().split()))


def test_items_are_those_of_the_source(tmp_path):
    (source,) = find_sources([table(tmp_path / "a.parquet", [page(1), None, page(2)])])
    assert list(read_in_subprocess(source, COLUMNS, "auto")) == list(read_source(source, COLUMNS, "auto"))


def test_a_source_that_is_none_is_an_error_as_ever(tmp_path):
    source = tmp_path / "a.parquet"
    source.write_bytes(b"PAR1 nothing here PAR1")
    (found,) = find_sources([str(source)])
    with pytest.raises(CorpusError, match="not a Parquet file"):
        list(read_in_subprocess(found, COLUMNS, "auto"))


def test_a_reader_that_dies_costs_what_it_had_not_read(tmp_path):
    (source,) = find_sources([table(tmp_path / "a.parquet", [page(i) * 200 for i in range(200)])])
    before = children()
    items = read_in_subprocess(source, COLUMNS, "auto")
    next(items)
    (reader,) = children() - before
    os.kill(reader, signal.SIGKILL)
    with pytest.raises(CorpusError, match=r"a\.parquet: the reader was killed \(SIGKILL\)"):
        list(items)


def test_one_who_stops_early_leaves_no_process(tmp_path):
    (source,) = find_sources([table(tmp_path / "a.parquet", [page(i) * 200 for i in range(200)])])
    before = children()
    items = read_in_subprocess(source, COLUMNS, "auto")
    next(items)
    items.close()
    assert children() == before


def test_bad_files_cost_themselves_and_the_run_goes_on(tmp_path):
    if not BAD.is_dir():
        pytest.skip("the hostile Parquet files are not here")
    good = tmp_path / "good.parquet"
    pq.write_table(pa.table({"string": [page(i) for i in range(5)]}), good)
    with_column = [BAD / f"{name}.parquet" for name in ("ARROW-GH-41317", "ARROW-GH-41321", "PARQUET-1481")]
    settings = Settings(columns=Columns("string"))
    report = run(prepare([*map(str, with_column), str(good)], str(tmp_path / "out"), settings), workers=1)
    assert report.count_outcome("ok") == 9  # strings of the first two files are words, too
    assert [Path(source.path).name for source in report.sources if source.error] == ["PARQUET-1481.parquet"]
    assert get_exit_code(report) == 1


def test_bad_files_without_the_column_are_refused_by_name(tmp_path):
    if not BAD.is_dir():
        pytest.skip("the hostile Parquet files are not here")
    readable = {path.name for path in BAD.glob("*.parquet")} - {"PARQUET-1481.parquet"}
    for name in readable:
        with pytest.raises(ColumnError, match=f"{name}: there is no column 'html'"):
            prepare([str(BAD / name)], str(tmp_path / "out"), Settings(columns=COLUMNS))
