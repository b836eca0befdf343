import json

import pytest

from cleancopy.block import Layout, MarkKind, Segmentation
from cleancopy.dom import Tree
from cleancopy.segment.html import segment_html


def blocks(markup: str) -> list[str]:
    return [b.text for b in segment_html(Tree(markup)).blocks]


def only(markup: str) -> tuple[str, Layout, int]:
    (block,) = segment_html(Tree(markup)).blocks
    return block.text, block.layout, block.level


SLOTTED = (
    "<x-a><template shadowrootmode=open><p>one<slot name=a></slot><p>two<slot></slot></template>"
    "<i slot=a>A</i>rest</x-a>"
)
NESTED_SHADOW = (
    "<x-a><template shadowrootmode=open><x-b><template shadowrootmode=open><p hidden>no<p>yes</template></x-b>"
    "</template></x-a>"
)


@pytest.mark.parametrize(
    "markup, expected",
    [
        ("<p>he<b>l</b>lo <i>wor</i>ld", ["hello world"]),
        ("<p>one<wbr>two", ["onetwo"]),
        ("<p>one<br>two", ["one two"]),
        ("<p>one<br><br>two", ["one", "two"]),
        ("<p>one<br> <br>\n<br>two", ["one", "two"]),
        ("<p>one<br>two<br>three", ["one two three"]),
        ("<div>one<p>two</p>three</div>", ["one", "two", "three"]),
        ("<p>one<hr>two", ["one", "two"]),
        ("<span>one</span><span>two</span>", ["onetwo"]),
        ("<a>Home</a><a>News</a>", ["Home News"]),
        ("<p>see <a>here</a> (<a>there</a>)", ["see here (there)"]),
        ("<p>one<img src=x>two", ["one two"]),
        ("<button>Go</button>there", ["Go", "there"]),
        ("<p>a&nbsp;b\t c\n", ["a b c"]),
        ("<select><option>x<option>y</select>", ["x", "y"]),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", ["漢(kan)字"]),
        ("<ruby>漢<rt>kan<rt></ruby>字", ["漢(kan)字"]),
        ("<ruby>漢<rt></rt></ruby>字", ["漢字"]),
        ("<span>Jane Doe</span><span>(12:30)</span><span>What now?</span>", ["Jane Doe (12:30) What now?"]),
        ("<a href=/>Jane Doe</a><span>Published</span><time>3 May</time>", ["Jane Doe Published3 May"]),
        ("<span>Label:</span><span>value</span>", ["Label: value"]),
        ("<span>12:</span><span>30</span>", ["12:30"]),
        ("<span>T</span><span>he</span> <span>10</span><span>th</span> <i>Jane</i><b>Doe</b>", ["The 10th JaneDoe"]),
        ("<code><span>get</span><span>Name</span></code>", ["getName"]),
        ("<span>Jane</span> <span>Doe</span><span>x</span>", ["Jane Doex"]),
        (SLOTTED, ["oneA", "tworest"]),
        (NESTED_SHADOW, ["yes"]),
        ("<h2>Fares<a href=#f>¶</a></h2>", ["Fares"]),
        ("<h2><a href=#f>#</a> Fares <b>and</b> times</h2>", ["Fares and times"]),
        ("<h2>Fares<a href=#f>&#8203;</a></h2><p>one<a href=#f>¶</a>", ["Fares", "one¶"]),
        ("<h2>Fares<a href=#f>.</a></h2><h2>Fares <a href=#f>#</a> and times</h2>", ["Fares.", "Fares # and times"]),
        ("<h2><a href=/a>Fares</a></h2>", ["Fares"]),
        ("<h2>Fares<span class=mw-editsection>[<a href=/e>edit</a>]</span></h2>", ["Fares", "[edit]"]),
        ("<template><p>no</template><p>yes", ["yes"]),
        ("<frameset><frame src=a><noframes><body><p>one<p>two</body></noframes></frameset>", ["one", "two"]),
        ("<div role=tabpanel hidden>one</div><div class='tab-pane' style='display:none'>two</div>", ["one", "two"]),
        ("<div class=menu hidden>one</div><div class='tab-pane-x' hidden>two</div><p>three", ["three"]),
    ],
)  # fmt: skip
def test_inline_joins_and_block_parts(markup, expected):
    assert blocks(markup) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>no</div>",
        "<p style='color:red; display : none'>no</p>",
        "<p style='visibility:hidden'>no</p>",
        "<noscript><p>no</p></noscript>",
        "<template><p>no</p></template>",
        "<script>no</script>",
        "<style>no</style>",
        "<dialog>no</dialog>",
        "<iframe>no</iframe>",
        "<svg><title>no</title></svg>",
        "<!-- no -->",
    ],
)
def test_hidden_parts_are_left_out(hidden):
    assert blocks(f"<title>no</title><p>before</p>{hidden}<p>after</p>") == ["before", "after"]


