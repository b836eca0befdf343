"""Words of texts, compared with a plain way of finding them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleancopy.block import Block, Segmentation
from cleancopy.features import TokenBags, Vocabulary, bag_ids, compute_features, name_ids
from cleancopy.features.char_table import CJK_RANGES, HEAD_CHARS
from cleancopy.lexicon import regex_ranges

TAIL_CHARS = 80
_CJK_RUN = re.compile(f"[{regex_ranges(CJK_RANGES)}]+")


def split_pairs(run):
    text = run.group()
    return " " + " ".join(text[i : i + 2] for i in range(max(1, len(text) - 1))) + " "


def tokenise(text):
    """Lower-case words of the head and tail of a text, then the first and last marked; CJK by overlapping pairs."""
    if len(text) > HEAD_CHARS + TAIL_CHARS:
        text = text[:HEAD_CHARS] + " " + text[-TAIL_CHARS:]
    words = re.findall(r"\w+", _CJK_RUN.sub(split_pairs, text.lower()))
    return (*words, "^" + words[0], words[-1] + "$") if words else ()


def words_of(*texts):
    return compute_features(Segmentation(tuple(map(Block, texts)))).text.bags()


def test_tokens():
    assert words_of("The END, of it", "版权所有", "…") == [
        ("the", "end", "of", "it", "^the", "it$"),
        ("版权", "权所", "所有", "^版权", "所有$"),
        (),
    ]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=6))
@example(["ΟΔΟΣ ΟΔΟΣ, İstanbul", "", "版权所有 \0 ΣΑΣ", "𝔘nd 𐐀b 𝟏", "Ab" * 200 + " Ω", "Straße\x1cIJK_"])
@example(["İ" * 400, "İ" * 240 + "版" * 200])
def test_words_of_many_texts_are_those_of_each(texts):
    assert words_of(*texts) == list(map(tokenise, texts))


def test_every_word_stands_once():
    bags = TokenBags.from_bags([["a", "b", "a"], [], ["b", "𠀀"]])
    assert bags.words == ["a", "b", "𠀀"]
    assert bags.bags() == [("a", "b", "a"), (), ("b", "𠀀")]


def test_more_words_than_a_small_table_holds():
    words = [f"word{i}" for i in range(100_000)]
    bags = TokenBags.from_bags([words, words[::-1]])
    assert bags.words == words
    assert bags.bags()[1] == tuple(words[::-1])


@given(st.lists(st.lists(st.sampled_from(["a", "b", "ß", "?", "𠀀"]))))
def test_ids_are_the_rows_of_known_words(bags):
    vocabulary = Vocabulary({"a": 1, "b": 2, "ß": 3, "𠀀": 7})
    known = [[vocabulary[word] for word in bag if word in vocabulary] for bag in bags]
    for ids, starts in (bag_ids(TokenBags.from_bags(bags), vocabulary), name_ids(bags, vocabulary)):
        assert ids.tolist() == [row for rows in known for row in (0, *rows)]
        assert starts.tolist() == [sum(len(rows) + 1 for rows in known[:i]) for i in range(len(bags))]


def test_a_page_of_words_from_nowhere_has_no_ids():
    ids, starts = bag_ids(TokenBags.from_bags([["x"], ["y", "z"]]), Vocabulary({}))
    assert (ids.tolist(), starts.tolist()) == ([0, 0], [0, 1])


@pytest.mark.parametrize("wrong", [Block("x", element=1), Block("x", element=-2)])
def test_an_element_that_is_not_there_is_an_error(wrong):
    with pytest.raises(IndexError):
        compute_features(Segmentation((wrong,)))
