from training.labels import block_labels
from training.split import FOLDS, fold_of, site_of

LEAD = "The harbour board met on Tuesday and agreed to widen the northern channel"
REST = "Work on the channel is to begin before the winter storms arrive in November"


def test_a_block_of_the_reference_is_whole_and_others_are_nothing():
    assert block_labels([LEAD, "Subscribe to our newsletter today", REST], f"{LEAD}\n{REST}") == [1, 0, 1]


def test_a_teaser_that_repeats_the_lead_does_not_get_its_words():
    teaser = " ".join(LEAD.split()[:8])
    assert block_labels([teaser, LEAD, REST], f"{LEAD}\n{REST}") == [0, 1, 1]


def test_of_two_copies_the_one_in_its_place_counts():
    far = ["A menu line of some length here"] * 40
    assert block_labels([LEAD, *far, LEAD, REST], f"{LEAD}\n{REST}")[-2:] == [1, 1]
    assert block_labels([LEAD, *far, LEAD, REST], f"{LEAD}\n{REST}")[0] == 0


def test_short_blocks_need_their_line():
    assert block_labels(["Yes", "No", "the northern channel"], f"Yes\n{LEAD}") == [1, 0, 0]


def test_a_paragraph_cut_in_two_counts_in_full():
    a, b = LEAD[:36], LEAD[36:]
    assert min(block_labels([a, b], LEAD)) == 1


def test_a_site_is_on_one_side():
    assert site_of("https://news.example.co.uk/a", "x") == site_of("http://www.example.co.uk", "x") == "example.co.uk"
    assert site_of(None, "set:7") == "set:7"
    assert {fold_of(f"site{i}.org") for i in range(99)} == set(range(FOLDS))
