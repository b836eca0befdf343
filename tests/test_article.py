"""What an article shows of itself."""

import pytest

from cleancopy import Article, Passage, Role, extract

ARTICLE = Article(
    body=(Passage(Role.PARAGRAPH, "one two <script>x</script> " * 400),),
    title="It's a 'title'",
    confidence=0.93,
    flags=frozenset({"short", "paywall"}),
)


def test_its_repr_is_short_and_says_what_matters():
    assert repr(ARTICLE) == (
        "Article(title=\"It's a 'title'\", 1,200 words, confidence=0.93, flags={'paywall', 'short'})"
    )
    assert repr(extract("")) == "Article(title=None, 0 words, confidence=0.00, flags={'empty_input'})"


@pytest.mark.parametrize("title", ["word " * 100, "長" * 500, "\n\x1b[2J" * 100])
def test_a_title_never_makes_it_long(title):
    shown = repr(Article(title=title))
    assert "…'" in shown
    assert len(shown) < 320
    assert shown.isprintable()


def test_a_notebook_shows_the_document():
    assert ARTICLE._repr_html_() == ARTICLE.render("html")
    assert ARTICLE._repr_markdown_() == ARTICLE.render("markdown")
    assert "<script" not in (ARTICLE._repr_html_() or "")


def test_a_notebook_shows_the_repr_where_there_is_no_document():
    assert (Article()._repr_html_(), Article()._repr_markdown_()) == (None, None)
