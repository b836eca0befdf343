import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluation import gate
from evaluation.gate import GatePaths
from labelled import CORE_SETS, find_page_fold

PROSE = "The ferry pier at Saltmere will reopen in the spring, after nine winters of storms."
CAPTION = "A crane lifts the last beam of the old pier"
FIELDS = dict.fromkeys(("title", "authors", "date", "dek", "headings", "credits", "lang", "page_type"))


def page(i: int, prose: str = PROSE) -> dict[str, object]:
    html = f"<html><body><main><p>{prose}</p><p>{CAPTION}</p><p>Share</p></main></body></html>".encode()
    labels = {"text": prose, "captions": [CAPTION], "with": ["pier"], "without": ["Share", "Cookies"]}
    return FIELDS | labels | {"id": f"p{i}", "url": f"https://site{i}.org/", "html": html}


def write_sets(bench: Path, prose: str = PROSE) -> None:
    (bench / "sets").mkdir(exist_ok=True)
    for name in CORE_SETS:
        pq.write_table(pa.Table.from_pylist([page(i, prose) for i in range(20)]), bench / "sets" / f"{name}.parquet")


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_folds: Callable[..., Path]) -> GatePaths:
    """The files of a gate that was just measured on labelled pages and artefacts of ours."""
    write_sets(tmp_path)
    monkeypatch.setenv("CLEANCOPY_BENCH", str(tmp_path))
    paths = GatePaths(tmp_path / "gate.json", tmp_path / "gate", write_folds())
    assert gate.main(["--update"], paths) == 0
    return paths


def test_what_was_just_measured_passes(paths: GatePaths, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main([], paths) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["news-world", "wet", "leak", "1.0030", "1.0000", "ok"] in lines
    assert ["segments", "html", "out", "0.5030", "0.5000", "ok"] in lines
    assert ["daniel", "wet", "lead", "0.9970", "1.0000", "ok"] in lines
    assert {line[1] for line in lines if line[0] == "news-world"} == {"html", "wet", "inscriptis"}


def test_a_fall_below_a_floor_is_named(paths: GatePaths, capsys: pytest.CaptureFixture[str]) -> None:
    known = json.loads(paths.limits.read_text())
    known["limits"]["wcxb"]["html"]["tail"] = 1.1
    known["limits"]["segments"]["wet"]["out"] = 0.4
    paths.limits.write_text(json.dumps(known))
    assert gate.main([], paths) == 1
    captured = capsys.readouterr()
    assert captured.err.splitlines() == [
        "FAILED wcxb html: tail 1.0000 is below its floor 1.1000",
        "FAILED segments wet: out 0.5000 is above its ceiling 0.4000",
    ]
    assert captured.out.count("FAILED") == 2


def test_other_pages_are_noticed(paths: GatePaths, capsys: pytest.CaptureFixture[str]) -> None:
    write_sets(paths.limits.parent, PROSE + " At last.")
    assert gate.main([], paths) == 1
    assert "FAILED daniel: the sample is not the one" in capsys.readouterr().err


def test_an_update_refuses_worse_artefacts_unless_allowed(
    paths: GatePaths,
    write_folds: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = paths.limits.read_bytes()
    weights = (paths.artifacts / "html-0" / "weights.npz").read_bytes()
    worse = paths._replace(trained=write_folds("worse", -9.0))
    assert gate.main(["--update"], worse) == 1
    assert "REFUSED wcxb html: F1 0.0000 is below its floor" in capsys.readouterr().err
    assert paths.limits.read_bytes() == before
    assert (paths.artifacts / "html-0" / "weights.npz").read_bytes() == weights
    assert gate.main(["--update", "--allow-regression"], worse) == 0
    assert gate.main([], paths) == 0


def test_a_floor_stays_where_the_new_figure_is_a_little_lower() -> None:
    limits = gate.compute_limits({"a": {"wet": {"F1": 0.9, "out": 0.1}}}, {"a": {"wet": {"F1": 0.901, "out": 0.099}}})
    assert limits == {"a": {"wet": {"F1": 0.9, "out": 0.1}}}


def test_the_sample_is_of_fold_0_and_does_not_depend_on_order(paths: GatePaths) -> None:
    first = gate.draw_sample(("daniel",))
    rows = [page(i) for i in reversed(range(20))]
    pq.write_table(pa.Table.from_pylist(rows), paths.limits.parent / "sets" / "daniel.parquet")
    assert gate.draw_sample(("daniel",)) == first
    assert first["daniel"]
    assert all(find_page_fold("daniel", row) == 0 for row in first["daniel"])


def test_without_artefacts_it_says_what_to_do(paths: GatePaths, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main([], paths._replace(artifacts=paths.limits.parent / "none")) == 1
    assert "`make train` first; then `python -m evaluation.gate --update`" in capsys.readouterr().err


def test_without_labelled_pages_it_is_skipped_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLEANCOPY_BENCH", str(tmp_path / "none"))
    assert gate.main([]) == 0
    assert "skipped: no labelled pages" in capsys.readouterr().out
