"""The choice of blocks and its revision on either side of each bound, on hand-made chances."""

import numpy as np
import pytest

from cleancopy.block import Block, Layout, Role
from cleancopy.classify.artifact import Model
from cleancopy.classify.classifier import as_inputs, choose, judge, keep_scores, sharpen, word_counts
from cleancopy.classify.network import DILATIONS, KERNEL, Network
from cleancopy.classify.revise import (
    boxed_with_next,
    captions_by_credit,
    insets,
    runs_on,
    the_one,
)
from cleancopy.features import Bags, Features

ROLES = (
    *(Role.NAVIGATION, Role.PARAGRAPH, Role.DEK, Role.SUBHEADING, Role.HEADLINE, Role.CAPTION, Role.PROMOTION),
    *(Role.ADVERTISEMENT, Role.FORM, Role.SITE, Role.OTHER, Role.BYLINE),
)
P, H, D, N, C, X = Role.PARAGRAPH, Role.SUBHEADING, Role.DEK, Role.NAVIGATION, Role.CAPTION, Role.OTHER


def passing_network():
    """A network whose logits are four times the features from the third on, where these are positive."""
    n = len(ROLES)
    w = {"mean": np.zeros(n + 2), "scale": np.ones(n + 2), "words": np.zeros((1, 1))}
    w |= {"enter.weight": np.zeros((n, n + 3)), "leave.weight": np.eye(n)}
    w["enter.weight"][:, 2 : n + 2] = 4 * np.eye(n)
    w |= {f"{name}.weight": np.zeros((n, 2 * n)) for name in ("kin", "middle_kin", "view", "middle_view")}
    for i in range(len(DILATIONS)):
        w |= {f"taps.{i}": np.zeros((KERNEL, n)), f"mix.{i}.weight": np.zeros((n, n)), f"mix.{i}.bias": np.zeros(n)}
    w |= {f"{name}.bias": np.zeros(n) for name in ("enter", "leave", "kin", "middle_kin", "view", "middle_view")}
    return Network.of([w])


FLOORS = {"headline": 0.3, "dek": 0.15, "site": 0.3}
MODES = {"clean": 0.5, "even": 1.0, "full": 2.0}
MODEL = Model(passing_network(), {}, {}, ROLES, MODES, 1.0, FLOORS, ((0.0, 1.0), (0.0, 0.5)))


def table(*rows):
    return np.array([[row.get(role, 0.0) for role in ROLES] for row in rows])


def judged(*rows, mode="even", model=MODEL):
    """The verdict on blocks given as text, layout and chances; ten words each."""
    chances = np.clip(table(*(chances for _, _, chances in rows)), 1e-6, None)
    dense = np.zeros((len(rows), len(ROLES) + 2))
    dense[:, 1] = np.log(11)
    dense[:, 2:] = (np.log(chances) + 15) / 4
    groups = np.zeros((len(rows), 2), int)
    bags = Bags.of([[] for _ in rows])
    features = Features(dense, bags, [], [], np.full((len(rows), 9), -1), groups)
    return judge([Block(text, layout) for text, layout, _ in rows], features, model, mode)


SURE, WEAK, LOW = {P: 0.9, N: 0.1}, {P: 0.3, N: 0.7}, {P: 0.1, N: 0.9}
SENTENCE = "And so it went on until a quarter past eleven."
PLAIN = ("Some text", Layout.TEXT)


def test_a_verdict_on_plain_blocks():
    verdict = judged(
        (*PLAIN, SURE),
        ("A heading", Layout.TEXT, {H: 0.6, P: 0.3, X: 0.1}),
        (*PLAIN, LOW),
        (*PLAIN, {P: 0.05, D: 0.1, N: 0.4, X: 0.45}),
    )
    assert verdict.roles == (P, H, N, X)
    assert verdict.kept.tolist() == [True, True, False, False]
    assert verdict.scores == pytest.approx([0.9, 0.9, 0.1, 0.05], abs=1e-4)
    assert verdict.chances.sum(axis=1) == pytest.approx(1)
    # Expected hits are 18 of 20 words that are kept, and of 19.5 that should be; the model halves what it reckons.
    assert verdict.expected == pytest.approx(2 * 18 / (20 + 19.5) / 2, abs=1e-4)


def test_a_page_without_running_text():
    verdict = judged((*PLAIN, WEAK), (*PLAIN, {P: 0.49, D: 0.5}))
    assert (verdict.kept.tolist(), verdict.roles[0]) == ([False, False], N)
    assert verdict.expected == pytest.approx(0.51 / 2, abs=1e-2)


