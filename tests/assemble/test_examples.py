"""What blocks are parts of, on small pages, compared with a listing of the passages."""

# ruff: noqa: E501 - a page stands on one line

from collections.abc import Iterator
from pathlib import Path

import pytest

from cleancopy.article_data import Passage
from cleancopy.assemble.ancestors import find_containers
from cleancopy.assemble.passages import build_body, build_comments
from cleancopy.block import Block, Element, Layout, Mark, MarkKind, Role, Segmentation
from cleancopy.classify import ROLE_OF_LAYOUT
from cleancopy.dom import Tree
from cleancopy.segment.html import segment_html
from tests.assemble.test_passages import BASE, passages
from tests.golden import assert_listing

HERE = Path(__file__).parent
NAMES = ("level", "indent", "group", "item", "number", "language", "author", "note")


def listed(passage: Passage) -> Iterator[str]:
    plain = Passage(passage.role, "")
    text = passage.text if len(passage.text) < 80 else f"{passage.text[:40]}… {len(passage.text)} long"
    shown = [f"{n}={getattr(passage, n)!r}" for n in NAMES if getattr(passage, n) != getattr(plain, n)]
    yield " ".join([f"  {passage.role} {text!r}", *shown])
    yield from (f"      {m.kind} {m.start}-{m.end} {m.value}" for m in passage.marks)
    yield from (f"      cell {c.text[:40]!r} header={c.header} {c.columns}x{c.rows}" for c in passage.cells)


def quoted(*parts: str, names: str = "x") -> str:
    return f"<blockquote class='{names}'>{''.join(f'<p>{part}</p>' for part in parts)}</blockquote>"


LABELS = [
    "1",
    "[2]",
    "(3)",
    "123",
    "1234",
    "a",
    "ab",
    "iv",
    "viiiii",
    "*",
    "***",
    "****",
    "note 5",
    "[ 6 ]",
    "6]",
    "Note 7",
]

