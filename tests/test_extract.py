"""The whole path, on pages of our own and on the example of the design."""

import gc
from dataclasses import fields
from pathlib import Path

import pytest

import cleancopy
from cleancopy import Article, Role
from cleancopy.options import FIELD_NAMES

PARAGRAPHS = [
    "The harbour board met on Tuesday evening and agreed, by seven votes to two, to widen the northern channel.",
    "Work is to begin before the winter storms arrive in November, the chairwoman said after the meeting.",
    "Fishermen who had come to listen from the gallery were not convinced that the money would last that long.",
]
PAGE = f"""<!doctype html><html lang=en><head><title>Channel to be widened | Harbour Post</title>
<meta property=og:site_name content="Harbour Post"></head><body>
<nav class=main-menu><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/sport>Sport</a></ul></nav>
<main><article class=story><h1>Channel to be widened</h1>
<div class="article-body">{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</div></article></main>
<div class="newsletter-signup"><h3>Stay informed</h3><p>Subscribe to our newsletter</p></div>
<footer>© 2024 Harbour Post. All rights reserved. <a href=/privacy>Privacy policy</a></footer></body></html>"""


def test_a_simple_page():
    article = cleancopy.extract(PAGE)
    assert article.text.split("\n") == PARAGRAPHS
    assert article.title == "Channel to be widened"
    assert article.site == "Harbour Post"
    assert article.confidence > 0.5
    assert not article.flags


def test_extraction_leaves_no_cycles_behind():
    cleancopy.extract(PAGE)  # loads what is loaded once
    gc.collect()
    gc.disable()
    try:
        cleancopy.extract(PAGE)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_short_form_and_bytes_say_the_same():
    assert cleancopy.extract_text(PAGE) == cleancopy.extract(PAGE.encode()).text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("page", ["", b"", " \n\t ", b"\xef\xbb\xbf", "\ufeff", b"\xff\xfe"])
def test_empty_input(page):
    article = cleancopy.extract(page)
    assert article.text == ""
    assert "empty_input" in article.flags


NOISE = bytes((i * i * 167 + i * 13 + (i >> 3) * 101) % 256 for i in range(4096))


@pytest.mark.parametrize(
    "page",
    [
        b"%PDF-1.7\n%\xe2\xe3",
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        b"PK\x03\x04" + bytes(80),
        b"\x1f\x8b\x08" + NOISE,
        NOISE,
    ],
)
def test_binary_data_is_no_text(page):
    article = cleancopy.extract(page)
    assert article.text == ""
    assert "not_text" in article.flags


def test_surrogates_and_controls_are_replaced():
    page = PAGE.replace("harbour board", "harbour\x00 \ud800board\x07")
    text = cleancopy.extract(page).text
    assert "harbour \ufffdboard" in text
    text.encode()


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"page": 7}, "page must be bytes or str, not int"),
        ({"page": None}, "page must be bytes or str, not NoneType"),
        ({"page": "x", "mode": 1}, "mode must be a str, not int"),
        ({"page": "x", "url": b"y"}, "url must be a str or None, not bytes"),
    ],
)
def test_a_wrong_type_is_named(arguments, message):
    with pytest.raises(TypeError, match=message):
        cleancopy.extract(**arguments)


@pytest.mark.parametrize(
    "arguments, message",
    [({"kind": "pdf"}, "auto, html, text"), ({"mode": "best"}, "precision, balanced, recall")],
)
def test_an_unknown_option_names_the_allowed_ones(arguments, message):
    with pytest.raises(ValueError, match=message):
        cleancopy.extract("x", **arguments)


MENU = "<nav><ul>" + "".join(f"<li><a href=/{w}>{w}</a>" for w in ("Home", "News", "Sport", "Contact")) + "</ul></nav>"
LOGIN = "<form><label>Email</label><input><label>Password</label><input><button>Log in</button></form>"


@pytest.mark.parametrize("page", [MENU, LOGIN, MENU + LOGIN, "Home\nNews\nSport\nContact\nLog in\nEmail:\nPassword:"])
def test_a_page_without_running_text_gives_none_and_says_so(page):
    article = cleancopy.extract(page)
    assert article.text == ""
    assert "no_running_text" in article.flags


def test_a_page_of_hidden_text_is_flagged():
    hidden = f"<p>Loading</p><div hidden>{''.join(f'<p>{p} {p}' for p in PARAGRAPHS)}</div>"
    assert "hidden_text" in cleancopy.extract(hidden).flags


def test_explain_tells_every_block():
    trace = cleancopy.explain(PAGE)
    assert [b.block.text for b in trace.blocks if b.kept] == PARAGRAPHS
    assert all(b.reasons for b in trace.blocks)
    assert trace.blocks[0].role is not Role.PARAGRAPH
    assert trace.blocks[0].location == "html/body/nav/ul/li"
    assert trace.article == cleancopy.extract(PAGE)