def test_roles_of_kept_blocks_are_those_of_their_layout():
    kept = {Layout.LIST_ITEM: Role.LIST_ITEM, Layout.QUOTE: Role.QUOTE, Layout.TABLE_ROW: Role.TABLE_ROW,
            Layout.CODE: Role.CODE, Layout.HEADING: P, Layout.CAPTION: P, Layout.TEXT: P}  # fmt: skip
    assert judged(*(("Some text", layout, SURE) for layout in kept)).roles == tuple(kept.values())
    heading = {H: 0.5, P: 0.4, N: 0.1}
    assert judged(*((f"In {layout}", layout, heading) for layout in kept)).roles == (H,) * len(kept)
    assert judged((*PLAIN, {H: 0.45, P: 0.45})).roles == (P,)


def test_dropped_blocks_have_no_role_of_the_text_and_are_no_dek():
    low = {"headline": 0.3, "dek": 0.6, "site": 0.3}
    verdict = judged((*PLAIN, SURE), (*PLAIN, {P: 0.15, H: 0.15, D: 0.4, C: 0.2, N: 0.1}), model=MODEL_WITH(floors=low))
    assert verdict.roles == (P, C)


def MODEL_WITH(**changed):  # noqa: N802 - the model, changed
    known = {name: getattr(MODEL, name) for name in Model.__slots__}
    return Model(**known | changed)


def test_alternative_texts_are_not_kept():
    verdict = judged((*PLAIN, SURE), (SENTENCE, Layout.ALT, {P: 0.25, N: 0.75}), ("Sea", Layout.ALT, SURE))
    assert verdict.kept.tolist() == [True, False, False]
    assert verdict.roles == (P, N, N)


def test_what_is_revised_is_not_kept():
    caption = "A truck stands at a checkpoint (photo: ANN LEE)"
    verdict = judged((*PLAIN, SURE), (caption, Layout.TEXT, SURE), (*PLAIN, {P: 0.8, D: 0.2}))
    assert verdict.kept.tolist() == [True, False, False]
    assert verdict.roles == (P, C, D)


@pytest.mark.parametrize("mode, more", [("clean", False), ("even", True)])
def test_sentences_below_the_text_are_kept_but_in_the_clean_mode(mode, more):
    rows = [(*PLAIN, SURE)] * 8 + [
        (SENTENCE, Layout.QUOTE, {P: 0.205, N: 0.795}),
        (SENTENCE, Layout.TEXT, {P: 0.19, N: 0.81}),
    ]
    verdict = judged(*rows, mode=mode)
    assert verdict.kept[8:].tolist() == [more, False]
    assert verdict.roles[8:] == (Role.QUOTE if more else N, N)


def test_scores_are_sharpened():
    chances = table({P: 0.5, H: 0.3, N: 0.2}, {P: 0.1, N: 0.9})
    assert keep_scores(chances, MODEL) == pytest.approx([0.8, 0.1])
    assert keep_scores(chances, MODEL_WITH(sharpness=2.0)) == pytest.approx([16 / 17, 1 / 82])
    assert sharpen(np.array([0.0, 1.0]), 1.0) == pytest.approx([1e-7, 1 - 1e-7], rel=1e-6)


def test_words_of_blocks_are_one_at_least():
    features = Features(np.log1p([[5, 0], [5, 0.4], [5, 1], [5, 7]]), None, [], [], None, None)
    assert word_counts(features) == pytest.approx([1, 1, 1, 7])


@pytest.mark.parametrize(
    "scores, words, beta, kept, expected",
    [
        ([0.5], [3], 1.0, [True], 2 * 0.5 / 1.5),
        ([0.49], [3], 1.0, [False], 0.51),
        ([1.0, 0.25], [1, 8], 1.0, [True, True], 0.5),  # a tie: the first alone has the same
        ([0.25, 1.0], [8, 1], 1.0, [True, True], 0.5),
        ([1.0, 0.25], [1, 9], 1.0, [True, True], 2 * 3.25 / 13.25),
        ([1.0, 0.25], [1, 7], 1.0, [True, False], 2 / 3.75),
        ([0.6, 0.3], [1, 1], 0.5, [True, False], 1.2 / 1.9),
        ([0.6, 0.3], [1, 1], 2.0, [True, True], 1.8 / 2.9),
    ],
)
def test_the_choice_of_blocks(scores, words, beta, kept, expected):
    chosen, value = choose(np.array(scores), np.array(words, float), beta)
    assert chosen.tolist() == kept
    assert value == pytest.approx(expected)


