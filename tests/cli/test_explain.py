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
