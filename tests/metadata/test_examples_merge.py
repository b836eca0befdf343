"""What values say of each other and which of them win, on either side of each bound: hand-made candidates and weights."""

# ruff: noqa: E501 - an example stands on one line

from pathlib import Path

import pytest

from cleancopy.metadata.candidate import BIAS, COAUTHOR_FLOOR, FLOOR, Candidate, CandidateGroup, ScoredValue
from cleancopy.metadata.fields import Fields, HeadMetadata
from cleancopy.metadata.merge import PageOrigin, local_day_candidates, merge_candidates
from cleancopy.metadata.ranking import choose_values, rank_by_source, rank_values
from cleancopy.metadata.relative_signals import add_relative_signals, make_context
from tests.golden import assert_listing

HERE = Path(__file__).parent
URL = "https://a.example/local/old-pier-reopens-today-99.html"


def given(field, *values):
    """Candidates: each a value, or a value with its source and its signals."""
    told = [(v,) if isinstance(v, str) else v for v in values]
    return [Candidate(field, v[0], v[1] if len(v) > 1 else "meta", tuple(v[2:])) for v in told]


COMPARED = {
    "one title": ("title", ["Pier"]),
    "two titles, one in the other": ("title", ["Pier", "Old pier"]),
    "a word in a word is none of it": ("title", ["Pier", "Old piers"]),
    "one in two others": ("title", ["Pier", "Old pier", "New pier"]),
    "one in three others": ("title", ["Pier", "Old pier", "New pier", "The pier sails"]),
    "one in four others": ("title", ["Pier", "Old pier", "New pier", "The pier sails", "A pier"]),
    "a title of 15 words": ("title", [" ".join("abcdefghijklmno")]),
    "a title of 16 words": ("title", [" ".join("abcdefghijklmnop")]),
    "short titles": ("title", ["1", "1 2", "1 2 3", "1 2 3 4", "1 2 3 4 5"]),
    "the address": ("title", ["Old pier reopens today local html", "Old pier reopens", "Old pier x y", "Old pier x",
                              "Old a pier b", "old pier reopens xx yy", "Old pier zz yy ww", "x y", "a b", "a", "Pier", "old pier reopens a b c d e"]),
    "the site": ("title", ["Post", "The Post today", "Poster", "x"], ["Post"]),
    "the site at an end of another title": ("title", ["Pier", "Pier | Post", "Post: pier", "Post pier post", "Pier x",
                                                      "Post"], ["Post"]),
    "the same where the page shows one": ("title", [("Pier", "block 1", "shown"), "Pier | Post"], ["Post"]),
    "a site for authors": ("authors", ["Post", "Ann Post", "Ann"], ["Post"]),
    "no site for captions": ("captions", ["Post", "Ann Post"], ["Post"]),
    "the first that is shown": ("title", [("A", "meta"), ("B", "block 2", "shown", "above headline"),
                                          ("C", "block 3", "shown"), ("D", "block 4", "shown")]),
    "none below the headline": ("title", [("B", "block 2", "shown", "above headline")]),
    "kinds of sources": ("authors", [("Ann", f"{kind} {n}") for kind in ("meta", "JSON-LD") for n in (1, 2)]),
    "one kind": ("authors", [("Ann", "meta a"), ("Ann", "meta b")]),
    "four kinds": ("authors", [("Ann", kind) for kind in ("meta", "JSON-LD", "block 1", "title")]),
    "five kinds": ("authors", [("Ann", kind) for kind in ("meta", "JSON-LD", "block 1", "title", "address")]),
    "three kinds": ("authors", [("Ann", kind) for kind in ("meta", "line 1", "block 1")]),
    "shown and stated": ("authors", [("Ann", "block 1", "shown"), ("Ann", "meta x")]),
    "shown twice": ("authors", [("Ann", "block 1", "shown"), ("Ann", "block 2", "shown")]),
    "a heading": ("title", [("A", "block 1", "h1", "shown")]),
    "a heading, not shown": ("title", [("A", "block 1", "h1")]),
    "a heading, stated": ("title", [("A", "block 1", "h1", "shown"), ("A", "meta x")]),
    "a heading, stated, not shown": ("title", [("A", "block 1", "h1"), ("A", "meta x")]),
    "JSON-LD alone": ("title", [("A", "JSON-LD name", "json-ld main name", "json-ld other")]),
    "JSON-LD shown": ("title", [("A", "JSON-LD name", "json-ld main name"), ("A", "block 1", "shown")]),
    "its signals without it": ("title", [("A", "meta name", "json-ld main name")]),
    "days": ("published", ["2024-05-03", "2024-05-03T10:00:00", "2024-05-01", "2024-06-01", "2024-05-02"]),
    "one day": ("modified", ["2024-05-03"]),
    "days between headline and text": ("published", [("2024-05-03", "block 1", "above text", "within 8 of headline"),
                                                     ("2024-05-04", "block 2", "above text"), "2024-05-05"]),
    "nothing": ("dek", []),
    "values without words": ("dek", ["!", "?", "a"]),
    "of 80 values the others are compared": ("dek", ["last", *(f"v{n}" for n in range(78)), "the last"]),
    "of 81 one is not": ("dek", ["last", *(f"v{n}" for n in range(79)), "the last"]),
}  # fmt: skip


