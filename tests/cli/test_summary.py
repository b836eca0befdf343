from dataclasses import replace

import click
import pytest

from cleancopy.cli.summary import format_summary
from cleancopy.corpus.report import Report
from tests.corpus.entries import clean, hostile


def lines(result: Report) -> list[str]:
    return [click.unstyle(line) for line in format_summary(result, "out/\x1b[2J", 80)]


def test_outcomes_stand_above_their_reasons() -> None:
    result = [line.split() for line in lines(clean())]
    assert result[:2] == [["ok", "6", "46.2", "%"], ["empty", "1", "7.7", "%"]]
    assert ["request", "3", "23.1", "%"] in result
    assert ["read", "13", "100.0", "%"] in result


def test_the_last_line_says_where_the_output_lies() -> None:
    assert lines(clean())[-1] == r"8 rows in 2 files: out/\x1b[2J"


@pytest.mark.parametrize("number, result", [(1, "1 file was"), (1234, "1,234 files were")])
def test_files_that_were_skipped_are_counted_and_their_names_have_a_place(number: int, result: str) -> None:
    shown = lines(replace(clean(), skipped_file_count=number))
    assert shown[-2] == f"{result} skipped: _run/skipped.jsonl has each name and the reason"
    assert not any("skipped.jsonl" in line for line in lines(clean()))


def test_losses_are_reported_with_the_places_of_some() -> None:
    assert "done in 2.0 s: 9 pages, 4.5 a second, 4.00 kB a second" in lines(clean())
    result = lines(hostile())
    assert "  1 record could not be read" in result
    assert "  crawl/a.warc.gz: damaged, bytes 1,000 to 1,200" in result


def test_no_name_commands_the_terminal() -> None:
    assert all(line.isprintable() and len(line) <= 80 for line in lines(hostile()))