def test_names_are_left_out_of_flattened_text():
    bags = Bags.of([["a"]])
    flat = Features(np.zeros((1, 2)), bags, [], [], np.full((1, 9), -1), np.zeros((1, 2), int))
    assert as_inputs(flat, {"a": 1}, {})[2:4] == (None, None)
    html = as_inputs(flat._replace(own=[("b", "c")], names=[("c",), ("b", "d")]), {"a": 1}, {"b": 1, "c": 2})
    assert [x.tolist() for x in (*html.text, *html.names, *html.inner)] == [
        [0, 1],
        [0],
        [0, 2, 0, 1],
        [0, 2],
        [0, 1, 2],
        [0],
    ]


def blocks(*texts):
    return [Block(text) for text in texts]


FIVE = "A truck stands right there"
CREDIT = "(photo: ANN LEE)"


@pytest.mark.parametrize(
    "texts, found",
    [
        ([f"{FIVE} {CREDIT}"], [0]),
        ([f"A truck stands there {CREDIT}"], []),
        ([f"x {FIVE} at noon"], []),
        ([FIVE, CREDIT], [0]),
        (["A truck stands there", CREDIT], []),
        (["A truck stands there", CREDIT, "x", f"{FIVE} {CREDIT}"], [3]),
        ([FIVE, "(not a credit)"], []),
        ([FIVE, "x", CREDIT], []),
        ([f"{FIVE} (", "photo: ANN LEE)"], [0]),
        ([f"{FIVE} (", "photo:", "ANN LEE)"], [0]),
        ([f"{FIVE} (", "photo:", "ANN", "LEE)"], []),
        ([f"{FIVE} (of sorts)", CREDIT], [0]),
        ([f"{FIVE} (of sorts)", "text"], []),
        ([f"{FIVE} (of sorts)"], []),
        ([f"{FIVE} [photo: ANN LEE]"], [0]),
        ([FIVE, "x", f"{FIVE} {CREDIT}", "x", FIVE], [0, 2, 4]),
        ([f"{FIVE} in the old town at noon", "x", f"{FIVE} in the old town at noon {CREDIT}"], [0, 2]),
        ([f"{FIVE} {'x' * 200}", "x", f"{FIVE} {'x' * 200} {CREDIT}", "x", f"{FIVE} {'x' * 200} {CREDIT}."], [0, 2, 4]),
        ([f"{FIVE} {'x' * 200}", "x", "x", f"{FIVE} {'x' * 200} {CREDIT}", "x", "x", f"{FIVE} {'x' * 200}"], [3]),
        ([f"{'x' * 200}", f"{'x' * 200} a b c d {CREDIT}"], [1]),
    ],
)
def test_captions_by_their_credits(texts, found):
    assert captions_by_credit(blocks(*texts)) == dict.fromkeys(found, C)


