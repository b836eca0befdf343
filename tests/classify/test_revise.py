import numpy as np

from cleancopy.block import Block, Role
from cleancopy.classify.artifact import Model
from cleancopy.classify.revise import boxed_with_next, captions_by_credit, find_dek, find_site, insets, runs_on, the_one

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
MODEL = Model(None, {}, {}, ROLES, {}, 1.0, {"headline": 0.3, "dek": 0.15, "site": 0.3}, ((0.0, 1.0), (0.0, 1.0)))
CAPTION = "A truck stands at a checkpoint outside the town"


def chances(*rows):
    return np.array([[row.get(role, 0.0) for role in ROLES] for row in rows])


def test_a_credit_in_brackets_makes_its_copy_beside_it_a_caption_too():
    blocks = [Block("Text of the article"), Block(CAPTION), Block(f"{CAPTION} (photo: ANN LEE)"), Block("More text")]
    assert captions_by_credit(blocks) == {1: Role.CAPTION, 2: Role.CAPTION}


def test_a_credit_may_stand_on_lines_of_its_own():
    blocks = [Block(f"{CAPTION} ("), Block("Image:"), Block("Getty Images)"), Block("More text of the article")]
    assert captions_by_credit(blocks) == {0: Role.CAPTION}


def test_a_line_that_stands_twice_below_running_text_is_an_inset():
    texts = ["Text of it", "Advertisement", "More text", "Advertisement", "The rest", "What comes next", "The end"]
    kept = np.array([True, False, True, True, True, True, True])
    table = chances(*({Role.SUBHEADING: 0.5} for _ in texts))
    assert insets([Block(t) for t in texts], table, kept, MODEL) == {3: Role.OTHER}


def test_a_subheading_that_a_table_of_contents_repeats_is_none():
    texts = ["Lead", "Contents", "History", "Geography", "First", "History", "Second", "Geography", "Third"]
    kept = np.array([True, False, False, False, True, True, True, True, True])
    table = chances(*({Role.SUBHEADING: 0.5} for _ in texts))
    assert insets([Block(t) for t in texts], table, kept, MODEL) == {}


def test_a_doubtful_line_over_a_pitch_goes_with_it():
    blocks = [Block("Text of it"), Block("Stay updated!"), Block("Subscribe to our newsletter"), Block("Text")]
    scores = np.array([0.9, 0.55, 0.1, 0.9])
    table = chances({}, {}, {Role.PROMOTION: 0.8}, {})
    assert boxed_with_next(blocks, scores, table, scores > 0.5, MODEL) == {1: Role.PROMOTION}
    sure = np.array([0.9, 0.95, 0.1, 0.9])
    assert boxed_with_next(blocks, sure, table, sure > 0.5, MODEL) == {}


def test_the_likeliest_headline_if_it_is_likely_enough():
    table = chances({Role.HEADLINE: 0.2}, {Role.HEADLINE: 0.8})
    assert the_one(Role.HEADLINE, table, MODEL) == 1
    assert the_one(Role.HEADLINE, table, MODEL, {1: Role.CAPTION}) is None


def test_the_sentence_between_the_lead_picture_and_the_text_is_the_dek():
    blocks = [Block("Headline"), Block(CAPTION), *[Block("A sentence of some ten words that stands there")] * 4]
    table = chances({Role.HEADLINE: 0.9}, {}, {Role.DEK: 0.05}, {}, {}, {})
    kept = np.array([False, False, True, True, True, True])
    assert find_dek(blocks, table, kept, MODEL, {1: Role.CAPTION}) == 2
    assert find_dek(blocks, table, kept, MODEL, {}) is None  # no picture: the chance is too small


def test_a_sentence_over_a_credit_line_is_a_caption():
    blocks = [Block(CAPTION), Block(CAPTION), Block("(photo credit: ANN LEE)"), Block("Text of the article here")]
    assert captions_by_credit(blocks) == {0: Role.CAPTION, 1: Role.CAPTION}


def test_the_name_that_stands_in_other_lines_is_the_site():
    texts = ["Home", "The Harbour Post", "Subscribe to The Harbour Post today"]
    table = chances({Role.SITE: 0.35}, {Role.SITE: 0.25}, {})
    assert find_site(texts, table, MODEL) == 1


def test_a_sentence_right_below_running_text_goes_with_it():
    sentence = "A second vote, on the fares, is expected in March."
    texts = [sentence, sentence, "And so it went on until a quarter past eleven.", "Most Popular", sentence, sentence]
    kept = np.array([True, False, False, False, False, True])
    scores = np.array([0.9, 0.25, 0.3, 0.3, 0.4, 0.9])
    roles = [Role.PARAGRAPH, *[Role.OTHER] * 4, Role.PARAGRAPH]
    blocks = [Block(t) for t in texts]
    assert runs_on(blocks, scores, roles, kept) == [1, 2]
    assert runs_on(blocks, scores, [Role.PARAGRAPH, Role.CAPTION, *roles[2:]], kept) == []
    assert runs_on(blocks, scores - 0.1, roles, kept) == []
