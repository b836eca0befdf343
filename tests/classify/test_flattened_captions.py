import numpy as np
import pytest

from cleancopy.block import Role
from cleancopy.classify.flattened_captions import PROSE_REACH, find_captions
from cleancopy.segment import segment_text

PROSE = "The last ferry to Saltmere left at nine, and nobody who saw it go has spoken of it since that evening in May."
CAPTION = "The pier of Saltmere on the morning after the storm"


def find(*lines, score=0.5, kept=True):
    blocks = segment_text("\n\n".join(lines)).blocks
    assert len(blocks) == len(lines)
    return find_captions(blocks, np.full(len(blocks), score), np.full(len(blocks), kept))


@pytest.mark.parametrize(
    "above, below",
    [
        (CAPTION, CAPTION),
        (CAPTION, f"{CAPTION}. Photo: Ines Halloran"),
        (f"Saltmere {CAPTION}", CAPTION),
        ('"Der Hafen" am Morgen nach dem großen Sturm', "Der Hafen am Morgen nach dem großen Sturm (Archivbild)"),
        ("Η προβλήτα του χωριού το πρωί μετά την καταιγίδα", "Η προβλήτα του χωριού το πρωί μετά την καταιγίδα."),
        ("Причал деревни наутро после сильной бури", "Причал деревни наутро после сильной бури / ТАСС"),
    ],
)  # fmt: skip
def test_a_line_that_stands_twice_within_the_text_is_a_caption(above, below):
    assert find(PROSE, above, below, PROSE) == {1: Role.CAPTION, 2: Role.CAPTION}


def test_above_the_text_it_may_be_the_lead():
    assert find(CAPTION, CAPTION, PROSE) == {}
    assert find(PROSE, CAPTION, CAPTION, kept=False) == {}


def test_far_below_the_text_it_is_something_else():
    assert find(PROSE, *(f"Entry {i}" for i in range(PROSE_REACH)), CAPTION, CAPTION) == {}


def test_what_is_surely_running_text_stays():
    assert find(PROSE, CAPTION, CAPTION, score=0.95) == {}


@pytest.mark.parametrize(
    "above, below",
    [
        ("Prices", "Prices"),  # short lines: headings, cells
        (CAPTION, CAPTION.replace("pier", "mole")),
        (CAPTION, f"{CAPTION}, when the men of the village, who had waited for it all night, went down to the water"),
        (PROSE * 6, PROSE * 6),
    ],
)
def test_other_lines_stay(above, below):
    assert find(PROSE, above, below, PROSE) == {}


@pytest.mark.parametrize(
    "caption",
    [
        "Ines Halloran would have liked to sail, but is happy for her crew. Photo: Alexander Daleiden",
        "Der Kapitän ärgerte sich über die Entscheidung des Hafenamts Foto: Soeren Stache/dpa",
        "The ferry in the harbour of Saltmere on its last day. Credit: Natalie Kafader",
        "Eine Welle bricht am Abend an der Mole von Salzmeer (Archivbild von 2021).",
        "Two men were taken off the ferry in May. (Symbolfoto: picture alliance/dpa)",
        "Le bac de Saltmere au petit matin de mai (photo d’archives)",
        "Ines Halloran (left) being interviewed by Dylan Jones",
        "Der Kapitän (r.) mit seiner Frau Carmen auf der Brücke",
        "Die Vorsitzenden (von links nach rechts): Pia Ianniello, Pamela Visani, Pietro Murrali",
        "Pictured at the back are the ferrymen of Saltmere and their sons",
        "De gauche à droite : Anne Ménard, Paul Petit et leurs trois enfants",
    ],
)
def test_captions_say_that_they_are(caption):
    assert find(PROSE, caption, PROSE) == {1: Role.CAPTION}


@pytest.mark.parametrize(
    "line",
    [
        "New chapter for people with bad credit: Bad Credit Auto Loans, Tips and Scams To Avoid",
        "They wrote this post: Ferries Roll Out Cover Photos: How to make your own",
        "1860 Abraham Lincoln (R) 59.4 39.9",
        "The party processes the data in accordance with Article 12(l) and Article 13(r) of the Act",
        "SALTMERE(R) IV & (C) 1995-2008 Halloran Games Inc. ALL RIGHTS RESERVED.",
        "The right (and the left) of the harbour belong to the town",
        "Gov. Robert Bentley (R) has spent the past year out of a heap of trouble",
    ],
)
def test_other_lines_do_not(line):
    assert find(PROSE, line, PROSE) == {}


def test_a_certain_line_stays_whatever_it_says():
    assert find(PROSE, "Ines Halloran (left) being interviewed by Dylan Jones", score=0.99) == {}
