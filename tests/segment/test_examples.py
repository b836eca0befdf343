"""Each rule of segmentation on small pages, on either side of its bounds, compared with a listing of what comes out."""

# ruff: noqa: E501 - a page stands on one line

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from cleancopy.block import Block, Element, Segmentation
from cleancopy.dom import Tree
from cleancopy.limits import Limits
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text
from tests.golden import assert_listing

HERE = Path(__file__).parent
LONGEST_SHOWN = 100


def listed(page: Segmentation) -> Iterator[str]:
    flags = [name for name in ("used_hidden_text", "used_script_data") if getattr(page, name)]
    if flags or page.truncations:
        yield "  " + " ".join([*flags, *(f"cut: {cut}" for cut in page.truncations)])
    for number, block in enumerate(page.blocks):
        yield f"  {number} {_block(block)}"
        yield from (
            f"      {m.kind} {m.start}-{m.end} {block.text[m.start : m.end]!r} {m.value!r}" for m in block.marks
        )
        yield from (f"      cell {c.text!r} header={c.header} {c.columns}x{c.rows}" for c in block.cells)
    yield from (f"  picture {p.src!r} {p.alt!r} behind {p.block_index} in {p.element}" for p in page.pictures)
    yield from (f"  element {i} {_element(e)}" for i, e in enumerate(page.elements))


def _block(block: Block) -> str:
    text = repr(block.text)
    if len(text) > LONGEST_SHOWN:
        text = f"{text[:LONGEST_SHOWN]}… {len(block.text)} long"
    names = ("element", "links", "link_chars", "bold_chars", "inline_names", "line", "lines", "indent", "gap")
    plain = Block("")
    details = [f"{name}={getattr(block, name)}" for name in names if getattr(block, name) != getattr(plain, name)]
    return " ".join([f"{block.layout}{block.level or ''}", text, *details])


def _element(element: Element) -> str:
    details = [
        " ".join(element.words),
        element.html_id and f"#{element.html_id}",
        element.detail and f"({element.detail})",
    ]
    return " ".join([element.tag, f"in {element.parent}, depth {element.depth}", *filter(None, details)])


def listing(pages: Mapping[str, Segmentation]) -> list[str]:
    return [line for name, page in pages.items() for line in (name, *listed(page))]


PROSE = "The board of the harbour met on Tuesday and agreed to widen the northern channel before winter. "
LONG = (PROSE * 3).strip()


def hidden_page(seen: int, hidden: int, around: str = "{}") -> str:
    return around.format(f"<div><p>{'s' * seen}</p></div>") + f"<section hidden><p>{'h' * hidden}</p></section>"


def beside(seen: int, hidden: int) -> str:
    return f"<p>{'w' * 400}</p><article><p>{'s' * seen}</p><div hidden><p>{'h' * hidden}</div></article>"


def carried(text: str, shown: int = 0) -> str:
    return f"<p>{'s' * shown}</p><script>x = {json.dumps({'a': 'b', 'c': text})}</script>"


def sentences(size: int, number: int = 3) -> str:
    return ("Ab. " * number + "word " * 200)[: size - 1] + "x"


