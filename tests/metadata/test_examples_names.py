"""Names in bylines on either side of each rule and bound, compared with a listing of what is read."""

# ruff: noqa: E501 - an example stands on one line

from pathlib import Path

import numpy as np

from cleancopy.block import Role
from cleancopy.classify import BlockPredictions, RoleProbabilities
from cleancopy.classify.rules import find_site
from cleancopy.dom import Tree
from cleancopy.metadata.byline_parser import LINE_CHARS, find_pen_name, parse_byline, read_stated_names
from cleancopy.metadata.bylines import author_candidates, starts_like_byline
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.names import can_be_pen_name, clean_name, looks_like_name
from cleancopy.metadata.page_view import PageView
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text
from tests.golden import assert_listing

HERE = Path(__file__).parent

LINES = (
    *("Ann Lee", "Ann", "ann lee", "Ann lee", "ann Lee", "van Ann", "Ann van Lee", "Ann B. Lee", "ANN LEE", "O'Brien Lee"),
    *("Ann 'Lee'", '"Ann" Lee', "(Ann) Lee", "Ann (Lee)", "Ann d'Arc", "Ann 4 Lee", "Ann Lee2", "Ann: Lee"),
    *("Ann Lee Bo Cy Di", "Ann Lee Bo Cy Di Ed", "A" * 20 + " " + "B" * 24, "A" * 20 + " " + "B" * 25, "Ann & Bo Lee"),
    *("김민수", "김", "김민", "김민수이박", "김민수이박최", "김 민수", "김 민 수", "山田太郎", "山田 太郎", "山田 太郎 様", "山田太郎2"),
    *("김민수 기자", "김민수 특파원", "作者：王小明", "王小明 記者", "글: 김민수"),
    *("By Ann Lee", "by: Ann Lee", "BY ANN LEE", "Posted by Ann Lee", "Written By Ann Lee", "By", "By By Ann Lee", "Byron Lee"),
    *("Author: Ann Lee", "Authors | Ann Lee", "Author Ann Lee", "Autorin: Anna Lee", "Autorenteam: Anna Lee", "Autor Ann Lee"),
    *("Text: Ann Lee", "Reporter: Ann Lee", "Von Ann Lee", "von Ann von Lee", "Par Ann Lee", "Автор: Анна Ли"),
    *("Text von Ann Lee", "Reviewed by Ann Lee", "Something: Ann Lee", "Opinion | Ann Lee", "Editor: Ann Lee", "Photo by Ann Lee"),
    *("Ann Lee and Bob Ray", "Ann Lee, Bob Ray & Cy Poe", "Ann Lee und Bob Ray", "Ann Lee y Bob Ray", "Ann Lee; Bob Ray"),
    *("Ann Lee和Bob Ray", "Ann Lee、Bob Ray", "Ann Lee|Bob Ray", "Ann Lee | Ann Lee", "Ann Lee - Bob Ray", "Ann Lee-Bob Ray"),
    *("Ann-Marie Lee", "Ann Lee / Bob Ray", "Ann Lee/Bob Ray", "Ann Lee // Bob Ray", "Ann Lee + Bob Ray", "Ann Lee+Bob Ray"),
    *("Ann Lee • Bob Ray", "Ann Lee\nBob Ray", "Ann\tLee", "Ann Lee with Bob Ray", "Ann Lee & Bob Ray", "Ann Lee&Bob Ray"),
    *("Ann Lee, the Post", "Ann Lee, Senior Reporter, Bob Ray", "By Ann Lee | By Bob Ray", "By Ann Lee and by Bob Ray"),
    *("(Ann Lee)", "[Ann Lee]", "（Ann Lee）", "(Ann Lee) x", "Ann Lee (Post)", "Ann Lee (Post) and Bob Ray", "Ann (Bo) Lee"),
    *("(Ann Lee, Bob Ray)", "Ann Lee (", "Ann Lee )", "Ann Lee (" + "x" * 60 + ")", "Ann Lee (" + "x" * 61 + ")"),
    *("Ann Lee ann@a.example", "Ann Lee @annlee", "Ann Lee https://a.example/ann", "Ann Lee www.a.example", "ann@a.example"),
    *("Dr. Ann Lee", "Dr Ann Lee", "Drew Ann Lee", "Mr. Ann", "Dipl.-Ing. Ann Lee", "PhD Ann Lee", "Ma Ann"),
    *("Sir Ann Lee", "Lic. Ann Lee", "Ms. Ann Lee", "Rev. Ann Lee", "Doc Ann Lee", "Mag. Ann Lee", "Ing. Ann Lee", "Msc Ann Lee"),
    *("Ann Lee Reporter", "Ann Editor", "Ann Fotograf", "Ann Redakteur", "Ann Autorin", "Ann Journalistin", "Ann Photographer"),
    *("Ann E Lee", "Ann E-Mail", "E Mail", "Ann e-mail Lee", "Ann Email", "May Lee", "Monday Lee"),
    *("  Ann   Lee  ", ". Ann Lee ,", "*Ann Lee*", "\u200bAnn Lee", "— Ann Lee", "Ann Lee:", "Ann Lee/", "Ann Lee·", "Anne\u0301 Lee"),
    *("Ann Lee" + ", Bo Ray" * 36 + " Junior", "Ann Lee" + ", Bo Ray" * 36 + " Juniors", "|", ",", "", "Ann Lee?", "„Ann Lee“"),
    *("la Cruz", "Ben Lee", "ben Lee", "Mc Ann", "Ann Mc", "Ann mc", "Ann 'van", "1nn Lee", "-nn Lee"),
)  # fmt: skip
SAID = (
    *("by Ann", "By Ann Lee", "written by ann", "Baby Ann", "by Ann on Monday", "by Ann at noon", "by Ann 5 May", "by Ann, Bob"),
    *("by Ann | x", "by Ann (x)", "by Ann: x", "by Ann - x", "by Ann – x", "by A", "by Al", "by the", "by admin", "von Ann am 3.", "by x=y"),
    *("by " + "a" * 60, "by " + "a" * 45, "by " + "a" * 46, "by a b c d e", "by a b c d e f", "by more", "by 12", "by Dr. Ann"),
    *("x" * 290 + " by Ann Lee", "x" * 289 + " by Ann Lee", "x" * 295 + " by Ann", "by Reporter Ann", "x, by Ann"),
)  # fmt: skip
STATED = (
    *("Ann Lee", "Post", "by", "By Post", "http://a.example/x", "see http://a.example", "www.a.example", "@ann", "/ann",),
    *("Post (Ltd)", "Admin", "ADMIN", "", " , ", "Mehr", "a/b", "x" * 200),
)  # fmt: skip
PENS = (
    *("oz", "", "x" * 45, "x" * 46, "a b c d e", "a b c d e f", "123", "1a", "a<b", "a: b", "a(b", "by", "Foto", "a\tb", "x!"),
    *("x'y", "“x”", "„x“", "x@y"),
)  # fmt: skip


