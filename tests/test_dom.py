from cleancopy.dom import CLOSE, Image, Open, Tree


def test_walk_gives_what_a_reader_sees():
    events = list(Tree("<p class=a>x<img alt='y  z'><!-- c --></p>").walk())
    assert [e for e in events if isinstance(e, str)] == ["x"]
    assert Image("y z") in events
    assert Open("p", "a") in events
    assert events.count(CLOSE) == sum(isinstance(e, Open) for e in events)


def test_an_object_with_nothing_to_embed_shows_its_text():
    assert "x" in list(Tree("<object type=application/x-none><p>x</object>").walk())
    assert "x" not in list(Tree("<object data=film.mpg><p>x</object>").walk())
    assert "x" not in list(Tree("<object classid=clsid:1><p>x</object>").walk())


def test_a_control_character_spelt_as_a_reference_is_a_space():
    tree = Tree("<title>a&#27;b</title><p>c&#x1;d&#X00000B;e&#127 f&#x81;g&#128;h&#9;i&#270;j&#x1bb;")
    assert tree.title() == "a b"
    assert "c d e  f g\u20ach\tiĎjƻ" in list(tree.walk())


def test_head():
    tree = Tree("<html lang=de><title> a  b </title><meta name=Description content=' c '><meta name=x content=''>")
    assert tree.title() == "a b"
    assert tree.meta() == {"description": "c"}
    assert tree.language() == "de"


def test_head_of_nothing():
    tree = Tree("")
    assert (tree.title(), tree.meta(), tree.language()) == (None, {}, None)


def test_a_title_in_a_drawing_is_not_the_title():
    assert Tree("<svg><title>icon</title></svg><p>x").title() is None


def test_what_the_page_says_of_its_kind():
    tree = Tree(
        '<meta property=og:type content=Article><meta name=generator content="Discourse 3.1">'
        '<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle", "Thing"]}]}</script>'
        "<body class='single-post home'>"
    )
    assert tree.words() == ("og:article", "by:discourse", "ld:newsarticle", "ld:thing", "single", "post", "home")


def test_broken_json_ld_says_nothing():
    assert Tree('<script type="application/ld+json">{"@type": </script><p>x').words() == ("og:", "by:")
