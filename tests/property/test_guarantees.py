"""The guarantees of the design, on generated pages and on all pages of one labelled set."""

import random
from functools import partial

import pytest
from hypothesis import given, settings

import cleancopy
from cleancopy.dom import Tree
from cleancopy.segment import segment_html
from cleancopy.segment.data import find_script_markup
from fuzzing.growth import count_calls
from fuzzing.shapes import USUAL
from fuzzing.visible import drop_formulas, is_subsequence, list_visible_words, to_letters
from labelled import FLATTENERS, has_set, read_set, split_words
from tests.property.pages import HTML_PAGES, Made, text_pages

PAGES = settings(max_examples=800)


def check(article: cleancopy.Article, visible: list[str]) -> None:
    """Words whole and in order, nothing invented, and a flag wherever nothing is given."""
    shown = split_words(" ".join(visible))
    assert is_subsequence(split_words(article.text), shown)
    assert is_subsequence(split_words(article.full_text), shown)
    assert article.text or article.flags
    assert 0 <= article.confidence <= 1


@PAGES
@given(HTML_PAGES)
def test_html_words_are_an_ordered_part_of_the_visible_ones(made: Made) -> None:
    check(cleancopy.extract(made.source, kind="html"), made.words)


@PAGES
@given(text_pages())
def test_text_words_are_an_ordered_part_of_the_visible_ones(made: Made) -> None:
    check(cleancopy.extract(made.source, kind="text"), made.words)


@PAGES
@given(HTML_PAGES, text_pages())
def test_an_answer_depends_on_nothing_that_ran_before(page: Made, other: Made) -> None:
    first = cleancopy.extract(page.source)
    cleancopy.extract(other.source)
    assert cleancopy.extract(page.source) == first


@PAGES
@given(HTML_PAGES)
def test_every_visible_word_is_in_some_block_once(made: Made) -> None:
    blocks = segment_html(Tree(made.source)).blocks
    assert " ".join(b.text for b in blocks).split() == made.words


@pytest.mark.parametrize("shape", USUAL)
def test_work_grows_linearly_with_the_page(shape: str) -> None:
    make = USUAL[shape]
    cleancopy.extract(make(4))  # what is loaded once is not the page's
    small, large = (count_calls(partial(cleancopy.extract, make(n))) for n in (800, 6400))  # text is kept on both
    assert large <= 8 * small * 1.2


SET = "news-world"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    if not has_set(SET):
        pytest.skip("needs the labelled pages (CLEANCOPY_BENCH)")
    return read_set(SET)


def test_real_html_pages(rows):
    for row in rows:
        html = row["html"].decode("utf-8", "replace")
        article = cleancopy.extract(html, kind="html")
        letters = to_letters(drop_formulas(article))
        of_data = "from_data" in article.flags
        source = find_script_markup(Tree(html).find_scripts()) or "" if of_data else html
        assert is_subsequence(letters, to_letters(" ".join(list_visible_words(source)))), row["id"]
        assert article.text or article.flags


@pytest.mark.parametrize("flattening", ["wet", "inscriptis", "wrapped-tight"])
def test_real_flattened_pages(rows, flattening):
    for row in rows:
        flat = FLATTENERS[flattening](row["html"])
        check(cleancopy.extract(flat, kind="text"), flat.split())


def test_order_and_repetition_change_nothing(rows):
    pages = [row["html"] for row in rows[:20]]
    first = [cleancopy.extract(p) for p in pages]
    order = list(range(len(pages))) * 3
    random.Random(0).shuffle(order)
    assert all(cleancopy.extract(pages[i]) == first[i] for i in order)
