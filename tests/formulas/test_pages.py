"""Formulas on pages that real renderers have written: `make_pages` makes the pages."""

import json
from pathlib import Path

import pytest

import cleancopy
from cleancopy.block import MarkKind
from evaluation.parse_back import OUTPUTS, find_fault
from tests.golden import assert_listing

HERE = Path(__file__).parent
PAGES = sorted((HERE / "pages").glob("*.html"))
WITHOUT_SOURCE = ("temml-bare", "mathjax-3")
"""Renderers that write MathML alone, which is converted."""
WITHOUT_DISPLAY = ("wordpress-image",)
"""Renderers that do not say which formulas stand on lines of their own."""


def find_formulas(article: cleancopy.Article) -> list[tuple[str, bool]]:
    return [
        (mark.value, passage.text.startswith("$$", mark.start))
        for passage in article.body
        for mark in passage.marks
        if mark.kind is MarkKind.FORMULA
    ]


def test_there_are_pages_of_every_renderer():
    assert len(PAGES) >= 60
    assert len({path.stem.rpartition("-")[0] for path in PAGES}) >= 18


@pytest.mark.parametrize("path", [p for p in PAGES if not p.stem.startswith(WITHOUT_SOURCE)], ids=lambda p: p.stem)
def test_each_formula_is_there_once_with_its_source(path):
    article = cleancopy.extract(path.read_bytes())
    wanted = [(f["tex"], f["display"]) for f in json.loads(path.with_suffix(".json").read_text("utf-8"))]
    found = find_formulas(article)
    if path.stem.startswith(WITHOUT_DISPLAY):
        wanted, found = [(tex, False) for tex, _ in wanted], [(tex, False) for tex, _ in found]
    assert found == wanted
    markdown = article.render("markdown")
    for tex, display in found:
        sign = "$$" if display else "$"
        assert f"{sign}{tex}{sign}" in article.full_text
        assert f"{sign}{tex}{sign}" in markdown


@pytest.mark.parametrize("renderer", WITHOUT_SOURCE)
def test_mathml_without_a_source_is_converted(renderer):
    lines = []
    for path in (p for p in PAGES if p.stem.startswith(renderer)):
        found = find_formulas(cleancopy.extract(path.read_bytes()))
        wanted = json.loads(path.with_suffix(".json").read_text("utf-8"))
        assert [display for _, display in found] == [f["display"] for f in wanted]
        lines += [f"{path.stem}: {f['tex']}  →  {tex}" for f, (tex, _) in zip(wanted, found, strict=True)]
    assert_listing(HERE / "golden" / f"{renderer}.txt", lines)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_gives_the_formulas_back(path, output):
    assert find_fault(cleancopy.extract(path.read_bytes()), output) is None
