from training.labels import label_blocks

LEAD = "The harbour board met on Tuesday and agreed to widen the northern channel"
REST = "Work on the channel is to begin before the winter storms arrive in November"


def test_a_block_of_the_reference_is_whole_and_others_are_nothing():
    assert label_blocks([LEAD, "Subscribe to our newsletter today", REST], f"{LEAD}\n{REST}") == [1, 0, 1]


def test_a_teaser_that_repeats_the_lead_does_not_get_its_words():
    teaser = " ".join(LEAD.split()[:8])
    assert label_blocks([teaser, LEAD, REST], f"{LEAD}\n{REST}") == [0, 1, 1]


def test_of_two_copies_the_one_in_its_place_counts():
    far = ["A menu line of some length here"] * 40
    assert label_blocks([LEAD, *far, LEAD, REST], f"{LEAD}\n{REST}")[-2:] == [1, 1]
    assert label_blocks([LEAD, *far, LEAD, REST], f"{LEAD}\n{REST}")[0] == 0


def test_short_blocks_need_their_line():
    assert label_blocks(["Yes", "No", "the northern channel"], f"Yes\n{LEAD}") == [1, 0, 0]


def test_a_paragraph_cut_in_two_counts_in_full():
    a, b = LEAD[:36], LEAD[36:]
    assert min(label_blocks([a, b], LEAD)) == 1
