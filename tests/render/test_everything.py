"""The page with everything, as each output has it; the files under ``expected`` were read by eye."""

from pathlib import Path

import pytest

from cleancopy.article import Article
from cleancopy.article_data import Image, Passage
from cleancopy.block import RUNNING_TEXT, MarkKind, Role
from evaluation.parse_back import find_fault
from tests.render.page import COMMENT, everything

EXPECTED = Path(__file__).parent / "expected"
FILES = {"markdown": "ferry.md", "html": "ferry.html", "json": "ferry.json", "tei": "ferry.xml"}


@pytest.mark.parametrize("output", FILES)
def test_an_output_is_as_expected(output: str) -> None:
    document = everything().render(output, comments=True)
    assert document + "\n" == (EXPECTED / FILES[output]).read_text(encoding="utf-8")
    assert find_fault(everything(), output, comments=True) is None


def test_the_page_has_everything() -> None:
    body = everything().body
    assert {p.role for p in body} == RUNNING_TEXT | {Role.SUBHEADING}
    assert all(any(getattr(p, name) for p in body) for name in Passage._fields if name != "indent")


@pytest.mark.parametrize("output", ["markdown", "html", "tei"])
def test_parts_can_be_left_out(output: str) -> None:
    article = everything()
    whole = article.render(output, comments=True)
    without = article.render(output, links=False, images=False, tables=False)
    for part in ("https://example.org/pier", "pier.jpg", "£5", COMMENT.text):
        assert part in whole
        assert part not in without
    assert "Of the timetable." in without


def test_comments_are_out_unless_asked_for() -> None:
    assert COMMENT.text not in everything().render("json")


def test_text_is_the_same_without_links_and_pictures() -> None:
    article = everything()
    assert article.render("text", links=False, images=False, comments=True) == article.text
    assert "£5" not in article.render("text", tables=False)


def test_pictures_move_up_where_tables_are_left_out() -> None:
    rows = [Passage(Role.TABLE_ROW, "a\tb")] * 2
    body = (rows[0], Passage(Role.PARAGRAPH, "One."), rows[1], Passage(Role.PARAGRAPH, "Two."))
    article = Article(
        body=body, images=(Image("https://a.b/c", passage_index=3), Image("https://a.b/d", passage_index=99))
    )
    kept = "One.\n\n![](https://a.b/c)\n\nTwo.\n\n![](https://a.b/d)"
    assert article.render("markdown", tables=False) == kept


def test_without_links_there_are_no_footnotes() -> None:
    document = everything().render("markdown", links=False)
    assert "[^1]" not in document
    assert document.endswith("1. Of the timetable.")


def test_marks_say_what_they_mark() -> None:
    text = everything().body[0]
    assert [(m.kind, text.text[m.start : m.end]) for m in text.marks] == [
        (MarkKind.LINK, "pier"),
        (MarkKind.STRONG, "open"),
        (MarkKind.EMPHASIS, "the board"),
        (MarkKind.CODE, "ferry --now"),
        (MarkKind.LINK, "[1]"),
    ]
