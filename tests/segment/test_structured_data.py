"""Running text in the values of JSON that a page holds."""

import json

import pytest

from cleancopy import extract
from cleancopy.segment.data import find_script_markup
from cleancopy.segment.structured_data import MAX_DEPTH, find_structured_markup

SENTENCES = (
    "The keeper of the light got eleven letters in the winter, and answered none of them, because the ink had frozen. ",
    "They are kept in the archive of the county, in a box that also holds his pipe and a receipt for lamp oil. ",
    "Why he never wrote back nobody knows, though the log of that week is full, and so it was not for want of words. ",
    "The lamp has burnt by itself since 1968, and the letters that still come are answered by the harbour master. ",
)
LONG = " ".join(SENTENCES[:2])


def found(*values: object) -> str | None:
    return find_structured_markup(json.dumps(value) for value in values)


def test_a_recipe_has_its_ingredients_and_steps() -> None:
    recipe = {
        "@type": ["Recipe"], "name": "Plum <cake>", "description": SENTENCES[0], "recipeIngredient": ["500 g plums", 3],
        "recipeInstructions": [{"@type": "HowToStep", "text": "Halve the plums & stone them."}, "Bake.", 7, None],
    }  # fmt: skip
    assert found({"@graph": [{"@type": "WebSite", "description": LONG}, recipe]}) == "\n".join([
        "<h1>Plum <cake></h1>", f"<p>{SENTENCES[0].strip()}</p>",
        "<ul><li>500 g plums</li></ul>", "<ol><li>Halve the plums &amp; stone them.</li><li>Bake.</li></ol>",
    ])  # fmt: skip


def test_sections_of_steps_have_headings() -> None:
    sections = [{"name": "Dough", "itemListElement": [{"text": SENTENCES[0]}]}, {"itemListElement": [SENTENCES[1]]}]
    assert found({"@type": "HowTo", "step": sections}) == "\n".join([
        "<h3>Dough</h3>", f"<ol><li>{SENTENCES[0].strip()}</li></ol>",
        "<h3></h3>", f"<ol><li>{SENTENCES[1].strip()}</li></ol>",
    ])  # fmt: skip
    assert found({"@type": "Recipe", "recipeInstructions": LONG}) == f"<p>{LONG.strip()}</p>"


@pytest.mark.parametrize("kind", ["Product", "MusicEvent", "JobPosting"])
def test_things_are_described(kind: str) -> None:
    assert found([{"@type": kind, "description": f"<p>{LONG}</p>"}]) == f"<p>{LONG}</p>"
    assert found({"@type": kind, "description": SENTENCES[0]}) is None


def test_organisations_and_sites_are_not() -> None:
    assert found({"@type": "Organization", "description": LONG}, {"@type": 3, "description": LONG}) is None


def test_questions_have_their_answers() -> None:
    questions = [{"name": "Who?", "acceptedAnswer": {"text": LONG}}, {"name": "When?", "text": "In winter."}, "no"]
    assert found({"@type": "FAQPage", "mainEntity": questions}) == "\n".join([
        "<h2>Who?</h2>", f"<p>{LONG.strip()}</p>", "<h2>When?</h2>", "<p>In winter.</p>",
    ])  # fmt: skip


def test_paragraphs_are_nodes_of_a_list() -> None:
    nodes = [
        {"type": "p", "id": "Not text", "children": [{"text": half} for half in (s[:40], s[40:])]} for s in SENTENCES
    ]
    expected = "\n".join(f"<p>{s.strip()}</p>" for s in SENTENCES)
    assert found({"props": {"menu": ["a", "b"], "content": nodes}}) == expected
    script = f"window.__STATE__ = {json.dumps({'blocks': nodes})};"
    assert find_structured_markup([script]) == find_script_markup([script]) == expected


def test_few_or_short_paragraphs_are_none() -> None:
    assert found({"content": [{"text": s} for s in SENTENCES[:2]]}) is None
    assert found({"content": [{"text": f"{i} times."} for i in range(20)]}) is None


def test_deep_and_broken_json_is_passed_over() -> None:
    deep: object = [{"text": s} for s in SENTENCES]
    for _ in range(MAX_DEPTH):
        deep = {"content": deep}
    assert found(deep) is None
    assert find_structured_markup(["[" * 100_000, "{broken", "no json", ""]) is None


def test_a_page_whose_text_is_in_json_ld_alone_has_it() -> None:
    data = json.dumps({"@type": "Product", "name": "Kettle", "description": LONG})
    page = f'<title>Kettle</title><script type="application/ld+json">{data}</script><h1>Kettle</h1><div id=root></div>'
    article = extract(page)
    assert article.text == LONG.strip().replace("  ", " ")
    assert "from_data" in article.flags


@pytest.mark.parametrize("cut, is_found", [(39, True), (40, False)])
def test_paragraphs_in_data_have_400_characters(cut: int, is_found: bool) -> None:
    texts = [*SENTENCES[:3], SENTENCES[3][cut:]]
    assert (found({"x": [{"text": text.strip()} for text in texts]}) is not None) == is_found
