"""Code on pages that real highlighters have written: `make_pages` makes the pages."""

import json
from pathlib import Path

import pytest

import cleancopy
from cleancopy.render.nodes import Code
from cleancopy.render.outline import build_outline
from evaluation.parse_back import OUTPUTS, find_fault

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
WITHOUT_LANGUAGE = ("pygments", "shiki", "jupyter", "crayon", "diff", "syntaxhighlighter")
"""Programs that do not write the language of the code."""


def test_there_are_pages_of_every_highlighter():
    assert len(PAGES) >= 60
    assert len({path.stem.rpartition("-")[0] for path in PAGES}) >= 25


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_the_code_is_its_source_and_nothing_else(path):
    article = cleancopy.extract(path.read_bytes())
    sample = json.loads(path.with_suffix(".json").read_text("utf-8"))
    (code,) = (node for node in build_outline(article) if isinstance(node, Code))
    assert code.text == sample["code"]
    assert article.text.startswith("The plan of the ferry")
    assert article.text.endswith("the other side of the bay.")
    assert article.text.count("\n") == sample["code"].count("\n") + 2
    if not path.stem.startswith(WITHOUT_LANGUAGE):
        assert code.language == sample["language"]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_gives_the_code_back(path, output):
    assert find_fault(cleancopy.extract(path.read_bytes()), output) is None
