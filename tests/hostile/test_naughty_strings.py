"""The big list of naughty strings: each in every place of a page that takes text, through every output.

**Round trip.** The words of a string that stands in a paragraph are, in order, words of that paragraph in the
article's JSON, and nothing is between them. Words are what white space parts. What is no text is normalised first, as
`decode` says: NUL goes, other controls are white space.
"""

import html
import json
import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

import cleancopy
from cleancopy.render import RENDERERS

BEFORE, BEHIND = (
    "The harbour board wrote the following words on a sign:",
    "which nobody in the town had asked it to do.",
)
PROSE = (
    "The ferry pier at Saltmere will reopen in the spring, after nine winters of storms, the harbour board said.",
    "It had been closed since a barge broke loose in a gale and took away forty metres of the walkway.",
    "Ticket prices will stay as they were, and the first boat is to leave at six in the morning on weekdays.",
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


@pytest.fixture(scope="module")
def strings(naughty: Path) -> list[str]:
    return json.loads(naughty.read_text("utf-8"))


def words(text: str) -> list[str]:
    return _CONTROLS.sub(" ", text.replace("\0", "")).split()


def sentence(string: str) -> str:
    return f"{BEFORE} {string} {BEHIND}"


def in_paragraph(string: str) -> str:
    paragraphs = "".join(f"<p>{text}</p>\n" for text in (*PROSE, html.escape(sentence(string)), *PROSE))
    return f"<!DOCTYPE html><html><body><article><h1>The pier opens</h1>{paragraphs}</article></body></html>"


def everywhere(string: str) -> str:
    """A page with the string in its title, head and JSON-LD, and in attributes, addresses and names of its text."""
    text = html.escape(string)
    data = json.dumps({"@type": "NewsArticle", "headline": string, "author": {"name": string}, "keywords": [string]})
    return f"""<!DOCTYPE html><html lang="{text}"><head><title>{text}</title><base href="{text}">
<meta name="author" content="{text}"><meta name="description" content="{text}"><link rel="canonical" href="{text}">
<meta property="og:title" content="{text}"><meta property="article:published_time" content="{text}">
<script type="application/ld+json">{data.replace("<", chr(92) + "u003c")}</script></head>
<body class="{text}"><article id="{text}"><h1>{text}</h1><p class="byline">By {text}</p>
<time datetime="{text}">{text}</time>
<figure><img src="{text}" alt="{text}"><figcaption>{text}</figcaption></figure>
<p>{PROSE[0]} <a href="{text}" rel="author">{text}</a> <a href="https://example.org/{text}">{PROSE[1]}</a></p><p>{text}</p>
<h2>{text}</h2><blockquote cite="{text}"><p>{PROSE[2]} {text}</p></blockquote><pre class="language-{text}">{text}</pre>
<ol start="{text}"><li>{PROSE[1]}</li><li>{text}</li></ol>
<table><tr><th colspan="{text}">{text}</th><td>{PROSE[2]}</td></tr></table></article></body></html>"""


def check_outputs(article: cleancopy.Article) -> None:
    """Every output is what it says it is: UTF-8 without controls, JSON, well-formed XML."""
    for output in RENDERERS:
        document = article.render(output, comments=True)
        document.encode("utf-8")
        assert not _CONTROLS.search(document), output
    assert json.loads(article.render("json"))["version"] == 2
    document = article.render("tei")
    fromstring(document)
    assert not _NOT_XML.search(document)
    assert not _NOT_XML.search(article.render("html"))


def test_the_list_is_read_as_a_whole(strings: list[str]):
    assert len(strings) == 515


def test_the_words_of_a_paragraph_come_through_to_json(strings: list[str]):
    for string in strings:
        for page in (in_paragraph(string), in_paragraph(string).encode()):
            document = json.loads(cleancopy.extract(page).render("json"))
            bodies = [passage["text"].split() for passage in document["body"]]
            assert words(sentence(string)) in bodies, string


def test_the_words_of_a_line_of_flattened_text_come_through_to_json(strings: list[str]):
    """Many spaces side by side part columns there, so that the words may stand in several passages."""
    for string in strings:
        line = " ".join(sentence(string).split())
        page = "\n\n".join((*PROSE, line, *PROSE))
        document = json.loads(cleancopy.extract(page, kind="text").render("json"))
        found = " ".join(word for passage in document["body"] for word in passage["text"].split())
        assert f" {' '.join(words(line))} " in f" {found} ", string


def test_every_output_holds_a_string_that_stands_everywhere(strings: list[str]):
    for string in strings:
        check_outputs(cleancopy.extract(everywhere(string), url="https://example.org/news"))


def test_a_string_alone_is_a_page_of_any_kind(strings: list[str]):
    for string in strings:
        check_outputs(cleancopy.extract(string.encode()))
        for kind in ("html", "text"):
            check_outputs(cleancopy.extract(string, kind=kind))


def test_a_string_may_be_the_address_of_a_page(strings: list[str]):
    """Whoever calls gets the address back as it was given."""
    for string in strings:
        article = cleancopy.extract(in_paragraph(string), url=string)
        assert json.loads(article.render("json"))["url"] == (string or None), string
        for output in RENDERERS:
            article.render(output).encode("utf-8")
        fromstring(article.render("tei"))