HTML = {
    "a heading has its level, a reset takes it back": "<h2>two<p>in it</p></h2><h6>six</h6><h1><table><td>cell",
    "list items count the lists around them": "<ul><li>a<ol start=3><li>b<menu><li>c</menu></ol></ul><li>none<dl><dd>d",
    "a blockquote names its source": "<blockquote cite=' /src '>q<div>deeper</div></blockquote><q cite=x>inline",
    "code keeps its lines, and its language": "<pre class='language-py x'>\n a  \n\n  b\n</pre><pre><code class=lang-c>x",
    "a language stands in a data attribute before the class": "<pre data-lang=go class=lang-c>x</pre><code class=lang-c>y",
    "breaks inside of code never end it": "<pre>a<br><br>b</pre><p>c<br>d<br><br>e",
    "captions keep their parts, others only telling names": (
        "<figcaption>Sea <span class=x>Ann</span></figcaption><p>Sea <span class=x>Ann</span> "
        "<span class=photo-credit>Bob</span> <small class=fn>Cy</small> <cite class=wfn>Di</cite></p>"
    ),
    "marks stand at their words": (
        "<p>one <a href=/a>two  three</a> <b>four</b> <i> five </i><em></em> <code>six</code> "
        "<time datetime=2024-02-03>seven</time><a rel='x Author' href=/me>eight</a><a href=/b>nine</a>"
    ),
    "marks of a kind inside of each other are one": "<p><b>a <strong>b</strong> c</b> <a href=/1>x<b>y",
    "a link reaches over several blocks": "<a href=/x>one<p>two</p>three</a> four<p>five",
    "a bold passage reaches over several blocks": "<b>one<p>two</p></b>three",
    "names of inline elements": "<p><span class='topBar nav-2'>a</span><input>b<label>c</label> <meter></meter>d",
    "white space at the edges": "<p> \n <b> a</b> b<span> </span>c <p> </p><p>&nbsp;</p><a> </a><a>d</a><a>e</a>",
    "names are cut into words": (
        "<div class='a ab abC HTML Page x1y23zz' id=mainCol><div class='b1 aa bb cc dd ee ff gg hh ii jj kk ll mm'>"
        "<div class='UP Cc Dd Ee Ff Gg Hh Ii Jj Kk Ll Mm Nn Oo'>x"
    ),
    "rows": (
        "<table><tr><th>Name<th colspan=2>Age<tr><td>Ann<td rowspan=3><b>7</b><td><a href=/x>up</a> to"
        "<tr><td><td>only</table><table><tr><td>menu<td><p>a<p>b</table>"
    ),
    "a row without text has no block": "<table><tr><td></td></tr><tr></tr><tr><td>a<td>b</table>",
    "a row of pictures alone": "<table><tr><td><img src=a alt=Alt><td><img src=b></table>",
    "a row with a text and a picture": "<table><tr><td>one<td><img src=a alt=Alt></table><p>after<img src=z>",
    "a row with a picture first": "<table><tr><td><img src=a alt=Alt><td>one<td>two</table>",
    "pictures keep their place when rows are joined": (
        "<img src=0><p>p</p><table><tr><td>a<img src=1><td>b<img src=2 alt=two><td>c<img src=3></table><img src=4>"
    ),
    "text beside cells in a row": "<table><tr><td>a<td>b</tr><caption>c</caption></table><div><tr><td>loose",
    "a cell with a heading": "<table><tr><td>a<td><h2>b</h2></table>",
    "a cell of code": "<table><tr><td>1<td><pre>x</pre></table><table><tr><td><pre>y</pre></table>",
    "spans of cells": (
        "<table><tr><td colspan=0>a<td colspan=1>b<td colspan=1000>c<td colspan=1001>d<td rowspan=65534>e"
        "<td rowspan=65535>f<td colspan=' 12 '>g<td colspan=1234567>h<td colspan=x>i<td colspan=²>j<td rowspan=0>k"
    ),
    "a cell of 300 characters is data": f"<table><tr><td>a<td>{'x' * 300}</table>",
    "a cell of 301 is not": f"<table><tr><td>a<td>{'x' * 301}</table>",
    "a table in a cell": "<table><tr><td>a<td><table><tr><td>b<td>c</table></table>",
    "a block element in the cell": "<table><tr><td>a<div>b</div><td>c</table><table><tr><td><div>d</div><td><div>e</div>",
    "images without address or text": "<p>a<img alt=b><img src=c><img alt=' ' src=d><img></p>",
    "images before and behind a block": "<img src=1><div>a<img src=2 alt=x></div><img src=3>",
    "399 characters hidden stay so": hidden_page(20, 399),
    "400 are shown": hidden_page(20, 400),
    "400 beside 100 in sight are": hidden_page(100, 400),
    "400 beside 101 are not": hidden_page(101, 400),
    "79 in an empty page stay hidden": "<section hidden><p>" + "h" * 79 + "</section>",
    "80 in an empty page are shown": "<section hidden><p>" + "h" * 80 + "</section>",
    "a text of 200 with four times more beside it is cut short": beside(200, 800),
    "one of 199 is not": beside(199, 800),
    "one with less than four times more is not": beside(200, 799),
    "two hidden parts count together, and not those of another": (
        f"<p>{'w' * 900}</p><article><p>{'s' * 200}</p><div hidden><p>{'h' * 400}</div><div hidden><p>{'i' * 400}</div></article>"
        f"<aside><div hidden><p>{'j' * 900}</div></aside>"
    ),
    "the last of three parts is the one streamed ahead": (
        f"<p>{'w' * 900}</p><div hidden>no</div><div hidden><p>{'n' * 90}</div><div hidden id=S:1><p>{'y' * 90}</div><div hidden><p>{'m' * 90}"
    ),
    "data of 400 characters are read": carried(sentences(400)),
    "data of 399 are not": carried(sentences(399)),
    "data of two sentences are not": carried(sentences(900, 2)),
    "a page that shows 400 has no need of them": carried(sentences(900), 400),
    "one that shows 399 has": carried(sentences(900), 399),
    "code in data, one sign in a hundred": carried(sentences(500)[:-5] + ";;;;;"),
    "code in data, less": carried(sentences(500)[:-4] + ";;;;"),
    "of two strings the longer is read": f"<script>a = {json.dumps([sentences(500), sentences(600), sentences(450)])}",
    "lines of data": carried(sentences(500) + "\n \nLast & least. 最後。"),
    "data with markup": carried(f"<h2>Title</h2><BR>{sentences(500)}"),
    "a string in a string": f"<script>p({json.dumps(json.dumps(['x', sentences(500)]))})",
    "a string in a string in a string": f"<script>p({json.dumps(json.dumps([json.dumps([sentences(500)])]))})",
}


