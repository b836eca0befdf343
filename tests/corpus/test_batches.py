"""The Arrow door, by itself and within engines that speak Arrow."""

import os
import shutil
import sys

import pyarrow as pa
import pytest

import cleancopy
from cleancopy.corpus.batches import batch_schema, clean_batches
from cleancopy.errors import CorpusError
from cleancopy.limits import Limits

PATIENT = Limits(seconds=600)
"""On a busy machine a process may stand still for longer than a page usually may take."""
SENTENCE = "The ferry to the outer islands will sail twice a day from May on, the harbour office said on Monday."
PAGES = [f"<title>Ferry {i}</title><p>{SENTENCE * 5} {i}.</p>" for i in range(12)]


def batch(pages: list[str | None] = PAGES) -> pa.RecordBatch:  # type: ignore[assignment]
    urls = [f"https://example.org/{i}" for i in range(len(pages))]
    return pa.RecordBatch.from_pydict({"number": list(range(len(pages))), "html": pages, "url": urls})


def test_a_row_stays_a_row():
    first, second = clean_batches([batch(), batch(PAGES[:2])], url="url", workers=2)
    assert (first.num_rows, second.num_rows) == (12, 2)
    assert first["number"].to_pylist() == list(range(12))
    assert "html" not in first.schema.names
    assert first["text"].to_pylist() == [cleancopy.extract_text(page) for page in PAGES]
    assert first["url"].to_pylist()[3] == "https://example.org/3"
    assert first.schema == batch_schema(batch().schema)


def test_bytes_nulls_and_no_pages_pass():
    (answer,) = clean_batches([batch([None, "", "<nav>x"])])
    assert answer["status"].to_pylist() == ["empty"] * 3
    (answer,) = clean_batches([pa.RecordBatch.from_pydict({"page": [p.encode() for p in PAGES]})], page="page")
    assert answer["title"].to_pylist()[2] == "Ferry 2"
    (answer,) = clean_batches([batch([])], roles=True)
    assert answer.num_rows == 0
    (answer,) = clean_batches(pa.Table.from_batches([batch()]).slice(0, 0))
    assert (answer.num_rows, answer.schema) == (0, batch_schema(batch().schema))


def test_only_wanted_fields_have_columns():
    (answer,) = clean_batches([batch()], url="url", fields=["title"])
    assert answer["title"].to_pylist()[3] == "Ferry 3"
    assert answer["url"].to_pylist()[3] == "https://example.org/3"
    assert {"dek", "authors", "language"}.isdisjoint(answer.schema.names)
    assert answer.schema == batch_schema(batch().schema, fields=["title"])
    with pytest.raises(ValueError, match="unknown field 'tittle'"):
        clean_batches([batch()], fields=["tittle"])


@pytest.mark.parametrize(
    "given",
    [
        batch,
        lambda: pa.Table.from_batches([batch()]),
        lambda: pa.Table.from_batches([batch()]).to_reader(max_chunksize=5),
        lambda: [pa.Table.from_batches([batch()])],
        lambda: iter([batch(PAGES[:4]), batch(PAGES[4:])]),
        lambda: batch().to_pandas(),
        lambda: pytest.importorskip("polars").from_arrow(batch()),
        lambda: pytest.importorskip("duckdb").from_arrow(pa.Table.from_batches([batch()])),
    ],
    ids=["batch", "table", "reader", "list of tables", "iterator", "pandas", "polars", "duckdb"],
)
def test_whatever_speaks_arrow_is_taken(given):
    answer = pa.Table.from_batches(clean_batches(given(), url="url"))
    assert answer["text"].to_pylist() == [cleancopy.extract_text(page) for page in PAGES]
    assert answer["url"].to_pylist()[3] == "https://example.org/3"


@pytest.mark.parametrize("given", ["<p>x", None, 7, {"html": ["<p>x"]}, pa.chunked_array([["<p>x"]])])
def test_what_does_not_is_refused_at_once(given):
    with pytest.raises(TypeError, match=f"__arrow_c_stream__.*, not {type(given).__name__}: make one"):
        clean_batches(given)


def test_rows_of_dicts_are_refused():
    with pytest.raises(TypeError, match="not dict: make one"):
        list(clean_batches([{"html": "<p>x"}]))


@pytest.mark.parametrize("column", [[1, 2], [["<p>x"]], [{"a": "<p>x"}]])
def test_a_column_without_text_is_refused(column):
    with pytest.raises(CorpusError, match="'html' must hold strings or bytes, not "):
        list(clean_batches(pa.table({"html": column})))


@pytest.mark.parametrize(
    "of_type", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())], ids=str
)
def test_every_type_of_text_is_taken(of_type):
    (answer,) = clean_batches(pa.table({"html": pa.array(PAGES[:2]).cast(of_type)}))
    assert answer["text"].to_pylist() == [cleancopy.extract_text(page) for page in PAGES[:2]]


def test_a_missing_column_is_named():
    with pytest.raises(CorpusError, match=r"'page'.*number, html, url"):
        list(clean_batches([batch()], page="page"))


@pytest.mark.filterwarnings("ignore")  # of Ray's and Spark's own making
def test_ray_data_maps_it():
    ray = pytest.importorskip("ray", reason="Ray is not installed")
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        import ray.data  # noqa: PLC0415

        rows = ray.data.from_arrow(pa.Table.from_batches([batch()]))
        cleaned = rows.map_batches(_clean, batch_format="pyarrow", batch_size=6)
        texts = {row["number"]: row["text"] for row in cleaned.take_all()}
    finally:
        ray.shutdown()
    assert texts == {i: cleancopy.extract_text(page) for i, page in enumerate(PAGES)}


def _clean(table: pa.Table) -> pa.Table:
    return pa.Table.from_batches(clean_batches(table.to_batches(), url="url", limits=PATIENT))


@pytest.mark.filterwarnings("ignore")
def test_spark_maps_it(monkeypatch):
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java on this machine")
    spark = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    try:
        pages = spark.createDataFrame([(i, page) for i, page in enumerate(PAGES)], "number long, html string")
        cleaned = pages.mapInArrow(_clean_iterator, "number long, status string, text string")
        texts = {row.number: row.text for row in cleaned.collect()}
    finally:
        spark.stop()
    assert texts == {i: cleancopy.extract_text(page) for i, page in enumerate(PAGES)}


def _clean_iterator(batches):
    for answer in clean_batches(batches):
        text = answer["text"].cast(pa.string())
        yield pa.RecordBatch.from_arrays([answer["number"], answer["status"], text], names=["number", "status", "text"])
