import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.classify import flattened_rules
from cleancopy.lexicon import CJK
from cleancopy.lines import (
    count_wide,
    count_words,
    find_beginning,
    find_digits,
    find_ending,
    fold_words,
    has_digit,
)

CHARS = [chr(code) for code in range(sys.maxunicode + 1)]


def test_a_digit_is_what_python_takes_for_one():
    assert [char for char in CHARS if has_digit(f"a{char}")] == [char for char in CHARS if char.isdigit()]


def test_wide_are_the_characters_of_the_lexicon():
    assert [char for char in CHARS if count_wide(char)] == [
        char for char in CHARS if any(first <= ord(char) <= last for first, last in CJK)
    ]
    assert count_wide("a 中文 b") == 2


@given(st.text() | st.text(st.sampled_from("aZß_ -9é²İ中\n")))
def test_folded_words_are_the_words_without_case_and_signs(text: str):
    assert fold_words(text) == " ".join(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("texts, found", [(["(a", "a(", "", "["], [0, 3]), ([], [])])
def test_texts_are_found_by_their_first_character(texts: list[str], found: list[int]):
    assert find_beginning(texts, "([") == found
    assert find_ending([text[::-1] for text in texts], "([") == found


def test_texts_are_found_by_a_digit():
    texts = ["(a", "1.", "a 1", "٣", "²", ""]
    assert find_beginning(texts, "(", or_digit=True) == [0, 1, 3]
    assert find_digits(texts, 2) == [1, 3, 4]


@given(
    st.lists(
        st.sampled_from(["page ", "Seite", "12", " ", "-", "–", "第", "页", "/", "ページ", "페이지", "of", "x", "۳"])
    )
)
def test_no_line_that_numbers_a_page_is_passed_over(parts: list[str]):
    text = "".join(parts)
    if flattened_rules._PAGE_NUMBER.search(text):
        assert flattened_rules._may_number(text)


@given(st.text(st.sampled_from("aZé_ 1²٣\u0301-.'中\U0001d400\n")) | st.text())
def test_words_are_counted_as_a_pattern_finds_them(text: str):
    assert count_words(text) == len(re.findall(r"\w+", text))