def test_values_beside_each_other():
    lines = []
    for name, (field, values, *sites) in COMPARED.items():
        known = make_context(given("site", *(sites[0] if sites else ())), URL)
        groups = add_relative_signals(field, given(field, *values), known)
        lines += [name, *(f"  {g.key}: {', '.join(sorted(g.signals))}" for g in groups if g.key[:1] != "v")]
    assert_listing(HERE / "golden/relative_signals.txt", lines)


@pytest.mark.parametrize(
    "url, words",
    [
        (URL, {"local", "old", "pier", "reopens", "today", "html"}),
        ("https://a.example/old-pier-2024", set()),
        ("https://a.example/Old/P%C3%AFer/x-today?more-of-it#and-that", {"old", "pïer", "today"}),
        ("https://old-pier-today.example", set()),
        ("http://[::1", set()),
        (None, set()),
    ],
)
def test_words_of_an_address(url, words):
    assert make_context([], url).address_words == words
    assert make_context(given("site", "The Post!", "!"), url).site_names == {"the post"}


def test_six_of_ten_words_are_most_of_the_address():
    known = make_context([], "https://a.example/old-pier-reopens-xx-yy")
    told = add_relative_signals(
        "title", given("title", "Old pier reopens", "Old pier", "old pier xx yy zz aa bb cc"), known
    )
    assert ["has most of the address" in g.signals for g in told] == [True, False, True]


@pytest.mark.parametrize(
    "floor, bias, kept", [(1.5, 0.0, True), (1.6, 0.0, False), (1.6, 0.1, True), (1.0, -0.5, True), (1.0, -0.6, False)]
)
def test_values_that_cannot_reach_the_floor_are_left_out(floor, bias, kept):
    weights = {"good": 1.0, "the only value": 0.5, "holds another value": -9.0, FLOOR: floor, BIAS: bias}
    assert (
        len(add_relative_signals("credits", given("credits", ("Ann", "meta", "good")), make_context([], None), weights))
        == kept
    )


def test_without_weights_of_its_own_nothing_is_left_out():
    few = add_relative_signals("credits", given("credits", "Ann"), make_context([], None), {})
    assert [g.key for g in few] == ["ann"]
    assert (
        add_relative_signals("credits", given("credits", ("Ann", "meta", "bad")), make_context([], None), {"bad": -0.1})
        == []
    )
    assert add_relative_signals("credits", given("credits", "Ann"), make_context([], None), {FLOOR: 1e-5}) == []
    assert len(add_relative_signals("credits", given("credits", "Ann"), make_context([], None), {FLOOR: 1e-7})) == 1
    unknown = given("credits", ("Ann", "meta", "a signal without a weight"))
    assert len(add_relative_signals("credits", unknown, make_context([], None), {})) == 1
    assert add_relative_signals("credits", unknown, make_context([], None), {FLOOR: 0.5}) == []


