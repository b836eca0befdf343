"""Pages that grow in one respect: `SHAPES` has for each a function from a number of pieces to the page.

They are pages that took other extractors seconds (unclosed tags, select and attribute bombs, tag confetti), and for
each stage of ours the items that it loops over: blocks, marks, rows, pictures, fields, lines.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

Make = Callable[[int], str]

SENTENCE = "The board met on Tuesday, and the vote was close."
ARTICLE = f"<div class=story><p>{SENTENCE}</p><ul><li><a href=x>More</a></ul></div>"


def repeat(piece: str, before: str = "", after: str = "") -> Make:
    """Repeat a piece. Each § in it is replaced by its number."""
    if "§" in piece:
        return lambda n: before + "".join(piece.replace("§", str(i)) for i in range(n)) + after
    return lambda n: before + piece * n + after


def nest(opening: str, closing: str, inner: str = "x") -> Make:
    """Nest elements, all of them closed."""
    return lambda n: opening * n + inner + closing * n


def _make_json_ld(value: Callable[[int], object]) -> Make:
    def make(n: int) -> str:
        return f'<script type="application/ld+json">{json.dumps(value(n))}</script><p>{SENTENCE}</p>'

    return make


def _make_deep_json(n: int) -> str:
    deep = '{"@graph":[' * n + "]}" * n
    return f'<script type="application/ld+json">{deep}</script><p>{SENTENCE}</p>'


def _make_article(**fields: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Board votes", **fields}


# The property tests count the work for each of these.
USUAL: Mapping[str, Make] = MappingProxyType(
    {
        "paragraphs": repeat(ARTICLE),
        "one paragraph": repeat("the board met, "),
        "nested": repeat("<div>x"),
        "lists": repeat("<ul><li>x"),
        "rows": repeat("<table><tr><td>a<td>b</table>"),
        "links": repeat("<a href=x>word</a> "),
        "breaks": repeat("x<br><br>"),
        "images": repeat("<img alt='a dog'>"),
        "lines": repeat(f"{SENTENCE}\n"),
        "blank lines": repeat("\n\nx"),
        "bullets": repeat("* one\n"),
        "wrapped": repeat("a paragraph that was wrapped by somebody who likes his lines to be short,\n"),
        "columns": repeat("a      b      c\n"),
    }
)

NESTING: Mapping[str, Make] = MappingProxyType(
    {
        "formatting, unclosed": repeat("<font size=§><p>x"),
        "formatting, one paragraph": repeat("<b id=§>x"),
        "formatting by links": repeat("<a><b id=§><p>x"),
        "formatting, misnested": repeat("<b><p>x</b>y</p>"),
        "divs, closed": nest("<div>", "</div>"),
        "lists, closed": nest("<ul><li>x", "</ul>"),
        "tables in cells": repeat("<table><tr><td>x"),
        "tables in cells, closed": nest("<table><tr><td>x", "</table>"),
        "bold in bold": nest("<b>x", "</b>"),
        "spans in spans": nest("<span class=a>x", "</span>"),
        "quotes in quotes": nest("<blockquote><p>x", "</blockquote>"),
        "buttons in paragraphs": repeat("<p>x<button>"),
        "templates": nest("<template>", "</template>"),
        "svg in svg": nest("<svg><g>", "</g></svg>"),
        "hidden, nested": nest(f"<div hidden><p>{SENTENCE * 2}</p>", "</div>"),
        "hidden paragraphs in buttons": repeat(f"<p>{SENTENCE}<button>", before="<div hidden>"),
    }
)

MARKUP: Mapping[str, Make] = MappingProxyType(
    {
        "attributes of one tag": lambda n: "<p " + " ".join(f"a{i}=1" for i in range(n)) + f">{SENTENCE}",
        "classes of one tag": lambda n: "<p class='" + " ".join(f"a{i}" for i in range(n)) + f"'>{SENTENCE}",
        "attributes of the body": repeat("<body a§=1>"),
        "attributes of html": repeat("<html a§=1>x"),
        "body classes": lambda n: "<body class='" + " ".join(f"story{i}" for i in range(n)) + f"'><p>{SENTENCE}",
        "class names": repeat("<p class='item-§ teaser§'>x</p>"),
        "comments": repeat("<!-- x -->y"),
        "comment, unclosed": repeat("word ", before="<p>x<!--"),
        "attribute, unclosed": repeat("word ", before='<p>x<a href="'),
        "script, unclosed": repeat("word ", before="<p>x<script>"),
        "textarea, unclosed": repeat("word ", before="<p>x<textarea>"),
        "title, unclosed": repeat("word ", before="<title>"),
        "less than": repeat("<"),
        "tags, unclosed": repeat("<a"),
        "end tags": repeat("</p>"),
        "stray end tags": repeat("</b></div></x>"),
        "entities": repeat("&amp;&lt;&eacute;&#x20AC; "),
        "entities, broken": repeat("&ampx;&#xfffffff;&nosuch;&"),
        "ampersands": repeat("&"),
        "CDATA": repeat("<![CDATA[x]]>"),
        "CDATA, unclosed": repeat("<![CDATA["),
        "doctypes": repeat("<!doctype html>x"),
        "null characters": repeat("\0<p>\0x"),
        "controls": repeat("\x01\x02 x\x85"),
        "surrogates": repeat("\ud83d\ude00 \ud800"),
        "mojibake": repeat("Ã¤ â€œ Ð° "),
    }
)

BLOCKS: Mapping[str, Make] = MappingProxyType(
    {
        "text node": repeat("word ", before="<p>"),
        "text node without spaces": repeat("word", before="<p>"),
        "text pieces": repeat("x<i></i>"),
        "bare paragraphs": repeat("<p>x"),
        "sentences": repeat(f"<p>{SENTENCE * 3}</p>"),
        "rows of one table": repeat("<tr><td>a<td>§", before="<table>"),
        "cells of one row": repeat("<td>§", before="<table><tr>"),
        "cells with prose": repeat(f"<td>{SENTENCE * 7}", before="<table><tr>"),
        "rows with pictures": repeat("<tr><td><img src=§.jpg alt=a><td>b", before="<table>"),
        "items of one list": repeat("<li>x", before="<ul>"),
        "items, ordered": repeat("<li>x", before="<ol>"),
        "options": repeat("<option>x", before="<select>"),
        "definitions": repeat("<dt>x<dd>y", before="<dl>"),
        "breaks in a paragraph": repeat("x<br>", before="<p>"),
        "marks in a paragraph": repeat("<b>a</b> <i>b</i> <code>c</code> <a href=x>d</a> ", before="<p>"),
        "links over blocks": repeat("<p>x", before="<a href=y>"),
        "bold over blocks": repeat("<p>x", before="<b><i><code>"),
        "code": repeat("x = 1\n", before="<pre><code class=language-python>"),
        "pieces of code": repeat("<pre><code>x = 1</code></pre>"),
        "headings": repeat(f"<h2>Part §</h2><p>{SENTENCE}</p>"),
        "headings only": repeat("<h2>Part §</h2>"),
        "quotes": repeat(f"<blockquote><p>{SENTENCE}</p><cite>Ann Miller</cite></blockquote>"),
        "pull quotes": repeat(f"<aside class=pullquote>“{SENTENCE}”</aside><p>{SENTENCE}</p>"),
        "footnotes": repeat(
            f"<p>{SENTENCE}<sup><a href=#fn§ id=r§>§</a></sup></p><p id=fn§><a href=#r§>§</a> A note.</p>"
        ),
        "footnotes of one paragraph": repeat("word<sup><a href=#n§>§</a></sup> ", before="<p>"),
        "hidden, side by side": repeat(f"<div hidden><p>{SENTENCE * 2}</p></div>"),
        "hidden beside text": repeat(f"<div hidden><p>{SENTENCE * 2}</p></div>", before=f"<p>{SENTENCE * 6}</p>"),
        "hidden paragraphs": repeat(f"<p>{SENTENCE * 2}</p>", before="<div hidden>"),
        "streamed": repeat(f"<div hidden id=S:1><p>{SENTENCE * 2}</p></div>"),
        "noscript": repeat(f"<noscript><p>{SENTENCE * 2}</p></noscript>"),
        "comments of readers": repeat(f"<div class=comment id=c§><b>Ann §</b><p>{SENTENCE}</p></div>"),
        "paragraphs repeated": repeat(f"<p>{SENTENCE}</p>"),
        "paragraphs, all different": repeat("<p>Number § was called on day §, and § people came to see it end.</p>"),
        "menu": repeat("<li><a href=/§>Section §</a>", before=f"<ul class=menu>{'<p>' + SENTENCE * 9 + '</p>'}"),
    }
)

FIELDS: Mapping[str, Make] = MappingProxyType(
    {
        "metas": repeat("<meta name=a§ content=b§>"),
        "metas of one name": repeat("<meta property=article:tag content=tag§>", after=f"<p>{SENTENCE}"),
        "metas of titles": repeat("<meta property=og:title content='Title §'>", after=f"<p>{SENTENCE}"),
        "metas of authors": repeat("<meta name=author content='Ann Mill§'>", after=f"<p>{SENTENCE}"),
        "metas of dates": repeat("<meta name=date content='2020-01-01T00:00:§'>", after=f"<p>{SENTENCE}"),
        "links of the head": repeat("<link rel='canonical license' href=/§>", after=f"<p>{SENTENCE}"),
        "titles": repeat("<title>T §</title>", after=f"<p>{SENTENCE}"),
        "long title": repeat("word ", before="<title>", after=f"</title><h1>word word</h1><p>{SENTENCE}"),
        "licences": repeat("<a rel=license href=/§>x</a>"),
        "JSON-LD, long": _make_json_ld(lambda n: [_make_article(author={"name": f"Ann Mill{i}"}) for i in range(n)]),
        "JSON-LD, many authors": _make_json_ld(
            lambda n: _make_article(author=[{"name": f"Ann Mill{i}"} for i in range(n)])
        ),
        "JSON-LD, many scripts": repeat(
            '<script type="application/ld+json">{"@type":"Article","headline":"A §"}</script>', after=f"<p>{SENTENCE}"
        ),
        "JSON-LD, deep": _make_deep_json,
        "JSON-LD, broken": repeat('{"@type": "Article",,', before='<script type="application/ld+json">'),
        "JSON-LD, lines": repeat("\n", before='<script type="application/ld+json">', after="</script>"),
        "strings in scripts": repeat(f'"{SENTENCE * 10}",', before="<script>", after="</script>"),
        "string without an end": repeat("word. ", before='<script>"', after="</script>"),
        "string of quotes": repeat('\\"', before='<script>"', after="</script>"),
        "dates": repeat("<p>Published on 3 May 2021 at 10:§</p>"),
        "dates in a paragraph": repeat("3 May 2021, ", before="<p>"),
        "numbers": repeat("12. 3/4-5 ", before="<p>"),
        "times": repeat("<time datetime=2021-05-03T10:§>3 May</time> "),
        "bylines": repeat("<p class=byline>By Ann Miller§</p>"),
        "byline with names": repeat("Ann Miller, ", before="<p class=byline>By ", after=f"</p><p>{SENTENCE}"),
        "byline of letters": repeat("A", before="<p class=byline>By ", after=f"</p><p>{SENTENCE}"),
        "figures": repeat("<figure><img src=§.jpg alt=a><figcaption>A dog. Photo: Ann Miller</figcaption></figure>"),
        "captions": repeat("<figcaption>A dog. Photo: Ann Miller</figcaption>"),
        "credit with names": repeat("Ann Miller / ", before="<figure><img src=a.jpg><figcaption>Photo: "),
        "pictures": repeat("<img src=https://example.org/§.jpg>"),
        "pictures in prose": repeat(f"<p>{SENTENCE * 2}</p><img src=§.jpg>"),
        "main headings": repeat("<h1>Board votes §</h1>", after=f"<p>{SENTENCE}"),
        "words of the language": repeat("le conseil a voté mardi ", before="<p>"),
    }
)

FLAT: Mapping[str, Make] = MappingProxyType(
    {
        "plain lines": repeat("a line of words §\n\n"),
        "numbered": repeat("§. one item of the list\n"),
        "numbered, restarting": repeat("1. one\n2. two\n\n"),
        "indented, deeper and deeper": lambda n: "".join(" " * (i % 80) + "* x\n" for i in range(n)),
        "quoted": repeat("> > > words of a mail\n"),
        "quote marks of one line": repeat("> "),
        "code lines": repeat("    x = f(§);\n"),
        "fences": repeat("```\nx\n```\n"),
        "fences, unclosed": repeat("```x\n"),
        "backticks": repeat("`"),
        "long line": repeat("word "),
        "long line without spaces": repeat("word"),
        "tabs": repeat("\t"),
        "tabs between": repeat("a\tb\n"),
        "spaces": repeat(" ", after="x"),
        "gaps": repeat("a   b    "),
        "prose beside a menu": repeat(f"Home      {SENTENCE * 2}\n"),
        "Chinese": repeat("董事会周二开会投票结果非常接近。"),
        "Chinese lines": repeat("董事会周二开会投票结果非常接近\n"),
        "bars": repeat("| a | b | §\n"),
        "bars of one line": repeat("| a "),
        "indented": repeat("        a line of words\n"),
        "hashes": repeat("# Heading §\n"),
        "hashes of one line": repeat("# "),
        "dashes": repeat("- "),
        "rules": repeat("----------\n"),
        "lone carriage returns": repeat("x\r"),
        "bylines of lines": repeat(f"By Ann Miller\n3 May 2021\n{SENTENCE}\n\n"),
        "blank lines below the number of a link": repeat(" \n", before="[1]"),
        "spaces after the beginning of a link to edit": repeat(" ", before="[edit]\n[", after="x"),
        "letters": repeat("x\n"),
        "verse": repeat("a line of verse that runs about this far\nand on\n"),
    }
)

STAGES: Mapping[str, Mapping[str, Make]] = MappingProxyType(
    {"usual": USUAL, "nesting": NESTING, "markup": MARKUP, "blocks": BLOCKS, "fields": FIELDS, "text": FLAT}
)
SHAPES: Mapping[str, Make] = MappingProxyType(
    {name: make for shapes in STAGES.values() for name, make in shapes.items()}
)