def test_names_in_lines():
    lines = [
        f"{_short(line)} names {_short(parse_byline(line))} clean {_short(clean_name(line))} name: {looks_like_name(line)}"
        for line in LINES
    ]
    assert_listing(HERE / "golden/names.txt", lines)


def _short(value):
    text = repr(value)
    return text if len(text) < 120 else f"{len(value)} long {text[:20]}…{text[-20:]}"


def test_pen_names():
    lines = [f"said by: {_short(line)} {find_pen_name(line)!r}" for line in SAID]
    lines += [f"stated: {_short(line)} {_short(read_stated_names(line))}" for line in STATED]
    lines += [f"pen name: {_short(line)} {can_be_pen_name(line)}" for line in PENS]
    assert_listing(HERE / "golden/pen_names.txt", lines)


def test_the_longest_byline():
    line = "Ann Lee" + ", Bo Ray" * 36
    assert parse_byline(line.ljust(LINE_CHARS - 1, ",") + "x") == ("Ann Lee", "Bo Ray")
    assert parse_byline(line.ljust(LINE_CHARS, ",") + "x") == ()


ROLES = tuple(Role)
FLOORS = {"headline": 0.3, "dek": 0.3, "site": 0.3}
OF_SIGHT = ("shown", "above", "below", "in ", "within", "is headline", "first", "last", "kept", "byline ")
"""How the signals begin that a place has, whatever field it is looked at for; `kept text` is not one of them."""
MARKUP = {
    "by": "<p>By Ann Lee<p>Von Bo Ray<p>She stood by Cy Poe",
    "the opening of a line": f"<p>{'.' * 3}by Ann Lee<p>{'.' * 4}by Ann Lee<p>{'.' * 3}veröffentlicht {' ' * 9}von Ann Lee",
    "by, pen names": "<p>by oz on Monday<p>posted by oz | Ann Lee<p>by Ann Lee",
    "links": "<p>x <a href=/author/ann>Ann Lee</a> and <a href=/x>Bo Ray</a> <p>x <a href=/b>Bo Ray</a>",
    "a link in capitals": "<p>x <a href=/AUTHOR/Ann>ann</a> <p>x <a href=/profile/7>Ann Lee, Bo Ray</a>",
    "rel": "<p>x <a rel=author href=/x>Ann Lee</a> <p>x <a rel=author href=/x>ann lee and a lot of others here</a>",
    "parts": "<p>x <span class=author>Ann Lee</span> <span class=credit>Bo Ray</span> <time>Cy Poe</time>",
    "a part with the address of an author": "<p>x <span class='credit /author/'>Ann</span> <a href=/author/x>Bo</a>",
    "a link with the names of an author": "<p>x <a href=/byline>Ann</a> <span class=byline>Bo</span>",
    "told": "<div class=author>ann the first</div><div class=author>Ann Lee, <b>Bo Ray</b> <i>Cy Poe</i></div>",
    "told, a link": "<div class=byline>Who? <a href=/x>Ann Lee</a> <a href=/y>more</a></div><div class=byline>5: x</div>",
    "told, inside": "<p>Read <span class=byline>ann</span><p>Read <em class=writer>bo</em>",
    "not told": "<div class=x>ann the first</div><div class=x>Who? <b>Ann Lee</b></div>",
    "dates": "<p>By Ann Lee 3 May 2024<p>3 May 2024 | Ann Lee<p>By 3 May 2024",
    "long": f"<p>By Ann Lee{', x' * 96} a<p>By Ann Lee{', x' * 96} ab<p>By Ann Lee{', x' * 96} abc",
    "sizes": f"<p>By Ann {'L' * 22}<p>By Ann {'L' * 23}<p>By Ann {'L' * 24}" + "".join(f"<p>By Ann Lee, {'l' * n}" for n in (47, 48, 107, 108)),
    "pictures": "<img src=x alt='By Ann Lee'><p>By Bo Ray",
    "many": "<p>By Ann Lee, Bo Ray<p>By Cy Poe",
    "whole": "<p class=author>Ann Lee<p class=author>By Ann Lee",
}  # fmt: skip


