import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.block import Block, Segmentation
from cleancopy.features import COLUMNS, compute_features
from cleancopy.features.char_table import CJK_RANGES, HEAD_CHARS
from cleancopy.lexicon import HAN_SUPPLEMENTS


def column(texts, name):
    page = Segmentation(tuple(Block(text) for text in texts))
    return compute_features(page).dense[:, COLUMNS["text"].index(name)]


@pytest.mark.parametrize(
    "name, shares",
    [
        ("upper", [1 / 3, 0, 0]), ("digits", [1 / 8, 0, 0]), ("cjk", [0, 2 / 3, 1 / 5]), ("commas", [1 / 3, 0, 0]),
        ("symbols", [0, 0, 1 / 5]), ("capitalised", [1 / 3, 0, 0]),
    ],
)  # fmt: skip
def test_shares(name, shares):
    assert column(["Ab 1, c.", "你好a", "«é»𝄞𠀀"], name) == pytest.approx(shares)


@pytest.mark.parametrize("name, counts", [("sentences", [1, 0, 0]), ("quotes", [0, 0, 2]), ("words", [3, 2, 1.5])])
def test_counts(name, counts):
    assert column(["Ab 1, c.", "你好a", "«é»𝄞𠀀"], name) == pytest.approx(np.log1p(counts))


def is_cjk(char):
    return any(first <= ord(char) <= last for first, last in (*CJK_RANGES, HAN_SUPPLEMENTS))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400), min_size=1, max_size=8))
def test_words_are_those_of_split(texts):
    words = [len(text.split()) + sum(map(is_cjk, text)) / 2 for text in texts]
    assert column(texts, "words") == pytest.approx(np.log1p(words))
    heads = [text[:HEAD_CHARS].split() for text in texts]
    capitals = [sum(word[0].isupper() for word in head) / max(1, len(head)) for head in heads]
    assert column(texts, "capitalised") == pytest.approx(capitals)
