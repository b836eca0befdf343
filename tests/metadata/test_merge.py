import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.metadata.candidate import BIAS, COAUTHOR_FLOOR, FLOOR, Candidate
from cleancopy.metadata.fields import HeadMetadata
from cleancopy.metadata.merge import PageOrigin, merge_candidates
from cleancopy.metadata.relative_signals import _RELATIVE_SIGNALS, add_relative_signals, make_context

NONE = HeadMetadata()


def candidate(field, value, *signals, source="meta"):
    return Candidate(field, value, source, signals)


def fields(*candidates, weights=None, stated=NONE, origin=None):
    return merge_candidates(candidates, stated, weights or {}, origin or PageOrigin(), "en")


def test_the_value_with_most_said_for_it_wins():
    weights = {"title": {"good": 2.0, "bad": -1.0, FLOOR: 0.5}}
    found = fields(candidate("title", "A", "bad"), candidate("title", "B", "good"), weights=weights)
    assert found.title == "B"
    assert [(c.value, c.chosen) for c in found.candidates if c.field == "title"] == [("B", True), ("A", False)]


def test_below_the_floor_nothing_is_chosen():
    weights = {"title": {"bad": -1.0, FLOOR: 0.0}}
    assert fields(candidate("title", "A", "bad"), weights=weights).title is None


def test_sources_of_one_value_add_up():
    weights = {"title": {"one": 1.0, "two": 1.0, "three": 1.5}}
    found = fields(
        candidate("title", "Pier reopens", "three"),
        candidate("title", "Ferry sails", "one", source="JSON-LD headline"),
        candidate("title", "FERRY sails!", "two", source="meta og:title"),
        weights=weights,
    )
    assert found.title == "Ferry sails"
    assert found.candidates[0].sources == ("JSON-LD headline", "meta og:title")


def test_authors_sign_together():
    weights = {"authors": {"sure": 2.0, "maybe": 0.5, BIAS: 0.0, FLOOR: 1.0, COAUTHOR_FLOOR: 0.2}}
    found = fields(
        candidate("authors", "Ann Lee", "sure", source="block 3"),
        candidate("authors", "Bob Ray", "maybe", source="block 3"),
        candidate("authors", "Cy Poe", "maybe", source="block 90"),
        weights=weights,
    )
    assert found.authors == ("Ann Lee", "Bob Ray")


@pytest.mark.parametrize(
    "origin, published",
    [
        (PageOrigin(), "2024-03-14"),
        (PageOrigin(fetch_date="2023-01-01"), "2022-05-06"),
        (PageOrigin(fetch_date="2020-01-01"), None),
    ],
)
def test_no_date_is_later_than_the_page(origin, published):
    weights = {"published": {"new": 1.0}}
    days = [candidate("published", "2099-01-01", "new", "best"), candidate("published", "2024-03-14", "new"),
            candidate("published", "2022-05-06")]  # fmt: skip
    assert fields(*days, weights=weights, origin=origin).published == published


def test_a_change_before_the_publication_is_none():
    weights = {"published": {"p": 1.0}}
    days = [candidate("published", "2024-03-14", "p"), candidate("modified", "2024-03-13", "meta")]
    assert fields(*days, weights=weights).modified is None


def test_midnight_of_central_europe_is_the_next_day():
    weights = {"published": {"midnight in central Europe": 1.0}}
    assert fields(candidate("published", "2022-11-06T23:00:00+00:00"), weights=weights).published == "2022-11-07"


def test_fields_of_a_stated_order():
    found = fields(
        candidate("site", "App", "meta application-name"),
        candidate("site", "Harbour Post", "meta og:site_name"),
        candidate("section", "Local", "json-ld main articleSection", "json-ld main"),
        candidate("tags", "pier, ferry", "meta keywords"),
        candidate("tags", "Pier", "meta article:tag"),
        candidate("tags", "Boats", "meta article:tag"),
        candidate("license", "https://creativecommons.org/licenses/by/4.0/", "link"),
        candidate("modified", "2024-03-15", "meta article:modified_time", "meta"),
    )
    assert (found.site, found.section, found.tags) == ("Harbour Post", "Local", ("Pier", "Boats"))
    assert (found.license, found.modified) == ("https://creativecommons.org/licenses/by/4.0/", "2024-03-15")


def test_tags_of_one_line_are_split():
    assert fields(candidate("tags", "pier, Ferry,pier", "meta keywords")).tags == ("pier", "Ferry")


def test_the_address_of_the_caller_comes_first():
    stated = HeadMetadata(url="https://a.example/canonical", paid=True)
    assert fields(stated=stated).url == "https://a.example/canonical"
    assert fields(stated=stated, origin=PageOrigin("https://a.example/x")).url == "https://a.example/x"
    assert fields(stated=stated).paywalled is True
    assert fields(stated=HeadMetadata(free=True)).paywalled is False
    assert fields().paywalled is None


def test_a_title_of_ten_thousand_characters_is_none():
    assert fields(candidate("title", "x" * 10_000)).title is None


def test_values_are_compared_with_each_other_and_the_address():
    told = [candidate("title", "Pier reopens", "shown"), candidate("title", "Pier reopens | Post")]
    known = make_context([candidate("site", "Post")], "https://a.example/local/old-pier-reopens-today")
    whole, longer = add_relative_signals("title", told, known)
    assert {"part of another value", "mostly in the address"} <= whole.signals
    assert {"holds another value", "holds the name of the site"} <= longer.signals


def test_a_caption_is_no_dek():
    told = (candidate("captions", "A truck waits."), candidate("dek", "A truck waits. (Ann Lee)", "good"),
            candidate("dek", "Nine winters on."))  # fmt: skip
    assert fields(*told, weights={"dek": {"good": 1.0}}).dek == "Nine winters on."


def test_where_no_headline_is_shown_the_name_of_the_site_is_cut_off():
    told = [candidate("title", "Pier reopens"), candidate("title", "Pier reopens | Post")]
    (bare,) = add_relative_signals("title", told, make_context([candidate("site", "Post")], None))
    assert bare.key == "pier reopens"


_WEIGHTS = st.dictionaries(st.sampled_from([*_RELATIVE_SIGNALS, "shown", "good", "bad", BIAS, FLOOR]), st.floats(-3, 3))
_CREDITS = st.lists(
    st.builds(
        lambda words, signals, block: candidate("credits", " ".join(words), *signals, source=f"block {block}"),
        st.lists(st.sampled_from(["Ann", "Lee", "Post", "Bob"]), min_size=1, max_size=4),
        st.lists(st.sampled_from(["shown", "good", "bad", "h1", "above headline"]), max_size=4),
        st.integers(1, 3),
    ),
    max_size=8,
)


@given(_CREDITS, _WEIGHTS)
def test_credits_that_are_not_weighed_could_not_win(told, weights):
    all_weighed, few = (
        merge_candidates(told, NONE, {"credits": weights}, PageOrigin(), "en", include_losers=include_losers)
        for include_losers in (True, False)
    )
    assert all_weighed.credits == few.credits
    assert [c for c in all_weighed.candidates if c.chosen] == [c for c in few.candidates if c.chosen]
