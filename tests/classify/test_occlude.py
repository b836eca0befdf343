from pathlib import Path

import numpy as np
import pytest

from cleancopy.block import Role
from cleancopy.classify.artifact import feature_names, load
from cleancopy.classify.classifier import as_inputs, keep_scores, role_chances
from cleancopy.classify.network import forward
from cleancopy.classify.occlude import keep_log_odds, occlusions
from cleancopy.dom import Tree
from cleancopy.extract import explain
from cleancopy.features import featurise
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text

PROSE = "The harbour board met on Tuesday and agreed to widen the northern channel before the winter storms come."
MARKUP = f"<nav><a href=/>Home</a></nav><main class=story><h1>A channel</h1><p>{PROSE}<p>{PROSE}</main><p>© 2024"
FLAT = f"Home\n\nA channel\n\n{PROSE}\n\n{PROSE} Again.\n\n© 2024 Harbour Post"
PAGES = [("html", segment_html(Tree(MARKUP))), ("text", segment_text(FLAT))]
HARBOUR = Path(__file__).parents[2] / "src" / "cleancopy" / "demo" / "harbour.html"


@pytest.mark.parametrize("kind, page", PAGES)
def test_a_fall_is_what_the_log_odds_lose_with_the_feature_at_its_mean(kind, page):
    model, features, names = load(kind), featurise(page), feature_names(kind)
    told = {o.feature: o for o in occlusions(features, model, names)}
    assert list(told)[: len(names)] == names

    def odds(inputs):
        return keep_log_odds(forward(model.network, inputs), model)

    inputs = as_inputs(features, model.text, model.names)
    for j, name in enumerate(names):
        dense = np.array(inputs.dense, np.float64)
        dense[:, j] = model.network.mean[j]
        falls = odds(inputs) - odds(inputs._replace(dense=dense))
        assert told[name].falls == pytest.approx(falls, abs=1e-3)
        assert told[name].values.tolist() == inputs.dense[:, j].tolist()
    assert ("class names" in told) == (kind == "html")
    wordless = inputs._replace(text=(np.zeros_like(inputs.text[0]), inputs.text[1]))
    assert told["words of the text"].falls == pytest.approx(odds(inputs) - odds(wordless), abs=1e-3)


@pytest.mark.parametrize("kind, page", PAGES)
def test_log_odds_are_those_of_the_scores(kind, page):
    model = load(kind)
    inputs = as_inputs(featurise(page), model.text, model.names)
    scores = keep_scores(role_chances(inputs, model), model)
    odds = keep_log_odds(forward(model.network, inputs), model)
    assert 1 / (1 + np.exp(-odds)) == pytest.approx(scores, abs=1e-6)


@pytest.mark.parametrize("size", [40.0, 300.0])
def test_log_odds_of_a_probability_that_has_saturated_are_told_apart(size):
    model = load("html")
    logits = np.zeros((2, 2, len(model.roles)), np.float32)
    logits[:, :, model.roles.index(Role.NAVIGATION)] = size, size + 5
    logits[1, :, model.roles.index(Role.NAVIGATION)] += 3
    one, other = keep_log_odds(logits, model)
    assert one - other == pytest.approx(3 * model.sharpness, abs=1e-3)


@pytest.mark.parametrize("page", [HARBOUR.read_bytes(), FLAT.encode(), MARKUP.encode()])
def test_every_block_has_reasons_that_differ_and_order_by_size(page):
    for block in explain(page).blocks:
        sizes = [abs(reason.weight) for reason in block.reasons]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[0] > 0.1, block.block.text
        assert all(f"{reason.weight:+.2f}" != "-0.00" for reason in block.reasons[:3])


def test_the_strongest_known_word_is_named():
    cookie = f"<div class=cookie><p>Accept cookies</p></div><main><h1>A channel</h1><p>{PROSE}</main>"
    page = segment_html(Tree(cookie))
    model, features = load("html"), featurise(page)
    told = {o.feature: o for o in occlusions(features, model, feature_names("html"))}
    assert told["words of the text"].words[0].where == "text"
    assert told["words of the text"].words[0].text.strip("^$") in {"accept", "cookies"}
    assert told["class names"].reason(0).phrase == "an element around it is called `cookie`"


def test_a_block_of_unknown_words_says_so():
    page = segment_text("Qzx Qzy Qzz\n\n" + PROSE)
    told = {o.feature: o for o in occlusions(featurise(page), load("text"), feature_names("text"))}
    assert told["words of the text"].reason(0).phrase == "its text has no word that the model knows"
