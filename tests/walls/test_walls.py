"""No page with text for a reader comes out empty, and of those without only these are, with the reason."""

import pytest

from cleancopy import extract
from cleancopy.flags import Flag
from labelled import FLATTENERS
from tests.walls.pages import TEXTS, WALLS, Page

WALL_FLAGS = {Flag.ERROR_PAGE, Flag.BOT_CHECK, Flag.LOGIN_WALL, Flag.CONSENT_WALL, Flag.APP_SHELL}


def _name(page: Page) -> str:
    return page.name


def _flatten(page: Page) -> str:
    return FLATTENERS["wet"](page.html.encode())


@pytest.mark.parametrize("page", WALLS, ids=_name)
def test_a_page_without_text_is_empty_and_says_why(page):
    for mode in ("precision", "balanced", "recall"):
        article = extract(page.html, mode=mode)
        assert (article.text, article.flags & WALL_FLAGS) == ("", {page.flag})
        assert Flag.NO_RUNNING_TEXT in article.flags


@pytest.mark.parametrize("page", [p for p in WALLS if _flatten(p).strip()], ids=_name)
def test_so_is_its_flattened_text(page):
    article = extract(_flatten(page))
    assert (article.text, article.flags & WALL_FLAGS) == ("", {page.flag})


@pytest.mark.parametrize("mode", ["balanced", "recall"])
@pytest.mark.parametrize("page", TEXTS, ids=_name)
def test_a_page_with_text_is_not_empty(page, mode):
    article = extract(page.html, mode=mode)
    assert page.snippet in article.full_text
    assert article.text
    assert not article.flags & WALL_FLAGS


@pytest.mark.parametrize("page", [p for p in TEXTS if _flatten(p).strip()], ids=_name)
def test_nor_is_its_flattened_text(page):
    article = extract(_flatten(page))
    assert article.text
    assert not article.flags & WALL_FLAGS


def test_an_answer_from_little_evidence_has_little_confidence():
    prices = next(page for page in TEXTS if page.name == "price list")
    assert extract(_flatten(prices)).confidence < 0.2