def view_of(page, headline=-1, bylines=(), kept=()):
    probabilities = np.zeros((len(page.blocks), len(ROLES)))
    if headline >= 0:
        probabilities[headline, ROLES.index(Role.HEADLINE)] = 0.9
    for block, probability in bylines:
        probabilities[block, ROLES.index(Role.BYLINE)] = probability
    mask = np.isin(np.arange(len(page.blocks)), kept)
    roles = tuple(Role.PARAGRAPH if keep else Role.OTHER for keep in mask)
    by_role = RoleProbabilities(probabilities, ROLES, FLOORS)
    site = find_site([block.text for block in page.blocks], by_role)
    return PageView(page, BlockPredictions(roles, mask.astype(float), mask, by_role, 1.0, site))


def below_headline(html):
    return view_of(segment_html(Tree(f"<h1>News</h1>{html}")), headline=0)


def authors(view):
    for c in author_candidates(view, LineDates(view.texts, "en")):
        own = [signal for signal in c.signals if signal == "kept text" or not signal.startswith(OF_SIGHT)]
        sizes = [signal for signal in own if signal.startswith("fewer")]  # the first says the others
        own = sizes[:1] + sorted(signal for signal in own if signal not in sizes)
        yield f"  {c.field} {c.value!r} {c.source}: {', '.join(own)}"


def test_authors_among_blocks():
    lines = [line for name, html in MARKUP.items() for line in (name, *authors(below_headline(html)))]
    kept = view_of(segment_html(Tree("<p>By Ann Lee<p>By Bo Ray")), kept=[1])
    text = view_of(segment_text("News\n\nBy Ann Lee\n\nBy Bo Ray"), headline=0)
    lines += ["kept", *authors(kept), "flattened text", *authors(text)]
    assert_listing(HERE / "golden/bylines.txt", lines)


NAMES = [f"{first} Lee" for first in "Ada Bea Cid Dee Eli Fay Gus Hal Ike Jay Kim Leo Max Ned".split()]
PLAIN = segment_html(Tree("".join(f"<p>{name}" for name in NAMES)))


def found_names(view):
    return [NAMES.index(c.value) for c in author_candidates(view, LineDates(view.texts, "en"))]


def test_lines_of_names_alone_count_below_the_headline_where_a_byline_is_possible():
    possible = [(i, 0.1) for i in range(len(NAMES))]
    assert found_names(view_of(PLAIN, headline=5)) == []
    assert found_names(view_of(PLAIN, headline=5, bylines=possible)) == [6, 7]
    assert found_names(view_of(PLAIN, headline=-1, bylines=possible)) == []
    assert found_names(view_of(PLAIN, headline=5, bylines=[(6, 0.0999)])) == []


def test_lines_of_names_alone_count_around_the_headline_where_a_byline_is_likely():
    likely = [(i, 0.3) for i in range(len(NAMES))]
    assert found_names(view_of(PLAIN, headline=4, bylines=likely)) == [*range(4), *range(5, 13)]
    assert found_names(view_of(PLAIN, headline=4, bylines=[(7, 0.2999)])) == []


def test_how_a_byline_begins():
    begins = (
        "By Ann",
        "(by Ann",
        "— by Ann",
        "Text: Ann",
        "written by Ann",
        " by Ann",
        "........by Ann",
        "【纠错】作者：李小禾",
        "Photos and story by Ann",
        "Posted in Ferries by Ann",
        ".........by Ann",
        "by",
        "by ",
        "Ann by",
        "Byron",
    )
    assert [line for line in begins if starts_like_byline(line)] == list(begins[:10])
    assert starts_like_byline("veröffentlicht" + " " * 22 + "by x")
    assert not starts_like_byline("veröffentlicht" + " " * 23 + "by x")
