import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.features.chars import Chars


def test_counts():
    counts = Chars.from_texts(["Ab 1, c.", "你好a", "«é»𝄞𠀀"], head=4).count_classes()
    got = {name: values.tolist() for name, values in counts.items()}
    assert got["upper"] == [1, 0, 0]
    assert got["lower"] == [2, 1, 1]
    assert got["digit"] == [1, 0, 0]
    assert got["cjk"] == [0, 2, 1]
    assert got["sentence"] == [1, 0, 0]
    assert got["comma"] == [1, 0, 0]
    assert got["quote"] == [0, 0, 2]
    assert got["symbol"] == [0, 0, 1]
    assert got["words"] == [3, 1, 1]
    assert got["head_words"] == [2, 1, 1]
    assert got["head_capitals"] == [1, 0, 0]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=8))
def test_words_and_spaces_are_those_of_split(texts):
    counts = Chars.from_texts(texts, head=9).count_classes()
    assert counts["words"].tolist() == [len(t.split()) for t in texts]
    assert counts["space"].tolist() == [sum(c.isspace() for c in t) for t in texts]
    heads = [t[:9].split() for t in texts]
    assert counts["head_words"].tolist() == list(map(len, heads))
    assert counts["head_capitals"].tolist() == [sum(w[0].isupper() for w in words) for words in heads]
    assert all(np.isfinite(v).all() for v in counts.values())