def test_pages_of_html():
    assert_listing(HERE / "golden/html.txt", listing({name: segment_html(Tree(page)) for name, page in HTML.items()}))


def test_limits_of_html():
    deep = "<div>" * 3 + "<ul><li>a</li></ul><table><tr><td>b<td>c</table><blockquote>q</blockquote>" + "</div>" * 3
    wide = "<p>a<p>b<img alt=x src=1><p>c<img alt=y src=2>"
    pages = {
        f"{what} {number}": segment_html(Tree(markup), Limits(**{what: number}))
        for what, markup, numbers in (("depth", deep, (3, 4, 5, 6, 8)), ("blocks", wide, (1, 2, 3, 4, 5, 6)))
        for number in numbers
    }
    assert_listing(HERE / "golden/limits.txt", listing(pages))


COLUMNS = "Harbour    12    North\nFerry      7     South\nMarket     140   West\n"
MENU_AND_PROSE = "Home     " + PROSE.strip()[:60]
CODE = "    def f(x):\n        return x\n"

TEXT = {
    "gaps, indents and tabs": "a\n\n\n  b\n\tc\n \td\ne",
    "bullets": "* a\n  - b\n    • c\n  - d\n* e\n\nplain\n  * f\n-x\n-",
    "numerals": "1. a\n2) b\n(3) c\n5. d\n4. e\na) f\nb) g\nd) h\nA. i\n(b) j\n1234. k\n19. Liga",
    "quotations": "> a\n>> b\n> > c\n>>> d = 1\n > e\n>f\n> - g\n>\n" + ">" * 9 + " h\n" + ">" * 10 + " i",
    "headings": "# one\n###### six ######\n####### seven\n#none\n## a #b\n# c\nd # ##",
    "tables by gaps": COLUMNS + "\nno table here",
    "a gap of two": "ab  cd\nef  gh\n\nab. cd\n\nEnd.  New\nSay.  Old\n\na  b  c\nd  e  f",
    "a wide gap alone": "ab   cd\n\nab   cd   ef\n\n|a\n\n|a|\n\n||",
    "bars": "a | b | c\nd | e | f\n\na | b\nc | d\n\n| x | y |",
    "tabs": "a\tb\nc\td\n\na\tb\tc\nd\te\n\nx\ty",
    "columns not under each other": "ab   cd\nabc   cd\n\nab   cd\n\nab   cd",
    "two columns of prose": "Home     " + PROSE + "\nNews     " + PROSE,
    "prose of 60 with eight words": "Home   " + "abcdefg " * 7 + "abcd",
    "prose of 59": "Home   " + "abcdefg " * 7 + "abc",
    "prose of 60 with seven words": "Home   " + "abcdefgh " * 6 + "abcdef",
    "one column is none": "abcdefg " * 7 + "   abcd",
    "columns in Chinese": "首页   " + "港" * 60 + "\n> 首页   " + "港" * 60,
    "code": "Text\n\n" + CODE + "\n\n\nText\n\n    prose that is\n    only indented",
    "code after one blank line goes on": CODE + "\n    y = 1;\n\n\n    z = 2;\n",
    "one strong line is too few": "    x = 1\n    and words here",
    "two strong lines of three": "    x = 1\n    y = 2\n    and words here",
    "two strong of four": "    x = 1\n    y = 2\n    and words here\n    and more words",
    "two strong, one weak, of five": "    x = 1\n    y = 2\n    a_b now\n    words here\n    words there",
    "an indent of three is none": "   x = 1;\n   y = 2;\n",
    "a prompt": ">>> x = 1\n>>> y = 2\n\nText",
    "code not set off": "def f(x):\nreturn x;\n",
    "code around what is set off": "if x {\n    y = 1;\n}\nText",
    "quoted code is quoted": "> " + "    x = 1;\n" + "> " + "    y = 2;",
    "a line of 300 may be code": "    x = " + "1" * 288 + ";\n    y = 1;",
    "a line of 301": "    x = " + "1" * 293 + ";\n    y = 1;\n    z = 3;",
    "fences": "```python\na  b\n\n  c\n```\nText\n```\n```\n``` x```\n```\nunclosed",
    "a fence ends only with nothing behind it": "```\na\n```js\nb\n```\nc",
}


def test_pages_of_text():
    assert_listing(HERE / "golden/text.txt", listing({name: segment_text(page) for name, page in TEXT.items()}))


def test_limits_of_text():
    pages = {f"blocks {n}": segment_text("a\nb\nc", Limits(blocks=n)) for n in (1, 2, 3)}
    assert_listing(HERE / "golden/text_limits.txt", listing(pages))