PAGES = {
    "lists in lists": "<ul><li>a<ul><li>b<ol><li>c<li>d</ol>e<li>f</ul><li>g</ul><ul><li>h</ul>",
    "a list without an item around it": "<ul><ul><li>a</ul><li>b</ul>",
    "numbers from a start": "<ol start=7><li>a<li>b<p>c</ol><ol start=0><li>d<li>e</ol><ol><li>f</ol>",
    "a start of nine digits and of ten": "<ol start=123456789><li>a</ol><ol start=1234567890><li>b</ol>",
    "numbers after a list in an item": "<ol><li>a<ol><li>b<li>c</ol><li>d<ul><li>e</ul><li>f</ol>",
    "kinds of lists": "<menu><li>a</menu><dir><li>b</dir><dl><dt>c<dd>d<dd>e</dl>",
    "definitions in an ordered list": "<ol><li>a<dl><dt>b<dd>c</dl><li>d</ol>",
    "items without a list": "<div><li>a<li>b</div><div><li>c<ul><li>d</ul></div>",
    "what parts a list": "<ul><li>a<section><p>b</p><li>c</section><li>d<table><tr><td>e<td>f</table>g</ul>",
    "text in a list, not in an item": "<ul>a<li>b</ul><ol>c<p>d</p><li>e</ol>",
    "a quote in an item": "<ol><li>a<blockquote>b<ul><li>c</ul></blockquote><li>d</ol>",
    "an item in a quote": "<blockquote>a<ul><li>b</ul>c</blockquote>d",
    "a quote in a quote": "<blockquote>a<blockquote>b</blockquote>c</blockquote><blockquote>d</blockquote>",
    "a footer of a page and one of a quote": "<footer>a<blockquote><p>b<p>c</blockquote></footer><blockquote><p>d<footer>e</footer></blockquote>",
    "a footer with a list": "<blockquote><p>a<footer><ul><li>b</ul></footer></blockquote>",
    "a footer with a quote": "<blockquote><p>a<footer><blockquote><p>b<p>c</blockquote></footer></blockquote>",
    "signed with a footer": "<blockquote><p>a<p>b<footer>— Ann Lee</footer></blockquote>",
    "a footer alone signs nothing": "<blockquote><footer>Ann Lee</footer></blockquote>",
    "a footer first signs nothing": "<blockquote><footer>Ann Lee</footer><p>a</blockquote>",
    "a footer of 120 characters": f"<blockquote><p>a<footer>{'N' * 120}</footer></blockquote>",
    "a footer of 121": f"<blockquote><p>a<footer>{'N' * 121}</footer></blockquote>",
    "a cite of 120 characters": f"<blockquote><p>a<p><cite>{'N' * 120}</cite></blockquote>",
    "a cite of 121": f"<blockquote><p>a<p><cite>{'N' * 121}</cite></blockquote>",
    "a cite in the first passage": quoted("<cite>Ann</cite> said", "so"),
    "of two signatures the first counts": quoted("a", "<cite>Ann</cite>", "<cite>Bob</cite>"),
    "dashes before a name": "".join(quoted("Words.", f"{dash} Ann Lee") for dash in ("—", "–", "―", "--", "-", "~")),
    "no sentence is a name": "".join(quoted("Words.", f"— {name}") for name in ("Ann Lee.", "ann lee", "No?", "A,", "7 Up")),
    "a name of 80 characters and of 81": quoted("Words.", "— " + "N" * 80) + quoted("Words.", "— " + "N" * 81),
    "a name alone is no signature": quoted("— Ann Lee"),
    "a name in the middle is none": quoted("Words.", "— Ann Lee", "More."),
    "a post": quoted("Words. @ann", "— Ann (@ann) May 1", names="twitter-tweet") + quoted("— Ann (@ann@b.org) May 1"),
    "a post that begins with a handle": quoted("@ann", "Words.", names="telegram-post") + quoted("@ann", "Words."),
    "a handle alone": quoted("@ann", names="fb-post") + quoted("@a Words.", names="fb-post"),
    "a post by somebody": quoted("Words.", "A photo shared by Ann on May 1", names="instagram") + quoted("Posted by Bob 3 days ago", names="reddit"),
    "a picture behind a quote's words": "<blockquote><p>a<p>— Ann Lee<p><img src=x alt='— Bob Ray'></blockquote>",
    "cells in a quote": "<blockquote><p>a<p>b<table><tr><td>c<td>d</table></blockquote>",
    "tables": "<table><thead><tr><th>A<th colspan=2>B<tbody><tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>",
    "a lone cell between rows": "<table><tr><td>a<td>b<tr><td>c<td><tr><td>d<td>e</table>",
    "lone cells at the beginning": "<table><tr><td>a<td><tr><td>b<td><tr><td>c<td>d</table>",
    "lone cells at the end": "<table><tr><td>a<td>b<tr><td>c<td><tr><td colspan=2>d</table>",
    "a lone cell of one column": "<table><tr><td>a<tr><td>c<td>d<tr><td>e</table>",
    "a lone cell of 300 characters": f"<table><tr><td>a<td>b<tr><td>{'x' * 300}<td></table>",
    "a lone cell of 301": f"<table><tr><td>a<td>b<tr><td>{'x' * 301}<td></table>",
    "lone cells of two tables": "<table><tr><td>a<td></table><table><tr><td>b<td>c</table><table><tr><td>d<td></table>",
    "only lone cells": "<table><tr><td>a<td><tr><td>b<td></table>",
    "a table in a table": "<table><tr><td>a<td><table><tr><td>b<td>c</table><tr><td>d<td>e</table>",
    "code and its language": "<pre class=lang-py>a = 1\n  b</pre><pre>c</pre><pre><div class=x><code class=lang-go>d</code></div></pre>",
    "a language between the code and the words": "<pre><ol start=go><li>a</ol></pre><pre class=lang-py><ol start=go><li>a</ol></pre>",
    "code in an item": "<ol><li>a<pre>b</pre>c</ol>",
    "kinds of code": "<listing>a</listing><xmp>b</xmp><p>c</p><plaintext>d",
    "code of two blocks": "<pre>a<div>b</div>c</pre><pre>d</pre>",
    "styles and links": "<p><b>a</b> <i>b</i> <code class=lang-py>c</code> <a href=d>d</a> <a href='mailto:x@y.z'>e</a> <time datetime=2024>f</time> <a rel=author href=/g>g</a> <a href='javascript:1'>h</a> <a>i</a> <span class=credit>j</span>",
    "labels of notes": "".join(f"<p>Text <a href=#n{i}>{label}</a>" for i, label in enumerate(LABELS))
    + "".join(f"<p id=n{i}>Of {label}." for i, label in enumerate(LABELS)),
    "two references to a note": "<p>a <a href=#n>1</a> b <a href=#n>1</a><p>c <a href=#n>2</a><p id=n>Note.",
    "a note of four passages": f"<p>a <a href=#n>1</a><div id=n>{'<p>One.' * 4}</div>",
    "a note of five": f"<p>a <a href=#n>1</a><div id=n>{'<p>One.' * 5}</div>",
    "a note of a quote and an item": "<p>a <a href=#n>1</a><div id=n><blockquote>b</blockquote><ul><li>c</ul></div>",
    "a note of code": "<p>a <a href=#n>1</a><div id=n><pre>b</pre></div>",
    "a note with a reference": "<p>a <a href=#n>1</a><p id=n>b <a href=#m>2</a><p id=m>c <a href=#n>1</a>",
    "a reference in and before its note": "<p>a <a href=#n>1</a><p id=n>b <a href=#n>1</a> c",
    "a reference behind its note": "<p>a <a href=#n>1</a><p id=n>b<p>c <a href=#n>1</a>",
    "notes of one name": "<p>a <a href=#n>1</a><p id=n>b<p id=n>c",
    "notes in each other": "<p>a <a href=#n>1</a> <a href=#m>2</a><div id=n><p>b<p id=m>c</div>",
    "names that are quoted": "<p>a <a href=#n%20x>1</a> <a href=' #m '>2</a><p id='n x'>b<p id=m>c",
    "equal labels": "".join(f"<p>a <a href=#n{i}>*</a>" for i in range(3)) + "".join(f"<p id=n{i}>b" for i in range(3)),
    "links that are no notes": "<p>a <a href=#>1</a> <a href=/b#n>2</a> <a href=#n>see</a> <a rel=author href=#n>3</a><p id=n>b",
    "the page's own address": f"<p>a <a href={BASE}#n>1</a> <a href={BASE}x#n>2</a><p id=n>b",
}  # fmt: skip


