import pytest

from cleancopy.article_data import Passage
from cleancopy.assemble.passages import build_body, build_comments
from cleancopy.block import Block, Layout, Mark, MarkKind, Role
from cleancopy.classify import ROLE_OF_LAYOUT
from cleancopy.dom import Tree
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text
from fuzzing.growth import count_calls

BASE = "https://example.org/a"


def passages(page, base=BASE, kind="html"):
    """Every block but alternative texts is kept, with the role that its layout says."""
    segmentation = segment_html(Tree(page)) if kind == "html" else segment_text(page)
    by_layout = ROLE_OF_LAYOUT | {Layout.HEADING: Role.SUBHEADING}
    roles = [by_layout.get(b.layout, Role.PARAGRAPH) for b in segmentation.blocks]
    return build_body(segmentation, roles, [b.layout is not Layout.ALT for b in segmentation.blocks], base)


def outline(page, **options):
    return [(p.text, p.level, p.number, p.group, p.item) for p in passages(page, **options)]


def test_items_know_list_level_and_number():
    page = "<ul><li>a<ol start=3><li><p>b<p>c<li>d</ol><li>e</ul><p>f<ol><li>g</ol>"
    assert outline(page) == [
        ("a", 1, None, 1, 1), ("b", 2, 3, 1, 2), ("c", 2, 3, 1, 2), ("d", 2, 4, 1, 3), ("e", 1, None, 1, 4),
        ("f", 0, None, 0, 0), ("g", 1, 1, 2, 5),
    ]  # fmt: skip


def test_what_follows_a_nested_list_still_belongs_to_its_item():
    assert [p.item for p in passages("<ul><li>a<ul><li>b</ul>c</ul>")] == [1, 2, 1]


def test_a_list_starts_anew_inside_of_a_section():
    assert outline("<ul><li><article><ol><li>a</ol></article></ul>") == [("a", 1, 1, 1, 1)]


@pytest.mark.parametrize("start", ["x", "-3", "", "9" * 30])
def test_a_strange_start_counts_from_one(start):
    assert [p.number for p in passages(f"<ol start='{start}'><li>a<li>b</ol>")] == [1, 2]


def test_items_without_a_list_and_definitions_are_items_too():
    assert outline("<li>a<li>b") == [("a", 1, None, 1, 1), ("b", 1, None, 1, 2)]
    assert outline("<dl><dt>a<dd>b</dl>") == [("a", 1, None, 1, 1), ("b", 1, None, 1, 1)]  # in the item of its term


def test_lists_of_flattened_text_keep_their_levels_and_numbers():
    page = "1. first\n2. second\n\nA paragraph of text stands between the two lists.\n\n- one\n  - two\n- three\n"
    assert outline(page, kind="text") == [
        ("1. first", 1, 1, 1, 1),
        ("2. second", 1, 2, 1, 2),
        ("A paragraph of text stands between the two lists.", 0, None, 0, 0),
        ("one", 1, None, 2, 3),
        ("two", 2, None, 2, 4),
        ("three", 1, None, 2, 5),
    ]


def test_rows_know_their_cells_and_a_lone_cell_among_them_is_a_row():
    table = "<table><tr><th>A<th>B<tr><td colspan=2>Lone<tr><td><td>c</table>"
    found = passages(f"{table}<p>text</p>{table}")
    assert [p.role for p in found] == [Role.TABLE_ROW] * 3 + [Role.PARAGRAPH] + [Role.TABLE_ROW] * 3
    assert [p.group for p in found] == [1, 1, 1, 0, 2, 2, 2]
    assert [(c.text, c.header, c.columns) for c in found[1].cells + found[2].cells] == [
        ("Lone", False, 2), ("", False, 1), ("c", False, 1),
    ]  # fmt: skip


def test_a_paragraph_that_a_table_lays_out_stays_one():
    assert {p.role for p in passages(f"<table><tr><td>{'word ' * 100}<tr><td>a<td>b</table>")} == {
        Role.PARAGRAPH,
        Role.TABLE_ROW,
    }


def test_the_innermost_construct_wins():
    page = (
        "<blockquote>q<ul><li>i<table><tr><td>a<td>b</table><pre>c</pre></ul></blockquote>"
        "<table><tr><td><blockquote>d</blockquote></table>"
    )
    assert [p.role for p in passages(page)] == [Role.QUOTE, Role.LIST_ITEM, Role.TABLE_ROW, Role.CODE, Role.QUOTE]


