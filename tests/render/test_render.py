import re

import pytest

from cleancopy.article import Article
from cleancopy.render import RENDERERS, render


@pytest.mark.parametrize("output", list(RENDERERS))
def test_an_article_renders_itself(output: str) -> None:
    article = Article(title="Title", flags=frozenset({"empty_input"}))
    assert article.render(output) == render(article, output)


def test_an_unknown_output_is_refused_with_the_allowed_ones() -> None:
    with pytest.raises(
        ValueError, match=re.escape("unknown output 'pdf': choose one of text, markdown, html, json, tei")
    ):
        render(Article(), "pdf")


def test_an_output_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(TypeError, match="output must be a str, not int"):
        render(Article(), 3)  # type: ignore[arg-type]
