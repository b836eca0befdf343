"""The dek and the name of the site among the blocks of a page: hand-made probabilities on either side of each bound."""

import numpy as np
import pytest

from cleancopy.block import Block, Role
from cleancopy.classify import RoleProbabilities
from cleancopy.classify.rules import apply_rules, find_dek, find_site

ROLES = (Role.NAVIGATION, Role.PARAGRAPH, Role.DEK, Role.SUBHEADING, Role.HEADLINE, Role.CAPTION, Role.PROMOTION,
         Role.ADVERTISEMENT, Role.FORM, Role.SITE)  # fmt: skip
FLOORS = {"headline": 0.3, "dek": 0.15, "site": 0.4}
HEAD, DEK, NONE = {Role.HEADLINE: 0.9}, {Role.DEK: 0.02}, {}


def table(*rows):
    return RoleProbabilities(np.array([[row.get(role, 0.0) for role in ROLES] for row in rows]), ROLES, FLOORS)


def words(number):
    return " ".join(["word"] * number)


@pytest.mark.parametrize(
    "rows, kept, caption, size, found",
    [
        ([HEAD, NONE, DEK, NONE, NONE], [2, 3, 4], 1, 5, 2),
        ([HEAD, NONE, DEK, NONE, NONE], [2, 3, 4], 1, 4, None),
        ([HEAD, NONE, DEK, NONE, NONE], [2, 3, 4], 1, 45, 2),
        ([HEAD, NONE, DEK, NONE, NONE], [2, 3, 4], 1, 46, None),
        ([HEAD, NONE, {Role.DEK: 0.0199}, NONE, NONE], [2, 3, 4], 1, 5, None),
        ([HEAD, NONE, DEK, NONE, NONE], [2, 3], 1, 5, None),
        ([HEAD, NONE, DEK, NONE, NONE], [0, 2, 3], 1, 5, None),
        ([HEAD, NONE, DEK, NONE, NONE], [1, 2, 3, 4], 1, 5, None),
        ([HEAD, NONE, DEK, NONE, NONE, NONE], [3, 4, 5], 2, 5, None),
        ([HEAD, NONE, NONE, DEK, NONE, NONE], [3, 4, 5], 1, 5, 3),
        ([HEAD, NONE, NONE, DEK, NONE, NONE], [3, 4, 5], 2, 5, 3),
        ([HEAD, NONE, NONE, DEK, NONE, NONE], [3, 4, 5], 4, 5, None),
        ([NONE, HEAD, NONE, DEK, NONE, NONE], [3, 4, 5], 2, 5, 3),
        ([NONE, NONE, DEK, NONE, NONE], [2, 3, 4], 1, 5, None),
        ([HEAD, NONE, DEK, {Role.DEK: 0.15}, NONE], [2, 3, 4], 1, 5, 3),
        ([HEAD, NONE, DEK, {Role.DEK: 0.149}, NONE], [2, 3, 4], 1, 5, 2),
        ([NONE, NONE, NONE, {Role.DEK: 0.15}, NONE], [], 1, 5, 3),
    ],
)
def test_the_dek(rows, kept, caption, size, found):
    mask = np.isin(np.arange(len(rows)), kept)
    assert find_dek([Block(words(size))] * len(rows), table(*rows), mask, {caption: Role.CAPTION}) == found


def test_all_that_rules_correct():
    texts = [
        "Headline",
        f"A truck {words(9)} (photo: ANN LEE)",
        words(9),
        "Text",
        "Sign up",
        "Subscribe",
        "Text",
        "Ad",
        "Text",
        "Ad",
    ]
    sub, promo = {Role.SUBHEADING: 0.5}, {Role.PROMOTION: 0.9}
    probabilities = table(HEAD, NONE, DEK, NONE, NONE, promo, NONE, sub, NONE, sub)
    kept = np.array([False, True, True, True, True, False, True, True, True, True])
    scores = np.where(kept, 0.9, 0.1)
    scores[4] = 0.55
    assert apply_rules([Block(t) for t in texts], scores, probabilities, kept) == {
        1: Role.CAPTION, 4: Role.PROMOTION, 7: Role.OTHER, 9: Role.OTHER, 2: Role.DEK,
    }  # fmt: skip
    assert kept.sum() == 8


@pytest.mark.parametrize(
    "texts, probabilities, found",
    [
        (["Home", "Post"], [0.4, 0.3], 0),
        (["Home", "Post"], [0.39, 0.3], None),
        (["Home", "The Post"], [0.4, 0.39], 0),
        (["Home", "The Post", "On The Post"], [0.4, 0.11, 0], 1),
        (["Home", "The Post", "On The Post"], [0.4, 0.09, 0], 0),
        (["Home", "The Post", "On The Post"], [0.39, 0.1, 0], 1),
        (["Home", "The Post", "On The Post"], [0.39, 0.099, 0], None),
        (["Home", "The Post", "On The Post"], [0.8, 0.2, 0], 0),
        (["Home", "The Post", "On The Post"], [0.8, 0.201, 0], 1),
        (["Home", "The Post", "On The Post"], [0.8, 0.199, 0], 0),
        (["Home", "The Post", "The Post"], [0.5, 0.3, 0.2], 0),
        (["Home", "The Post", "The Post", "The Post!"], [0.5, 0.3, 0.2, 0], 1),
        (["Home", "Post", "On Post"], [0.5, 0.3, 0], 0),
        (["Home", words(7), words(8)], [0.5, 0.3, 0], 1),
        (["Home", words(8), words(9)], [0.5, 0.3, 0], 0),
        (["Home", "A Post", "A News", "A Post and A News"], [0.5, 0.2, 0.3, 0], 2),
    ],
)
def test_the_name_of_the_site(texts, probabilities, found):
    assert find_site(texts, table(*({Role.SITE: c} for c in probabilities))) == found


@pytest.mark.parametrize("before, found", [(199, 199), (200, 0)])
def test_names_are_looked_for_up_to_a_number(before, found):
    texts = [*(f"Menu {n:03}." for n in range(before)), "The Post", "On The Post"]
    probabilities = table(*[{Role.SITE: 0.45}] * before, {Role.SITE: 0.4}, {})
    assert find_site(texts, probabilities) == found
