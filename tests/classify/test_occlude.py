from pathlib import Path

import numpy as np
import pytest

from cleancopy.block import Role
from cleancopy.classify import build_inputs, feature_names, load_model, occlude_features, predict
from cleancopy.classify.classifier import compute_scores
from cleancopy.classify.network import forward
from cleancopy.classify.occlude import keep_log_odds
from cleancopy.dom import Tree
from cleancopy.extract import explain
from cleancopy.features import compute_features
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text

PROSE = "The harbour board met on Tuesday and agreed to widen the northern channel before the winter storms come."
MARKUP = f"<nav><a href=/>Home</a></nav><main class=story><h1>A channel</h1><p>{PROSE}<p>{PROSE}</main><p>© 2024"
FLAT = f"Home\n\nA channel\n\n{PROSE}\n\n{PROSE} Again.\n\n© 2024 Harbour Post"
PAGES = [("html", segment_html(Tree(MARKUP))), ("text", segment_text(FLAT))]
HARBOUR = Path(__file__).parents[2] / "src" / "cleancopy" / "demo" / "harbour.html"


@pytest.mark.parametrize("kind, page", PAGES)
def test_a_score_drop_is_what_the_log_odds_lose_with_the_feature_at_its_mean(kind, page):
    model, features, names = load_model(kind), compute_features(page), feature_names(kind)
    found = {o.feature: o for o in occlude_features(features, model, names)}
    assert list(found)[: len(names)] == names

    def odds(inputs):
        return keep_log_odds(forward(model.network, inputs).roles, model)

    inputs = build_inputs(features, model.text_vocabulary, model.name_vocabulary)
    for j, name in enumerate(names):
        dense = np.array(inputs.dense, np.float64)
        dense[:, j] = model.network.mean[j]
        drops = odds(inputs) - odds(inputs._replace(dense=dense))
        assert found[name].score_drops == pytest.approx(drops, abs=1e-3)
        assert found[name].values.tolist() == inputs.dense[:, j].tolist()
    assert ("class names" in found) == (kind == "html")
    wordless = inputs._replace(text=(np.zeros_like(inputs.text[0]), inputs.text[1]))
    assert found["words of the text"].score_drops == pytest.approx(odds(inputs) - odds(wordless), abs=1e-3)


@pytest.mark.parametrize("kind, page", PAGES)
def test_log_odds_are_those_of_the_scores(kind, page):
    model = load_model(kind)
    inputs = build_inputs(compute_features(page), model.text_vocabulary, model.name_vocabulary)
    scores = compute_scores(predict(inputs, model).roles, model)
    odds = keep_log_odds(forward(model.network, inputs).roles, model)
    assert 1 / (1 + np.exp(-odds)) == pytest.approx(scores, abs=1e-6)


@pytest.mark.parametrize("size", [40.0, 300.0])
def test_log_odds_of_a_probability_that_has_saturated_stay_different(size):
    model = load_model("html")
    logits = np.zeros((2, 2, len(model.roles)), np.float32)
    logits[:, :, model.roles.index(Role.NAVIGATION)] = size, size + 5
    logits[1, :, model.roles.index(Role.NAVIGATION)] += 3
    one, other = keep_log_odds(logits, model)
    assert one - other == pytest.approx(3 * model.inverse_temperature, abs=1e-3)


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
    model, features = load_model("html"), compute_features(page)
    found = {o.feature: o for o in occlude_features(features, model, feature_names("html"))}
    assert found["words of the text"].words[0].source == "text"
    assert found["words of the text"].words[0].text.strip("^$") in {"accept", "cookies"}
    assert found["class names"].reason(0).phrase == "an element around it is called `cookie`"


def test_a_block_of_unknown_words_says_so():
    page = segment_text("Qzx Qzy Qzz\n\n" + PROSE)
    found = {o.feature: o for o in occlude_features(compute_features(page), load_model("text"), feature_names("text"))}
    assert found["words of the text"].reason(0).phrase == "its text has no word that the model knows"
