import pytest

from cleancopy.dom import Tree
from cleancopy.input.markup import is_parse_bomb, strip_markup
from tests.walks import walked

BOMBS = {
    "font": "".join(f"<font size={i}><p>" for i in range(2000)),
    "b in a": "".join(f"<a><b id={i}><p>" for i in range(2000)),
    "b before rows": "".join(f"<b id={i}>" for i in range(512)) + "<table><tr><td>x</table>" * 3000,
    "body": "".join(f"<body a{i}=1>" for i in range(8000)),
    "html": "".join(f"<HTML a{i}=1>" for i in range(8000)),
}
PEACEFUL = {
    "alike": "<b>" * 20_000 + "<p>x" * 20_000,
    "closed": "<font color=red>x</font><p>" * 50_000,
    "ended by another": "<i>x</b></i><p>" * 50_000,
    "links": "<a href=x>" * 50_000,
    "divs": "<div>" * 100_000,
    "one body": "<html><body>" + "<p>x" * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_markup_that_the_parser_would_multiply_is_told(name):
    assert is_parse_bomb(BOMBS[name])


@pytest.mark.parametrize("name", PEACEFUL)
def test_markup_that_only_looks_like_it_is_not(name):
    assert not is_parse_bomb(PEACEFUL[name])
    assert len(walked(PEACEFUL[name]).all) < 12 * PEACEFUL[name].count("<")


def test_the_text_of_markup_has_a_line_for_each_block():
    page = """<!doctype html><title>A &amp; B</title><script>var x = "<p>no</p>";</script><style>p{}</style>
    <p>One <b>bold</b>word<br>after a
    break<ul><li>item<li>item two</ul><table><tr><td>a<td>b</table><!-- no --><iframe>no</iframe>tail"""
    assert strip_markup(page).split("\n") == [
        "A & B",
        "One boldword",
        "after a break",
        "item",
        "item two",
        "a b",
        "tail",
    ]


@pytest.mark.parametrize("name", BOMBS)
def test_no_text_is_lost_where_markup_is_stripped(name):
    assert strip_markup(BOMBS[name] + "<p>the end").endswith("the end")


@pytest.mark.parametrize(
    "page, unclosed",
    [
        ("<p>a<!-- b <p>c", True),
        ('<p>a<a href="b <p>c', True),
        ("<p>a<script>b <p>c", True),
        ("<title>a<p>b", True),
        ("<p>a<STYLE>b <p>c", True),
        ("<p>a<template><p>b</body></html>", True),
        ("<div>a<video><div>b</body></html>", True),
        ("<p>a<svg><title>b</svg><p>c", False),
        ("<div>a<video></div><p>b", False),
        ("<p>a<script>document.write('<script>');</script>", False),
        ("<title>a</title><p>b<textarea>c", False),
        ("<p>a<!-- b --></p><p>c", False),
        ("<p>a <", False),
        ("", False),
    ],
)
def test_a_page_that_ends_in_what_nobody_sees_is_told(page, unclosed):
    assert Tree(page).is_unclosed is unclosed
