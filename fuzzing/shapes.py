"""Pages that grow by one thing: `SHAPES` gives for each a function from a number of pieces to the page.

They are what took other extractors seconds (unclosed tags, select and attribute bombs, tag confetti), and for each
stage of ours what it works through: blocks, marks, rows, pictures, fields, lines.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

Make = Callable[[int], str]

SENTENCE = "The board met on Tuesday, and the vote was close."
ARTICLE = f"<div class=story><p>{SENTENCE}</p><ul><li><a href=x>More</a></ul></div>"


def times(piece: str, before: str = "", after: str = "") -> Make:
    """The piece again and again. Each § in it is its number."""
    if "§" in piece:
        return lambda n: before + "".join(piece.replace("§", str(i)) for i in range(n)) + after
    return lambda n: before + piece * n + after


def nested(opening: str, closing: str, inner: str = "x") -> Make:
    """Elements in each other, all of them closed."""
    return lambda n: opening * n + inner + closing * n


def _linked(value: Callable[[int], object]) -> Make:
    def make(n: int) -> str:
        return f'<script type="application/ld+json">{json.dumps(value(n))}</script><p>{SENTENCE}</p>'

    return make


def _deep_json(n: int) -> str:
    deep = '{"@graph":[' * n + "]}" * n
    return f'<script type="application/ld+json">{deep}</script><p>{SENTENCE}</p>'


def _article(**fields: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Board votes", **fields}


# As the property tests have them: the work for each is counted in every run of the tests.
USUAL: Mapping[str, Make] = MappingProxyType(
    {
        "paragraphs": times(ARTICLE),
        "one paragraph": times("the board met, "),
        "nested": times("<div>x"),
        "lists": times("<ul><li>x"),
        "rows": times("<table><tr><td>a<td>b</table>"),
        "links": times("<a href=x>word</a> "),
        "breaks": times("x<br><br>"),
        "images": times("<img alt='a dog'>"),
        "lines": times(f"{SENTENCE}\n"),
        "blank lines": times("\n\nx"),
        "bullets": times("* one\n"),
        "wrapped": times("a paragraph that was wrapped by somebody who likes his lines to be short,\n"),
        "columns": times("a      b      c\n"),
    }
)

NESTING: Mapping[str, Make] = MappingProxyType(
    {
        "formatting, unclosed": times("<font size=§><p>x"),
        "formatting, one paragraph": times("<b id=§>x"),
        "formatting by links": times("<a><b id=§><p>x"),
        "formatting, misnested": times("<b><p>x</b>y</p>"),
        "divs, closed": nested("<div>", "</div>"),
        "lists, closed": nested("<ul><li>x", "</ul>"),
        "tables in cells": times("<table><tr><td>x"),
        "tables in cells, closed": nested("<table><tr><td>x", "</table>"),
        "bold in bold": nested("<b>x", "</b>"),
        "spans in spans": nested("<span class=a>x", "</span>"),
        "quotes in quotes": nested("<blockquote><p>x", "</blockquote>"),
        "buttons in paragraphs": times("<p>x<button>"),
        "templates": nested("<template>", "</template>"),
        "svg in svg": nested("<svg><g>", "</g></svg>"),
        "hidden, nested": nested(f"<div hidden><p>{SENTENCE * 2}</p>", "</div>"),
        "hidden paragraphs in buttons": times(f"<p>{SENTENCE}<button>", before="<div hidden>"),
    }
)

MARKUP: Mapping[str, Make] = MappingProxyType(
    {
        "attributes of one tag": lambda n: "<p " + " ".join(f"a{i}=1" for i in range(n)) + f">{SENTENCE}",
        "classes of one tag": lambda n: "<p class='" + " ".join(f"a{i}" for i in range(n)) + f"'>{SENTENCE}",
        "attributes of the body": times("<body a§=1>"),
        "attributes of html": times("<html a§=1>x"),
        "body classes": lambda n: "<body class='" + " ".join(f"story{i}" for i in range(n)) + f"'><p>{SENTENCE}",
        "class names": times("<p class='item-§ teaser§'>x</p>"),
        "comments": times("<!-- x -->y"),
        "comment, unclosed": times("word ", before="<p>x<!--"),
        "attribute, unclosed": times("word ", before='<p>x<a href="'),
        "script, unclosed": times("word ", before="<p>x<script>"),
        "textarea, unclosed": times("word ", before="<p>x<textarea>"),
        "title, unclosed": times("word ", before="<title>"),
        "less than": times("<"),
        "tags, unclosed": times("<a"),
        "end tags": times("</p>"),
        "stray end tags": times("</b></div></x>"),
        "entities": times("&amp;&lt;&eacute;&#x20AC; "),
        "entities, broken": times("&ampx;&#xfffffff;&nosuch;&"),
        "ampersands": times("&"),
        "CDATA": times("<![CDATA[x]]>"),
        "CDATA, unclosed": times("<![CDATA["),
        "doctypes": times("<!doctype html>x"),
        "null characters": times("\0<p>\0x"),
        "controls": times("\x01\x02 x\x85"),
        "surrogates": times("\ud83d\ude00 \ud800"),
        "mojibake": times("Ã¤ â€œ Ð° "),
    }
)

BLOCKS: Mapping[str, Make] = MappingProxyType(
    {
        "text node": times("word ", before="<p>"),
        "text node without spaces": times("word", before="<p>"),
        "text pieces": times("x<i></i>"),
        "bare paragraphs": times("<p>x"),
        "sentences": times(f"<p>{SENTENCE * 3}</p>"),
        "rows of one table": times("<tr><td>a<td>§", before="<table>"),
        "cells of one row": times("<td>§", before="<table><tr>"),
        "cells with prose": times(f"<td>{SENTENCE * 7}", before="<table><tr>"),
        "rows with pictures": times("<tr><td><img src=§.jpg alt=a><td>b", before="<table>"),
        "items of one list": times("<li>x", before="<ul>"),
        "items, ordered": times("<li>x", before="<ol>"),
        "options": times("<option>x", before="<select>"),
        "definitions": times("<dt>x<dd>y", before="<dl>"),
        "breaks in a paragraph": times("x<br>", before="<p>"),
        "marks in a paragraph": times("<b>a</b> <i>b</i> <code>c</code> <a href=x>d</a> ", before="<p>"),
        "links over blocks": times("<p>x", before="<a href=y>"),
        "bold over blocks": times("<p>x", before="<b><i><code>"),
        "code": times("x = 1\n", before="<pre><code class=language-python>"),
        "pieces of code": times("<pre><code>x = 1</code></pre>"),
        "headings": times(f"<h2>Part §</h2><p>{SENTENCE}</p>"),
        "headings only": times("<h2>Part §</h2>"),
        "quotes": times(f"<blockquote><p>{SENTENCE}</p><cite>Ann Miller</cite></blockquote>"),
        "pull quotes": times(f"<aside class=pullquote>“{SENTENCE}”</aside><p>{SENTENCE}</p>"),
        "footnotes": times(
            f"<p>{SENTENCE}<sup><a href=#fn§ id=r§>§</a></sup></p><p id=fn§><a href=#r§>§</a> A note.</p>"
        ),
        "footnotes of one paragraph": times("word<sup><a href=#n§>§</a></sup> ", before="<p>"),
        "hidden, side by side": times(f"<div hidden><p>{SENTENCE * 2}</p></div>"),
        "hidden beside text": times(f"<div hidden><p>{SENTENCE * 2}</p></div>", before=f"<p>{SENTENCE * 6}</p>"),
        "hidden paragraphs": times(f"<p>{SENTENCE * 2}</p>", before="<div hidden>"),
        "streamed": times(f"<div hidden id=S:1><p>{SENTENCE * 2}</p></div>"),
        "noscript": times(f"<noscript><p>{SENTENCE * 2}</p></noscript>"),
        "comments of readers": times(f"<div class=comment id=c§><b>Ann §</b><p>{SENTENCE}</p></div>"),
        "paragraphs repeated": times(f"<p>{SENTENCE}</p>"),
        "paragraphs, all different": times("<p>Number § was called on day §, and § people came to see it end.</p>"),
        "menu": times("<li><a href=/§>Section §</a>", before=f"<ul class=menu>{'<p>' + SENTENCE * 9 + '</p>'}"),
    }
)

FIELDS: Mapping[str, Make] = MappingProxyType(
    {
        "metas": times("<meta name=a§ content=b§>"),
        "metas of one name": times("<meta property=article:tag content=tag§>", after=f"<p>{SENTENCE}"),
        "metas of titles": times("<meta property=og:title content='Title §'>", after=f"<p>{SENTENCE}"),
        "metas of authors": times("<meta name=author content='Ann Mill§'>", after=f"<p>{SENTENCE}"),
        "metas of dates": times("<meta name=date content='2020-01-01T00:00:§'>", after=f"<p>{SENTENCE}"),
        "links of the head": times("<link rel='canonical license' href=/§>", after=f"<p>{SENTENCE}"),
        "titles": times("<title>T §</title>", after=f"<p>{SENTENCE}"),
        "long title": times("word ", before="<title>", after=f"</title><h1>word word</h1><p>{SENTENCE}"),
        "licences": times("<a rel=license href=/§>x</a>"),
        "JSON-LD, long": _linked(lambda n: [_article(author={"name": f"Ann Mill{i}"}) for i in range(n)]),
        "JSON-LD, many authors": _linked(lambda n: _article(author=[{"name": f"Ann Mill{i}"} for i in range(n)])),
        "JSON-LD, many scripts": times(
            '<script type="application/ld+json">{"@type":"Article","headline":"A §"}</script>', after=f"<p>{SENTENCE}"
        ),
        "JSON-LD, deep": _deep_json,
        "JSON-LD, broken": times('{"@type": "Article",,', before='<script type="application/ld+json">'),
        "JSON-LD, lines": times("\n", before='<script type="application/ld+json">', after="</script>"),
        "strings in scripts": times(f'"{SENTENCE * 10}",', before="<script>", after="</script>"),
        "string without an end": times("word. ", before='<script>"', after="</script>"),
        "string of quotes": times('\\"', before='<script>"', after="</script>"),
        "dates": times("<p>Published on 3 May 2021 at 10:§</p>"),
        "dates in a paragraph": times("3 May 2021, ", before="<p>"),
        "numbers": times("12. 3/4-5 ", before="<p>"),
        "times": times("<time datetime=2021-05-03T10:§>3 May</time> "),
        "bylines": times("<p class=byline>By Ann Miller§</p>"),
        "byline with names": times("Ann Miller, ", before="<p class=byline>By ", after=f"</p><p>{SENTENCE}"),
        "byline of letters": times("A", before="<p class=byline>By ", after=f"</p><p>{SENTENCE}"),
        "figures": times("<figure><img src=§.jpg alt=a><figcaption>A dog. Photo: Ann Miller</figcaption></figure>"),
        "captions": times("<figcaption>A dog. Photo: Ann Miller</figcaption>"),
        "credit with names": times("Ann Miller / ", before="<figure><img src=a.jpg><figcaption>Photo: "),
        "pictures": times("<img src=https://example.org/§.jpg>"),
        "pictures in prose": times(f"<p>{SENTENCE * 2}</p><img src=§.jpg>"),
        "main headings": times("<h1>Board votes §</h1>", after=f"<p>{SENTENCE}"),
        "words of the language": times("le conseil a voté mardi ", before="<p>"),
    }
)

FLAT: Mapping[str, Make] = MappingProxyType(
    {
        "plain lines": times("a line of words §\n\n"),
        "numbered": times("§. one item of the list\n"),
        "numbered, restarting": times("1. one\n2. two\n\n"),
        "indented, deeper and deeper": lambda n: "".join(" " * (i % 80) + "* x\n" for i in range(n)),
        "quoted": times("> > > words of a mail\n"),
        "quote marks of one line": times("> "),
        "code lines": times("    x = f(§);\n"),
        "fences": times("```\nx\n```\n"),
        "fences, unclosed": times("```x\n"),
        "backticks": times("`"),
        "long line": times("word "),
        "long line without spaces": times("word"),
        "tabs": times("\t"),
        "tabs between": times("a\tb\n"),
        "spaces": times(" ", after="x"),
        "gaps": times("a   b    "),
        "prose beside a menu": times(f"Home      {SENTENCE * 2}\n"),
        "Chinese": times("董事会周二开会投票结果非常接近。"),
        "Chinese lines": times("董事会周二开会投票结果非常接近\n"),
        "bars": times("| a | b | §\n"),
        "bars of one line": times("| a "),
        "indented": times("        a line of words\n"),
        "hashes": times("# Heading §\n"),
        "hashes of one line": times("# "),
        "dashes": times("- "),
        "rules": times("----------\n"),
        "lone carriage returns": times("x\r"),
        "bylines of lines": times(f"By Ann Miller\n3 May 2021\n{SENTENCE}\n\n"),
        "letters": times("x\n"),
        "verse": times("a line of verse that runs about this far\nand on\n"),
    }
)

STAGES: Mapping[str, Mapping[str, Make]] = MappingProxyType(
    {"usual": USUAL, "nesting": NESTING, "markup": MARKUP, "blocks": BLOCKS, "fields": FIELDS, "text": FLAT}
)
SHAPES: Mapping[str, Make] = MappingProxyType({name: make for some in STAGES.values() for name, make in some.items()})
