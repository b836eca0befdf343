"""Blocks that are kept because of the structure that they are part of. Texts that begin with "Kept" are kept before."""

import numpy as np
import pytest

from cleancopy.block import Role
from cleancopy.classify.completion import find_parts
from cleancopy.dom import Tree
from cleancopy.segment import segment_html

KEPT = "<p>Kept paragraph.</p>"


def found(page: str, score: float = 0.5, role: Role = Role.OTHER) -> list[str]:
    """The texts that are kept besides, where all others have the same score and role."""
    segmentation = segment_html(Tree(page))
    kept = np.array([block.text.startswith("Kept") for block in segmentation.blocks])
    scores = np.where(kept, 0.9, score)
    roles = [Role.PARAGRAPH if is_kept else role for is_kept in kept]
    return [segmentation.blocks[i].text for i in find_parts(segmentation, scores, roles, kept)]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def items(*texts: str) -> str:
    return f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>"


def test_short_runs_between_kept_blocks():
    assert found(KEPT + paragraphs("a", "b", "c", "d") + KEPT, 0.1) == ["a", "b", "c", "d"]
    assert found(KEPT + paragraphs("a", "b", "c", "d") + KEPT, 0.09) == []
    assert found(KEPT + paragraphs("a", "b", "c", "d", "e") + KEPT) == []
    assert found(KEPT + paragraphs("a"), 0.1) == []
    assert found(KEPT + paragraphs("a") + KEPT, role=Role.PROMOTION) == []
    assert found("<p>a</p>") == []


def test_longer_runs_of_items():
    assert len(found(KEPT + items(*"abcdefghijkl") + KEPT)) == 12
    assert found(KEPT + items(*"abcdefghijklm") + KEPT) == []


def test_links_are_no_text_but_where_most_is_none():
    assert found(f'{KEPT}<p><a href="/a">ab</a>cdefg</p>{KEPT}') == ["abcdefg"]
    assert found(f'{KEPT}<p><a href="/a">ab</a>cdef</p>{KEPT}') == []


def test_code_needs_next_to_no_score():
    assert found(f"{KEPT}<pre>x = 1</pre>{KEPT}", 0.03, Role.PROMOTION) == ["x = 1"]
    assert found(f"{KEPT}<pre>x = 1</pre>{KEPT}", 0.02) == []


def row(text: str) -> str:
    return f"<tr><th>{text}</th><td>value</td></tr>"


def test_rows_of_tables_of_which_half_is_kept():
    half = f"<table>{row('Kept key')}{row('a')}</table>"
    assert found(half, 0.0) == ["a\tvalue"]
    assert found(half.replace("</table>", f"{row('b')}</table>"), 0.0) == []


def test_rows_of_tables_between_kept_blocks():
    table = f"<table>{row('a')}{row('b')}</table>"
    assert found(KEPT + table + KEPT, 0.05, Role.PROMOTION) == ["a\tvalue", "b\tvalue"]
    assert found(KEPT + table + KEPT, 0.04) == []
    assert found(KEPT + table, 0.09) == []


def test_what_stands_in_an_item_whose_beginning_is_kept():
    item = "<ul><li><p>Kept item.</p><p>note</p><pre>code</pre></li></ul>"
    assert found(item, 0.03, Role.PROMOTION) == ["note", "code"]
    assert found(item, 0.02) == []
    assert found("<ul><li><p>note</p><p>Kept item.</p></li></ul>", 0.05) == []
    assert found("<ul><li><p>Kept item.</p></li><li><p>note</p></li></ul>", 0.05) == []
    assert found(item.replace("note", '<a href="/a">ab</a>cd'), 0.05) == ["code"]
    assert len(found(f"<ul><li><p>Kept item.</p>{paragraphs(*'abc' * 9, 'd', 'e')}</li></ul>", 0.03)) == 29
    assert found(f"<ul><li><p>Kept item.</p>{paragraphs(*'abc' * 10)}</li></ul>", 0.03) == []


def test_headings_that_look_like_kept_ones():
    section = f"<h2>heading</h2>{KEPT}"
    assert found(KEPT + f"<h2>Kept heading</h2>{KEPT}" * 2 + section, 0.02) == ["heading"]
    assert found(KEPT + f"<h2>Kept heading</h2>{KEPT}" + section + f"<h2>last</h2><p>a</p>{KEPT}", 0.02) == []
    assert found(KEPT + f"<h2>Kept heading</h2>{KEPT}" * 2 + section, 0.02, Role.RELATED) == []
    assert found(KEPT + f'<h2 class="other">Kept heading</h2>{KEPT}' * 2 + section, 0.02) == []


def test_headings_that_are_all_above_kept_text():
    section = f"<h2>heading</h2>{KEPT}"
    assert found(KEPT + section * 2, 0.1) == ["heading", "heading"]
    assert found(KEPT + section * 2 + "<h2>heading</h2><p>a</p>" * 3 + KEPT, 0.02) == []


def test_quotes_of_which_a_part_is_kept_or_between_kept_blocks():
    quote = "<blockquote><p>said</p><p>{}</p></blockquote>"
    assert found(KEPT + quote.format("Kept saying."), 0.0, Role.PROMOTION) == ["said"]
    assert found(KEPT + quote.format("she") + KEPT, 0.0, Role.PROMOTION) == ["said", "she"]
    assert found(KEPT + quote.format("she"), 0.0) == []
    assert found('<div class="stanza"><p>Kept line</p><p>line</p></div>', 0.0) == ["line"]


def test_blocks_inside_of_a_kept_text():
    around = "<div>Kept words <div>{}</div> Kept words</div>"
    assert found(around.format("a" * 100), 0.0, Role.PROMOTION) == ["a" * 100]
    assert found(around.format("a" * 101), 0.0) == []
    assert found(around.format("<div>deep</div>"), 0.0, Role.PROMOTION) == []
    assert found(f"{KEPT}<div>beside</div>{KEPT}", 0.0, Role.PROMOTION) == []


def test_formulas_beside_kept_blocks():
    formula = "<p>\\[x^2 + y\\]</p>"
    assert found(KEPT + formula, 0.0, Role.PROMOTION) == ["$$x^2 + y$$"]
    assert found(KEPT + formula * 2 + KEPT, 0.0) == ["$$x^2 + y$$"] * 2
    assert found(KEPT + formula * 2, 0.0) == ["$$x^2 + y$$"]
    assert found(f"{KEPT}<p>a</p>{formula}", 0.0) == []
    assert found(f"{KEPT}<p>words that are longer than \\(x\\) alone</p>", 0.0) == []


@pytest.mark.parametrize("label", ["1", "*"])
def test_footnotes_that_the_text_refers_to(label):
    text = f'<p>Kept words<sup><a href="#fn1" id="ref1">{label}</a></sup> go on.</p>'
    note = '<p id="fn1">The note. <a href="#ref1">↩</a></p>'
    assert found(text + "<p>a</p>" + note, 0.0, Role.PROMOTION) == ["The note. ↩"]
    assert found(KEPT + "<p>a</p>" + note, 0.0, Role.PROMOTION) == []
