import numpy as np
import pytest

from cleancopy.article import Article, Passage
from cleancopy.block import Block, Role
from cleancopy.classify import BlockPredictions
from cleancopy.metadata.dek_role import assign_dek_role

BLOCKS = (Block("Nine winters on."), Block("Nine winters on."), Block("What next?"))
ROLES = (Role.SUBHEADING, Role.PARAGRAPH, Role.SUBHEADING)


def predictions():
    include_losers = np.ones(len(BLOCKS))
    return BlockPredictions(ROLES, include_losers, include_losers.astype(bool), include_losers, 1.0)


def test_a_subheading_that_says_the_dek_is_the_dek():
    settled = assign_dek_role(BLOCKS, predictions(), "NINE winters on")
    assert settled.roles == (Role.DEK, Role.PARAGRAPH, Role.SUBHEADING)
    assert settled.kept.all()


def test_without_a_dek_the_predictions_stay():
    assert assign_dek_role(BLOCKS, predictions(), None).roles == ROLES


@pytest.mark.parametrize("output", ["markdown", "html", "tei"])
def test_a_dek_keeps_its_position_in_the_full_text_only(output):
    body = (Passage(Role.DEK, "Nine winters on.", 2), Passage(Role.PARAGRAPH, "The pier is open."))
    article = Article(body=body, title="Pier", dek="Nine winters on.")
    assert article.text == "The pier is open."
    assert article.full_text == "Nine winters on.\nThe pier is open."
    assert article.headings == ()
    assert article.render(output).count("Nine winters on") == 1
