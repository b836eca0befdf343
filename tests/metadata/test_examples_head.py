"""Candidates of hand-made heads and data, compared with a listing of what is read."""

# ruff: noqa: E501 - an example stands on one line

from pathlib import Path

import pytest

from cleancopy.dom import Tree
from cleancopy.metadata.head import read_head
from cleancopy.metadata.json_ld import json_ld_candidates
from cleancopy.metadata.meta_tags import meta_candidates
from tests.golden import assert_listing

HERE = Path(__file__).parent
URL = "https://a.example/2024/05/03/pier"


def listed(candidates):
    for c in candidates:
        yield f"  {c.field} {c.value if len(c.value) < 80 else f'{len(c.value)} long'!r} from {c.source}: {', '.join(c.signals)}"


def tags(**contents):
    return "".join(f"<meta name={name.replace('__', ':')} content='{c}'>" for name, c in contents.items())


HEADS = {
    "a title": "<title>Pier</title>",
    "a title of two parts": "<title>Pier | Post</title>",
    "a title of three parts": "<title>Pier - Local » Post</title>",
    "a title that begins with a mark": "<title>| Pier</title>",
    "titles of tags": tags(og__title="Pier – Post", headline="Pier", name="x", twitter__title=" Pier \n reopens "),
    "character references twice": "<title>A &amp;amp; B</title>" + tags(og__title="A &amp;amp; B", description="&amp;lt;b&gt;"),
    "deks": tags(description="D", og__description="E", lead="", abstract=" "),
    "long values": tags(description="x" * 1000, lead="x" * 1001),
    "authors": tags(author="By Ann Lee, Bo Ray", **{"dc.creator": "Ann"}, byl="By Ann Lee", creator="The Harbour Post"),
    "no authors": tags(author="https://a.example/ann", byl="@ann", creator="www.a.example", authors="by"),
    "authors behind a label": tags(twitter__label1="Written by", twitter__data1="Ann Lee", twitter__label2="AUTHOR",
                                   twitter__data2="Bo Ray"),
    "other labels": tags(twitter__label1="Time", twitter__data1="Ann Lee", twitter__data2="Bo Ray"),
    "a label without data": tags(twitter__label1="Written by"),
    "of two labels the first counts": tags(twitter__label1="Written by", twitter__data1="Ann Lee") + tags(
        twitter__label1="Time", twitter__data1="Bo Ray"),
    "dates": tags(date="2024-05-03", article__modified_time="2024-05-04T10:00", pubdate="soon", lastmod="soon"),
    "a tag of two fields": tags(**{"last-modified": "2024-05-03"}),
    "the rest": tags(og__site_name="Post", section="Local", keywords="a, b", article__tag="c", license="CC", rights="©"),
    "unknown tags": tags(viewport="width", robots="all"),
    "a licence": "<link rel=license href=https://a.example/by><a rel=license href=/cc>x</a>",
    "the canonical address": "<link rel=canonical href=https://a.example/2023/04/05/x>",
    "one without a day": "<link rel=canonical href=https://a.example/x>",
}  # fmt: skip


def test_candidates_of_heads():
    lines = [line for name, head in HEADS.items() for line in (name, *listed(meta_candidates(Tree(head), None)))]
    both = meta_candidates(Tree(HEADS["the canonical address"]), URL)
    lines += ["the caller's address", *listed(meta_candidates(Tree("<p>x"), URL)), "both addresses", *listed(both)]
    assert_listing(HERE / "golden/heads.txt", lines)


def ld(text):
    return f"<script type=application/ld+json>{text}</script>"


def tier(value):
    return f"<meta property=article:content_tier content={value}>"


@pytest.mark.parametrize(
    "head, paid, free",
    [
        (tier("LOCKED"), True, False),
        (tier("metered"), True, False),
        (tier("Free"), False, True),
        (tier("other"), False, False),
        (ld('{"isAccessibleForFree": "http://schema.org/True"}'), False, True),
        (ld('{"isAccessibleForFree": false}'), True, False),
        (ld('{"isAccessibleForFree": "perhaps"}'), False, False),
        (ld('{"isAccessibleForFree": true, "hasPart": [{"isAccessibleForFree": "False"}]}'), True, True),
        (ld('[[{"a": {"b": [1, {"isAccessibleForFree": "no"}, {"isAccessibleForFree": "true"}]}}]]'), False, True),
        (tier("free") + ld('{"isAccessibleForFree": false}'), True, True),
        (tier("locked") + ld('{"isAccessibleForFree": true}'), True, True),
    ],
)
def test_whether_a_page_says_that_its_text_is_free(head, paid, free):
    stated = read_head(Tree(head))
    assert (stated.paid, stated.free) == (paid, free)


OPEN_GRAPH, CARD = "<meta property=og:title content=O>", "<meta name=twitter:title content=T>"


