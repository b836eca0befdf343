"""Which block is the dek once the dek is known, and what becomes of the others."""

import pytest

from cleancopy.article import Article
from cleancopy.article_data import Passage
from cleancopy.block import Role
from cleancopy.metadata.dek_role import assign_dek_role
from tests.metadata.page_views import Example, view_of

PAGE = "<h1>Pier</h1><h2>Nine winters on.</h2><p>Nine winters on.</p><h2>What next?</h2><p>A new ferry.</p><p>News</p>"
HEADLINE = {Role.HEADLINE: {0: 0.9}}


def settled(roles: dict[int, Role], kept: list[int], dek: str | None, page: str = PAGE) -> tuple[list[str], list[int]]:
    view = view_of(Example(page, kept, HEADLINE, roles))
    result = assign_dek_role(view, dek)
    return [str(role) for role in result.roles], [i for i, is_kept in enumerate(result.kept) if is_kept]


@pytest.mark.parametrize(
    "roles, kept, dek, dek_at, kept_after",
    [
        ({1: Role.SUBHEADING, 2: Role.PARAGRAPH}, [1, 2, 4], "NINE winters on", {1}, [1, 2, 4]),
        ({1: Role.DEK, 2: Role.PARAGRAPH}, [2, 4], "Nine winters on.", {1}, [1, 2, 4]),  # it joins the full text
        ({2: Role.PARAGRAPH}, [2, 4], "Nine winters on.", {1}, [1, 2, 4]),  # whatever the model took it for
        ({2: Role.PARAGRAPH}, [2, 4], "Nine winters", set(), [2, 4]),
        ({3: Role.SUBHEADING}, [2, 3, 4], "What next", {3}, [2, 3, 4]),
        ({3: Role.SUBHEADING}, [2, 3, 4], "!", set(), [2, 3, 4]),  # no words
        ({5: Role.DEK}, [2, 4], "News", {5}, [2, 4]),  # below the text it is not text
    ],
)
def test_the_block_of_the_dek(roles, kept, dek, dek_at, kept_after):
    found, now_kept = settled(roles, kept, dek)
    assert {i for i, role in enumerate(found) if role == "dek"} == dek_at
    assert now_kept == kept_after


@pytest.mark.parametrize(
    "at, kept, role, is_kept",
    [
        (1, [2, 4], "subheading", True),
        (2, [4], "paragraph", True),
        (3, [2, 4], "subheading", True),
        (5, [2, 4], "dek", False),
    ],
)
@pytest.mark.parametrize("dek", [None, "The ferry sails."])
def test_what_only_looked_like_a_dek_is_text_up_to_its_end(at, kept, role, is_kept, dek):
    found, now_kept = settled({at: Role.DEK}, kept, dek)
    assert found[at] == role
    assert (at in now_kept) == is_kept


def test_in_flattened_text_what_only_looked_like_a_dek_is_text_too():
    page = "Pier\n\nA pier at dawn.\n\nA new ferry sails."
    assert settled({1: Role.DEK}, [2], None, page) == (["other", "paragraph", "other"], [1, 2])
    assert settled({1: Role.DEK}, [2], "A pier at dawn.", page) == (["other", "dek", "other"], [1, 2])


def test_a_stated_paragraph_of_the_text_stays_one():
    page = "<h1>Pier</h1><p>Nine winters on.</p><p>A new ferry.</p>"
    assert settled({1: Role.PARAGRAPH}, [1, 2], "Nine winters on.", page)[0][1] == "paragraph"


@pytest.mark.parametrize("output", ["markdown", "html", "tei"])
def test_a_dek_keeps_its_position_in_the_full_text_only(output):
    body = (Passage(Role.DEK, "Nine winters on.", 2), Passage(Role.PARAGRAPH, "The pier is open."))
    article = Article(body=body, title="Pier", dek="Nine winters on.")
    assert article.text == "The pier is open."
    assert article.full_text == "Nine winters on.\nThe pier is open."
    assert article.headings == ()
    assert article.render(output).count("Nine winters on") == 1


@pytest.mark.parametrize("output", ["markdown", "html", "tei"])
@pytest.mark.parametrize("dek, times", [("The pier is open.", 1), ("The  PIER is open.", 1), ("The pier is", 2)])
def test_a_dek_that_is_a_paragraph_of_the_text_is_shown_once(output, dek, times):
    article = Article(body=(Passage(Role.PARAGRAPH, "The pier is open."),), title="Ferry", dek=dek)
    assert " ".join(article.render(output).lower().split()).count("the pier is") == times
