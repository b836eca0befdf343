"""Every feature has words for people, whatever its value."""

import re

import numpy as np
import pytest

from cleancopy.dom import Tree
from cleancopy.features import (
    COLUMNS,
    FEATURES,
    compute_features,
    describe_feature,
    describe_unknown,
    describe_word,
)
from cleancopy.features.phrases import PHRASES
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text

NAMES = [feature.name for feature in FEATURES]
VALUES = (0.0, 1e-3, 0.2, 0.5, 1.0, 2.3, 6.9)
SIGNED = {"open_bracket", "main_run_offset", "headline_offset", "prose_rank"}
PROSE = "The harbour board met on Tuesday and agreed to widen the northern channel before the winter storms come."
PAGES = {
    "html": segment_html(Tree(f"<title>A channel</title><nav><a href=/>Home</a></nav><h1>A channel</h1><p>{PROSE}")),
    "text": segment_text(f"Home\n\nA channel\n\n{PROSE}\n\n{PROSE} Again.\n\n© 2024 Harbour Post"),
}


def test_no_feature_lacks_a_phrase_and_no_phrase_a_feature() -> None:
    assert list(PHRASES) != []
    assert PHRASES.keys() == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_phrase_is_plain_whatever_the_value(name: str) -> None:
    signs = (1, -1) if name in SIGNED else (1,)
    for phrase in {describe_feature(name, sign * value) for value in VALUES for sign in signs}:
        assert re.fullmatch(r"[a-z0-9<][^_#]*[a-z0-9`%)]", phrase), phrase
        assert " 1 where" not in phrase
        assert "  " not in phrase
        assert "log(" not in phrase
        assert not re.search(r"-0|(?<![\d.])1 \w{3,}s\b", phrase), phrase


@pytest.mark.parametrize("name", NAMES)
def test_a_phrase_tells_values_apart(name: str) -> None:
    assert describe_feature(name, 0.0) != describe_feature(name, 1.0)


@pytest.mark.parametrize("kind", PAGES)
def test_every_value_of_a_page_has_its_phrase(kind: str) -> None:
    dense = compute_features(PAGES[kind]).dense
    for name, column in zip(COLUMNS[kind], dense.T, strict=True):
        assert all(len(describe_feature(name, float(value))) > len("is code") for value in np.unique(column))


@pytest.mark.parametrize(
    "name, value, phrase",
    [
        ("above_nav", 1, "stands inside `nav`"),
        ("above_nav", 0, "does not stand inside `nav`"),
        ("chars", float(np.log1p(212)), "has 212 characters"),
        ("chars", float(np.log1p(12345)), "has 12,345 characters"),
        ("words", float(np.log1p(1)), "has 1 word"),
        ("link_share", 0.124, "12 % of its characters are links"),
        ("link_share", 0.001, "<1 % of its characters are links"),
        ("ends_sentence", 0, "does not end like a sentence"),
        ("layout_alt", 1, "is laid out as the alternative text of a picture"),
        ("to_prose_above", float(np.log1p(40)), "has no prose within 40 blocks above"),
        ("headline_offset", float(-np.log1p(3)), "stands 3 blocks before the headline"),
        ("to_lead", float(np.log1p(2)), "the element 2 above it holds the first prose, too"),
        ("repeats", float(np.log(3)), "its text stands on the page 3 times"),
        ("gap", 4, "has 4 or more blank lines above"),
        ("open_bracket", -1, "closes a bracket that it did not open"),
        ("siblings_2", 0, "its parent element has no sibling of its kind"),
        ("level", 2 / 6, "has level 2 as a heading or in a list"),
    ],
)
def test_words_for_values(name: str, value: float, phrase: str) -> None:
    assert describe_feature(name, value) == phrase


def test_words_for_words() -> None:
    assert describe_word("^by", "text") == "its text begins with `by`"
    assert describe_word("more$", "text") == "its text ends with `more`"
    assert describe_word("cookies", "text") == "its text says `cookies`"
    assert describe_word("caption", "own") == "its class name says `caption`"
    assert describe_word("<tr", "own") == "its element is `tr`"
    assert describe_word("<nav", "above") == "stands inside `nav`"
    assert describe_word("credit", "inside") == "an element inside it is called `credit`"
    assert {describe_unknown(of_names) for of_names in (True, False)} == {
        "has no class name that the model knows", "its text has no word that the model knows"
    }  # fmt: skip
