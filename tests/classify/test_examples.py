"""The choice of blocks and its correction by rules on either side of each bound, on hand-made probabilities."""

import numpy as np
import pytest

from cleancopy.block import Block, Layout, Role, Segmentation
from cleancopy.classify import Model, RoleProbabilities, build_inputs, choose_blocks, classify_blocks, sharpen
from cleancopy.classify.classifier import compute_scores, count_words
from cleancopy.classify.network import DILATIONS, KERNEL, Network
from cleancopy.classify.rules import captions_by_credit, find_continuations, promo_headings, repeated_headings
from cleancopy.features import Features, TokenBags, Vocabulary

ROLES = (
    *(Role.NAVIGATION, Role.PARAGRAPH, Role.DEK, Role.SUBHEADING, Role.HEADLINE, Role.CAPTION, Role.PROMOTION),
    *(Role.ADVERTISEMENT, Role.FORM, Role.SITE, Role.OTHER, Role.BYLINE),
)
P, H, D, N, C, X = Role.PARAGRAPH, Role.SUBHEADING, Role.DEK, Role.NAVIGATION, Role.CAPTION, Role.OTHER


def passing_network():
    """A network whose logits are four times the features from the third on, where these are positive."""
    n = len(ROLES)
    w = {"mean": np.zeros(n + 2), "scale": np.ones(n + 2), "words": np.zeros((1, 1))}
    w |= {"input_layer.weight": np.zeros((n, n + 3)), "output_layer.weight": np.eye(n)}
    w["input_layer.weight"][:, 2 : n + 2] = 4 * np.eye(n)
    w |= {
        f"{name}.weight": np.zeros((n, 2 * n))
        for name in ("group_pool", "middle_group_pool", "global_pool", "middle_global_pool")
    }
    for i in range(len(DILATIONS)):
        w |= {
            f"depthwise_weight.{i}": np.zeros((KERNEL, n)),
            f"pointwise.{i}.weight": np.zeros((n, n)),
            f"pointwise.{i}.bias": np.zeros(n),
        }
    w |= {
        f"{name}.bias": np.zeros(n)
        for name in (
            "input_layer",
            "output_layer",
            "group_pool",
            "middle_group_pool",
            "global_pool",
            "middle_global_pool",
        )
    }
    return Network.from_members([w])


FLOORS = {"headline": 0.3, "dek": 0.15, "site": 0.3}
MODES = {"clean": 0.5, "even": 1.0, "full": 2.0}
MODEL = Model(passing_network(), Vocabulary(), Vocabulary(), ROLES, MODES, 1.0, FLOORS, ((0.0, 1.0), (0.0, 0.5)))


def table(*rows):
    return np.array([[row.get(role, 0.0) for role in ROLES] for row in rows])


def role_probabilities(*rows, floors=None):
    return RoleProbabilities(table(*rows), ROLES, FLOORS if floors is None else floors)


def classified(*rows, mode="even", model=MODEL):
    """The predictions for blocks given as text, layout and probabilities; ten words each."""
    probabilities = np.clip(table(*(probabilities for _, _, probabilities in rows)), 1e-6, None)
    dense = np.zeros((len(rows), len(ROLES) + 2))
    dense[:, 1] = np.log(11)
    dense[:, 2:] = (np.log(probabilities) + 15) / 4
    groups = np.zeros((len(rows), 2), int)
    bags = TokenBags.from_bags([[] for _ in rows])
    features = Features(dense, bags, [], [], np.full((len(rows), 9), -1), groups)
    return classify_blocks(Segmentation(tuple(Block(text, layout) for text, layout, _ in rows)), features, model, mode)


SURE, WEAK, LOW = {P: 0.9, N: 0.1}, {P: 0.3, N: 0.7}, {P: 0.1, N: 0.9}
SENTENCE = "And so it went on until a quarter past eleven."
PLAIN = ("Some text", Layout.TEXT)


