import numpy as np
import pytest

from cleancopy.classify.artifact import feature_names, load
from cleancopy.classify.classifier import as_inputs, keep_scores, role_chances
from cleancopy.classify.occlude import occlusions
from cleancopy.dom import Tree
from cleancopy.features import featurise
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text

PROSE = "The harbour board met on Tuesday and agreed to widen the northern channel before the winter storms come."
MARKUP = f"<nav><a href=/>Home</a></nav><main class=story><h1>A channel</h1><p>{PROSE}<p>{PROSE}</main><p>© 2024"
FLAT = f"Home\n\nA channel\n\n{PROSE}\n\n{PROSE} Again.\n\n© 2024 Harbour Post"


@pytest.mark.parametrize("kind, page", [("html", segment_html(Tree(MARKUP))), ("text", segment_text(FLAT))])
def test_a_fall_is_what_the_score_loses_with_the_feature_at_its_mean(kind, page):
    model, features, names = load(kind), featurise(page), feature_names(kind)
    told = {o.feature: o for o in occlusions(features, model, names)}
    assert list(told)[: len(names)] == names

    def scores(inputs):
        return keep_scores(role_chances(inputs, model), model)

    inputs = as_inputs(features, model.text, model.names)
    for j, name in enumerate(names):
        dense = np.array(inputs.dense, np.float64)
        dense[:, j] = model.network.mean[j]
        falls = scores(inputs) - scores(inputs._replace(dense=dense))
        assert told[name].falls == pytest.approx(falls, abs=1e-5)
        assert told[name].values.tolist() == inputs.dense[:, j].tolist()
    assert ("class names" in told) == (kind == "html")
    wordless = inputs._replace(text=(np.zeros_like(inputs.text[0]), inputs.text[1]))
    assert told["words of the text"].falls == pytest.approx(scores(inputs) - scores(wordless), abs=1e-5)
