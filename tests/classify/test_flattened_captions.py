import numpy as np
import pytest

from cleancopy.block import Role
from cleancopy.classify.flattened_captions import PROSE_REACH, find_doubled_captions
from cleancopy.segment import segment_text

PROSE = "The last ferry to Saltmere left at nine, and nobody who saw it go has spoken of it since that evening in May."
CAPTION = "The pier of Saltmere on the morning after the storm"


def find(*lines, score=0.5, kept=True):
    blocks = segment_text("\n\n".join(lines)).blocks
    assert len(blocks) == len(lines)
    return find_doubled_captions(blocks, np.full(len(blocks), score), np.full(len(blocks), kept))


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