def group(*values):
    return [
        CandidateGroup(v.lower(), tuple(given("x", (v, "meta", *signals))), frozenset(signals))
        for v, *signals in values
    ]


def chosen(weighed):
    return [w.value for w in weighed if w.chosen]


@pytest.mark.parametrize(
    "floor, winner", [(-1.0, ["B"]), (1.0, ["B"]), (1.1, [])]
)  # fmt: skip
def test_the_best_value_wins_from_the_floor_on(floor, winner):
    told = rank_values(
        "title", group(("A", "some"), ("B", "good"), ("C", "good"), ("D",)), {"good": 1.0, "some": 0.5, FLOOR: floor}
    )
    assert [(w.value, w.score) for w in told] == [("B", 1.0), ("C", 1.0), ("A", 0.5), ("D", 0.0)]
    assert chosen(told) == winner


def test_without_a_floor_nothing_below_zero_wins():
    assert chosen(rank_values("title", group(("A",)), {})) == ["A"]
    assert chosen(rank_values("title", group(("A", "bad")), {"bad": -0.1})) == []
    assert rank_values("title", [], {}) == []
    assert chosen(rank_values("captions", group(("A",), ("B", "bad"), ("C", "good")), {"bad": -0.1, "good": 1.0})) == [
        "A",
        "C",
    ]
    assert rank_values("captions", [], {}) == rank_values("authors", [], {}) == []


@pytest.mark.parametrize(
    "values, weights, wins",
    [
        ([("A", 2.0, "x"), ("B", 1.0, "x"), ("C", 1.0, "y")], {FLOOR: 1.0, COAUTHOR_FLOOR: 0.5}, [True, True, False]),
        ([("A", 1.0, "x"), ("B", 0.5, "x"), ("C", 0.4, "x")], {FLOOR: 1.0, COAUTHOR_FLOOR: 0.5}, [True, True, False]),
        ([("A", 0.9, "x"), ("B", 0.9, "x")], {FLOOR: 1.0, COAUTHOR_FLOOR: 0.5}, [False, False]),
        ([("B", 0.9, "xy"), ("A", 1.5, "yz"), ("C", 1.5, "yz")], {FLOOR: 1.0, COAUTHOR_FLOOR: 0.5}, [True, True, True]),
        ([("A", 1.0, "x"), ("B", 0.9, "x"), ("C", 1.0, "x")], {FLOOR: 1.0}, [True, False, True]),
        ([("A", 0.0, "x"), ("B", -0.1, "x")], {}, [True, False]),
        ([("Harbour Post Staff", 2.0, "x"), ("Ann Lee", 1.0, "y")], {FLOOR: 1.0}, [False, True]),
        ([("Harbour Post Staff", 2.0, "x"), ("Ann Lee", 0.9, "y")], {FLOOR: 1.0}, [True, False]),
        ([], {}, []),
    ],
)
def test_authors_of_one_source_win_together(values, weights, wins):
    told = [ScoredValue("authors", value, tuple(sources), score) for value, score, sources in values]
    assert choose_values("authors", told, weights) == wins


def test_captions_win_each_by_itself():
    told = [ScoredValue("captions", value, ("x",), score) for value, score in (("A", 1.0), ("B", 0.9), ("C", 2.0))]
    assert choose_values("captions", told, {FLOOR: 1.0, COAUTHOR_FLOOR: 0.5}) == [True, False, True]


