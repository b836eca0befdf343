import numpy as np
import pytest

from cleancopy.block import Block, Mark, MarkKind, Role
from cleancopy.classify import RoleProbabilities
from cleancopy.classify.rules import (
    captions_by_credit,
    find_continuations,
    find_dek,
    find_site,
    menu_lines,
    promo_headings,
    repeated_headings,
)

ROLES = (
    Role.PARAGRAPH,
    Role.SUBHEADING,
    Role.HEADLINE,
    Role.DEK,
    Role.PROMOTION,
    Role.ADVERTISEMENT,
    Role.FORM,
    Role.CAPTION,
    Role.BYLINE,
    Role.SITE,
)
FLOORS = {"headline": 0.3, "dek": 0.15, "site": 0.3}
CAPTION = "A truck stands at a checkpoint outside the town"


def probabilities(*rows):
    values = np.array([[row.get(role, 0.0) for role in ROLES] for row in rows])
    return RoleProbabilities(values, ROLES, FLOORS)


def test_a_credit_in_brackets_makes_its_copy_beside_it_a_caption_too():
    blocks = [Block("Text of the article"), Block(CAPTION), Block(f"{CAPTION} (photo: ANN LEE)"), Block("More text")]
    assert captions_by_credit(blocks) == {1: Role.CAPTION, 2: Role.CAPTION}


def test_a_credit_may_stand_on_lines_of_its_own():
    blocks = [Block(f"{CAPTION} ("), Block("Image:"), Block("Getty Images)"), Block("More text of the article")]
    assert captions_by_credit(blocks) == {0: Role.CAPTION}


def test_a_line_that_stands_twice_below_running_text_is_an_inset():
    texts = ["Text of it", "Advertisement", "More text", "Advertisement", "The rest", "What comes next", "The end"]
    kept = np.array([True, False, True, True, True, True, True])
    table = probabilities(*({Role.SUBHEADING: 0.5} for _ in texts))
    assert repeated_headings([Block(t) for t in texts], table, kept) == {3: Role.OTHER}


def test_a_subheading_that_a_table_of_contents_repeats_is_none():
    texts = ["Lead", "Contents", "History", "Geography", "First", "History", "Second", "Geography", "Third"]
    kept = np.array([True, False, False, False, True, True, True, True, True])
    table = probabilities(*({Role.SUBHEADING: 0.5} for _ in texts))
    assert repeated_headings([Block(t) for t in texts], table, kept) == {}


def test_a_doubtful_line_over_a_pitch_goes_with_it():
    blocks = [Block("Text of it"), Block("Stay updated!"), Block("Subscribe to our newsletter"), Block("Text")]
    scores = np.array([0.9, 0.55, 0.1, 0.9])
    table = probabilities({}, {}, {Role.PROMOTION: 0.8}, {})
    assert promo_headings(blocks, scores, table, scores > 0.5) == {1: Role.PROMOTION}
    sure = np.array([0.9, 0.95, 0.1, 0.9])
    assert promo_headings(blocks, sure, table, sure > 0.5) == {}


def test_the_likeliest_headline_if_it_is_likely_enough():
    table = probabilities({Role.HEADLINE: 0.2}, {Role.HEADLINE: 0.8})
    assert table.best(Role.HEADLINE) == 1
    assert table.best(Role.HEADLINE, excluding={1: Role.CAPTION}) is None


def test_the_sentence_between_the_lead_picture_and_the_text_is_the_dek():
    blocks = [Block("Headline"), Block(CAPTION), *[Block("A sentence of some ten words that stands there")] * 4]
    table = probabilities({Role.HEADLINE: 0.9}, {}, {Role.DEK: 0.05}, {}, {}, {})
    kept = np.array([False, False, True, True, True, True])
    assert find_dek(blocks, table, kept, {1: Role.CAPTION}) == 2
    assert find_dek(blocks, table, kept, {}) is None  # no picture: the chance is too small


def test_a_sentence_over_a_credit_line_is_a_caption():
    blocks = [Block(CAPTION), Block(CAPTION), Block("(photo credit: ANN LEE)"), Block("Text of the article here")]
    assert captions_by_credit(blocks) == {0: Role.CAPTION, 1: Role.CAPTION}


def test_the_name_that_stands_in_other_lines_is_the_site():
    texts = ["Home", "The Harbour Post", "Subscribe to The Harbour Post today"]
    table = probabilities({Role.SITE: 0.35}, {Role.SITE: 0.25}, {})
    assert find_site(texts, table) == 1


def test_a_sentence_right_below_running_text_goes_with_it():
    sentence = "A second vote, on the fares, is expected in March."
    texts = [sentence, sentence, "And so it went on until a quarter past eleven.", "Most Popular", sentence, sentence]
    kept = np.array([True, False, False, False, False, True])
    scores = np.array([0.9, 0.25, 0.3, 0.3, 0.4, 0.9])
    roles = [Role.PARAGRAPH, *[Role.OTHER] * 4, Role.PARAGRAPH]
    blocks = [Block(t) for t in texts]
    assert find_continuations(blocks, scores, roles, kept) == [1, 2]
    assert find_continuations(blocks, scores, [Role.PARAGRAPH, Role.CAPTION, *roles[2:]], kept) == []
    assert find_continuations(blocks, scores - 0.16, roles, kept) == []


@pytest.mark.parametrize("size, found", [(80, {0: Role.NAVIGATION}), (81, {})])
def test_a_menu_is_short(size, found):
    text = f"{'a' * 38} | {'b' * (size - 41)}"
    marks = (Mark(MarkKind.LINK, 0, 38, "/a"), Mark(MarkKind.LINK, 41, size, "/b"))
    assert menu_lines([Block(text, links=2, marks=marks)], np.ones(1, bool)) == found