def test_explain_of_nothing():
    assert cleancopy.explain("").blocks == ()


def test_a_higher_recall_never_gives_less():
    sizes = [len(cleancopy.extract(PAGE, mode=mode).text) for mode in ("precision", "balanced", "recall")]
    assert sizes == sorted(sizes)


EXAMPLE = Path(__file__).parents[2] / "shared" / "example"


@pytest.mark.skipif(not EXAMPLE.exists(), reason="needs the example of the design")
def test_the_example_of_the_design():
    page = (EXAMPLE / "page.txt").read_bytes()
    article = cleancopy.extract(page)
    lines = [" ".join(line.split()) for line in page.decode().splitlines()]
    start = next(i for i, line in enumerate(lines) if line.startswith("Four ethnic Armenian soldiers"))
    body = [
        line
        for line in lines[start:]
        if len(line.split()) > 12 and "(credit:" not in line and "An Azerbaijani s" not in line
    ]
    assert article.text.split("\n") == body
    assert len(body) == 16
    assert article.title == "4 Armenian soldiers reported killed in Azerbaijani strikes amid talks in US"
    assert article.dek is not None
    assert article.dek.startswith("The reported strikes in the Nagorno-Karabakh region come as")
    assert len(article.captions) == 2
    assert article.credits == ("AZIZ KARIMOV/REUTERS", "STRINGER/ REUTERS")
    assert article.site == "The Jerusalem Post"
    assert len(article.headings) == 3


HEAD = """<title>The ferry sails again | Harbour Post</title><meta name=author content="Ines Halloran">
<meta property=article:published_time content=2024-05-03><meta property=article:modified_time content=2024-05-04>
<meta property=article:section content=Sea><meta property=article:tag content=ferry>
<meta property=article:content_tier content=locked><meta property=og:site_name content="Harbour Post">
<meta property=og:image content=/ferry.jpg><link rel=canonical href=https://post.example/ferry>
<link rel=license href=https://licence.example/by>"""


@pytest.mark.parametrize("body", ["", "<div id=app></div>", "<script>start()</script>", "<p hidden></p>"])
def test_an_article_without_blocks_has_every_field_that_won(body):
    page = f"<html><head>{HEAD}</head><body>{body}</body></html>"
    article, trace = cleancopy.extract(page), cleancopy.explain(page)
    assert trace.blocks == ()
    assert (article.authors, article.published, article.modified) == (("Ines Halloran",), "2024-05-03", "2024-05-04")
    assert (article.section, article.tags, article.license) == ("Sea", ("ferry",), "https://licence.example/by")
    assert [image.src for image in article.images] == ["https://post.example/ferry.jpg"]
    assert article.paywalled
    assert article.flags == {"no_running_text", "paywall"} | ({"app_shell"} if "script" in body else set())
    assert article == trace.article
    told = {field.field for field in trace.fields if field.chosen}
    assert told == {name for name in told if getattr(article, name)}


def test_an_article_without_blocks_or_a_head_has_no_field():
    assert cleancopy.extract("<div></div>") == cleancopy.Article(flags=frozenset({"no_running_text"}))


STORY = PAGE.replace(
    "<h1>Channel to be widened</h1>",
    "<h1>Channel to be widened</h1><p class=standfirst>The board wants work to begin before the winter storms.</p>"
    "<p class=byline>By <a rel=author href=/jane>Jane Doe</a>, 3 May 2024</p><figure><img src=/a.jpg>"
    "<figcaption>The northern channel at low tide. Photo: Ann Smith</figcaption></figure>",
)


@pytest.mark.parametrize("names", [set(), {"title", "authors"}, ["published"], {"images", "site"}, FIELD_NAMES])
@pytest.mark.parametrize("page", [STORY, "\n".join(["Channel to be widened", "By Jane Doe", *PARAGRAPHS]), ""])
def test_fields_that_nobody_asks_for_are_empty_and_nothing_else_changes(names, page):
    whole = cleancopy.extract(page, "https://a.example/x")
    article = cleancopy.extract(page, "https://a.example/x", fields=names)
    for field in fields(Article):
        is_left_out = field.name in FIELD_NAMES and field.name not in names
        assert getattr(article, field.name) == getattr(Article() if is_left_out else whole, field.name)
    assert [*cleancopy.extract_each(page, "https://a.example/x", fields=names)] == [article]


@pytest.mark.parametrize("names", ["title", [1], 3])
def test_names_of_fields_are_a_collection_of_strings(names):
    with pytest.raises(TypeError):
        cleancopy.extract(PAGE, fields=names)


def test_an_unknown_field_names_the_known_ones():
    with pytest.raises(ValueError, match="unknown field 'headline': choose of title, dek, authors"):
        cleancopy.extract(PAGE, fields={"headline"})