@pytest.mark.parametrize(
    "shown", ["<dialog open>yes</dialog>", "<div hidden=until-found>yes</div>", "<svg><text>yes</text></svg>"]
)
def test_what_only_looks_hidden_is_read(shown):
    assert blocks(shown) == ["yes"]


def test_a_body_that_hides_itself_is_read():
    assert blocks("<body style='display:none'><p>text") == ["text"]


def revealed_page(hidden_words: int) -> Segmentation:
    prose = "word " * hidden_words
    return segment_html(Tree(f"<p>Loading</p><div hidden><p>{prose}</p></div>"))


def test_a_page_that_shows_nothing_is_read_with_its_hidden_parts():
    page = revealed_page(200)
    assert page.used_hidden_text
    assert page.blocks[-1].text.startswith("word word")


def test_a_short_hidden_part_stays_hidden():
    page = revealed_page(20)
    assert not page.used_hidden_text
    assert [b.text for b in page.blocks] == ["Loading"]


@pytest.mark.parametrize(
    "markup, expected",
    [
        ("<h3>Sub</h3>", ("Sub", Layout.HEADING, 3)),
        ("<ul><li>x</ul>", ("x", Layout.LIST_ITEM, 1)),
        ("<ul><li><ol><li><p>x</ol></ul>", ("x", Layout.LIST_ITEM, 2)),
        ("<dl><dt>x</dl>", ("x", Layout.LIST_ITEM, 1)),
        ("<blockquote><p>x</blockquote>", ("x", Layout.QUOTE, 0)),
        ("<figure><figcaption><p>x</figcaption></figure>", ("x", Layout.CAPTION, 0)),
        ("<table><caption>x</table>", ("x", Layout.CAPTION, 0)),
        ("<pre>  a\n    b\n</pre>", ("  a\n    b", Layout.CODE, 0)),
        ("<ul><li><nav>x</nav></ul>", ("x", Layout.TEXT, 0)),
        ("<img alt='a  dog'>", ("a dog", Layout.ALT, 0)),
    ],
)
def test_layouts(markup, expected):
    assert only(markup) == expected


def test_a_row_of_data_is_one_block():
    page = segment_html(Tree("<table><tr><th>Name<th>Age<tr><td>Ann<td><p>7</table>"))
    assert [(b.text, b.layout) for b in page.blocks] == [
        ("Name\tAge", Layout.TABLE_ROW),
        ("Ann\t7", Layout.TABLE_ROW),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "<td>menu<td><p>one<p>two",  # a cell of two blocks
        "<td>only",
        f"<td>menu<td>{'long ' * 80}",
        "<td>menu<td><h2>Heading</h2>",
    ],
)
def test_cells_of_a_laid_out_page_stay_apart(row):
    page = segment_html(Tree(f"<table><tr>{row}</table>"))
    assert Layout.TABLE_ROW not in {b.layout for b in page.blocks}


def test_nested_tables_lose_and_double_nothing():
    inner = "<table><tr><td>a<td>b</table>"
    page = segment_html(Tree(f"<table><tr><td>{inner}<td>c</table>"))
    assert " ".join(b.text for b in page.blocks).split() == ["a", "b", "c"]


def test_a_block_knows_its_elements_links_and_names():
    page = segment_html(Tree("<div class='articleBody main-col'><p id=p1>a <a class=ref>link</a> <b>bold</b></div>"))
    (block,) = page.blocks
    assert (block.links, block.link_chars, block.bold_chars) == (1, 4, 4)
    assert block.inline_names == ("a", "ref", "b")
    element = page.elements[block.element]
    assert (element.tag, page.elements[element.parent].words) == ("p", ("article", "body", "main", "col"))


def test_depth_does_not_matter():
    assert blocks("<div>" * 50_000 + "deep") == ["deep"]


def test_alternative_texts_do_not_cut_a_sentence():
    assert blocks("<p>one <img alt=smile> two") == ["one two", "smile"]


