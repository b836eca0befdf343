from cleancopy.dom import Tree
from cleancopy.tree_walk import ALL_HIDDEN
from tests.walks import Recorder, walked


def test_walk_gives_what_a_reader_sees():
    told = walked("<p class=a id=b>x<img alt='y  z' src=s><!-- c --></p>")
    assert told.texts == ["x"]
    assert ("image", "y z", "s") in told.all
    assert ("begin", "p", "a b", "b", ()) in told.all
    assert [one[0] for one in told.all].count("end") == [one[0] for one in told.all].count("begin")


def test_names_stand_in_one_order_and_a_link_has_its_address():
    told = walked("<a role=r id=i href=h class=c itemprop=p>x</a><a>y</a>")
    assert ("begin", "a", "c i p r", "i", ("h", "")) in told.all
    assert ("begin", "a", "", "", ("", "")) in told.all


def test_a_walk_tells_how_deep_it_went():
    assert Tree("<div><p><b><i></i>x</b></p></div><p>y").walk(Recorder()) == 6  # html, body and four


def test_a_hidden_part_is_passed_over_or_shown_with_all_that_is_in_it():
    page = "<div hidden>a<i hidden>b</i></div>c<p style='display: none'>d</p><div><b hidden>e</b></div>"
    assert walked(page).texts == ["c"]
    assert walked(page, {0}).texts == ["a", "b", "c"]
    assert walked(page, {1}).texts == ["c", "d"]
    assert walked(page, {0, 2}).texts == ["a", "b", "c", "e"]
    assert walked(page, ALL_HIDDEN).texts == ["a", "b", "c", "d", "e"]


def test_a_page_is_unclosed_where_something_swallows_its_end():
    closed = (
        "",
        "<p>x",
        "<p>x</html>\n",
        "<b><table>x",
        "<noscript>x</noscript>",
        "<p>x<!-- c -->",
    )
    assert not any(Tree(page).is_unclosed for page in closed)
    unclosed = ("<p>x<a href='y", "<p>x<!-- y", "<p>x<script>y", "<p>x<canvas>y", "<title>x", "<p>x<template>y")
    assert all(Tree(page).is_unclosed for page in unclosed)


def test_the_seal_of_a_page_is_no_part_of_it():
    for page in ("<p>x<a title='y", "<textarea>x", "<p>x<b", "<p>x<!-", "<plaintext>x"):
        assert walked(page).texts == ["x"], page


def test_an_object_with_nothing_to_embed_shows_its_text():
    assert "x" in walked("<object type=application/x-none><p>x</object>").texts
    assert "x" not in walked("<object data=film.mpg><p>x</object>").texts
    assert "x" not in walked("<object classid=clsid:1><p>x</object>").texts


def test_a_control_character_spelt_as_a_reference_is_a_space():
    page = "<title>a&#27;b</title><p>c&#x1;d&#X00000B;e&#127 f&#x81;g&#128;h&#9;i&#270;j&#x1bb;"
    assert Tree(page).title == "a b"
    assert "c d e  f g\u20ach\tiĎjƻ" in walked(page).texts


def test_head():
    tree = Tree("<html lang=de><title> a  b </title><meta name=Description content=' c '><meta name=x content=''>")
    assert tree.title == "a b"
    assert tree.meta_by_name == {"description": "c"}
    assert tree.language == "de"


def test_head_of_nothing():
    tree = Tree("")
    assert (tree.title, tree.meta_by_name, tree.language) == (None, {}, None)


def test_a_title_in_a_drawing_is_not_the_title():
    assert Tree("<svg><title>icon</title></svg><p>x").title is None


def test_what_the_page_says_of_its_kind():
    tree = Tree(
        '<meta property=og:type content=Article><meta name=generator content="Discourse 3.1">'
        '<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle", "Thing"]}]}</script>'
        "<body class='single-post home'>"
    )
    assert tree.find_page_words() == (
        "og:article",
        "by:discourse",
        "ld:newsarticle",
        "ld:thing",
        "single",
        "post",
        "home",
    )


def test_broken_json_ld_says_nothing():
    assert Tree('<script type="application/ld+json">{"@type": </script><p>x').find_page_words() == ("og:", "by:")
