"""The answer in scripts that few of the labelled pages have: neither empty nor the whole page."""

from html.parser import HTMLParser

import pytest

import cleancopy
from tests.languages.pages import PAGES, News

DROPPED = 0.8
BLOCKS = {"p", "h1", "h3", "h4", "li", "header", "a", "figcaption", "div", "button", "footer", "body"}


class _Lines(HTMLParser):
    """The smallest flattening: each block of the body on a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self.in_body = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.in_body |= tag == "body"
        if tag in BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self.in_body:
            self.lines[-1] += data


def flattened(page: str) -> str:
    parser = _Lines()
    parser.feed(page)
    return "\n".join(line.strip() for line in parser.lines if line.strip())


def dropped(news: News, article: cleancopy.Article) -> float:
    """Share of the characters around the article that the answer does not have."""
    extra = [line for line in article.full_text.split("\n") if line not in news.paragraphs]
    gone = [line for line in news.around if not any(line in e for e in extra)]
    return sum(map(len, gone)) / sum(map(len, news.around))


UNMARKED = pytest.mark.xfail(
    strict=False,
    reason="Thai marks no end of a sentence, and no labelled page is Thai: flattened, the headlines of related "
    "articles right below the text pass for more of it",
)


@pytest.mark.parametrize(
    "language, kind",
    [
        pytest.param(language, kind, marks=[UNMARKED] if (language, kind) == ("th", "text") else [])
        for language in PAGES
        for kind in ("html", "text")
    ],
)
def test_the_article_is_kept_and_what_stands_around_it_is_not(language, kind):
    news = PAGES[language]
    page = news.html() if kind == "html" else flattened(news.html())
    article = cleancopy.extract(page, kind=kind)
    assert [line for line in article.text.split("\n") if line in news.paragraphs] == list(news.paragraphs)
    assert dropped(news, article) >= DROPPED
    assert not article.flags
