import json
from pathlib import Path

import pytest

from cleancopy.article import Article
from evaluation import parse_back, roundtrip
from evaluation.parse_back import OUTPUTS, find_fault, load_tei_schema
from tests.render.page import everything


def test_documents_of_labelled_pages_come_back(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = bench / "figures.json"
    assert (
        roundtrip.main(["news-en", "--workers", "1", "--input", "html", "wet", "--json", str(file)], bench / "folds")
        == 0
    )
    sets = json.loads(file.read_text())["sets"]
    none = dict.fromkeys(OUTPUTS, 0)
    assert [(r["pages"], r["failed"]) for r in sets["news-en"].values()] == [(4, none)] * 2
    assert "news-en wet: 4 pages" in capsys.readouterr().out


@pytest.mark.parametrize(
    "output, right, wrong",
    [
        *((output, "Tern", "Tem") for output in ("markdown", "html", "tei")),
        *((output, "Closed in winter", "") for output in ("markdown", "html", "tei")),
        ("markdown", "The end.", "- The end."),
        ("markdown", "The end.", "<b>The end.</b>"),
        ("html", "<p>The end.</p>", "<script>x</script>"),
        ("html", "<h3>", "<h3 onclick=x>"),
        ("html", "https://example.org/pier", "javascript:x"),
        ("tei", "<p>The end.</p>", "<para>The end.</para>"),
    ],
)
def test_a_fault_is_found(output: str, right: str, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if output == "tei" and "para" in wrong and load_tei_schema() is None:
        pytest.skip("needs TEI's schema: make test brings it")
    document = everything().render(output)
    assert right in document
    monkeypatch.setattr(parse_back, "render", lambda *_, **__: document.replace(right, wrong))
    assert find_fault(everything(), output)


def test_a_wrong_key_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_back, "render", lambda *_, **__: json.dumps({"version": 2}))
    assert "not valid" in str(find_fault(Article(), "json"))
