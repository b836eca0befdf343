import json
from pathlib import Path

import pytest

from cleancopy.article import Article
from evaluation import measure, run
from evaluation.measure import Outcome, Task


def test_it_prints_a_line_for_each_input_and_peer(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--workers", "1", "--input", "html", "wet", "--peers", "keep_all", "--by", "page_type"]
    assert run.main(["news-en", *options], bench / "folds") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("out of fold")
    lines = [line.split()[:3] for line in shown.splitlines()]
    assert ["html", "cleancopy", "4"] in lines
    assert ["html", "parse", "only"] in lines
    assert ["wet", "keep_all", "4"] in lines
    assert lines.count(["page_type", "article", "4"]) == 3


def test_the_figures_can_be_had_as_json(bench: Path) -> None:
    file = bench / "figures.json"
    assert run.main(["news-en", "--workers", "1", "--json", str(file)], bench / "folds") == 0
    document = json.loads(file.read_text())
    assert (document["models"], document["mode"]) == ("out of fold", "balanced")
    result = document["sets"]["news-en"]["wet"]["cleancopy"]
    assert result["figures"]["F1"] == {"mean": 1, "low": 1, "high": 1, "n": 4}
    assert result["figures"]["with"]["n"] == result["pages"] == 4
    assert result["failed"] == {}


def test_the_mode_is_that_of_our_answers_and_is_named(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(measure, "extract_page", lambda page, options, models: asked.append(options) or Article())
    file = bench / "figures.json"
    options = ["--workers", "1", "--input", "html", "--json", str(file)]
    assert run.main(["news-en", *options, "--mode", "recall"], bench / "folds") == 0
    assert {(o.mode, o.url) for o in asked} == {("recall", f"https://site{i}.org/") for i in range(4)}
    assert json.loads(file.read_text())["mode"] == "recall"


def test_an_unknown_mode_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.main(["--mode", "bold"])
    assert "bold" in capsys.readouterr().err


def test_confidence_and_flags_are_of_our_answer_only(row: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    doubtful = Article(confidence=0.3, flags=frozenset({"consent_wall"}))
    monkeypatch.setattr(measure, "extract_page", lambda *_: doubtful)
    outcomes = measure.measure_page(Task("news-en", "wet", None, ("keep_all",)), {"url": None} | row)
    assert (outcomes["cleancopy"].confidence, outcomes["cleancopy"].flags) == (0.3, {"consent_wall"})
    assert (outcomes["keep_all"].confidence, outcomes["keep_all"].flags) == (None, frozenset())


def test_two_processes_give_the_same_figures(bench: Path) -> None:
    figures = []
    for workers in ("1", "2"):
        assert (
            run.main(
                ["news-en", "--workers", workers, "--input", "html", "--json", str(bench / workers)], bench / "folds"
            )
            == 0
        )
        figures.append(json.loads((bench / workers).read_text())["sets"]["news-en"]["html"]["cleancopy"]["figures"])
    assert figures[0] == figures[1]


def test_without_artefacts_it_says_to_train(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["news-en", "--workers", "1"], bench / "none") == 2
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


def test_what_failed_is_counted_by_name(row: dict[str, object]) -> None:
    outcomes = [Outcome({"F1": 0.0}, 1.0, "ValueError"), Outcome({"F1": 1.0}, 1.0, None)]
    result = run.summarize_outcomes(outcomes, [row, row], ["lang"])
    assert result.failed == {"ValueError": 1}
    assert result.figures["F1"].mean == result.groups["lang"]["en"].mean == 0.5
    assert result.seconds == 2
