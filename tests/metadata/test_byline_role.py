"""Bylines at the beginning of the text are no part of it."""

import numpy as np
import pytest

from cleancopy.block import Block, Layout, Role, Segmentation
from cleancopy.classify import BlockPredictions, RoleProbabilities
from cleancopy.metadata.byline_role import assign_byline_role
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.page_view import PageView

PROSE = "The ferry sails again, after eleven weeks in the yard."


def find_dropped(*texts, authors=("Ann Lee",), layout=Layout.TEXT):
    blocks = tuple(Block(text, layout) for text in texts)
    roles = (Role.HEADLINE, Role.BYLINE)
    probabilities = RoleProbabilities(np.zeros((len(blocks), 2)), roles, {Role.HEADLINE: 0.3})
    kept = np.ones(len(blocks), bool)
    page_roles = (Role.PARAGRAPH,) * len(blocks)
    predictions = BlockPredictions(page_roles, kept.astype(float), kept, probabilities, 1.0, None)
    view = PageView(Segmentation(blocks, ()), predictions)
    settled = assign_byline_role(view, predictions, LineDates(view.texts, "en"), authors)
    dropped = np.flatnonzero(~settled.kept).tolist()
    assert [settled.roles[i] for i in dropped] == [Role.BYLINE] * len(dropped)
    assert predictions.kept.all(), "the predictions of the model stay as they are"
    return dropped


@pytest.mark.parametrize(
    "byline",
    [
        "By Ann Lee",
        "Ann Lee",
        "Publié le 12/02/2020 à 08:15 par Ann Lee",
        "By Ann Lee, Harbour Post",
        "By Ann Lee | 3 May 2024 | 5:00 pm",
    ],
)
def test_a_byline_is_taken_out_of_the_text(byline):
    assert find_dropped(byline, PROSE) == [0]
    assert find_dropped(PROSE, PROSE, byline, PROSE) == [2]


@pytest.mark.parametrize(
    "line",
    [
        "By Bo Ray",
        "By Ann Lee, the Harbour Post",
        "Ann Lee said so.",
        f"By Ann Lee {'- ' * 60}",
        PROSE,
    ],
)
def test_any_other_line_stays(line):
    assert find_dropped(line, PROSE) == []


def test_only_lines_at_the_beginning_count():
    assert find_dropped(PROSE, PROSE, PROSE, "By Ann Lee") == []
    assert find_dropped("By Ann Lee", PROSE, authors=()) == []
    assert find_dropped("Ann Lee", PROSE, layout=Layout.LIST_ITEM) == []
