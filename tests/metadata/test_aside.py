import numpy as np
import pytest

from cleancopy.article import Article, Passage
from cleancopy.block import Block, Role
from cleancopy.classify.classifier import Verdict
from cleancopy.metadata.aside import name_dek

BLOCKS = (Block("Nine winters on."), Block("Nine winters on."), Block("What next?"))
ROLES = (Role.SUBHEADING, Role.PARAGRAPH, Role.SUBHEADING)


def verdict():
    every = np.ones(len(BLOCKS))
    return Verdict(ROLES, every, every.astype(bool), every, 1.0)


def test_a_subheading_that_says_the_dek_is_the_dek():
    settled = name_dek(BLOCKS, verdict(), "NINE winters on")
    assert settled.roles == (Role.DEK, Role.PARAGRAPH, Role.SUBHEADING)
    assert settled.kept.all()


def test_without_a_dek_the_verdict_stays():
    assert name_dek(BLOCKS, verdict(), None).roles == ROLES


@pytest.mark.parametrize("output", ["markdown", "html", "tei"])
def test_a_dek_in_its_place_is_in_the_full_text_only(output):
    body = (Passage(Role.DEK, "Nine winters on.", 2), Passage(Role.PARAGRAPH, "The pier is open."))
    article = Article(body=body, title="Pier", dek="Nine winters on.")
    assert article.text == "The pier is open."
    assert article.full_text == "Nine winters on.\nThe pier is open."
    assert article.headings == ()
    assert article.render(output).count("Nine winters on") == 1