@pytest.mark.parametrize(
    "head, field, value",
    [
        (OPEN_GRAPH + CARD + "<title>E</title>", "title", "O"),
        (CARD + "<title>E</title>", "title", "T"),
        ("<title>E</title>", "title", "E"),
        (tags(og__description="O", description="D"), "description", "D"),
        (tags(twitter__description="T", og__description="O"), "description", "O"),
        (tags(og__url="https://a.example/o"), "url", "https://a.example/o"),
        (
            tags(og__url="https://a.example/o") + "<link rel=canonical href=https://a.example/c>",
            "url",
            "https://a.example/c",
        ),
        (tags(og__url="javascript:x"), "url", None),
        ("<p>x", "url", None),
        ("<base href=https://a.example/b/>", "base", "https://a.example/b/"),
        ("<p>x", "base", None),
        (tags(twitter__image="t", og__image__url="u"), "image", "u"),
        (tags(og__locale="en_GB") + "<html lang=de>", "locale", "en_GB"),
        ("<html lang=de>", "locale", "de"),
    ],
)
def test_what_a_head_states_first(head, field, value):
    assert getattr(read_head(Tree(head)), field) == value


def work(**properties):
    return {"@type": "NewsArticle", **properties}


PEOPLE = [{"@id": "#ann", "name": "Ann Lee"}, {"@id": "#bo"}, {"@id": 7, "name": "Cy Poe"}, {"name": "Di Orr"}]
DATA = {
    "the properties of a work": work(
        headline="H", name="N", alternativeHeadline="A", description="D", abstract="S", articleSection=["L", "M"],
        license="CC", keywords="a, b",
    ),
    "long values": work(headline="x" * 2000, description="x" * 2001),
    "kinds of text": work(headline=[" a \n b ", "", None, 5, True, 1.5, {"@value": "v", "name": "n"}, {"name": "n"}, {}, ["x"]]),
    "character references": work(headline="A &amp; B\u0007"),
    "types": [{"@type": t, "name": str(t)} for t in ("Article", "BLOGPOSTING", "ScholarlyArticle", "Report", "Reports",
              "Recipe", "HowTo", ["x", "Review"], ["x"], 5, None, "Book", "PodcastEpisode", "Question", "Thing")],
    "other things": [
        {"@type": "WebPage", "name": ["P", "Q"], "datePublished": "2024-05-03", "dateModified": "2024-05-04"},
        {"@type": "VideoObject", "name": "V", "uploadDate": "2024-05-03", "dateCreated": "soon"},
        {"@type": "WebSite", "name": "S", "datePublished": "2024-05-03"},
    ],
    "one work is main": [work(name="first"), work(headline="second"), work(headline="third")],
    "without headlines the first": [work(name="first"), work(name="second")],
    "authors": work(author="By Ann Lee and Bo Ray"),
    "one author": work(author={"@type": "Person", "name": "Ann Lee"}),
    "more authors": work(author=["Ann Lee", {"name": "Bo Ray"}, None, {"@type": "Person"}]),
    "organisations": work(author={"@type": "Organization", "name": "The Post"}, creator={"@type": "person", "name": "Ann Lee"}),
    "a person with no type, and one with two": work(author={"name": "Ann"}, creator={"@type": ["x", "Person"], "name": "Bo Ray"}),
    "contributors": work(contributor=[{"name": "Ann Lee"}], author="https://a.example/ann"),
    "people by their ids": [work(author=[{"@id": "#ann"}, {"@id": "#bo", "name": "Bo Ray"}, {"@id": 7, "name": "Cy"}]), *PEOPLE],
    "a thing with an id and no name": work(author={"@id": "#bo", "name": "Bo Ray", "about": {"@id": "#bo"}}),
    "dates": work(datePublished="2024-05-03", dateCreated="soon", uploadDate=["2024-05-01", "2024-05-02"],
                  dateModified="2024-05-04T10:00"),
    "publishers": work(publisher=["The Post", {"name": ["A", "B"]}, {"x": "y"}]),
    "depth": {"a": {"b": [[work(headline="deep")], {"c": work(headline="deeper")}]}, "d": [work(headline="first")]},
    "no things": ["x", 5, None, [[]]],
}  # fmt: skip


def test_candidates_of_data():
    lines = [line for name, data in DATA.items() for line in (name, *listed(json_ld_candidates(data, None)))]
    assert_listing(HERE / "golden/data.txt", lines)


@pytest.mark.parametrize("key", ["url", "@id", "mainEntityOfPage"])
@pytest.mark.parametrize("as_thing", [True, False])
def test_the_main_work_names_the_address(key, as_thing):
    works = [
        work(headline="A", url="https://a.example/x"),
        work(headline="B", **{key: {"@id": URL} if as_thing else URL}),
    ]
    for url, main in ((URL, "B"), (None, "A"), ("https://a.example/y", "A")):
        told = [c.value for c in json_ld_candidates(works, url) if "json-ld main" in c.signals]
        assert told == [main]


def test_things_are_read_level_by_level_up_to_a_number():
    def levels(number):
        return [
            *[{} for _ in range(number - 1)],
            {"@type": "Article", "headline": "top", "about": work(headline="below")},
        ]

    def titles(number):
        return [c.value for c in json_ld_candidates(levels(number), None)]

    assert titles(1999) == ["top", "below"]
    assert titles(2000) == titles(2001) == ["top"]


def test_an_address_that_is_a_list_is_none():
    odd = work(headline="A", url=[URL], mainEntityOfPage={"@id": [URL]})
    told = [c.value for c in json_ld_candidates([odd, work(headline="B", url=URL)], URL) if "json-ld main" in c.signals]
    assert told == ["B"]
