"""The tree-construction suite of html5lib: no visible text of an expected tree is lost, and no case fails.

A case's expected tree says what a browser would show of its markup (`trees.visible_texts`). The cases that are left
out, and why:

- the folder `scripted` and the cases marked `#script-on` (no script runs here);
- fragments of an element that is itself not rendered (the title of a page, a template): nothing of them is visible.

The other fragments are parsed as a document in which the elements that they ask for are open.
"""

from pathlib import Path

import pytest

import cleancopy
from cleancopy.dom import Tree
from cleancopy.input import decode
from cleancopy.segment import segment_html
from tests.hostile.trees import Case, read_cases, visible_texts

_UNRENDERED_CONTEXTS = frozenset({"head", "script", "style", "svg desc", "svg title", "template", "title"})
_ABOVE = {
    **dict.fromkeys(("caption", "colgroup", "tbody", "tfoot", "thead"), "table"),
    "tr": "table tbody",
    "td": "table tbody tr",
}
DOCUMENTS, FRAGMENTS, UNRENDERED, SCRIPTED = 1592, 174, 18, 8
TEXTS = 1145
"""How many cases of each kind, and visible texts, the last version of the suite has (html5lib-tests 9329e646). The
other cases are about what no reader sees: scripts, comments, attributes, templates."""


@pytest.fixture(scope="module")
def cases(trees: Path) -> list[Case]:
    return [case for path in sorted(trees.glob("*.dat")) for case in read_cases(path)]


def is_document(case: Case) -> bool:
    return not case.scripted and case.context is None


def is_fragment(case: Case) -> bool:
    return not case.scripted and case.context is not None and case.context not in _UNRENDERED_CONTEXTS


def document(case: Case) -> str:
    """A fragment's markup in a document where the elements that it stands in are open."""
    space, _, tag = str(case.context).rpartition(" ")
    above = [space] if space and space != tag else _ABOVE.get(tag, "").split()
    return "<!DOCTYPE html>" + "".join(f"<{name}>" for name in [*above, tag]) + case.data


def letters(text: str) -> str:
    """A text without white space, controls and U+FFFD: where inline elements meet, words are no measure.

    Controls of the page become spaces, and NUL goes, before the parser sees them (`decode`).
    """
    return "".join(char for char in text if char.isprintable() and not char.isspace() and char != "\ufffd")


def lost(case: Case, markup: str) -> list[str]:
    """The visible texts of the expected tree that stand in no block behind the block of the text before."""
    blocks = segment_html(Tree(decode(markup, "html").text)).blocks
    shown, at, missing = "\n".join(letters(block.text) for block in blocks), 0, []
    for text in map(letters, visible_texts(case.tree)):
        place = shown.find(text, at)
        if place < 0:
            missing.append(text)
        else:
            at = place + len(text)
    return missing


def test_the_suite_is_read_as_a_whole(cases: list[Case]):
    hidden = [c for c in cases if c.context in _UNRENDERED_CONTEXTS and not c.scripted]
    documents, fragments = sum(map(is_document, cases)), sum(map(is_fragment, cases))
    assert (documents, fragments, len(hidden)) == (DOCUMENTS, FRAGMENTS, UNRENDERED)
    assert sum(c.scripted for c in cases) == SCRIPTED
    assert sum(len(list(visible_texts(c.tree))) for c in cases) == TEXTS


def test_no_visible_text_of_a_document_is_lost(cases: list[Case]):
    missing = {c.name: texts for c in filter(is_document, cases) if (texts := lost(c, c.data))}
    assert not missing


def test_no_visible_text_of_a_fragment_is_lost(cases: list[Case]):
    missing = {c.name: texts for c in filter(is_fragment, cases) if (texts := lost(c, document(c)))}
    assert not missing


def test_every_case_gives_an_article(cases: list[Case]):
    for case in cases:
        cleancopy.extract(case.data, kind="html")
        cleancopy.extract(case.data, kind="text")
        cleancopy.extract(case.data.encode("utf-8", "surrogatepass"))


def test_every_twelfth_case_is_explained(cases: list[Case]):
    """All of them were, once: it takes a minute and a half."""
    for case in cases[::12]:
        assert cleancopy.explain(case.data, kind="html").article == cleancopy.extract(case.data, kind="html")
