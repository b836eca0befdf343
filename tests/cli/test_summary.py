from dataclasses import replace

import click
import pytest

from cleancopy.cli.summary import summary_lines
from cleancopy.corpus.report import Report
from tests.corpus.entries import clean, hostile


def lines(told: Report) -> list[str]:
    return [click.unstyle(line) for line in summary_lines(told, "out/\x1b[2J", 80)]


def test_outcomes_stand_above_their_reasons() -> None:
    told = [line.split() for line in lines(clean())]
    assert told[:2] == [["ok", "6", "46.2", "%"], ["empty", "1", "7.7", "%"]]
    assert ["request", "3", "23.1", "%"] in told
    assert ["read", "13", "100.0", "%"] in told


def test_the_last_line_says_where_the_output_lies() -> None:
    assert lines(clean())[-1] == r"8 rows in 2 files: out/\x1b[2J"


@pytest.mark.parametrize("number, told", [(1, "1 file was"), (1234, "1,234 files were")])
def test_files_that_were_skipped_are_counted_and_their_names_have_a_place(number: int, told: str) -> None:
    shown = lines(replace(clean(), skipped_number=number))
    assert shown[-2] == f"{told} skipped: _run/skipped.jsonl has each name and why"
    assert not any("skipped.jsonl" in line for line in lines(clean()))


def test_losses_are_told_with_the_places_of_some() -> None:
    assert "done in 2.0 s: 9 pages, 4.5 a second, 4.00 kB a second" in lines(clean())
    told = lines(hostile())
    assert "  1 record could not be read" in told
    assert "  crawl/a.warc.gz: damaged, bytes 1,000 to 1,200" in told


def test_no_name_commands_the_terminal() -> None:
    assert all(line.isprintable() and len(line) <= 80 for line in lines(hostile()))
