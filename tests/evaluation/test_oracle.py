"""What a change of the code changes in the answers to the labelled pages."""

import gzip
import json
from pathlib import Path

import pytest

from evaluation import oracle
from evaluation.oracle import find_difference

ARGUMENTS = ["news-en", "--workers", "1", "--input", "html", "wet"]


def test_what_was_written_is_equal_until_something_changes(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = bench / "oracle"
    assert oracle.main([*ARGUMENTS, "--write", str(folder)], bench / "folds") == 0
    assert oracle.main([*ARGUMENTS, "--against", str(folder)], bench / "folds") == 0
    assert "news-en wet: 0 of 4 pages differ" in capsys.readouterr().out
    file = folder / "news-en-html.jsonl.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        answers = list(map(json.loads, lines))
    answers[1]["article"]["title"] = "Another"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(answer) + "\n" for answer in answers[:3])
    assert oracle.main([*ARGUMENTS, "--against", str(folder)], bench / "folds") == 1
    out = capsys.readouterr().out
    assert "news-en html: 2 of 4 pages differ" in out
    assert 'article.title: "Another" is now' in out
    assert 'id: "(missing)" is now' in out


@pytest.mark.parametrize("old, new, difference", [
    ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}, None),
    ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, "a.1.b: 2 is now 3"),
    ({"a": [1]}, {"a": [1, 2]}, 'a.1: "(missing)" is now 2'),
    ({"a": 1}, {"b": 1}, 'a: 1 is now "(missing)"'),
    ([], {}, ": [] is now {}"),
    ("x" * 300, "", f': "{"x" * 199}… is now ""'),
])  # fmt: skip
def test_the_first_difference(old: object, new: object, difference: str | None) -> None:
    assert find_difference(old, new) == difference
