"""A table that lacks a requested column is reported before a run writes anything."""

import csv
import gzip
import json
import os
import signal
from io import BytesIO, StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleancopy.corpus.inputs import column_checks as looks
from cleancopy.corpus.inputs import find_sources
from cleancopy.corpus.inputs.column_checks import find_column_errors
from cleancopy.corpus.inputs.column_errors import list_requested_columns, make_column_error
from cleancopy.corpus.report import get_exit_code
from cleancopy.corpus.run import prepare, run
from cleancopy.corpus.settings import Columns, Settings
from cleancopy.errors import ColumnError

SENTENCE = "The ferry to the outer islands will sail twice a day from May on, the harbour office said on Monday."
PAGE = f"<title>Ferry</title><p>{SENTENCE * 4}"
NAMES = ["address", *(f"a_rather_long_name_of_a_column_{number}" for number in range(20)), "content", "html_raw"]
ROWS = [dict.fromkeys(NAMES, PAGE) for _ in range(3)]


def _parquet(rows):
    out = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def _jsonl(rows):
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def _delimited(rows, separator):
    out = StringIO()
    table = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


TABLES = {
    "t.parquet": _parquet(ROWS),
    "t.jsonl": _jsonl(ROWS),
    "t.jsonl.gz": gzip.compress(_jsonl(ROWS)),
    "t.csv": _delimited(ROWS, ","),
    "t.csv.gz": gzip.compress(_delimited(ROWS, ";")),
    "t.tsv": _delimited(ROWS, "\t"),
}


def _settings(*columns):
    return Settings(columns=Columns(*columns), format="jsonl")


def _refusal(path, output, *columns):
    with pytest.raises(ColumnError) as refused:
        prepare([str(path)], str(output), _settings(*columns))
    return str(refused.value)


@pytest.fixture(params=TABLES)
def table(request, tmp_path):
    path = tmp_path / request.param
    path.write_bytes(TABLES[request.param])
    return path


def test_a_wrong_column_is_refused_with_all_names_and_the_folder_stays_free(table, tmp_path):
    result = _refusal(table, tmp_path / "out", "contents")
    assert result.startswith(f"{table}: ")
    assert "'contents': name one of address" in result
    assert all(name in result for name in NAMES)
    assert "--column" in result
    assert result.endswith("; did you mean 'content'?")
    assert not (tmp_path / "out").exists()
    report = run(prepare([str(table)], str(tmp_path / "out"), _settings("content")), workers=1)
    assert report.count_outcome("ok") == 3


@pytest.mark.parametrize(
    "columns, option", [(("content", "nr"), "--id-column"), (("content", None, "adress"), "--url-column")]
)
def test_the_option_that_is_wrong_is_named(table, tmp_path, columns, option):
    assert f" with {option}, or leave the table out" in _refusal(table, tmp_path / "out", *columns)


def test_the_usual_column_need_not_be_asked_for_to_be_missed(table, tmp_path):
    assert "column 'html'" in _refusal(table, tmp_path / "out") or "field 'html'" in _refusal(table, tmp_path / "out")


def test_a_folder_that_holds_a_run_stays_as_it_is(table, tmp_path):
    run(prepare([str(table)], str(tmp_path / "out"), _settings("content")), workers=1)
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    _refusal(table, tmp_path / "out", "contents")
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before


def test_a_column_that_cannot_be_a_page_is_wrong_use(tmp_path):
    path = tmp_path / "t.parquet"
    path.write_bytes(_parquet([{"html": 1, "page": PAGE}]))
    assert "int64 cannot be read as text in column 'html'" in _refusal(path, tmp_path / "out")


