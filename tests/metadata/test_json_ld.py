import json

import pytest

from cleancopy.dom import Tree
from cleancopy.metadata.json_ld import json_ld_candidates


def told(*things, url=None):
    scripts = "".join(f"<script type='application/ld+json'>{json.dumps(t)}</script>" for t in things)
    return list(json_ld_candidates(Tree(f"<head>{scripts}</head><p>x").json_ld, url))


def values(candidates, field):
    return [c.value for c in candidates if c.field == field]


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Pier &amp; ferry reopen",
    "description": "Nine winters on.",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@id": "#bob"}],
    "datePublished": "2024-03-14T07:40:00Z",
    "dateModified": "2024-03-15T08:00:00Z",
    "articleSection": "Local",
    "keywords": ["pier", "ferry"],
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "publisher": {"@type": "Organization", "name": "Harbour Post"},
}


def test_an_article_gives_all_its_fields():
    found = told({"@graph": [ARTICLE, {"@type": "Person", "@id": "#bob", "name": "Bob Ray"}]})
    assert values(found, "title") == ["Pier & ferry reopen"]
    assert values(found, "authors") == ["Ann Lee", "Bob Ray"]
    assert values(found, "published")[0] == "2024-03-14T07:40:00+00:00"
    assert values(found, "modified") == ["2024-03-15T08:00:00+00:00"]
    assert (values(found, "section"), values(found, "tags")) == (["Local"], ["pier", "ferry"])
    assert values(found, "site") == ["Harbour Post"]


def test_the_work_that_names_the_address_is_the_page():
    other = {"@type": "Article", "headline": "Another", "url": "https://a.example/other"}
    mine = {"@type": "Article", "headline": "Mine", "url": "https://a.example/mine"}
    signals = {c.value: c.signals for c in told(other, mine, url="https://a.example/mine") if c.field == "title"}
    assert "json-ld main headline" in signals["Mine"]
    assert "json-ld other headline" in signals["Another"]


def test_an_organisation_is_marked_as_one():
    (author,) = [c for c in told({**ARTICLE, "author": {"@type": "Organization", "name": "Harbour Post"}})
                 if c.field == "authors"]  # fmt: skip
    assert "organisation" in author.signals


@pytest.mark.parametrize(
    "thing",
    [
        {"@type": "Article", "author": "https://a.example/ann", "headline": 5, "datePublished": "soon"},
        {"@type": ["Article", 7], "headline": ["A", ["B"], {"@value": "C"}], "author": [None, [], {"name": {}}]},
        {"@type": {}, "headline": "x"},
        {"@type": "Article", "author": {"@id": ["x"]}, "publisher": [1, None]},
        [],
        None,
        "text",
        {"@type": "Article", "headline": "x" * 10_000},
    ],
)
def test_odd_shapes_are_passed_over(thing):
    told(thing)


def test_depth_and_number_do_not_matter():
    deep: object = {"@type": "Article", "headline": "deep"}
    for _ in range(200):
        deep = {"about": deep}
    assert values(told(deep), "title") == ["deep"]
    assert len(told([ARTICLE] * 5_000)) < 100_000


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Article", "headline": "Pier\nreopens"}',
        '<!-- {"@type": "Article", "headline": "Pier reopens"} -->',
        '{"@type": "Article", "headline": "Pier reopens",}',
        '//<![CDATA[\n{"@type": "Article", "headline": "Pier reopens"}\n//]]>',
    ],
)
def test_broken_json_ld_is_mended(script):
    tree = Tree(f"<script type='application/ld+json'>{script}</script>")
    assert values(json_ld_candidates(tree.json_ld, None), "title") == ["Pier reopens"]


def test_what_cannot_be_mended_gives_nothing():
    tree = Tree("<script type='application/ld+json'>{'headline': oops</script>")
    assert list(json_ld_candidates(tree.json_ld, None)) == []
