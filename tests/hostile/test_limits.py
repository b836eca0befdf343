"""Nothing is lost in silence: a marker at the end of a page is found, or a flag says why not."""

from dataclasses import replace

import pytest

import cleancopy
from cleancopy import Limits
from cleancopy.dom import Tree
from cleancopy.segment import segment_html, segment_text

MARKER = "zyxwvut"
SENTENCE = "The board met on Tuesday, and the vote was close. "


def is_found(page: str) -> bool:
    return any(MARKER in block.text for block in segment_html(Tree(page)).blocks)


@pytest.mark.parametrize("depth", [254, 255, 510, 511, 512, 513, 2047, 20_000, 200_000])
@pytest.mark.parametrize("tag", ["div", "span", "b", "ul><li", "table><tr><td", "blockquote", "section", "font size=1"])
def test_text_however_deep_is_found(depth, tag):
    page = f"<{tag}>" * min(depth, 200_000 // (1 + tag.count("<"))) + MARKER
    assert is_found(page)


@pytest.mark.parametrize("depth", [100, 600, 20_000])
def test_depth_beyond_the_limit_is_told(depth):
    article = cleancopy.extract("<div>" * depth + f"<p>{SENTENCE * 20}")
    assert ("depth_capped" in article.flags) is (depth > 512)
    assert [cut.limit for cut in article.truncations] == ["depth"] * (depth > 512)
    assert article.text


def test_a_lower_limit_of_depth_loses_no_text():
    page = "<div>" * 50 + f"<table><tr><td>{SENTENCE}<td>b<tr><td>c</table><ul><li>{MARKER}<ul><li>x"
    capped = segment_html(Tree(page), Limits(depth=10))
    assert " ".join(b.text for b in capped.blocks).split() == f"{SENTENCE} b c {MARKER} x".split()
    assert max(e.depth for e in capped.elements) == 10


@pytest.mark.parametrize("size", [9_900_000, 10_100_000])
def test_a_huge_text_is_read(size):
    page = "<p>" + "word " * (size // 5) + MARKER
    article = cleancopy.extract(page)
    assert article.text.endswith(MARKER)
    assert not article.truncations


@pytest.mark.parametrize(
    "page, cut",
    [
        ("<p>" + "word " * 4_000_000, ("characters", 20_000_003, 16_000_000)),
        (b"<p>" + b"word " * 10_000_000, ("input_bytes", 50_000_003, 32_000_000)),
        ("<p>x</p>" * 1_000_000, ("tags", 999_999, 200_000)),
        ("<table>" + "<tr><td>x" * 1_000_000, ("tags", 2_000_001, 2_000_000)),
        (f"{SENTENCE}\n" * 300_000, ("tags", 300_000, 200_000)),
    ],
    ids=["characters", "bytes", "paragraphs", "rows", "lines"],
)
def test_what_is_cut_is_counted(page, cut):
    article = cleancopy.extract(page, limits=replace(Limits(), blocks=200))
    assert article.truncations[0] == cut
    assert "truncated" in article.flags
    assert article.text or "no_running_text" in article.flags


@pytest.mark.parametrize("kind, page", [("html", "<p>x" * 500 + "<img alt=y>"), ("text", "x\n\n" * 500 + "y")])
def test_blocks_beyond_the_limit_are_counted(kind, page):
    segmentation = (
        segment_html(Tree(page), Limits(blocks=100)) if kind == "html" else segment_text(page, Limits(blocks=100))
    )
    assert len(segmentation.blocks) == 100
    assert segmentation.truncations == (("blocks", 501, 100),)


def test_a_limit_that_is_just_reached_cuts_nothing():
    assert cleancopy.extract("<p>x</p>" * 10, limits=Limits(tags=20, blocks=10, characters=80)).truncations == ()


@pytest.mark.parametrize("name", ["input_bytes", "characters", "tags", "blocks", "depth", "seconds", "memory"])
def test_a_limit_of_nothing_is_refused(name):
    with pytest.raises(ValueError, match=name):
        Limits(**{name: 0})


def test_a_page_that_cannot_be_parsed_is_answered_from_its_text():
    paragraphs = "".join(f"<font size={i}><p>{SENTENCE * 3}{i}.</p>" for i in range(1500))
    article = cleancopy.extract(f"<title>The vote</title><body>{paragraphs}<p>{MARKER}")
    assert "degraded" in article.flags
    assert article.text.count(SENTENCE.strip()) == 4500


@pytest.mark.parametrize("opening", ["<!--", '<a href="', "<script>", "<title>", "<style>"])
def test_text_behind_what_is_never_closed_is_lost_with_a_flag(opening):
    article = cleancopy.extract(f"<p>{SENTENCE * 20}</p>{opening}{'word ' * 1_000_000}")
    assert "unclosed_tail" in article.flags


def test_text_in_a_field_that_is_never_closed_is_kept():
    article = cleancopy.extract(f"<p>{SENTENCE * 20}</p><textarea>{'word ' * 1000}{MARKER}")
    assert "unclosed_tail" not in article.flags
    assert is_found(f"<textarea>{MARKER}")


PROSE = [
    "The harbour board said on Tuesday that the ferry will sail again in April, after nine winters without it.",
    "A second ferry was bought in Norway last autumn, and it carries forty cars where the old one had twelve.",
    "The board expects that the ferry will be full on summer weekends, and asks drivers to book a day ahead.",
    "Fishermen said that the new ferry makes less noise than the old one did, although it is twice as large.",
]


@pytest.mark.parametrize("many", [
    "<div>" * 1_000_000, "<div></div>" * 300_000, "<br>" * 300_000, "<ul>" + "<li>" * 300_000 + "</ul>",
    "<span></span>" * 200_000, "<!-- x -->" * 300_000, "<svg>" + '<path d="M0"/>' * 300_000 + "</svg>",
    "<table><tr>" + "<td>" * 300_000 + "</table>", "<select>" + "<option>x" * 150_000 + "</select>",
    "<select>" + "<option value=1>x</option>" * 150_000 + "</select>", "<SELECT>" + "<OPTION>x</OPTION>" * 15_000,
])  # fmt: skip
def test_prose_behind_very_many_tags_is_read(many):
    article = cleancopy.extract(many + "".join(f"<p>{words}</p>" for words in PROSE))
    assert all(words in article.text for words in PROSE)
    assert "truncated" not in article.flags


def test_tags_beyond_ten_times_the_limit_are_cut_and_counted():
    limits = cleancopy.Limits(tags=100)
    page = f"<p>{PROSE[0]}</p>" + "<br>" * 1500 + f"<p>{PROSE[1]}</p>"
    article = cleancopy.extract(page, limits=limits)
    assert PROSE[1] not in article.text
    assert {"degraded", "truncated"} <= article.flags
    assert [(cut.limit, cut.total, cut.kept) for cut in article.truncations] == [("tags", 1504, 1000)]
