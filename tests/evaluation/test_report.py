import json

from evaluation.report import join_documents, main
from tools.tables import make_markdown_table


def summary(mean, n=30):
    return {"mean": mean, "low": mean - 0.01, "high": mean + 0.01, "n": n}


def run(mode, name, f1):
    figures = {"F1": summary(f1), "P": summary(f1), "R": summary(f1), "lead": summary(0.5)}
    groups = {"page_type": {"article": summary(f1), "forum": summary(f1), "product": summary(f1, n=3)}}
    sets = {"wcxb": {"html": {name: {"pages": 33, "figures": figures, "groups": groups}}}}
    return {"models": "out of fold", "mode": mode, "sets": sets}


WORTH = {
    "pages": 33, "calibration_error": 0.02, "spearman": None, "kept": {"0": 0.9, "5": 0.95},
    "flags": {"short": {"pages": 2, "F1": 0.5, "without": None}},
}  # fmt: skip


def test_table():
    assert list(make_markdown_table(("a", "b"), [["1", "2"]])) == ["| a | b |", "|---|---|", "| 1 | 2 |"]


def test_runs_are_joined():
    both = join_documents([run("balanced", "cleancopy", 0.8)["sets"], run("balanced", "justext", 0.7)["sets"]])
    assert list(both["wcxb"]["html"]) == ["cleancopy", "justext"]


def test_report(tmp_path, capsys):
    documents = [run("balanced", "cleancopy", 0.8), run("balanced", "justext", 0.7), run("recall", "cleancopy", 0.79)]
    paths = [tmp_path / f"{i}.json" for i in range(4)]
    for path, document in zip(paths, [*documents, {"sets": {"all": {"html": WORTH}}}], strict=True):
        path.write_text(json.dumps(document))
    main([*map(str, paths[:3]), "--doubt", str(paths[3])])
    lines = capsys.readouterr().out.splitlines()
    assert "| wcxb | html | **cleancopy** | 33 | 0.800 | 0.790–0.810 | 0.800 | 0.800 | 0.500 |  |  |  |  |" in lines
    assert "| wcxb | forum | 30 | html | justext | 0.700 | 0.690–0.710 |" in lines
    assert not any("product" in line for line in lines)  # too few pages
    assert "| wcxb | html | recall | 0.790 | 0.790 | 0.790 |" in lines
    assert "| all | html | 33 | 0.020 |  | 0.900 | 0.950 |" in lines
    assert "| html | `short` | 2 | 0.500 |  |" in lines
