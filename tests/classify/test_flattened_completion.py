"""Lines of flattened text that are kept for what stands around them."""

import numpy as np
import pytest

from cleancopy.block import Block, Layout, Role
from cleancopy.classify import flattened_completion as rules
from cleancopy.classify.flattened_completion import find_flattened_parts

OTHER, N = Role.OTHER, Role.NAVIGATION
PROSE = "The keeper of the light got eleven letters in the winter."


def page(*lines):
    """Blocks, scores, roles and kept of lines (text, score, role, kept), each as short as it can be."""
    rows = [(line, 0.9, Role.PARAGRAPH, True) if isinstance(line, str) else line for line in lines]
    texts, scores, roles, kept = zip(*rows, strict=True)
    blocks = [text if isinstance(text, Block) else Block(text, gap=1) for text in texts]
    return blocks, np.array(scores, float), list(roles), np.array(kept)


def lost(text, score=0.25, role=OTHER):
    return (text, score, role, False)


def test_lines_between_kept_ones():
    assert find_flattened_parts(*page(PROSE, lost("flac, which is free"), lost("the tagger"), PROSE)) == [1, 2]
    assert find_flattened_parts(*page(PROSE, lost("flac", 0.19), PROSE)) == []
    assert find_flattened_parts(*page(PROSE, lost("Home", role=N), PROSE)) == []
    assert find_flattened_parts(*page(PROSE, lost("12"), PROSE)) == []
    assert find_flattened_parts(*page(PROSE, *[lost("a word", 0.2)] * 13, PROSE)) == []


def test_entries_of_a_list_of_contents_are_not_between():
    contents = (lost("1 Gameplay"), lost("2 Release"))
    assert find_flattened_parts(*page(PROSE, *contents, PROSE, "Gameplay", PROSE, "Release")) == []


def test_the_line_that_leads_to_a_list():
    item = (Block("a sticker", Layout.LIST_ITEM, gap=1), 0.9, Role.LIST_ITEM, True)
    assert find_flattened_parts(*page(PROSE, lost("Find these first:", 0.05), item)) == [1]
    assert find_flattened_parts(*page(PROSE, lost("Find these first", 0.05), item)) == []
    assert find_flattened_parts(*page(PROSE, lost("Find these first:", 0.05, N), item)) == []


def test_lines_that_may_begin_the_text():
    opening = (lost("Begin with what is dead.", 0.1), lost("The first winter", 0.22))
    assert find_flattened_parts(*page(lost("Menu", 0.0), *opening, PROSE)) == [1, 2]
    assert find_flattened_parts(*page(lost("Begin with what is dead.", 0.1), PROSE)) == []
    assert find_flattened_parts(*page(*[lost("A line.", 0.2)] * 9, PROSE)) == []


def test_numbers_go_on():
    steps = ("1. Open it.", lost("2. Write it:", 0.08), lost("write image", 0.02), lost("3. Wait.", 0.06))
    assert find_flattened_parts(*page(*steps, lost("The end", 0.02))) == [1, 2, 3]
    between = [lost("write image", 0.0)] * 11
    assert find_flattened_parts(*page("1. Open it.", *between, lost("2. Wait.", 0.06))) == list(range(1, 13))
    assert find_flattened_parts(*page("1. Open it.", *between, between[0], lost("2. Wait.", 0.06))) == []
    assert find_flattened_parts(*page("1. Open it.", lost("3. Wait.", 0.06))) == []
    assert find_flattened_parts(*page("1. Open it.", lost("2. Wait.", 0.04))) == []
    assert find_flattened_parts(*page(lost("1. Open it.", 0.06), lost("2. Wait.", 0.06), PROSE)) == []


def test_posts_of_a_live_blog():
    times = [lost(time, 0.0) for time in ("17:04 BST", "2.32pm", "08:01")]
    posts = [times[0], lost("Closing summary", 0.0), PROSE, lost("Share", 0.0), times[1], PROSE]
    assert find_flattened_parts(*page(*posts, times[2], lost(PROSE, 0.0), lost("More", 0.0))) == [1, 7]
    assert find_flattened_parts(*page(times[0], PROSE, times[1], lost(PROSE, 0.0))) == []
    assert find_flattened_parts(*page(*times[:2], PROSE, times[2], lost(PROSE, 0.0))) == []


def test_most_of_a_stanza():
    verse = [(Block(f"line {n}", gap=n == 0), 0.3, Role.PARAGRAPH, n < 2) for n in range(3)]
    assert find_flattened_parts(*page(PROSE, *verse)) == [3]
    assert find_flattened_parts(*page(*verse)) == []
    two = [(block, score, role, n < 1) for n, (block, score, role, _) in enumerate(verse)]
    assert find_flattened_parts(*page(PROSE, *two)) == []


def test_a_sentence_over_several_lines_ends_the_text():
    sentence = (lost("Nothing else is needed", 0.15), lost("except for a basket", 0.01), lost("and jam.", 0.01))
    assert find_flattened_parts(*page(PROSE, *sentence, lost("More", 0.0))) == [1, 2, 3]
    assert find_flattened_parts(*page(PROSE, lost("Nothing else", 0.14), *sentence[1:])) == []
    assert find_flattened_parts(*page(PROSE, *sentence[:2], lost("Jam.", 0.01))) == []


@pytest.mark.parametrize("text", ["17:04", "17.04", "5.04pm", "8 a.m.", "08:01 BST", "9:30 Uhr", "18h30"])
def test_times_stand_alone(text):
    assert rules._TIME.fullmatch(text)
    assert not rules._TIME.fullmatch(f"{text} the train")


def test_nothing_kept_gives_nothing():
    assert find_flattened_parts(*page(PROSE)) == []
