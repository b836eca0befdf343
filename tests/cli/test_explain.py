import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleancopy.cli.main import main
from cleancopy.cli.terminal import collapse_whitespace
from cleancopy.extract import explain

COUNCIL = Path(__file__).parents[2] / "src" / "cleancopy" / "demo" / "council.txt"


def run(*args: str | Path, color: bool = False, page: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["explain", *map(str, args)], input=page, color=color)


def test_every_block_has_its_role_and_score() -> None:
    trace = explain(COUNCIL.read_bytes())
    heads = [line for line in run(COUNCIL).stdout.split("\n\n")[0].splitlines() if not line.startswith("      ")]
    assert len(heads) == len(trace.blocks)
    for head, block in zip(heads, trace.blocks, strict=True):
        assert head.split()[1] == block.role
        assert f" {block.score:.2f}  {collapse_whitespace(block.block.text)[:20]}" in head


def test_fields_stand_below() -> None:
    fields = run(COUNCIL).stdout.split("\n\n")[-1]
    article = explain(COUNCIL.read_bytes()).article
    assert fields.startswith(f"title       {article.title}\n")
    assert fields.endswith(f"confidence  {article.confidence:.2f}\n")


def test_no_colours_outside_a_terminal() -> None:
    assert "\x1b" not in run(COUNCIL).stdout


def test_colours_on_a_terminal() -> None:
    assert "\x1b[" in run(COUNCIL, color=True).stdout


def test_no_colours_where_nobody_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run(COUNCIL, color=True).stdout


def test_standard_input() -> None:
    assert run("-", page=COUNCIL.read_bytes()).stdout == run(COUNCIL).stdout


def test_options_reach_the_extraction() -> None:
    plain = b"<p>One &amp; two, as a page that somebody flattened might say it, and quite at length.</p>"
    assert "&amp;" in run("--kind", "text", page=plain).stdout
    assert "&amp;" not in run("--kind", "html", page=plain).stdout


def test_a_missing_file_is_wrong_use() -> None:
    result = run("absent.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "absent.html: no such file" in result.stderr


def test_a_page_becomes_a_case(tmp_path: Path) -> None:
    page = b"<html><title>Pier</title><h1>Pier</h1><p>By Jane Doe<p>" + b"A ferry sails at noon. " * 20
    result = run("--case", tmp_path / "a.b", "--url", "https://a.example/x", "-", page=page)
    assert result.exit_code == 0
    assert (tmp_path / "a.b.html").read_bytes() == page
    assert json.loads((tmp_path / "a.b.json").read_text("utf-8")) == {
        "about": "",
        "kind": "",
        "url": "https://a.example/x",
        "expect": {"text_has": [], "text_lacks": [], "title": "Pier", "dek": None, "authors": ["Jane Doe"],
                   "published": None},
    }  # fmt: skip
    assert "a.b.json what is expected" in " ".join(result.stdout.split()).replace("\n", "")


def test_a_case_is_not_written_over_another(tmp_path: Path) -> None:
    assert run("--case", tmp_path / "a", COUNCIL).exit_code == 0
    assert (tmp_path / "a.txt").read_bytes() == COUNCIL.read_bytes()
    result = run("--case", tmp_path / "a", COUNCIL)
    assert result.exit_code == 2
    assert "a.txt: cannot be written: it exists already" in result.stderr
    assert run("--case", tmp_path / "absent" / "a", COUNCIL).exit_code == 2