def test_a_verdict_on_plain_blocks():
    verdict = classified(
        (*PLAIN, SURE),
        ("A heading", Layout.TEXT, {H: 0.6, P: 0.3, X: 0.1}),
        (*PLAIN, LOW),
        (*PLAIN, {P: 0.05, D: 0.1, N: 0.4, X: 0.45}),
    )
    assert verdict.roles == (P, H, N, X)
    assert verdict.kept.tolist() == [True, True, False, False]
    assert verdict.scores == pytest.approx([0.9, 0.9, 0.1, 0.05], abs=1e-4)
    assert verdict.probabilities.values.sum(axis=1) == pytest.approx(1)
    # Expected hits are 18 of 20 words that are kept, and of 19.5 that should be; the model halves what it reckons.
    assert verdict.expected_f1 == pytest.approx(2 * 18 / (20 + 19.5) / 2, abs=1e-4)


def test_a_page_without_running_text():
    verdict = classified((*PLAIN, {P: 0.1, N: 0.9}), (*PLAIN, {P: 0.2, D: 0.5}))
    assert (verdict.kept.tolist(), verdict.roles[0]) == ([False, False], N)
    # The best answer would be the second block alone: two sevenths of its words against those expected in both.
    assert verdict.expected_f1 == pytest.approx(2 * 2 / 7 / (1 + 0.1 + 2 / 7) / 2, abs=1e-4)


def test_roles_of_kept_blocks_are_those_of_their_layout():
    kept = {Layout.LIST_ITEM: Role.LIST_ITEM, Layout.QUOTE: Role.QUOTE, Layout.TABLE_ROW: Role.TABLE_ROW,
            Layout.CODE: Role.CODE, Layout.HEADING: P, Layout.CAPTION: P, Layout.TEXT: P}  # fmt: skip
    assert classified(*(("Some text", layout, SURE) for layout in kept)).roles == tuple(kept.values())
    heading = {H: 0.5, P: 0.4, N: 0.1}
    assert classified(*((f"In {layout}", layout, heading) for layout in kept)).roles == tuple(
        kept[layout] if layout in {Layout.QUOTE, Layout.TABLE_ROW, Layout.CODE} else H for layout in kept
    )
    assert classified((*PLAIN, {H: 0.45, P: 0.45})).roles == (P,)


def test_dropped_blocks_have_no_role_of_the_text_and_are_no_dek():
    low = {"headline": 0.3, "dek": 0.6, "site": 0.3}
    verdict = classified(
        (*PLAIN, SURE), (*PLAIN, {P: 0.15, H: 0.15, D: 0.4, C: 0.2, N: 0.1}), model=MODEL_WITH(floors=low)
    )
    assert verdict.roles == (P, C)


def MODEL_WITH(**changed):  # noqa: N802 - the model, changed
    known = {name: getattr(MODEL, name) for name in Model.__slots__}
    return Model(**known | changed)


def test_alternative_texts_are_not_kept():
    verdict = classified((*PLAIN, SURE), (SENTENCE, Layout.ALT, {P: 0.25, N: 0.75}), ("Sea", Layout.ALT, SURE))
    assert verdict.kept.tolist() == [True, False, False]
    assert verdict.roles == (P, N, N)


def test_what_rules_correct_is_not_kept():
    caption = "A truck stands at a checkpoint (photo: ANN LEE)"
    verdict = classified((*PLAIN, SURE), (caption, Layout.TEXT, SURE), (*PLAIN, {P: 0.8, D: 0.2}))
    assert verdict.kept.tolist() == [True, False, False]
    assert verdict.roles == (P, C, D)


@pytest.mark.parametrize("mode, more", [("clean", False), ("even", True)])
def test_sentences_below_the_text_are_kept_but_in_the_clean_mode(mode, more):
    rows = [(*PLAIN, SURE)] * 8 + [
        (SENTENCE, Layout.QUOTE, {P: 0.205, N: 0.795}),
        (SENTENCE, Layout.TEXT, {P: 0.14, N: 0.86}),
    ]
    verdict = classified(*rows, mode=mode)
    assert verdict.kept[8:].tolist() == [more, False]
    assert verdict.roles[8:] == (Role.QUOTE if more else N, N)


def test_scores_are_sharpened():
    probabilities = table({P: 0.5, H: 0.3, N: 0.2}, {P: 0.1, N: 0.9})
    assert compute_scores(probabilities, MODEL) == pytest.approx([0.8, 0.1])
    assert compute_scores(probabilities, MODEL_WITH(inverse_temperature=2.0)) == pytest.approx([16 / 17, 1 / 82])
    assert sharpen(np.array([0.0, 1.0]), 1.0) == pytest.approx([1e-7, 1 - 1e-7], rel=1e-6)