def test_nine_tenths_of_a_caption_make_its_copy():
    caption = f"{FIVE} {CREDIT}"
    for cut, alike in ((2, True), (5, True), (6, False)):
        other = FIVE + " " + CREDIT[: len(CREDIT) - cut] + "#" * cut
        assert (1 in captions_by_credit(blocks(caption, other))) == (cut <= len(other) - len(other) * 9 // 10) == alike


def test_code_is_no_caption():
    text = f"{FIVE} {CREDIT}"
    assert captions_by_credit([Block(text, Layout.CODE)]) == {}
    assert captions_by_credit([Block(text, Layout.QUOTE)]) == {0: C}


@pytest.mark.parametrize(
    "place, floor, but, found",
    [(1, 0.3, {}, 1), (1, 0.31, {}, None), (1, 0.2, {1: C}, 0), (1, 0.2, {0: C, 1: C}, None)],
)
def test_the_one_block_of_a_role(place, floor, but, found):
    chances = table({Role.HEADLINE: 0.2}, {Role.HEADLINE: 0.3, P: 0.9})
    assert the_one(Role.HEADLINE, chances, MODEL_WITH(floors={"headline": floor}), but) == found
    assert chances[place, ROLES.index(Role.HEADLINE)] == 0.3


EIGHT, NINE = "one two three four five six seven eight", "one two three four five six seven eight nine"


@pytest.mark.parametrize(
    "score, text, below, kept, found",
    [
        (0.59, EIGHT, Role.PROMOTION, [True, False], {0: Role.PROMOTION}),
        (0.6, EIGHT, Role.PROMOTION, [True, False], {}),
        (0.59, NINE, Role.PROMOTION, [True, False], {}),
        (0.59, EIGHT, Role.FORM, [True, False], {0: Role.FORM}),
        (0.59, EIGHT, Role.ADVERTISEMENT, [True, False], {0: Role.ADVERTISEMENT}),
        (0.59, EIGHT, N, [True, False], {}),
        (0.59, EIGHT, Role.PROMOTION, [True, True], {}),
        (0.59, EIGHT, Role.PROMOTION, [False, False], {}),
        (0.59, EIGHT, Role.PROMOTION, [False, True], {}),
    ],
)
def test_headings_of_pitches(score, text, below, kept, found):
    chances = table({C: 0.9}, {below: 0.5, X: 0.4}, {C: 0.9})
    mask, scores = np.array([*kept, False]), np.array([score, 0.1, 0.1])
    assert boxed_with_next(blocks(text, "x", "y"), scores, chances, mask, MODEL) == found
    ahead = boxed_with_next(
        blocks("x", text, "y"), scores[[1, 0, 1]], chances[[0, 0, 1]], np.array([False, *kept]), MODEL
    )
    assert ahead == {place + 1: role for place, role in found.items()}


@pytest.mark.parametrize(
    "texts, kept, headings, found",
    [
        (["t", "Ad", "t", "Ad"], [1, 1, 1, 1], [1, 3], [1, 3]),
        (["t", "Ad", "t", "Ad"], [1, 1, 1, 1], [3], [3]),
        (["t", "Ad", "t", "Ad"], [1, 0, 1, 1], [1, 3], [3]),
        (["t", "Ad", "t", "Ad"], [0, 1, 1, 1], [1, 3], []),
        (["t", "Ad", "t", "As"], [1, 1, 1, 1], [1, 3], []),
        (["t", EIGHT, "t", EIGHT], [1, 1, 1, 1], [1, 3], [1, 3]),
        (["t", NINE, "t", NINE], [1, 1, 1, 1], [1, 3], []),
        (["Ad", "t", "Ad"], [1, 1, 1], [0, 2], []),
        (["t", "Ad", "t", "Ad"], [1, 1, 1, 1], [], []),
    ],
)
def test_lines_that_stand_twice_below_text(texts, kept, headings, found):
    chances = table(*({H: 0.5, P: 0.4} if i in headings else {H: 0.5, P: 0.5} for i in range(len(texts))))
    assert insets(blocks(*texts), chances, np.array(kept, bool), MODEL) == dict.fromkeys(found, X)


TWENTY = "A vote of all on it."


@pytest.mark.parametrize(
    "texts, scores, roles, kept, found",
    [
        (["t", TWENTY], [0.9, 0.2], [P, X], [1, 0], [1]),
        (["t", TWENTY], [0.9, 0.199], [P, X], [1, 0], []),
        (["t", TWENTY[1:]], [0.9, 0.2], [P, X], [1, 0], []),
        (["t", TWENTY[:-1] + ","], [0.9, 0.2], [P, X], [1, 0], []),
        (["t", TWENTY], [0.9, 0.2], [P, X], [0, 0], []),
        ([TWENTY, TWENTY], [0.9, 0.2], [X, X], [0, 1], []),
        (["t", TWENTY, TWENTY, TWENTY], [0.9, 0.2, 0.2, 0.2], [P, X, X, X], [1, 0, 0, 0], [1, 2, 3]),
        (["t", TWENTY, TWENTY, TWENTY], [0.9, 0.2, 0.1, 0.2], [P, X, X, X], [1, 0, 0, 0], [1]),
        (["t", TWENTY, "t", TWENTY], [0.9, 0.2, 0.9, 0.2], [P, X, P, X], [1, 0, 1, 0], [1, 3]),
        *((["t", TWENTY], [0.9, 0.2], [P, r], [1, 0], []) for r in (C, Role.CREDIT, D, Role.HEADLINE, Role.BYLINE)),
    ],
)  # fmt: skip
def test_sentences_that_run_on(texts, scores, roles, kept, found):
    assert runs_on(blocks(*texts), np.array(scores), roles, np.array(kept, bool)) == found
