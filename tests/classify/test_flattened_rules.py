"""Lines of flattened text that belong to the program that wrote it."""

import numpy as np
import pytest

from cleancopy.block import Block
from cleancopy.classify.flattened_rules import drawn_lines, flattened_furniture, link_lists, page_headers


def flat(*texts):
    return [Block(text, element=-1) for text in texts]


def test_addresses_at_the_end_are_the_links_of_the_page():
    links = ["1. https://a.example/x", "mailto:ann@a.example"]
    assert sorted(link_lists(flat("Text.", "References", *links))) == [1, 2, 3]
    assert sorted(link_lists(flat("Text.", "Two words", *links))) == [2, 3]
    assert sorted(link_lists(flat(*links))) == [0, 1]
    assert link_lists(flat("Text.", links[0])) == {}
    assert link_lists(flat(*links, "Text.")) == {}
    assert link_lists(flat("Text.", "1. see https://a.example", links[0])) == {}


def test_lines_drawn_across_the_text_are_no_text():
    texts = ["---", "* * *", "====", "--", "-=-", "- one", "—————"]
    assert sorted(drawn_lines(flat(*texts))) == [0, 1, 2, 6]


@pytest.mark.parametrize(
    "first, second",
    [
        ("Page 1", "Page 2"),
        ("HARBOUR POST   Page 1", "HARBOUR POST   Page 2"),
        ("Seite 3 von 9", "Seite 4 von 9"),
        ("Стр. 7", "Стр. 8"),
        ("- 1 -", "- 2 -"),
        ("The ferry 1/9", "The ferry 2/9"),
        ("第1页", "第2页"),
        ("3 페이지", "4 페이지"),
        ("Page 3 The ferry", "Page 4 The ferry"),
    ],
)
def test_lines_that_number_pages_are_their_headers(first, second):
    assert sorted(page_headers(flat("Text.", first, "More.", second, "The end."))) == [1, 3]


def test_what_stands_beside_each_page_number_belongs_to_it():
    lines = ["Page 1", "The Harbour Post", "Text.", "Page 2", "The Harbour Post", "More.", "The Harbour Post"]
    assert sorted(page_headers(flat(*lines))) == [0, 1, 3, 4]


@pytest.mark.parametrize(
    "lines",
    [
        ("Chapter 1", "Text.", "Chapter 2"),
        ("Page 1", "Text.", "Page 4"),
        ("Page 1", "Text."),
        ("See page 1", "Text.", "Or page 2"),
        ("1", "Text.", "2"),
        ("Page 1 " + "x" * 100, "Text.", "Page 2 " + "x" * 100),
    ],
)
def test_other_numbers_are_text(lines):
    assert page_headers(flat(*lines)) == {}


def test_html_has_no_such_lines():
    lines = ["-----", "Page 1", "Page 2", "1. https://a.example/x", "mailto:ann@a.example"]
    scores, kept = np.zeros(len(lines)), np.zeros(len(lines), bool)
    assert sorted(flattened_furniture(flat(*lines), scores, kept)) == [0, 1, 2, 3, 4]
    assert flattened_furniture([Block(text, element=0) for text in lines], scores, kept) == {}
    assert flattened_furniture([], scores[:0], kept[:0]) == {}
