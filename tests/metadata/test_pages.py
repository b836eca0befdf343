"""Fields of whole pages of our own, from the bytes to the article."""

import json

import pytest

import cleancopy

PARAGRAPHS = (
    "The rebuilt pier at Saltmere opened on Tuesday morning, nine winters after a storm tore the old one away.",
    "About three hundred people stood in the rain to see the first ferry come in, and most of them went aboard.",
    "“We had stopped believing in it,” said the harbour master, who has kept the old bell in his office since.",
    "The council paid a third of the cost, the county the rest, and the fishermen gave the timber for the benches.",
    "From next week the ferry will sail six times a day, and twice on Sundays, until the end of October.",
)


def article_page(head="", before="", after="", body=PARAGRAPHS):
    text = "".join(f"<p>{p}</p>" for p in body)
    return (
        "<!doctype html><html lang=en-GB><head><title>Pier reopens after nine winters | Saltmere Post</title>"
        f"{head}</head>"
        f"<body><nav><a href=/>Home</a> <a href=/news>News</a></nav><main><article>"
        f"<h1>Pier reopens after nine winters</h1>{before}{text}{after}</article></main>"
        f"<footer><a href=/about>About us</a> © Saltmere Post</footer></body></html>"
    )


def linked(**properties):
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", **properties}
    return f"<script type='application/ld+json'>{json.dumps(thing)}</script>"


def extract(page, **options):
    return cleancopy.extract(page, url="https://post.example/news/pier-reopens", **options)


FIGURE = (
    "<figure><img src=/img/pier.jpg alt='The pier at dawn'>"
    "<figcaption>The first ferry comes in on Tuesday morning. <span class=credit>Photo: Ann Lee</span></figcaption>"
    "</figure>"
)


def test_an_article_with_everything():
    head = linked(
        headline="Pier reopens after nine winters", datePublished="2024-03-14T07:40:00Z",
        author={"@type": "Person", "name": "Ines Hall"}, articleSection="Local", isAccessibleForFree=True,
        dateModified="2024-03-15T08:00:00Z", keywords=["pier", "ferry"],
    )  # fmt: skip
    head += "<meta property=og:site_name content='Saltmere Post'><link rel=license href=https://license.example/by>"
    article = extract(article_page(head, f"<p class=byline>By <a rel=author href=/ines>Ines Hall</a></p>{FIGURE}"))
    assert article.title == "Pier reopens after nine winters"
    assert article.authors == ("Ines Hall",)
    assert (article.published, article.modified) == ("2024-03-14T07:40:00+00:00", "2024-03-15T08:00:00+00:00")
    assert (article.site, article.section, article.tags) == ("Saltmere Post", "Local", ("pier", "ferry"))
    assert (article.language, article.license, article.paywalled) == ("en", "https://license.example/by", False)
    assert article.captions == ("The first ferry comes in on Tuesday morning.",)
    assert article.credits == ("Ann Lee",)
    (image,) = article.images
    assert (image.src, image.alt, image.lead) == ("https://post.example/img/pier.jpg", "The pier at dawn", True)
    assert (image.caption, image.credit, image.passage_index) == (article.captions[0], "Ann Lee", 0)
    assert article.text.split("\n") == list(PARAGRAPHS)


def test_a_page_that_states_nothing_gives_what_it_shows():
    article = extract(article_page(before="<div class=meta>By Ines Hall | <time>14 March 2024</time></div>"))
    assert article.title == "Pier reopens after nine winters"
    assert article.authors == ("Ines Hall",)
    assert article.published == "2024-03-14"
    assert (article.modified, article.section, article.license, article.paywalled) == (None, None, None, None)


def test_the_title_is_without_the_name_of_the_site():
    page = article_page().replace("<h1>Pier reopens after nine winters</h1>", "")
    assert extract(page).title == "Pier reopens after nine winters"


