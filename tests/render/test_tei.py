from xml.etree.ElementTree import Element, fromstring

import pytest

from cleancopy.article import Article
from cleancopy.article_data import Passage
from cleancopy.block import Role
from evaluation.parse_back import find_fault

TEI = "{http://www.tei-c.org/ns/1.0}"


def body(*passages: Passage) -> Element:
    found = fromstring(Article(body=passages).render("tei")).find(f"{TEI}text/{TEI}body")
    assert found is not None
    return found


def tags(element: Element) -> list[object]:
    return [[child.tag.removeprefix(TEI), *tags(child)] for child in element]


def heading(level: int) -> Passage:
    return Passage(Role.SUBHEADING, "Part", level)


def test_divisions_nest_by_the_levels_of_subheadings() -> None:
    text = Passage(Role.PARAGRAPH, "Text.")
    found = body(text, heading(2), text, heading(4), text, heading(3), text, heading(2))
    inner = ["div", ["head"], ["p"]]
    assert tags(found) == [["p"], ["div", ["head"], ["p"], inner, inner], inner]


@pytest.mark.parametrize(
    "article",
    [
        Article(),
        Article(title="Title", license="CC BY"),
        Article(published="yesterday", modified="2024-02-31", language="no language", url="javascript:x"),
        Article(site="Site", published="2024-03-14T10:00", tags=("a", ""), section="News", authors=("A", "B")),
        Article(body=(heading(2), heading(3))),
    ],
)
def test_what_is_not_known_leaves_a_valid_document(article: Article) -> None:
    assert find_fault(article, "tei") is None


def test_only_a_date_is_machine_readable() -> None:
    document = fromstring(Article(published="2024-03-14", modified="yesterday").render("tei"))
    assert [d.get("when") for d in document.iter(f"{TEI}date")] == ["2024-03-14", "2024-03-14", None]