def test_the_stated_order_of_sources():
    told = rank_by_source("site", given("site", ("Other", "JSON-LD", "json-ld other"), ("App", "a", "meta application-name"),
                                  ("Main", "JSON-LD", "x", "json-ld main", "shown"), ("App", "b", "shown"),
                                  ("None", "c", "x"), ("Shown", "d", "shown"), ("Later", "e", "json-ld main")))  # fmt: skip
    found = [(w.field, w.value, w.sources, w.score, w.chosen) for w in told]
    assert found == [
        ("site", "App", ("a",), -1.0, True),
        ("site", "Main", ("JSON-LD",), -2.0, False),
        ("site", "Later", ("e",), -2.0, False),
        ("site", "Shown", ("d",), -3.0, False),
        ("site", "Other", ("JSON-LD",), -6.0, False),
    ]
    assert rank_by_source("site", []) == []


def test_of_tags_all_of_the_first_source_win():
    news, words = "meta news_keywords", "meta keywords"
    told = rank_by_source(
        "tags", given("tags", ("a", "x", words), ("b", "x", news), ("c", "x", news), ("b", "x", words))
    )
    assert [(w.value, w.score, w.chosen) for w in told] == [("b", -1.0, True), ("c", -1.0, True), ("a", -5.0, False)]


def test_only_tags_share_a_rank():
    few = rank_by_source("tags", given("tags", ("a", "x", "meta keywords"), ("b", "x", "meta news_keywords")))
    assert [(w.value, w.chosen) for w in few] == [("b", True), ("a", False)]
    sites = rank_by_source("site", given("site", ("A", "x", "shown"), ("B", "x", "shown")))
    assert [(w.value, w.chosen) for w in sites] == [("A", True), ("B", False)]


def merged(*candidates, stated=None, origin=None, weights=None, language="en", include_losers=True):
    stated, origin = stated or HeadMetadata(), origin or PageOrigin()
    return merge_candidates(candidates, stated, weights or {}, origin, language, include_losers=include_losers)


@pytest.mark.parametrize(
    "field, longest", [("title", 500), ("authors", 100), ("site", 100), ("section", 100), ("credits", 200),
                       ("license", 2000), ("dek", 2000), ("captions", 2000)]
)  # fmt: skip
def test_values_up_to_their_longest(field, longest):
    for size, known in ((longest, True), (longest + 1, False)):
        signal = {"license": "link", "site": "shown", "section": "meta section"}.get(field, "x")
        assert bool(getattr(merged(*given(field, ("x" * size, "meta", signal))), field)) == known


@pytest.mark.parametrize(
    "value, fetch_date, believed",
    [
        ("2039-12-31", None, True),
        ("2040-01-01", None, False),
        ("2024-05-03T23:59:00", "2024-05-03", True),
        ("2024-05-03", "2024-05-03T10:00:00", True),
        ("2024-05-04", "2024-05-03T10:00:00", False),
    ],
)
def test_days_that_a_page_can_be_of(value, fetch_date, believed):
    found = merged(
        *given("published", value), *given("modified", (value, "meta", "meta")), origin=PageOrigin(None, fetch_date)
    )
    assert (found.published, found.modified) == ((value, value) if believed else (None, None))


@pytest.mark.parametrize(
    "modified, told",
    [("2024-05-02T23:00:00", None), ("2024-05-03T01:00:00", "2024-05-03T01:00:00"), ("2024-05-04", "2024-05-04")],
)
def test_a_change_is_not_before_the_day_of_publication(modified, told):
    day = given("modified", (modified, "meta", "meta"))
    assert merged(*day, *given("published", "2024-05-03T10:00:00")).modified == told
    assert merged(*day).modified == modified
    assert merged(*given("published", "2024-05-03")).modified is None