def test_passages_of_html():
    assert_listing(
        HERE / "golden/html.txt",
        [line for name, page in PAGES.items() for line in (name, *(s for p in passages(page) for s in listed(p)))],
    )


TEXTS = {
    "two lists": "1. a\n2. b\n\nWords.\n\n- c\n  (1) d\n  2) e\n\n- f",
    "rows and code": "a   b   c\nd   e   f\n\nWords.\n\n  g   h   i\n\n    x = 1;\n    y = 2;\n\nWords.\n\n    z = 1;\n    z = 2;\n",
    "quotes": "> a\n> b\n\nWords.\n\n> c\nWords.",
    "numbers": "1. a\n\n(2) b\n\n3) c\n\na) d\n\n- 19. e",
}


def test_passages_of_text():
    found = {name: passages(page, kind="text") for name, page in TEXTS.items()}
    lines = [line for name, of in found.items() for line in (name, *(s for p in of for s in listed(p)))]
    assert_listing(HERE / "golden/text.txt", lines)


def test_notes_of_a_page_without_an_address():
    page = f"<p>a <a href=#n>1</a> <a href={BASE}#n>2</a><p id=n>b"
    assert [m.value for m in passages(page, base=None)[0].marks] == ["#1", f"{BASE}#n"]


def without_root(page: Segmentation) -> Segmentation:
    """The page as a fragment: its first element is what `body` begins with."""
    elements = tuple(e._replace(parent=max(e.parent - 2, -1)) for e in page.elements[2:])
    return page._replace(elements=elements, blocks=tuple(b._replace(element=b.element - 2) for b in page.blocks))