def test_words_of_blocks_are_one_at_least():
    features = Features(np.log1p([[5, 0], [5, 0.4], [5, 1], [5, 7]]), None, [], [], None, None)
    assert count_words(features) == pytest.approx([1, 1, 1, 7])


@pytest.mark.parametrize(
    "scores, words, beta, kept, expected",
    [
        ([0.25], [3], 1.0, [True], 2 * 0.25 / 1.25),
        ([0.24], [3], 0.5, [False], 0.76),
        ([0.24], [3], 1.0, [True], 2 * 0.24 / 1.24),
        ([1.0, 0.25], [1, 8], 1.0, [True, True], 0.5),  # a tie: the first alone has the same
        ([0.25, 1.0], [8, 1], 1.0, [True, True], 0.5),
        ([1.0, 0.25], [1, 9], 1.0, [True, True], 2 * 3.25 / 13.25),
        ([1.0, 0.25], [1, 7], 1.0, [True, False], 2 / 3.75),
        ([0.6, 0.3], [1, 1], 0.5, [True, False], 1.2 / 1.9),
        ([0.6, 0.3], [1, 1], 2.0, [True, True], 1.8 / 2.9),
    ],
)
def test_the_choice_of_blocks(scores, words, beta, kept, expected):
    chosen, value = choose_blocks(np.array(scores), np.array(words, float), beta)
    assert chosen.tolist() == kept
    assert value == pytest.approx(expected)


def test_names_are_left_out_of_flattened_text():
    bags = TokenBags.from_bags([["a"]])
    flat = Features(np.zeros((1, 2)), bags, [], [], np.full((1, 9), -1), np.zeros((1, 2), int))
    assert build_inputs(flat, Vocabulary({"a": 1}), Vocabulary())[2:4] == (None, None)
    html = build_inputs(
        flat._replace(inline_names=[("b", "c")], element_names=[("c",), ("b", "d")]),
        Vocabulary({"a": 1}),
        Vocabulary({"b": 1, "c": 2}),
    )
    assert [x.tolist() for x in (*html.text, *html.element_names, *html.inline_names)] == [
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
    "block, floor, excluding, found",
    [(1, 0.3, {}, 1), (1, 0.31, {}, None), (1, 0.2, {1: C}, 0), (1, 0.2, {0: C, 1: C}, None)],
)
def test_the_best_block_for_a_role(block, floor, excluding, found):
    rows = {Role.HEADLINE: 0.2}, {Role.HEADLINE: 0.3, P: 0.9}
    probabilities = role_probabilities(*rows, floors={"headline": floor})
    assert probabilities.best(Role.HEADLINE, excluding) == found
    assert probabilities.probability(Role.HEADLINE)[block] == 0.3


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
    rows = {C: 0.9}, {below: 0.5, X: 0.4}, {C: 0.9}
    mask, scores = np.array([*kept, False]), np.array([score, 0.1, 0.1])
    assert promo_headings(blocks(text, "x", "y"), scores, role_probabilities(*rows), mask) == found
    ahead = promo_headings(
        blocks("x", text, "y"),
        scores[[1, 0, 1]],
        role_probabilities(rows[0], *rows[:2]),
        np.array([False, *kept]),
    )
    assert ahead == {block + 1: role for block, role in found.items()}


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
    rows = ({H: 0.5, P: 0.4} if i in headings else {H: 0.5, P: 0.5} for i in range(len(texts)))
    assert repeated_headings(blocks(*texts), role_probabilities(*rows), np.array(kept, bool)) == dict.fromkeys(found, X)


TWENTY = "A vote of all on it."


@pytest.mark.parametrize(
    "texts, scores, roles, kept, found",
    [
        (["t", TWENTY], [0.9, 0.2], [P, X], [1, 0], [1]),
        (["t", TWENTY], [0.9, 0.149], [P, X], [1, 0], []),
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
def test_sentences_that_continue_the_text(texts, scores, roles, kept, found):
    assert find_continuations(blocks(*texts), np.array(scores), roles, np.array(kept, bool)) == found