def test_midnights_of_central_europe():
    midnights = ("2024-05-31T22:00:00+00:00", "2024-12-31T23:00:00+00:00", "2024-05-31T21:00:00+00:00", "2024-05-31")
    days = list(local_day_candidates([*given("published", *((m, "meta", "x") for m in midnights)), *given("modified", midnights[0]),
                            *given("title", midnights[0])]))  # fmt: skip
    assert [(c.field, c.value, c.signals) for c in days] == [
        ("published", "2024-06-01", ("x", "midnight in central Europe")),
        ("published", "2025-01-01", ("x", "midnight in central Europe")),
        ("modified", "2024-06-01", ("midnight in central Europe",)),
    ]


@pytest.mark.parametrize(
    "values, tags",
    [
        (["a, B ,b,,A"], ("a", "B")),
        (["a", " b "], ("a", "b")),
        ([", "], ()),
        ([",".join(f"t{n}" for n in range(50))], tuple(f"t{n}" for n in range(50))),
        ([",".join(f"t{n}" for n in range(51))], tuple(f"t{n}" for n in range(50))),
    ],
)
def test_tags(values, tags):
    assert merged(*given("tags", *((v, "meta", "meta keywords") for v in values))).tags == tags


def test_a_dek_is_no_title_and_no_caption_and_does_not_begin_with_one():
    taken = [*given("title", "The pier"), *given("captions", "A boat")]
    for value, told in (("the pier!", False), ("The pier, again", False), ("A boat waits", False), ("The piers", True)):
        assert (merged(*taken, *given("dek", value)).dek is not None) == told
    lost = merged(*given("title", "The pier"), *given("dek", "The pier"), weights={"title": {FLOOR: 1.0}})
    assert (lost.title, lost.dek) == (None, "The pier")


def test_what_is_not_weighed():
    def told(**known):
        return [(w.field, w.value, w.sources, w.score, w.chosen) for w in merged(**known).candidates]

    stated = HeadMetadata(url="https://a.example/s", paid=True)
    assert told(stated=stated, origin=PageOrigin("https://a.example/c")) == [
        ("url", "https://a.example/c", ("the caller",), 0, True),
        ("url", "https://a.example/s", ("canonical link",), -1, False),
        ("language", "en", ("the words of the text",), 0.0, True),
        ("paywalled", "yes", ("JSON-LD or article:content_tier",), 0.0, True),
    ]
    assert told(stated=HeadMetadata(url="https://a.example/s"), language=None) == [
        ("url", "https://a.example/s", ("canonical link",), 0, True)
    ]
    assert told(stated=HeadMetadata(free=True), language=None)[0][:2] == ("paywalled", "no")
    assert merged(stated=HeadMetadata(paid=True, free=True)).paywalled is True
    assert told(language=None) == []


def test_the_site_and_the_address_are_signals_of_the_title():
    titles = given("title", ("Pier", "block 1", "shown"), "Old pier reopens today Post")
    for known, better in (
        ({}, "Pier"),
        ({"origin": PageOrigin(URL)}, "Old"),
        ({"stated": HeadMetadata(url=URL)}, "Old"),
    ):
        found = merged(*titles, *given("site", "Post"), weights={"title": {"has most of the address": 1.0}}, **known)
        assert found.title.startswith(better)
    assert (
        merged(*titles, *given("site", "Post"), weights={"title": {"holds the name of the site": 1.0}}).title[:3]
        == "Old"
    )


@pytest.mark.parametrize("field", ["captions", "credits", "dek"])
def test_few_are_weighed_where_nobody_asks_for_all(field):
    weights = {field: {"good": 1.0, FLOOR: 0.5}}
    values = given(field, ("Ann", "meta", "good"), "Bob")
    assert len(merge_candidates(values, HeadMetadata(), weights, PageOrigin(), "en").candidates) == 3
    few = merged(*values, weights=weights, include_losers=False)
    assert len(few.candidates) == (3 if field == "dek" else 2)


def test_an_article_of_nothing():
    assert merged(language=None) == Fields()
    assert (HeadMetadata().paid, HeadMetadata().free) == (False, False)