@pytest.mark.parametrize("first", ["ul", "ol", "dl"])
def test_the_first_element_may_be_a_list(first):
    found = fragment(f"<{first}><li>a<li>b</{first}>")
    assert [(p.level, p.group, p.item, p.number) for p in found] == [
        (1, 1, 1, 1 if first == "ol" else None),
        (1, 1, 2, 2 if first == "ol" else None),
    ]


def test_the_first_element_may_be_what_holds_blocks_together():
    assert [(p.group, p.item) for p in fragment("<li>a<p>b<p>c")] == [(1, 1)] * 3
    assert [p.group for p in fragment("<ul><li>a</li><section><li>b</section></ul>")] == [1, 2]
    assert [p.group for p in fragment("<li>a<section><li>b</section>")] == [1, 2]
    assert [(p.role, p.group) for p in fragment("<table><tr><td>a<td>b<tr><td>c<td></table>")] == [
        (Role.TABLE_ROW, 1)
    ] * 2
    assert [(p.group, p.author) for p in fragment("<blockquote>a<p>b<p>— Ann Lee</blockquote>")] == [(1, "Ann Lee")] * 3
    assert [(p.group, p.language) for p in fragment("<pre class=lang-py>a<div>b</div>c</pre>")] == [(1, "py")]


def fragment(markup: str) -> tuple[Passage, ...]:
    page = without_root(segment_html(Tree(markup)))
    roles = [ROLE_OF_LAYOUT.get(block.layout, Role.PARAGRAPH) for block in page.blocks]
    return build_body(page, roles, [True] * len(roles), BASE)


def test_a_note_may_be_the_first_element():
    elements = (Element("p", -1, 1, (), "n"), Element("p", -1, 1, ()))
    blocks = (Block("a 1", element=1, marks=(Mark(MarkKind.LINK, 2, 3, "#n"),)), Block("b", element=0), Block("c"))
    found = build_body(Segmentation(blocks, elements), [Role.PARAGRAPH] * 3, [True] * 3, None)
    assert [p.note for p in found] == [None, "1", None]


@pytest.mark.parametrize(
    "text, count",
    [("one two three four", 0), ("one two three four five", 1), ("我当时在", 0), ("我当时在现", 1), ("a b 我当时", 1)],
)
def test_comments_have_five_words(text, count):
    assert len(build_comments([Block(text)], [Role.COMMENT], [False], None)) == count


def test_only_comments_that_were_not_kept_are_comments():
    words = "one two three four five six"
    marks = (Mark(MarkKind.LINK, 0, 3, "/x"), Mark(MarkKind.TIME, 4, 7, "2024"))
    blocks = [Block(words, Layout.ALT), Block(words, marks=marks), Block(words), Block(words)]
    roles = [Role.COMMENT, Role.COMMENT, Role.PARAGRAPH, Role.COMMENT]
    found = build_comments(blocks, roles, [False, False, False, True], BASE)
    assert found == (Passage(Role.COMMENT, words, marks=(Mark(MarkKind.LINK, 0, 3, "https://example.org/x"),)),)


def test_what_each_tag_makes_of_what_stands_around():
    tags = "ul ol menu dir dl li dt dd pre listing xmp plaintext blockquote article aside body figure footer form header main nav section table td th div p"
    inside = [
        ("html", ""),
        ("ol", "4"),
        ("li", ""),
        ("blockquote", ""),
        ("footer", ""),
        ("table", ""),
        ("ul", ""),
        ("pre", "py"),
    ]
    lines = []
    for tag in tags.split():
        for depth in range(1, len(inside) + 1):
            chain = [Element(name, i - 1, i + 1, (), "", detail) for i, (name, detail) in enumerate(inside[:depth])]
            elements = [
                *chain,
                Element(tag, depth - 1, depth + 1, (), "", "9"),
                Element("li", depth, depth + 2, (), ""),
            ]
            found = find_containers(elements, range(depth, depth + 2))
            lines += [f"{tag} in {inside[depth - 1][0]}: {_told(found[i])}" for i in range(depth, depth + 2)]
    assert_listing(HERE / "golden/around.txt", lines)


def _told(around: tuple[object, ...]) -> str:
    return " ".join(map(str, around))
