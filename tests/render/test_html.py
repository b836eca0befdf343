import pytest

from cleancopy.article import Article
from cleancopy.article_data import Image, Passage
from cleancopy.block import Cell, Mark, MarkKind, Role


def html(*body: Passage, **fields: object) -> str:
    document = Article(body=body, **fields).render("html")  # type: ignore[arg-type]
    return document.removeprefix("<article>\n").removesuffix("</article>").rstrip("\n")


def test_nothing_gives_an_empty_article() -> None:
    assert Article().render("html") == "<article>\n</article>"


def test_a_header_holds_what_is_known() -> None:
    assert html(title="A & B", authors=("C", "D")) == "<header>\n<h1>A &amp; B</h1>\n<address>C, D</address>\n</header>"


@pytest.mark.parametrize(
    "published, attribute",
    [("2024-03-14", ' datetime="2024-03-14"'), ("2024-02-31", ""), ("last <Monday>", "")],
)
def test_only_a_date_is_machine_readable(published: str, attribute: str) -> None:
    assert f"<time{attribute}>" in html(published=published)


def test_a_link_leads_out_without_a_vote() -> None:
    link = Mark(MarkKind.LINK, 0, 1, 'https://a.b/?c="&d')
    expected = '<p><a href="https://a.b/?c=%22&amp;d" rel="nofollow noopener">x</a></p>'
    assert html(Passage(Role.PARAGRAPH, "x", marks=(link,))) == expected


def test_a_picture_without_an_address_leaves_its_caption() -> None:
    image = Image("javascript:x", "alt", "Caption", "Credit", passage_index=0)
    assert html(images=(image,)) == "<figure><figcaption>Caption <small>Credit</small></figcaption></figure>"


def test_spans_of_cells_are_those_that_html_allows() -> None:
    cells = (Cell("a", True, 5000, 0), Cell("b", False, 1, 99_999))
    assert '<th colspan="1000">a</th><td rowspan="65534">b</td>' in html(Passage(Role.TABLE_ROW, "a\tb", cells=cells))


def test_a_numbered_list_says_where_it_starts() -> None:
    def item(number: int) -> str:
        return html(Passage(Role.LIST_ITEM, "a", 1, number=number))

    assert item(1) == "<ol>\n<li>a</li>\n</ol>"
    assert item(0) == '<ol start="0">\n<li>a</li>\n</ol>'
