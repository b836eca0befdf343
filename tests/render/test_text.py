from cleancopy.article import Article
from cleancopy.article_data import Passage
from cleancopy.block import Role
from cleancopy.render import render


def test_text_is_the_running_text() -> None:
    body = (
        Passage(Role.SUBHEADING, "One", 2),
        Passage(Role.PARAGRAPH, "Two."),
        Passage(Role.QUOTE, "Three."),
    )
    assert render(Article(body=body, title="Zero"), "text") == "Two.\nThree."
