import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluation import held_out, run
from evaluation.measure import Outcome

PROSE = "The ferry pier at Saltmere will reopen in the spring, after nine winters of storms."
ROW = {
    "html": f"<html><body><main><p>{PROSE}</p></main></body></html>".encode(),
    "text": PROSE,
    "title": None, "authors": ["Ann Lee"], "date": None, "dek": None, "headings": None, "captions": None,
    "credits": None, "lang": "en", "page_type": "article", "with": ["the spring"], "without": None,
}  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_folds: Callable[..., Path]) -> Iterator[Path]:
    (tmp_path / "sets").mkdir()
    rows = [{"id": f"p{i}", "url": f"https://site{i}.org/"} | ROW for i in range(4)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "sets" / "news-en.parquet")
    monkeypatch.setenv("CLEANCOPY_BENCH", str(tmp_path))
    monkeypatch.setattr(held_out, "TRAINED", write_folds())
    yield tmp_path
    logging.disable(logging.NOTSET)  # a measurement silences the peers for good


def test_it_prints_a_line_for_each_input_and_peer(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--workers", "1", "--input", "html", "wet", "--peers", "keep_all", "--by", "page_type"]
    assert run.main(["news-en", *options]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("out of fold")
    lines = [line.split()[:3] for line in shown.splitlines()]
    assert ["html", "cleancopy", "4"] in lines
    assert ["html", "parse", "only"] in lines
    assert ["wet", "keep_all", "4"] in lines
    assert lines.count(["page_type", "article", "4"]) == 3


def test_the_figures_can_be_had_as_json(bench: Path) -> None:
    file = bench / "figures.json"
    assert run.main(["news-en", "--workers", "1", "--json", str(file)]) == 0
    document = json.loads(file.read_text())
    assert document["models"] == "out of fold"
    result = document["sets"]["news-en"]["wet"]["cleancopy"]
    assert result["figures"]["F1"] == {"mean": 1, "low": 1, "high": 1, "n": 4}
    assert result["figures"]["with"]["n"] == result["pages"] == 4
    assert result["failed"] == {}


def test_two_processes_give_the_same_figures(bench: Path) -> None:
    figures = []
    for workers in ("1", "2"):
        assert run.main(["news-en", "--workers", workers, "--input", "html", "--json", str(bench / workers)]) == 0
        figures.append(json.loads((bench / workers).read_text())["sets"]["news-en"]["html"]["cleancopy"]["figures"])
    assert figures[0] == figures[1]


def test_without_artefacts_it_says_to_train(
    bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(held_out, "TRAINED", bench / "none")
    assert run.main(["news-en", "--workers", "1"]) == 2
    assert "`make train` first" in capsys.readouterr().err


def test_without_labelled_pages_it_says_where_they_should_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLEANCOPY_BENCH", str(tmp_path / "none"))
    assert run.main([]) == 2
    assert "CLEANCOPY_BENCH" in capsys.readouterr().err


def test_an_unknown_set_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.main(["no-such-set"])
    assert "unknown set no-such-set" in capsys.readouterr().err


def test_what_failed_is_counted_by_name() -> None:
    outcomes = [Outcome({"F1": 0.0}, 1.0, "ValueError"), Outcome({"F1": 1.0}, 1.0, None)]
    result = run.summary_of(outcomes, [ROW, ROW], ["lang"])
    assert result.failed == {"ValueError": 1}
    assert result.figures["F1"].mean == result.groups["lang"]["en"].mean == 0.5
    assert result.seconds == 2
