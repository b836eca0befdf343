import click
import pytest

from cleancopy.article import Article
from cleancopy.article_data import Passage
from cleancopy.block import Block, Role
from cleancopy.cli.terminal import (
    collapse_whitespace,
    escape_controls,
    format_article,
    format_blocks,
    format_weight,
    truncate,
)
from cleancopy.page import Page
from cleancopy.trace import BlockTrace, Reason, Trace

REASONS = (
    Reason("words", 41.0, 1.31, "has 41 words"),
    Reason("link_share", 0.0251, 0.12, "3 % of its characters are links"),
    Reason("position", 0.5, -0.05, "stands 50 % of the way down the page"),
    Reason("fourth", 1.0, 0.01, "is the fourth"),
)
KEPT = BlockTrace(Block("Running text."), "html/body/p", role=Role.PARAGRAPH, score=0.98, kept=True, reasons=REASONS)
FIELD = BlockTrace(Block("A caption"), "html/body/p", role=Role.CAPTION, score=0.2, kept=False)
DROPPED = BlockTrace(Block("Menu"), "html/body/ul/li", role=Role.NAVIGATION, score=0.01, kept=False)


def trace(*blocks: BlockTrace) -> Trace:
    return Trace(Page("", "text", None, "str"), Article(), blocks)


def plain(*blocks: BlockTrace, reasons: bool = False, columns: int = 80) -> list[str]:
    return [click.unstyle(line) for line in format_blocks(trace(*blocks), columns, reasons=reasons)]


def test_columns_line_up() -> None:
    assert plain(KEPT, FIELD, DROPPED) == [
        "keep  paragraph     0.98  Running text.",
        "field caption       0.20  A caption",
        "drop  navigation    0.01  Menu",
    ]


def test_the_place_and_the_three_strongest_reasons_stand_below() -> None:
    _, *below, scale = plain(KEPT, reasons=True)
    assert below == [
        "      html/body/p",
        "      +1.31  has 41 words",
        "      +0.12  3 % of its characters are links",
        "      -0.05  stands 50 % of the way down the page",
    ]
    assert "doubles the odds" in scale


def test_a_block_without_features_has_its_place() -> None:
    assert plain(DROPPED, reasons=True)[1].strip() == "html/body/ul/li"


@pytest.mark.parametrize("weight", [-0.0, 0.0, -0.004, 0.004, -1e-9])
def test_what_rounds_to_nothing_has_no_sign(weight: float) -> None:
    assert format_weight(weight) == " 0.00"


def test_an_end_of_a_long_path_stays() -> None:
    deep = BlockTrace(Block("Menu"), "html/" * 30 + "li", role=Role.NAVIGATION, score=0.01, kept=False)
    assert plain(deep, reasons=True)[1].endswith("html/li")


def test_kept_blocks_are_lit_and_dropped_ones_dim() -> None:
    kept, field, dropped = format_blocks(trace(KEPT, FIELD, DROPPED), 80, reasons=False)
    dim = "\x1b[2m"
    assert kept.startswith("\x1b[1mkeep")
    assert dim not in kept
    assert dim not in field
    assert dim in dropped


def test_each_kind_of_role_has_its_colour() -> None:
    kept, field, dropped = format_blocks(trace(KEPT, FIELD, DROPPED), 80, reasons=False)
    assert click.style("paragraph    ", fg="green") in kept
    assert click.style("caption      ", fg="yellow") in field
    assert click.style("navigation   ", fg="red", dim=True) in dropped


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("letter", ["a", "中", "e\u0301", "\x1b"])
def test_no_line_is_wider_than_the_page(letter: str, columns: int) -> None:
    text = letter * 500
    block = BlockTrace(Block(text), text, role=Role.PARAGRAPH, score=1.0, kept=True, reasons=REASONS)
    for line in plain(block, reasons=True, columns=columns):
        wide = sum(character == "中" for character in line)
        combining = line.count("\u0301")
        assert len(line) + wide - combining <= columns


def test_text_is_cut_only_where_it_does_not_fit() -> None:
    assert truncate("abcd", 4) == "abcd"
    assert truncate("abcde", 4) == "abc…"
    assert truncate("中中", 4) == "中中"
    assert truncate("中中中", 4) == "中…"
    assert truncate("e\u0301e\u0301", 2) == "e\u0301e\u0301"


def test_control_characters_are_spelled_out() -> None:
    assert escape_controls("a\x1b[31mb\x9b\r\x00\x7f\ud800") == r"a\x1b[31mb\x9b\r\x00\x7f\ud800"
    assert escape_controls("a\tb\nc é 中") == "a\tb\nc é 中"
    assert collapse_whitespace(" a\n\tb  c\x1b ") == r"a b c\x1b"


def test_escape_sequences_of_a_page_never_reach_the_terminal() -> None:
    nasty = "\x1b]0;owned\x07"
    block = BlockTrace(Block(nasty), nasty, role=Role.OTHER, score=0.0, kept=False)
    article = Article(title=nasty, captions=(nasty,), body=(Passage(Role.PARAGRAPH, nasty),))
    lines = [*format_blocks(trace(block), 80, reasons=True), *format_article(article, 80)]
    assert not any("\x1b]" in line or "\x07" in line for line in lines)


def test_fields_flags_and_confidence() -> None:
    article = Article(
        title="Title",
        captions=("One", "Two " * 30),
        confidence=0.876,
        flags=frozenset({"b", "a"}),
        site="Site",
    )
    lines = [click.unstyle(line) for line in format_article(article, 60)]
    assert lines == [
        "title       Title",
        "site        Site",
        "caption     One",
        "caption     Two Two Two Two Two Two Two Two Two Two Two Two",
        "            Two Two Two Two Two Two Two Two Two Two Two Two",
        "            Two Two Two Two Two Two",
        "flags       a, b",
        "confidence  0.88",
    ]