def test_one_table_among_good_ones_is_named(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.parquet").write_bytes(_parquet([{"text" if name == "b" else "html": PAGE}]))
    assert f"{tmp_path}/b.parquet: " in _refusal(tmp_path / "*.parquet", tmp_path / "out")


def test_a_field_that_some_lines_lack_costs_those_lines(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_bytes(_jsonl([{"text": "x"}, {"html": PAGE}, {"text": "y"}]))
    report = run(prepare([str(path)], str(tmp_path / "out"), _settings("html")), workers=1)
    assert (report.count_outcome("ok"), report.outcomes["failed"]) == (1, {"no_field": 2})


@pytest.mark.parametrize(
    "name, data",
    [
        ("t.parquet", b"PAR1 nothing here PAR1"),
        ("t.jsonl", b"{no json\n[1]\n\n" + b'{"html": "a", "html": "b"}\n'),
        ("t.jsonl.gz", gzip.compress(_jsonl(ROWS))[:12]),
        ("t.csv.gz", b"\x1f\x8b\x08\0 damaged"),
        ("t.csv", b""),
    ],
)
def test_a_table_that_cannot_be_read_is_a_loss_of_the_run(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.jsonl").write_bytes(_jsonl([{"html": PAGE}]))
    inputs = [str(tmp_path / "good.jsonl"), str(tmp_path / name)]
    report = run(prepare(inputs, str(tmp_path / "out"), _settings("html")), workers=1)
    assert report.count_outcome("ok") == 1
    assert get_exit_code(report) == 1


def test_a_reader_that_dies_costs_its_table_and_the_next_are_looked_at(tmp_path, monkeypatch):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.parquet").write_bytes(_parquet([{"text": PAGE}]))
    monkeypatch.setattr(looks, "find_column_errors", die_of_b)
    tables = find_sources([str(tmp_path)])
    errors = looks._find_errors_in_subprocess(tables, Columns())
    assert [error and Path(str(error).partition(": ")[0]).name for error in errors] == ["a.parquet", None, "c.parquet"]


def die_of_b(tables, columns, advance):
    for table in tables:
        if table.path.endswith("b.parquet"):
            os.kill(os.getpid(), signal.SIGKILL)
        yield from find_column_errors([table], columns, advance)


def test_so_many_tables_are_looked_at_and_no_more(tmp_path, monkeypatch):
    for number in range(4):
        (tmp_path / f"{number}.jsonl").write_bytes(_jsonl([{"html" if number < 2 else "text": PAGE}]))
    monkeypatch.setattr(looks, "MAX_CHECKED_TABLES", 2)
    plan = prepare([str(tmp_path / "*.jsonl")], str(tmp_path / "out"), _settings("html"))
    assert len(plan.tasks) == 4


def test_a_run_that_met_nothing_but_errors_leaves_its_folder_free(tmp_path, monkeypatch):
    (tmp_path / "t.parquet").write_bytes(TABLES["t.parquet"])
    monkeypatch.setattr(looks, "MAX_CHECKED_TABLES", 0)
    wrong = run(prepare([str(tmp_path / "t.parquet")], str(tmp_path / "out"), _settings("contents")), workers=1)
    assert [source.state for source in wrong.sources] == ["error"]
    right = run(prepare([str(tmp_path / "t.parquet")], str(tmp_path / "out"), _settings("content")), workers=1)
    assert (right.count_outcome("ok"), get_exit_code(right)) == (3, 0)


def test_of_long_lines_only_the_beginning_is_read(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_bytes(_jsonl([{"html": "x" * 5_000_000}, {"text": "y"}]))
    assert prepare([str(path)], str(tmp_path / "out"), _settings("text")).tasks


@pytest.mark.parametrize("wanted, close", [("HTML", "html"), ("htm", "html"), ("html ", "html"), ("zzz", None)])
def test_a_name_that_is_close_is_suggested(wanted, close):
    (asked,) = list_requested_columns(Columns(wanted))
    result = str(make_column_error("t.csv", "there is no column", asked, {"html": "html", "n": "n"}))
    assert result.partition("; ")[2] == (f"did you mean '{close}'?" if close else "")


def test_a_message_has_bounds_and_no_control_characters():
    (asked,) = list_requested_columns(Columns("h\x1b[2J"))
    there = {f"\x1b[2J{number}\n{'x' * 5000}": f"\x1b[2J{number}\n{'x' * 5000}" for number in range(3000)}
    result = str(make_column_error("t\x1b.csv", "there is no column", asked, there))
    assert result.isprintable()
    assert ", and 2,000 more with --column" in result
    assert len(result) < 250_000


def test_a_table_in_an_object_store_is_looked_at(s3, put):
    put("in/t.parquet", TABLES["t.parquet"])
    put("in/t.jsonl", TABLES["t.jsonl"])
    for name in ("t.parquet", "t.jsonl"):
        assert "did you mean 'content'" in _refusal(f"{s3}/in/{name}", f"{s3}/out", "contents")
    assert run(prepare([f"{s3}/in/"], f"{s3}/out", _settings("content")), workers=1).count_outcome("ok") == 6