@pytest.mark.parametrize(
    "markup", ["<pre class=language-c++>", "<pre><code data-lang=c++>", "<pre><code class=lang-c++>"]
)
def test_code_knows_its_language(markup):
    assert [(p.language, p.group) for p in passages(f"{markup}a;\nb;")] == [("c++", 1)]


@pytest.mark.parametrize(
    "quote, author",
    [
        ("<p>Words.</p><footer>— Ann Lee</footer>", "Ann Lee"),
        ("<p>Words.</p><cite>Ann Lee</cite>", "Ann Lee"),
        ("<p>Words.</p><p>— Ann Lee, mayor</p>", "Ann Lee, mayor"),
        ("<p>Words.</p>&mdash; Ann (@ann) <a href=x>May 1, 2024</a>", "Ann (@ann)"),
        ("<p>Who is there?</p><p>— It is me.</p>", None),
        ("<p>Words.</p>", None),
    ],
)
def test_quotes_know_whose_words_they_are(quote, author):
    found = passages(f"<blockquote>{quote}</blockquote><p>After.")
    assert {p.author for p in found[:-1]} == {author}
    assert {p.role for p in found[:-1]} == {Role.QUOTE}
    assert found[-1].author is None


def test_posts_say_it_in_their_own_way():
    def post(name, last):
        return passages(f"<blockquote class={name}><p>Words.</p><p>{last}</p></blockquote>")[0].author

    assert post("instagram-media", "A post shared by Ann (@ann)") == "Ann (@ann)"
    assert post("fb-post", "Posted by Harbour Post on Monday") == "Harbour Post"
    assert post("pull", "Posted by Harbour Post on Monday") is None


def test_links_are_absolute_and_safe():
    (found,) = passages(
        "<p>a <a href=/b>b</a> <a href='java&#9;script:x'>c</a> <a rel=author href=//d.e>d</a> <b>e</b>"
    )
    assert found.marks == (
        Mark(MarkKind.LINK, 2, 3, "https://example.org/b"),
        Mark(MarkKind.LINK, 6, 7, "https://d.e"),
        Mark(MarkKind.STRONG, 8, 9),
    )


NOTES = "<ol><li id=n1>One.<li id=n2><p>Two.<p>More.</ol>"
NOTED = f"<p>Text<sup><a href='{{}}'>[1]</a></sup> goes on <a href=#n2>*</a>.</p>{NOTES}"


@pytest.mark.parametrize("address", ["#n1", f"{BASE}#n1"])
def test_footnotes_know_their_labels_and_references(address):
    text, *notes = passages(NOTED.format(address))
    assert [m.value for m in text.marks] == ["#1", "#*"]
    assert [n.note for n in notes] == ["1", "*", "*"]


@pytest.mark.parametrize(
    "page",
    [
        "<p id=n1>One.<p>Text <a href=#n1>1</a>",  # the note stands before
        "<p>Text <a href=#n1>see below</a><p id=n1>One.",  # no label
        f"<p>Text <a href=#n1>1</a><div id=n1>{'<p>One.' * 5}</div>",  # a part of the text
        "<p>Text <a href=#n1>1</a><div id=n1><h2>One</h2><p>Two.</div>",
        "<p>Text <a href=#n1>1</a><p>One.",
        "<p>Text <a href=https://b.c/#n1>1</a><p id=n1>One.",
    ],
)
def test_other_links_of_the_page_are_no_footnotes(page):
    assert {p.note for p in passages(page)} == {None}


def test_equal_labels_are_told_apart():
    page = "<p>a <a href=#x>*</a><p>b <a href=#y>*</a><p id=x>X.<p id=y>Y."
    assert [p.note for p in passages(page)] == [None, None, "*", "*-2"]


def test_comments_are_the_long_ones():
    blocks = [
        Block("Reply"),
        Block("I was there and it was raining."),
        Block("我当时在现场"),
        Block("Kept comment of a page " * 3),
    ]
    roles = [Role.COMMENT] * 4
    assert build_comments(blocks, roles, [False, False, False, True], None) == (
        Passage(Role.COMMENT, "I was there and it was raining."),
        Passage(Role.COMMENT, "我当时在现场"),
    )


def test_ten_nested_tables_lose_nothing():
    page = "<table><tr><td>cell<td>" * 12 + "x"
    assert "x" in {p.text.split("\t")[-1] for p in passages(page)}


def test_work_grows_linearly_with_the_page():
    def work(size):
        page = segment_html(Tree("<ol><li id=n>a <a href=#n>1</a><blockquote>b" * size))
        roles = [Role.LIST_ITEM, Role.QUOTE] * size
        return count_calls(lambda: build_body(page, roles, [True] * len(roles), BASE))

    assert work(2000) < 2.1 * work(1000)