PROSE = "The board of the harbour met on Tuesday and agreed to widen the northern channel before winter. " * 3


def texts(page):
    return [b.text for b in page.blocks]


def test_pieces_that_were_streamed_ahead_are_read():
    markup = f"<main><p>{PROSE}</main><div hidden id=S:1a><p>{PROSE} More.</div><div hidden id=S1><p>{PROSE} No.</div>"
    page = segment_html(Tree(markup))
    assert page.used_hidden_text
    assert texts(page) == [PROSE.strip(), f"{PROSE} More.".replace("  ", " ")]


def test_the_rest_of_a_text_that_is_cut_short_is_read():
    rest = "".join(f"<div class=more style='display:none'><p>{PROSE}</div>" for _ in range(5))
    page = segment_html(Tree(f"<nav><p hidden>no</nav><article><p>{PROSE}{rest}</article><dialog><p>{PROSE}</dialog>"))
    assert page.used_hidden_text
    assert texts(page) == [PROSE.strip()] * 6


def test_hidden_text_beside_as_much_in_sight_stays_hidden():
    rest = f"<div hidden><p>{PROSE}</div>" * 3
    page = segment_html(Tree(f"<article><p>{PROSE}{rest}</article>"))
    assert not page.used_hidden_text
    assert texts(page) == [PROSE.strip()]


def test_what_is_hidden_inside_of_a_revealed_part_is_shown_and_parts_after_it_are_not():
    inner = f"<div hidden id=S:0><p>{PROSE}<p hidden>inside</div>"
    page = segment_html(Tree(f"<p>{PROSE}</p>{inner}<p hidden>after</p><div hidden id=S:1><p>{PROSE}last</div>"))
    assert texts(page) == [PROSE.strip(), PROSE.strip(), "inside", f"{PROSE}last"]


def in_script(value):
    inner = json.dumps({"title": "Channel", "body": value})
    return f"<div id=root></div><script>self.__next_f.push([1,{json.dumps('5:' + inner)}])</script>"


def test_text_that_only_a_script_has_is_read_from_it():
    page = segment_html(Tree(in_script(f"<p class='a'>{PROSE}</p><h2>Work begins</h2><p>{PROSE}</p>")))
    assert page.used_script_data
    assert texts(page) == [PROSE.strip(), "Work begins", PROSE.strip()]


def test_plain_text_of_json_ld_is_read_by_the_line():
    body = json.dumps({"@type": "NewsArticle", "articleBody": f"{PROSE}\n\n{PROSE} 1 < 2 & so on"})
    page = segment_html(Tree(f'<script type="application/ld+json">{body}</script><p>Please enable JavaScript'))
    assert page.used_script_data
    assert texts(page) == [PROSE.strip(), " ".join(f"{PROSE} 1 < 2 & so on".split())]


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{PROSE * 2}</p>{in_script(PROSE * 2)}",  # the page shows a text of its own
        in_script("x = {a: 1}; if (a) { b = '. '; } " * 20),  # a program
        in_script("Subscribe now. It is free. Thank you. "),  # too short
        f'<script>var s = "{"unclosed. " * 50}</script>',
    ],
)
def test_other_strings_of_scripts_are_not_read(markup):
    page = segment_html(Tree(markup))
    assert not page.used_script_data
    assert len(page.blocks) <= 1


def test_marks_stay_where_they_are_when_an_anchor_goes():
    (block,) = segment_html(Tree("<h2><a href=#f>#</a> The <b>fares</b> of <a href=/x>May</a></h2>")).blocks
    assert [(mark.kind, block.text[mark.start : mark.end]) for mark in block.marks] == [
        (MarkKind.STRONG, "fares"),
        (MarkKind.LINK, "May"),
    ]
    (block,) = segment_html(Tree("<h2>The <b>fares</b> <a href=#f>¶</a></h2>")).blocks
    assert [(mark.kind, block.text[mark.start : mark.end]) for mark in block.marks] == [(MarkKind.STRONG, "fares")]


@pytest.mark.parametrize("n_rows, n_blocks", [(3, 3), (2, 4)])
def test_long_values_need_three_keys_to_be_a_table(n_rows: int, n_blocks: int) -> None:
    row = f"<tr><td>Key</td><td>{'A long value. ' * 25}</td></tr>"
    assert len(blocks(f"<table>{row * n_rows}</table>")) == n_blocks
