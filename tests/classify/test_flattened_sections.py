"""Sections of flattened text that read like running text."""

import numpy as np
import pytest

from cleancopy.block import Block, Role
from cleancopy.classify.flattened_sections import find_sections

PROSE = "The keeper of the northern light got eleven letters in the winter, and he answered none of them at all."


def sections(*lines, kept, scores=None):
    """The roles by line of a page; kept are the lines of the text, from the first to the last."""
    blocks = [line if isinstance(line, Block) else Block(line, gap=1) for line in lines]
    mask = np.isin(np.arange(len(lines)), list(kept))
    return find_sections(blocks, np.full(len(lines), 0.9) if scores is None else np.array(scores), mask)


COMMENTS = ("1. Anna writes:", "15 June 2012 at 10:12", PROSE, "2. Ben writes:", "16 June 2012 at 22:40", PROSE)


@pytest.mark.parametrize(
    "count", ["4 comments", "Комментариев: 4", "Kommentare (4)", "4 Kommentare zu „Licht“", "コメント 4件"]
)
def test_comments_stand_below_their_count(count):
    found = sections(PROSE, PROSE, PROSE, count, *COMMENTS, kept=[0, 1, 2, 6, 9])
    assert found == dict.fromkeys([3, 6, 9], Role.COMMENT)


def test_posts_below_little_text_are_a_thread():
    assert sections(PROSE, PROSE, "4 comments", *COMMENTS, kept=[0, 1, 5, 8]) == {}
    assert sections(PROSE, PROSE, PROSE, "4 boats", *COMMENTS, kept=[0, 1, 2, 6, 9]) == {}
    assert sections(PROSE, PROSE, PROSE, "4 comments", *COMMENTS[:3], kept=[0, 1, 2, 6]) == {}


NOTICE = ("Your privacy", "We and our partners use cookies.", "Some do not ask.", "Cookies let us count.")


def test_a_consent_notice_above_the_text():
    found = sections("Site", *NOTICE, PROSE, kept=[2, 3, 4, 5])
    assert found == dict.fromkeys(range(1, 5), Role.CONSENT)


def test_articles_about_cookies_stay():
    assert sections(*NOTICE, PROSE, "Cookies again.", kept=range(6)) == {}
    assert sections(NOTICE[1], PROSE, kept=[0, 1]) == {}
    assert sections(*NOTICE, "Short.", kept=range(5)) == {}


def test_a_further_article_has_a_byline_as_the_first():
    first = ("Headline", "By Ann Lee", PROSE, PROSE, PROSE)
    found = sections(*first, "Another headline", "By Bo Ray", PROSE, kept=[2, 3, 4, 5, 7])
    assert found == dict.fromkeys([5, 7], Role.RELATED)
    assert sections(*first, "Another headline", "Von Bo Ray", PROSE, kept=[2, 3, 4, 7]) == {}
    assert sections(*first, "He said so.", "By Bo Ray", PROSE, kept=[2, 3, 4, 7]) == {}
    assert sections(*first, "A picture", "By Bo Ray", "Short", kept=[2, 3, 4]) == {}
    assert sections("Headline", PROSE, PROSE, PROSE, "Another", "By Bo Ray", PROSE, kept=[1, 2, 3, 6]) == {}
    assert sections(*first, "By the sea", "by then it was late", PROSE, kept=[2, 3, 4, 7]) == {}


def test_the_first_line_of_a_list_below_the_text():
    menu = (Block("Bridge closed", gap=1), Block("Five walks"), Block("Library opens"))
    assert sections(PROSE, *menu, kept=[0, 1], scores=[0.9, 0.4, 0.1, 0.1]) == {1: Role.RELATED}
    assert sections(PROSE, *menu, kept=[0, 1], scores=[0.9, 0.5, 0.1, 0.1]) == {}
    assert sections(PROSE, *menu[:2], kept=[0, 1], scores=[0.9, 0.4, 0.1]) == {}
    sentence = (Block("The bridge is closed.", gap=1), *menu[1:])
    assert sections(PROSE, *sentence, kept=[0, 1], scores=[0.9, 0.4, 0.1, 0.1]) == {}


def test_nothing_kept_has_no_sections():
    assert sections(PROSE, "4 comments", *COMMENTS, kept=[]) == {}