def test_no_date_is_after_the_page_was_fetched():
    page = article_page(linked(headline="Pier", datePublished="2031-03-14"))
    assert extract(page).published == "2031-03-14"
    assert extract(page, fetch_date="2024-05-01").published is None
    with pytest.raises(ValueError, match="ISO 8601"):
        extract(page, fetch_date="May 2024")
    with pytest.raises(TypeError, match="fetch_date"):
        extract(page, fetch_date=2024)


@pytest.mark.parametrize(
    "head",
    [
        linked(headline="x" * 10_000, datePublished="2099-01-01", author="https://post.example/ines"),
        "".join(linked(headline=f"Title {i}", datePublished=f"20{10 + i}-01-01", author=f"No {i}") for i in range(10)),
        "<script type='application/ld+json'>{'@type': 'NewsArticle', headline</script>",
        "<script type='application/ld+json'>" + "[" * 50_000 + "</script>",
        linked(headline=["a", {"b": "c"}, None, 3], author=[[["x"]]], image={"url": "javascript:alert(1)"}),
        f"<meta property=og:title content='{'y' * 10_000}'><meta name=author content='https://post.example/ines'>",
        "<meta property=article:published_time content='yesterday'><meta name=date content='2099-12-31'>",
    ],
)
def test_a_bad_head_costs_no_more_than_itself(head):
    article = extract(article_page(head, "<p class=byline>By Ines Hall</p>"))
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert article.title is None or len(article.title) <= 500
    assert not any("://" in author for author in article.authors)
    assert article.published is None or article.published < "2040"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "//[", "http://[::1"]
)
def test_an_address_that_is_none_is_left_out(address):
    page = article_page(before=f"<figure><img src='{address}' alt=x><figcaption>A pier.</figcaption></figure>",
                        after=f"<p>{PARAGRAPHS[0]} <a href='{address}'>more of it</a></p>")  # fmt: skip
    article = extract(page)
    assert article.images == ()
    for output in ("markdown", "html", "json", "tei"):
        assert "script:alert" not in article.render(output).lower()


def test_relative_addresses_start_from_the_base():
    base = "<base href='https://cdn.example/in/'>"
    page = article_page(
        base, FIGURE.replace("/img/", "img/"), f"<p>{PARAGRAPHS[0]} Read <a href=more>more of it</a>.</p>"
    )
    article = extract(page)
    assert [image.src for image in article.images] == ["https://cdn.example/in/img/pier.jpg"]
    assert [mark.value for passage in article.body for mark in passage.marks] == ["https://cdn.example/in/more"]


@pytest.mark.parametrize("base", ["//[", "http://[::1", "javascript:alert(1)", "http://"])
def test_a_base_that_is_none_costs_nothing(base):
    article = extract(article_page(f"<base href='{base}'>", FIGURE))
    assert [image.src for image in article.images] == ["https://post.example/img/pier.jpg"]


def test_tables_nested_ten_deep_keep_their_words():
    table = "<b>core of it</b>"
    for i in range(10):
        table = f"<table><tr><td>cell {i}</td><td>{table}</td></tr></table>"
    article = extract(article_page(after=table))
    assert article.text.split("\n")[: len(PARAGRAPHS)] == list(PARAGRAPHS)
    article.render("html")
    article.render("tei")


def test_a_page_without_blocks_has_the_fields_of_its_head():
    article = extract("<title>Pier reopens | Saltmere Post</title><meta property=og:site_name content='Saltmere Post'>")
    assert (article.title, article.site) == ("Pier reopens", "Saltmere Post")


def test_the_trace_has_every_candidate():
    trace = cleancopy.explain(article_page(linked(headline="Pier reopens after nine winters", author="Ines Hall")))
    told = {(f.field, f.value): f for f in trace.fields}
    title = told["title", "Pier reopens after nine winters"]
    assert title.chosen
    assert {"JSON-LD headline", "title element"} <= set(title.sources)
    assert title.weights
    assert told["language", "en"].chosen
    assert not told["title", "Saltmere Post"].chosen
