"""No word of a page becomes an element where a renderer makes HTML of our Markdown."""

import pytest

from cleancopy.render import render
from tests.render.markdown_html import RENDERERS, Marks, collect_harmless, collect_markup, make_articles

# What acts where a parser takes it for markup, after what makes a renderer stop reading escapes: a bare address.
BEFORE = [
    "",
    "http://e.org/",
    "see www.e.org/x",
    "ftp://e.org/?",
    "a@b.example",
    "\\",
    "&lt;",
    "`",
    "**",
    "[a](",
    "```\n",
]
MARKUP = [
    "javascript:alert(1)",
    "javascript:alert(1)\u00a0x",
    "'javascript:alert(1)'",
    "<img src=x onerror=alert(1)>",
    "</p><script>alert(1)</script>",
    "<!-- --><svg/onload=alert(1)>",
    "<?php?><![CDATA[<b>]]>",
    "<javascript:alert(1)>",
    "[a b](javascript:alert(1))",
    "![a b](https://e.org/x.png)",
    "[a b]: javascript:alert(1)",
    '{: onclick="alert(1)" }',
    "`a b` <u>c</u>",
    "&lt;u>&#60;u>&amp;lt;u>",
    "```\n<u>a</u>\n```",
    "' onmouseover='alert(1)",
    '" onmouseover="alert(1)',
    "a |\n| - |\n| <u>b</u> |",
]
WORDS = [f"{before}{markup}" for before in BEFORE for markup in MARKUP] + [f"{m} http://e.org/{m} {m}" for m in MARKUP]


def made_by_words(name: str, words: list[str]) -> set[tuple[str, str, Marks]]:
    """By place, what words have made that harmless ones do not."""
    renderer = RENDERERS[name]
    try:
        expected = collect_harmless(renderer)
    except (ImportError, FileNotFoundError) as missing:
        pytest.skip(f"{name} is not there: {missing}")
    asked = [(place, text, article) for text in words for place, article in make_articles(text).items()]
    documents = renderer([render(article, "markdown") for _, _, article in asked])
    found = (
        (place, text, collect_markup(html) - expected[place])
        for (place, text, _), html in zip(asked, documents, strict=True)
    )
    return {one for one in found if one[2]}


@pytest.mark.parametrize("name", RENDERERS)
def test_no_word_becomes_markup(name: str) -> None:
    assert made_by_words(name, WORDS) == set()


@pytest.mark.parametrize("name", RENDERERS)
def test_markup_that_is_not_escaped_is_seen(name: str) -> None:
    renderer = RENDERERS[name]
    try:
        (html,) = renderer(
            ["a <img src=x onerror=alert(1)> [b](javascript:alert(1)) <a href=javascript:alert(1)>c</a>"]
        )
    except (ImportError, FileNotFoundError) as missing:
        pytest.skip(f"{name} is not there: {missing}")
    assert {("img", "onerror"), ("a", "href=?")} <= collect_markup(html)
